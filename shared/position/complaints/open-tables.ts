/** Tables of the complaints that are open: by area, by handler, and one by one. */
import { longDay } from '../../core/time.ts'
import type { Question } from '../question.ts'
import { number, type Table } from '../reports/report.ts'
import { openByAge } from './complaint-figures.ts'
import type { StageRow } from './complaint-rows.ts'
import type { Complaints } from './complaint-tally.ts'
import { dueSoon, handlerOf, openBy } from './open-complaints.ts'

const openColumns = [
  number('open', 'Open'),
  number('soon', 'Due within 5 working days'),
  number('overdue', 'Overdue'),
  ...Object.keys(openByAge([])).map(band => number(band, `${band} days`, true)),
  number('extended', 'Extended'),
]
const openCounts = (rows: readonly StageRow[], soon: (row: StageRow) => boolean) => ({
  open: rows.length,
  soon: rows.filter(soon).length,
  overdue: rows.filter(row => row.breached).length,
  ...openByAge(rows),
  extended: rows.filter(row => row.extended).length,
})
type Open = Pick<Complaints, 'stages'>
type Asked = Pick<Question, 'asAt' | 'reckon'>

const nextWords =
  'What is owed next is the acknowledgement, then the answer: it is due within 5 working days, or overdue, by its own date'

/** Open now, by the team it is about: `see at a glance what is outstanding for each area`. */
export const openTable = ({ stages }: Open, asked: Asked): Table => ({
  id: 'complaints-open',
  title: 'Open complaints by area',
  definition: `Not answered at the end of ${longDay(asked.asAt)}, by the service that it is about; ages in working days since it was received. ${nextWords}.`,
  columns: [{ key: 'area', title: 'Area' }, ...openColumns],
  rows: [...openBy(stages, row => row.area)].map(([area, rows]) => ({
    key: area,
    area,
    ...openCounts(rows, dueSoon(asked)),
  })),
  empty: 'No complaint is open.',
})

/** How many each person has in hand. */
export const handlerTable = ({ stages }: Open, asked: Asked): Table => ({
  id: 'complaints-handlers',
  title: 'Open complaints by handler',
  definition: `Not answered at the end of ${longDay(asked.asAt)}, by who handles the stage that it is at. ${nextWords}.`,
  columns: [{ key: 'handler', title: 'Handler' }, ...openColumns],
  rows: [...openBy(stages, handlerOf)].map(([handler, rows]) => ({
    key: handler,
    handler,
    ...openCounts(rows, dueSoon(asked)),
  })),
  empty: 'No complaint is open.',
})

const dueOrder = (a: StageRow, b: StageRow): number => ((a.next ?? '9') < (b.next ?? '9') ? -1 : 1)
export const openList = ({ stages }: Pick<Complaints, 'stages'>, { asAt }: Pick<Asked, 'asAt'>): Table => ({
  id: 'complaints-list',
  title: 'Open complaints, the soonest due first',
  definition: `Every complaint not answered at the end of ${longDay(asAt)}. Due is what is owed next: the acknowledgement, then the answer, with an extension that the Code allows.`,
  columns: [
    { key: 'case', title: 'Case' },
    number('stage', 'Stage'),
    { key: 'area', title: 'Area' },
    { key: 'due', title: 'Due', as: 'day' },
    number('open', 'Working days open'),
    { key: 'status', title: 'How' },
  ],
  rows: stages
    .filter(row => row.open !== undefined)
    .sort(dueOrder)
    .map(row => ({
      case: row.caseId,
      stage: row.stage,
      area: row.area,
      due: row.next,
      open: row.open,
      status: row.breached ? 'Overdue' : row.extended ? 'Extended' : 'Not yet due',
    })),
  empty: 'No complaint is open.',
  most: true,
})
