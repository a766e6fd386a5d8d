/** Tables of complaints: performance with all its counts, what is open by area, outcomes, themes, refusals. */
import { type Day, longDay } from '../core/time.ts'
import { both, ch02, ch02Counts, meanWorkingDays, openByAge, split, strict } from './complaint-figures.ts'
import type { StageRow } from './complaint-rows.ts'
import { type Aside, type Cohort, type Complaints, cohort } from './complaint-tally.ts'
import { number, type Table } from './report.ts'
import { spaced } from './tables.ts'

type Span = { from: Day; asAt: Day }

export const performanceTable = (
  { stages }: Pick<Complaints, 'stages'>,
  span: Span,
  by: Cohort = 'received',
): Table => ({
  id: `complaints-${by}`,
  title:
    by === 'received' ? 'Complaints received: were they answered in time?' : 'Complaints answered: was it in time?',
  definition: `By the day on which they were ${by === 'received' ? 'received' : 'answered'}, from ${longDay(span.from)} to ${longDay(span.asAt)}. In time is within 10 working days (stage 1) or 20 (stage 2) of the acknowledgement, or within one extension that the Code allows. Not yet due and ended without an answer are outside the percentages.`,
  columns: [
    { key: 'stage', title: 'Stage' },
    number('received', by === 'received' ? 'Received' : 'Answered'),
    number('ack', 'Acknowledged in time'),
    number('base', 'Answered in time'),
    number('extension', 'Within an extension'),
    number('late', 'Late'),
    number('overdue', 'Overdue, no answer'),
    number('pending', 'Not yet due'),
    number('none', 'Ended without an answer', true),
    { key: 'percent', title: 'CH02', as: 'bar' },
    { key: 'strict', title: 'Without extensions', as: 'percent' },
    { key: 'both', title: 'Both in time', as: 'percent' },
    number('days', 'Working days to the answer', true),
  ],
  rows: ([1, 2] as const).map(stage => {
    const rows = cohort(stages, stage, span, by)
    const { received, ackInTime, base, extension, late, overdue, pending, none } = ch02Counts(rows)
    const said = { ...span, stage }
    return {
      stage: `Stage ${stage}`,
      received,
      ack: ackInTime,
      base,
      extension,
      late,
      overdue,
      pending,
      none,
      percent: ch02(rows, said).value,
      strict: strict(rows, said).value,
      both: both(rows, said).value,
      days: meanWorkingDays(rows),
    }
  }),
  empty: 'No complaints.',
})

/** Open now, by the team it is about: `see at a glance what is outstanding for each area`. */
export const openTable = ({ stages }: Pick<Complaints, 'stages'>, { asAt }: Span): Table => {
  const open = stages.filter(row => row.open !== undefined)
  return {
    id: 'complaints-open',
    title: 'Open complaints by area',
    definition: `Not answered at the end of ${longDay(asAt)}, by the service that it is about; ages in working days since it was received.`,
    columns: [
      { key: 'area', title: 'Area' },
      number('open', 'Open'),
      number('overdue', 'Overdue'),
      ...Object.keys(openByAge([])).map(band => number(band, `${band} days`, true)),
      number('extended', 'Extended'),
    ],
    rows: split(open, row => row.area).map(({ what }) => {
      const rows = open.filter(row => row.area === what)
      return {
        area: what,
        open: rows.length,
        overdue: rows.filter(row => row.answered === 'overdue').length,
        ...openByAge(rows),
        extended: rows.filter(row => row.extended).length,
      }
    }),
    empty: 'No complaint is open.',
  }
}

const dueOrder = (a: StageRow, b: StageRow): number => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1)
export const openList = ({ stages }: Pick<Complaints, 'stages'>, { asAt }: Span): Table => ({
  id: 'complaints-list',
  title: 'Open complaints, the soonest due first',
  definition: `Every complaint not answered at the end of ${longDay(asAt)}. Due is the date in force, with an extension that the Code allows.`,
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
      due: row.due,
      open: row.open,
      status: row.answered === 'overdue' ? 'Overdue' : row.extended ? 'Extended' : 'Not yet due',
    })),
  empty: 'No complaint is open.',
  most: true,
})

const splitTable = (id: string, title: string, definition: string, rows: ReturnType<typeof split>): Table => ({
  id,
  title,
  definition,
  columns: [{ key: 'what', title: 'What' }, number('number', 'Number'), { key: 'percent', title: 'Share', as: 'bar' }],
  rows: rows.map(({ what, number: n, percent }) => ({ what: spaced(what), number: n, percent })),
  empty: 'None.',
})

export const splitTables = (
  { stages, aside, refusedStage2, speakers }: Pick<Complaints, 'stages' | 'aside' | 'refusedStage2' | 'speakers'>,
  span: Span,
): Table[] => {
  const first = cohort(stages, 1, span, 'received')
  const second = cohort(stages, 2, span, 'received')
  const received = `received from ${longDay(span.from)} to ${longDay(span.asAt)}`
  const refused = aside.filter((one: Aside) => one.what === 'refused')
  return [
    splitTable(
      'complaints-area',
      'Stage 1 by area',
      `Stage 1 complaints ${received}.`,
      split(first, row => row.area),
    ),
    splitTable(
      'complaints-category',
      'Stage 1 by category',
      `Stage 1 complaints ${received}.`,
      split(first, row => row.category),
    ),
    splitTable(
      'complaints-themes',
      'Themes',
      `A complaint may have several: of all themes of complaints ${received}.`,
      split(
        first.flatMap(row => row.themes),
        theme => theme,
      ),
    ),
    splitTable(
      'complaints-causes',
      'Root causes',
      `From the learning recorded; a complaint may have several. Complaints ${received}.`,
      split(
        [...first, ...second].flatMap(row => row.rootCauses),
        cause => cause,
      ),
    ),
    splitTable(
      'complaints-origin',
      'What they grew out of',
      `Stage 1 complaints ${received} that began as a service request, an enquiry or another complaint.`,
      split(
        first.flatMap(row => row.origin ?? []),
        origin => origin,
      ),
    ),
    splitTable(
      'complaints-speakers',
      'Who spoke',
      `Everything ${received}, complaint or not.`,
      split(speakers, speaker => speaker),
    ),
    splitTable(
      'complaints-outcome-1',
      'Stage 1 outcomes',
      `Of stage 1 complaints ${received}; undecided ones are named so.`,
      split(first, row => row.outcome ?? 'no outcome yet'),
    ),
    splitTable(
      'complaints-outcome-2',
      'Stage 2 outcomes',
      `Of stage 2 requests ${received}.`,
      split(second, row => row.outcome ?? 'no outcome yet'),
    ),
    splitTable(
      'complaints-why-2',
      'Why stage 2 was asked for',
      `Of stage 2 requests ${received}.`,
      split(second, row => row.requestReason ?? 'not recorded'),
    ),
    splitTable(
      'complaints-refused',
      'Not accepted, by reason',
      'Refused on a ground of Code 2.2, with the resident’s right to go to the Ombudsman.',
      split(refused, one => one.why ?? 'not recorded'),
    ),
    splitTable(
      'complaints-refused-2',
      'Stage 2 not accepted, by reason',
      'Refused on a ground of Code 2.2 after stage 1 was answered (5.11).',
      split(refusedStage2, one => one.why ?? 'not recorded'),
    ),
    splitTable(
      'complaints-aside',
      'Not counted as complaints',
      'Reclassified before acknowledgement, service requests, enquiries, feedback, merged.',
      split(
        aside.filter(one => one.what !== 'refused'),
        one => one.what,
      ),
    ),
  ]
}
