/** What the service says about itself, by name: for those who say it, and for the alarms that miss it. */

/**
 * What the tick says at the end of a good run; its silence for three minutes is the gravest alarm there is. Named after
 * the landlord: the heartbeat of a test stage in the same account must not cover the silence of the real one.
 */
export const heartbeatOf = (landlord: string) =>
  ({ namespace: 'Dutyholder', metric: 'TickCompleted', dimensions: { service: 'tick', landlord } }) as const

/** What a function says when it caught a fault that nobody else hears of, and went on: by its name in AWS, which no stage shares. */
export const caughtBy = (service: string, functionName: string) =>
  ({ namespace: 'Dutyholder', metric: 'FaultsCaught', dimensions: { service, functionName } }) as const

/** What mail-events says when the hour's canary was delivered: two hours without it ring on both channels. */
export const canaryHeardOf = (landlord: string) =>
  ({ namespace: 'Dutyholder', metric: 'CanaryDelivered', dimensions: { service: 'mail-events', landlord } }) as const
