/**
 * A contractor's machine that takes work orders by web hook: on a bad day it answers late or not at all, and some want no
 * more of them. What arrived is judged: once, or saying that it may have come before.
 */
import type { WebhookOut } from '../../shared/effects/webhook-out.ts'
import type { Process } from './process.ts'
import type { Watch } from './watch.ts'
import type { World } from './world.ts'

export const contractors = [
  {
    id: 'sureheat',
    name: 'SureHeat',
    streams: ['gas'],
    email: 'jobs@sureheat.org',
    webhook: 'https://sureheat.org/hook',
  },
]

/** `forgotten`: the table was set back since, and does not know of it */
export type Arrived = { order: string; call: number; by: 'webhook' | 'email'; again: boolean; forgotten?: true }

export type Receiver = {
  of: (process: Process) => WebhookOut
  arrived: Arrived[]
  copies: () => number
  restored: () => void
}

/** `gone`: they answer 410, and the order is dead at once. */
export const receiverOf = (world: World, watch: Watch, gone: boolean): Receiver => {
  const arrived: Arrived[] = []
  let copies = 0
  const { dice, faults } = world
  return {
    arrived,
    copies: () => copies,
    restored: () => {
      for (const one of arrived) one.forgotten = true
    },
    of: process =>
      process.outside<WebhookOut>({
        send: async ({ body }) => {
          if (gone) return { kind: 'gone', why: 'they answered 410' }
          if (dice.chance(faults().throttled * 3)) return { kind: 'later', why: 'they answered 503' }
          const { data } = JSON.parse(body) as { data: { orderId: string; mayHaveComeBefore?: boolean } }
          const one: Arrived = {
            order: data.orderId,
            call: process.call(),
            by: 'webhook',
            again: !!data.mayHaveComeBefore,
          }
          const before = arrived.filter(other => other.order === one.order)
          if (before.length > 0) copies += 1
          if (before.some(other => !other.forgotten) && !one.again)
            watch.wrong(`${one.order} comes again and does not say so`)
          if (before.some(other => world.working(other.call) && other.call !== one.call))
            watch.wrong(`${one.order} is sent by two at once`)
          arrived.push(one)
          return dice.chance(faults().unanswered)
            ? { kind: 'unknown', why: 'TimeoutError' }
            : { kind: 'sent', why: '200' }
        },
      }),
  }
}
