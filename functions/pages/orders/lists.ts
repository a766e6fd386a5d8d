/** Work orders by how far they have come: page by page, each list a bounded reading. */
import { instant } from '../../../shared/core/time.ts'
import { hasFailed, type Standing } from '../../../shared/orders/order.ts'
import { type Month, month, monthBefore, monthOf } from '../../../shared/position/reports/periods.ts'
import type { Page } from '../../../shared/store/pages.ts'
import type { Visit } from '../visit.ts'

export const lists = {
  waiting: ['On their way', 'Nothing is on its way to a contractor.'],
  failed: ['Failed, tried again', 'No delivery has failed and waits to be tried again.'],
  dead: ['Not delivered', 'Every order has been delivered or is on its way.'],
  sent: ['Sent', 'No order was sent in this month.'],
} as const
export type ListName = keyof typeof lists
export const listAsked = ({ query }: Visit): ListName => {
  const wanted = query.get('list') ?? ''
  return Object.hasOwn(lists, wanted) ? (wanted as ListName) : 'waiting'
}

/** Beyond any pause between two attempts: those that wait for their next one are on their way too. */
const FAR = instant.parse('9999-12-31T23:59:59.999Z')
const ROWS = 50
/** Orders looked through for one page of those that failed. */
const PATIENCE = 500

const failed = async ({ deps }: Visit, from: string | undefined): Promise<Page<Standing>> => {
  const items: Standing[] = []
  let cursor = from
  for (let seen = 0; seen < PATIENCE && items.length < ROWS; seen += ROWS) {
    const page = await deps.store.ordersIn('ORDER', FAR, { cursor, limit: ROWS })
    items.push(...page.items.filter(hasFailed))
    cursor = page.cursor
    if (cursor === undefined) break
  }
  return { items, ...(cursor === undefined ? {} : { cursor }) }
}

/** This month unless another is asked for. Months of orders are UTC. */
export const monthAsked = ({ query, today }: Visit): Month =>
  month.catch(monthOf(today)).parse(query.get('month') ?? '')

/** Two years of months. */
export const months = ({ today }: Visit): Month[] => {
  const found = [monthOf(today)]
  while (found.length < 24) found.push(monthBefore(found.at(-1)!))
  return found
}

/** Throws BadCursor for a place in another list. */
export const ordersAsked = (visit: Visit, list: ListName, cursor: string | undefined): Promise<Page<Standing>> => {
  const { store } = visit.deps
  if (list === 'failed') return failed(visit, cursor)
  if (list === 'sent') return store.ordersSent(monthAsked(visit), { cursor, limit: ROWS })
  return store.ordersIn(list === 'dead' ? 'DEADORDER' : 'ORDER', FAR, { cursor, limit: ROWS })
}
