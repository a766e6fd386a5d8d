/** Promises to residents: kept, kept late, missed and still open (Complaint Handling Code 6.6, 6.17, 7.3). */
import type { Case } from '../../core/case.ts'
import { type Day, daysBetween, longDay } from '../../core/time.ts'
import { type Question, within } from '../question.ts'
import { type Behind, percent } from '../reports/figure.ts'
import { number, reckoned, type Table } from '../reports/report.ts'
import { rowLists } from '../reports/row-lists.ts'

type PromiseFacts = {
  by: Day
  doneOn?: Day
  madeOn: Day
  complaint: string
  type: string
  area?: string
  amount?: number
}

const idsOf = (found: readonly { id: string }[]): string[] => found.map(one => one.id).sort()

/** Promises whose date fell in the period, as they stood on `asAt`; a later date agreed since changes nothing. */
export const promiseFigures = (
  cases: readonly Pick<Case, 'id' | 'facts' | 'state'>[],
  period: Pick<Question, 'from' | 'asAt'>,
) => {
  const { asAt } = period
  const due = cases
    .map(c => ({ id: c.id, state: c.state, f: c.facts as PromiseFacts }))
    .filter(({ f, state }) => within(f.by, period) && state !== 'released')
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
    ids: {
      due: idsOf(due),
      kept: idsOf(kept),
      keptLate: idsOf(keptLate),
      missed: idsOf(missed),
      pending: idsOf(due.filter(({ f }) => !done(f) && asAt <= f.by)),
      paid: idsOf(due.filter(({ f }) => done(f) && f.amount !== undefined)),
    },
    missedList: missed
      .map(({ id, f }) => ({ id, complaint: f.complaint, by: f.by, daysLate: daysBetween(f.by, asAt) }))
      .sort((a, b) => b.daysLate - a.daysLate),
  }
}
export type Promises = ReturnType<typeof promiseFigures>

export const promiseLists = ({ ids }: Promises): Record<string, Behind> =>
  rowLists('promises', 'all', [
    ['due', 'promised for this time', ids.due],
    ['kept', 'kept', ids.kept],
    ['keptLate', 'kept late', ids.keptLate],
    ['missed', 'missed and still open', ids.missed],
    ['pending', 'not yet due', ids.pending],
    ['paid', 'payments made', ids.paid],
  ])

/** What directors are told each month (6.6, 6.17): promise dates missed, whether or not it was done since. */
export const promiseTables = (found: Promises, { from, asAt }: Pick<Question, 'from' | 'asAt'>): Table[] => [
  {
    id: 'promises',
    title: 'Promises to residents',
    definition: `Promised for a day from ${longDay(from)} to ${longDay(asAt)}. Measured by the day promised first; a later one agreed since changes nothing. Released by the resident: outside.`,
    columns: [
      { key: 'what', title: 'What' },
      number('due', 'Promised'),
      number('kept', 'Kept'),
      number('keptLate', 'Kept late'),
      number('missed', 'Missed, still open'),
      number('pending', 'Not yet due'),
      { key: 'percentKept', title: 'Kept in time', as: 'bar' },
      reckoned('paid', 'Paid, £', true),
    ],
    rows:
      found.due === 0
        ? []
        : [found].map(({ missedList: _, ids: __, ...counts }) => ({ key: 'all', what: 'Promises', ...counts })),
    empty: 'Nothing was promised for this time.',
  },
  {
    id: 'promises-missed',
    title: 'Promises missed and still open, the longest first',
    definition: `Past the day promised at the end of ${longDay(asAt)}, and nobody has verified that it is done.`,
    columns: [
      { key: 'case', title: 'Promise' },
      { key: 'complaint', title: 'Complaint' },
      { key: 'by', title: 'Promised for', as: 'day' },
      number('daysLate', 'Days late'),
    ],
    rows: found.missedList.map(({ id, ...one }) => ({ case: id, ...one })),
    empty: 'None.',
  },
]
