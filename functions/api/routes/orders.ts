/** Work orders to contractors: on their way, dead, and of one case; and one of them once more. */
import * as z from 'zod'
import { dayOf, instant } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { attempt, order, orderStatuses, type Standing } from '../../../shared/orders/order.ts'
import { mayReplay } from '../../../shared/people/rights.ts'
import { month, monthOf } from '../../../shared/position/reports/periods.ts'
import type { Deps } from '../ports.ts'

const shown = ({ order: { id, ...rest }, status, attempts, log, next }: Standing) => ({
  orderId: id,
  ...rest,
  status,
  attempts,
  log,
  ...(next ? { next } : {}),
})
const standing = z.looseObject({
  orderId: z.string(),
  ...order.omit({ id: true }).shape,
  status: z.enum(orderStatuses),
  attempts: z.int(),
  next: instant.optional().meta({ description: 'while it waits: when it is tried' }),
  log: z.array(attempt).meta({ description: 'the delivery so far, oldest first' }),
})
const page = z.looseObject({ items: z.array(standing), cursor: z.string().optional() })

/** Beyond any pause between two attempts: those that wait for their next one are on their way too. */
const FAR = instant.parse('9999-12-31T23:59:59.999Z')

export const listOrders = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/orders',
    summary: 'Work orders that are on their way to contractors, dead, or sent',
    who: 'staff',
    query: z.strictObject({
      list: z.enum(['waiting', 'dead', 'sent']).default('waiting'),
      month: month.optional().meta({ description: 'list=sent: which month, UTC; this one unless told' }),
      cursor: z.string().optional(),
    }),
    responses: { 200: { description: 'oldest first; those sent newest first', schema: page } },
    handler: async ({ query: { list, cursor, month: of } }) => {
      if (list === 'sent') {
        const sent = await deps.store.ordersSent(of ?? monthOf(dayOf(deps.now())), { cursor })
        return json({ items: sent.items.map(shown), cursor: sent.cursor })
      }
      const found = await deps.store.ordersIn(list === 'dead' ? 'DEADORDER' : 'ORDER', FAR, { cursor })
      return json({ items: found.items.map(shown), cursor: found.cursor })
    },
  })

export const ordersOfCase = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}/orders',
    summary: 'What contractors were told of this case, and how it arrived',
    who: 'staff',
    query: z.strictObject({ cursor: z.string().optional() }),
    responses: { 200: { description: 'by number', schema: page } },
    handler: async ({ params: { caseId }, query }) => {
      const found = await deps.store.ordersOf(caseId, query)
      return json({ items: found.items.map(shown), cursor: found.cursor })
    },
  })

export const replayOrder = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/cases/{caseId}/orders/{orderId}/replay',
    summary: 'Delivers a dead or a delivered work order once more; the contractor is told that it may be a copy',
    who: 'staff',
    responses: { 202: { description: 'on its way again', schema: z.looseObject({}) } },
    refuses: [403, 404, 409],
    handler: async ({ params: { caseId, orderId }, actor }) => {
      if (!mayReplay(actor)) return problem(403, 'sending an order again is for those who work on cases')
      const found = await deps.store.order(caseId, orderId)
      if (!found) return problem(404, `order ${orderId} is not known`)
      const entry = { at: deps.now(), by: 'staff' as const, outcome: 'again' as const, why: `asked by ${actor.id}` }
      return (await deps.store.reopenOrder(found, entry))
        ? json({ orderId, status: 'pending' }, 202)
        : problem(409, `order ${orderId} is ${found.status}: it is on its way, or its job is gone`)
    },
  })
