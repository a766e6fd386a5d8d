/** That a link was looked at, by a person or by a scanner of links: beside the case, which does not change by it. */
import * as z from 'zod'
import { type Instant, instant } from '../core/time.ts'
import type { Settings } from '../store/store.ts'
import type { Link } from './link.ts'

const opening = z.looseObject({ caseId: z.string(), first: instant, last: instant, times: z.int() })
export type Opening = z.output<typeof opening>

/** Every attempt to deliver a work order makes a link of its own; what counts is whether any was looked at. */
const jobName = (orderId: string): string => `job-opened:${orderId}`
const nameOf = ({ id, purpose, about }: Link): string => (purpose === 'job' ? jobName(about) : `link-opened:${id}`)

export const noteOpening = async (store: Settings, link: Link, now: Instant): Promise<void> => {
  const held = await store.getSetting(nameOf(link))
  const before = held && opening.parse(held.value)
  const value = {
    caseId: link.caseId,
    people: [...link.people],
    first: before?.first ?? now,
    last: now,
    times: (before?.times ?? 0) + 1,
  }
  await store.putSetting(nameOf(link), value, held?.rev ?? 0)
}

/** Of the links of a work order. Undefined: nobody has opened one. */
export const openingOf = async (store: Pick<Settings, 'getSetting'>, orderId: string): Promise<Opening | undefined> => {
  const held = await store.getSetting(jobName(orderId))
  return held && opening.parse(held.value)
}
