/** The complaints behind the numbers of the tables of complaints, by the same rows that are counted there. */

import type { Question } from '../question.ts'
import type { Behind } from '../reports/figure.ts'
import { rowLists } from '../reports/row-lists.ts'
import { ageOf, openAges } from './complaint-figures.ts'
import type { StageRow } from './complaint-rows.ts'
import { splitsOf } from './complaint-tables.ts'
import { type Cohort, type Complaints, cohort } from './complaint-tally.ts'
import { dueSoon, handlerOf, openBy } from './open-complaints.ts'

type Span = Pick<Question, 'from' | 'asAt'>
type Stages = Pick<Complaints, 'stages'>

const idsOf = (rows: readonly { caseId: string }[]): string[] => rows.map(row => row.caseId).sort()

const answers = [
  ['base', 'answered in time'],
  ['extension', 'answered within an extension'],
  ['late', 'answered late'],
  ['overdue', 'overdue, without an answer'],
  ['pending', 'not yet due'],
  ['none', 'ended without an answer'],
] as const

export const performanceLists = ({ stages }: Stages, span: Span, by: Cohort = 'received'): Record<string, Behind> =>
  Object.assign(
    {},
    ...([1, 2] as const).map(stage => {
      const rows = cohort(stages, stage, span, by)
      return rowLists(`complaints-${by}`, String(stage), [
        ['received', by === 'received' ? 'received' : 'answered', idsOf(rows)],
        ['ack', 'acknowledged in time', idsOf(rows.filter(row => row.ack === 'in_time'))],
        ['days', 'answered', idsOf(rows.filter(row => row.took !== undefined))],
        ...answers.map(([column, what]) => [column, what, idsOf(rows.filter(row => row.answered === column))] as const),
      ])
    }),
  )

const listsOfOpen = (
  table: string,
  by: (row: StageRow) => string,
  stages: readonly StageRow[],
  asked: Soon,
): Record<string, Behind> => {
  const aged = (rows: readonly StageRow[], band: string) => rows.filter(row => ageOf(row) === band)
  return Object.assign(
    {},
    ...[...openBy(stages, by)].map(([group, rows]) =>
      rowLists(table, group, [
        ['open', 'open', idsOf(rows)],
        ['soon', 'due within 5 working days', idsOf(rows.filter(dueSoon(asked)))],
        ['overdue', 'open and overdue', idsOf(rows.filter(row => row.breached))],
        ['extended', 'open and extended', idsOf(rows.filter(row => row.extended))],
        ...openAges.map(([band]) => [band, `open ${band} working days`, idsOf(aged(rows, band))] as const),
      ]),
    ),
  )
}
type Soon = Pick<Question, 'asAt' | 'reckon'>
export const openLists = ({ stages }: Stages, asked: Soon) =>
  listsOfOpen('complaints-open', row => row.area, stages, asked)
export const handlerLists = ({ stages }: Stages, asked: Soon) =>
  listsOfOpen('complaints-handlers', handlerOf, stages, asked)

export const splitLists = (complaints: Parameters<typeof splitsOf>[0], span: Span): Record<string, Behind> =>
  Object.assign(
    {},
    ...splitsOf(complaints, span).flatMap(({ id, title, items }) =>
      [...Map.groupBy(items, one => one.what)].map(([what, found]) =>
        rowLists(id, what, [['number', title, idsOf(found)]]),
      ),
    ),
  )
