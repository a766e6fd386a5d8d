/** Complaints for a week, a quarter or a year: one report, the same counts, another span. */

import type { Counted } from '../count.ts'
import { count } from '../reports/figure.ts'
import { complaintTarget, rag } from '../reports/rag.ts'
import type { Report } from '../reports/report.ts'
import { asPart, base, type Told } from '../reports/told.ts'
import { assessmentTable } from '../self-assessment/assess.ts'
import { both, ch02, escalation, satisfied, strict, upheld } from './complaint-figures.ts'
import { handlerLists, openLists, performanceLists, splitLists } from './complaint-lists.ts'
import { performanceTable, splitTables } from './complaint-tables.ts'
import { cohort } from './complaint-tally.ts'
import { handlerTable, openList, openTable } from './open-tables.ts'
import { promiseLists, promiseTables } from './promises.ts'

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

export const complaintsReport = (counted: Counted, told: Told, title: string): Report => {
  const { asked, complaints, others } = counted
  const rows = {
    1: cohort(complaints.stages, 1, asked, 'received'),
    2: cohort(complaints.stages, 2, asked, 'received'),
  }
  const target = complaintTarget(asked.reckon)
  const withRag = (stage: 1 | 2) => {
    const figure = ch02(rows[stage], { ...asked, stage })
    return { ...figure, rag: rag({ numerator: figure.numerator, denominator: figure.denominator ?? 0 }, target) }
  }
  const list = (id: string, label: string, definition: string, ids: readonly string[]) =>
    count({ id, title: label, definition, asAt: asked.asAt, behind: { what: label, of: 'cases', ids } }, ids.length)
  const { learning, compensation, withdrawn, checksFailed } = complaints
  return {
    ...base(counted, told),
    id: 'complaints',
    title,
    lists: {
      ...performanceLists(complaints, asked),
      ...performanceLists(complaints, asked, 'responded'),
      ...openLists(complaints, asked),
      ...handlerLists(complaints, asked),
      ...splitLists(complaints, asked),
      ...promiseLists(counted.promises),
    },
    parts: [
      {
        kind: 'headline',
        title: 'At a glance',
        figures: [
          withRag(1),
          withRag(2),
          strict(rows[1], { ...asked, stage: 1 }),
          both(rows[1], { ...asked, stage: 1 }),
          ...escalation(rows[1], rows[2], complaints.stages, asked.asAt),
          ...upheld(rows[1], asked.asAt),
          satisfied(complaints.satisfaction, asked),
          list('complaints.ombudsman', 'Cases referred to the Ombudsman', 'Referred in the period.', others.referred),
          list(
            'complaints.severe',
            'Severe maladministration',
            'Determinations in the period with that finding.',
            others.severe,
          ),
          list('complaints.failures', 'Complaint handling failure notices', 'Issued in the period.', others.failures),
          list(
            'complaints.orders',
            'Orders of the Ombudsman overdue',
            'Open and past the date printed in the determination.',
            others.ordersOverdue,
          ),
          list(
            'complaints.promises',
            'Promises missed',
            'Promised for a day in the period and not done by that day.',
            [...counted.promises.ids.keptLate, ...counted.promises.ids.missed].sort(),
          ),
          list(
            'complaints.restrictions',
            'Restrictions on contact in force',
            'At the end of the period.',
            others.restrictions,
          ),
        ],
      },
      asPart(performanceTable(complaints, asked)),
      asPart(performanceTable(complaints, asked, 'responded')),
      asPart(openTable(complaints, asked)),
      asPart(handlerTable(complaints, asked)),
      asPart(openList(complaints, asked)),
      ...splitTables(complaints, asked).map(asPart),
      ...promiseTables(counted.promises, asked).map(asPart),
      asPart(assessmentTable(counted.assessed, asked)),
      {
        kind: 'note',
        title: 'Learning, quality, remedies, withdrawals',
        lines: [
          `Learning was recorded ${many(learning.recorded, 'time')}, and ${many(learning.none, 'time')} it was recorded that there was none. Answered complaints with no learning on record: ${learning.overdue.length}.`,
          `Drafts that did not pass the quality check: ${checksFailed.times}${checksFailed.times > 0 ? `, in ${many(checksFailed.complaints, 'complaint')}` : ''}.`,
          `Payments promised: ${compensation.payments}, £${compensation.pounds.toFixed(2)} in all.`,
          `Complaints withdrawn: ${withdrawn.length}. They are counted as received.`,
        ],
      },
    ],
  }
}
