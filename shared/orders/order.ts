/** A work order owed to a contractor: part of the commit that made it due, delivered afterwards. */
import * as z from 'zod'
import { type Instant, instant } from '../core/time.ts'
import { idOfTag, tagOf } from '../mail/reference.ts'

export const orderKinds = ['issued', 'withdrawn'] as const

export const order = z.strictObject({
  /** made of what it is about, so deciding twice owes it once */
  id: z.string(),
  caseId: z.string(),
  contractorId: z.string(),
  /** `withdrawn`: the job was given to somebody else */
  kind: z.enum(orderKinds),
  at: instant,
})
export type Order = z.output<typeof order>

export const attempt = z.strictObject({
  at: instant,
  by: z.enum(['webhook', 'email', 'staff']),
  outcome: z.enum(['sent', 'later', 'unknown', 'refused', 'dead', 'dropped', 'again']),
  /** for a person to read: an answer's status, an error, who asked */
  why: z.string().max(300),
  /** of a mail that came back: where it had gone, so that it is not tried there again */
  address: z.string().optional(),
  /** of one that was given up: the triage case that tells a person */
  triage: z.string().optional(),
})
export type Attempt = z.output<typeof attempt>

export const orderStatuses = ['pending', 'claimed', 'sent', 'dead', 'dropped'] as const
export type OrderStatus = (typeof orderStatuses)[number]

/** An order as it stands, with the log of its delivery, oldest first. `next`: while it waits, when it is tried. */
export type Standing = { order: Order; status: OrderStatus; attempts: number; log: Attempt[]; next?: Instant }

/** It waits for another attempt after one that failed, or that nobody knows the end of. */
export const hasFailed = ({ status, log }: Standing): boolean => {
  const last = log.at(-1)?.outcome
  return (status === 'pending' || status === 'claimed') && (last === 'later' || last === 'unknown')
}

/** Characters of an SES tag's value. An order with a longer name goes without: its bounces are seen as incidents alone. */
const TAG = 256

/** The case, and what else names the order, each in a tag. */
export const orderTags = ({ id, caseId }: OrderName): Record<string, string> => {
  const tags = { order: tagOf(id.slice(caseId.length + 1)), case: tagOf(caseId) }
  return Object.values(tags).every(tag => tag.length <= TAG) ? tags : {}
}
/** Undefined: the mail was not of an order. */
export const orderOfTags = (order: string | undefined, of: string | undefined): OrderName | undefined =>
  order && of ? { caseId: idOfTag(of), id: `${idOfTag(of)}~${idOfTag(order)}` } : undefined
export type OrderName = Pick<Order, 'id' | 'caseId'>
