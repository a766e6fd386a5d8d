/** What a schema cannot tell of a contractor's message. */
import { createHash } from 'node:crypto'
import { addHours, addMinutes, type Day, day, dayOf, type Instant } from '../../core/time.ts'
import { type Callback, documentsOf } from './callback.ts'

/** Clocks of phones differ; more than this is not a clock but a claim about the future. */
const AHEAD_MINUTES = 5
/** Longer than any record must be kept for these streams: what is older is a slip of the hand. */
const BACK_HOURS = 10 * 366 * 24

type Refusal = { code: 'DATE_IN_FUTURE' | 'DATE_TOO_OLD' | 'DOCUMENT_HASH'; path: string; message: string }

/** Days that have passed, if they are true: of the visit, the check, the test, the work. */
const claimedDays = ({ data }: Callback): [string, Day][] =>
  ['visitDate', 'checkedOn', 'testedOn', 'completedOn'].flatMap((field): [string, Day][] => {
    const value = day.safeParse((data as Record<string, unknown>)[field])
    return value.success ? [[`data.${field}`, value.data]] : []
  })

const claimed = (body: Callback): [string, Instant | undefined][] => [
  ['occurredAt', body.occurredAt],
  ['data.completedAt', body.eventType === 'remedial.completed' ? body.data.completedAt : undefined],
  ['data.receivedAt', body.eventType === 'complaint.received' ? body.data.receivedAt : undefined],
]

/**
 * What only our own clock and arithmetic can tell: claims about the future or long ago, and bytes that are not what
 * their hash says. A time before its deadline's passing is no refusal: the history keeps claimed and received time.
 */
export const implausible = (body: Callback, now: Instant): Refusal[] => {
  const latest = addMinutes(now, AHEAD_MINUTES)
  const earliest = addHours(now, -BACK_HOURS)
  const times = claimed(body).flatMap(([path, at]): Refusal[] => {
    if (at && at > latest) return [{ code: 'DATE_IN_FUTURE', path, message: `after our clock, which says ${now}` }]
    return at && at < earliest ? [{ code: 'DATE_TOO_OLD', path, message: 'more than ten years ago' }] : []
  })
  const days = claimedDays(body).flatMap(([path, on]): Refusal[] =>
    on > dayOf(now) ? [{ code: 'DATE_IN_FUTURE', path, message: `after today, ${dayOf(now)}` }] : [],
  )
  const hashes = documentsOf(body).flatMap(({ path, document: { base64, sha256 } }): Refusal[] =>
    base64 === undefined || createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex') === sha256
      ? []
      : [{ code: 'DOCUMENT_HASH', path: `${path}.sha256`, message: 'not the SHA-256 of these bytes' }],
  )
  return [...times, ...days, ...hashes]
}
