/** Promises to residents: kept, kept late, missed and still open (Complaint Handling Code 6.6, 6.17, 7.3). */
import type { Case } from '../core/case.ts'
import { type Day, daysBetween } from '../core/time.ts'
import { percent } from './rates.ts'

type PromiseFacts = {
  by: Day
  doneOn?: Day
  madeOn: Day
  complaint: string
  type: string
  area?: string
  amount?: number
}

/** Promises whose date fell in the period, as they stood on `asAt`; a later date agreed since changes nothing. */
export const promiseFigures = (
  cases: readonly Pick<Case, 'id' | 'facts' | 'state'>[],
  { from, to, asAt }: { from: Day; to: Day; asAt: Day },
) => {
  const due = cases
    .map(c => ({ id: c.id, state: c.state, f: c.facts as PromiseFacts }))
    .filter(({ f, state }) => f.by >= from && f.by <= to && state !== 'released')
  const done = (f: PromiseFacts) => f.doneOn !== undefined && f.doneOn <= asAt
  const kept = due.filter(({ f }) => done(f) && (f.doneOn ?? f.by) <= f.by)
  const keptLate = due.filter(({ f }) => done(f) && (f.doneOn ?? f.by) > f.by)
  const missed = due.filter(({ f }) => !done(f) && asAt > f.by)
  return {
    due: due.length,
    kept: kept.length,
    keptLate: keptLate.length,
    missed: missed.length,
    pending: due.length - kept.length - keptLate.length - missed.length,
    percentKept: percent(kept.length, kept.length + keptLate.length + missed.length, 1),
    paid: due.filter(({ f }) => done(f)).reduce((sum, { f }) => sum + (f.amount ?? 0), 0),
    missedList: missed
      .map(({ id, f }) => ({ id, complaint: f.complaint, by: f.by, daysLate: daysBetween(f.by, asAt) }))
      .sort((a, b) => b.daysLate - a.daysLate),
  }
}
