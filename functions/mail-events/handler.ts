import { isCanary } from '../../shared/canary.ts'
import type { Instant } from '../../shared/core/time.ts'
import type { Outbox } from '../../shared/mail/outbox.ts'
import { type MailEvent, readSesEvent } from '../../shared/mail/ses-event.ts'
import { missedBy } from '../../shared/mail/undelivered.ts'
import type { Orders } from '../../shared/store/store.ts'

export type Deps = {
  outbox: Pick<Outbox, 'prove' | 'delivery' | 'reopen' | 'incident'>
  /** an order that came back is owed again; which way it goes then is for whoever delivers it */
  orderCameBack: Orders['orderCameBack']
  /** nothing more is sent to this address until somebody mends it; no person with it is no error */
  markBounced: (email: string, at: Instant) => Promise<void>
  /** an hour's canary has come through: its silence is the alarm */
  heard: (at: Instant) => Promise<void>
}

/** An emergency does not wait for a slow mail server: whoever is next is told besides. */
const undelivered = ({ event, urgency }: MailEvent): boolean =>
  ['bounced', 'complained', 'rejected', 'failed'].includes(event.kind) ||
  (event.kind === 'delayed' && urgency === 'emergency')

const tellOthers = async ({ outbox }: Deps, { parcel, event, destination }: MailEvent): Promise<void> => {
  if (!parcel) return
  await outbox.reopen(parcel, {
    causes: missedBy(event.messageId, event.addresses),
    avoid: event.addresses,
    reached: destination.filter(one => !event.addresses.includes(one)),
    at: event.at,
  })
}

const why = ({ event }: MailEvent): string => `${event.kind}${event.detail ? `: ${event.detail}` : ''}`

const returnOrder = async (deps: Deps, read: MailEvent): Promise<void> => {
  const { order, attempt, event } = read
  const address = event.addresses[0]
  if (!order) return
  await deps.orderCameBack(order, attempt, {
    at: event.at,
    by: 'email',
    outcome: 'refused',
    why: `${why(read)}, at ${address ?? 'their address'}`.slice(0, 300),
    ...(address === undefined ? {} : { address }),
  })
}

/** Each step may be done again: EventBridge delivers at least once, and a crash repeats the whole event. */
export const createHandler =
  (deps: Deps) =>
  async (given: unknown): Promise<void> => {
    const read = readSesEvent(given)
    const { parcel, event } = read
    const known = parcel ?? { kind: 'notice' as const, id: `unknown:${event.messageId}` }
    if (parcel) {
      await deps.outbox.prove(parcel, read.attempt, { messageId: event.messageId, at: event.at })
      await deps.outbox.delivery(parcel, event)
      if (event.kind === 'delivered' && isCanary(parcel)) await deps.heard(event.at)
    }
    if (!undelivered(read)) return
    if (read.lasting) for (const address of event.addresses) await deps.markBounced(address, event.at)
    await tellOthers(deps, read)
    await returnOrder(deps, read)
    for (const address of event.addresses)
      await deps.outbox.incident({
        id: `undeliverable:${event.messageId}:${address}`,
        kind: 'undeliverable',
        parcel: known,
        address,
        why: [why(read)],
        at: event.at,
      })
  }
