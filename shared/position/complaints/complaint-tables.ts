/** Tables of complaints: performance with all its counts, what is open by area, outcomes, themes, refusals. */
import { type Day, longDay } from '../../core/time.ts'
import { number, reckoned, type Table } from '../reports/report.ts'
import { spaced } from '../reports/tables.ts'
import { both, ch02, ch02Counts, meanWorkingDays, split, strict } from './complaint-figures.ts'
import type { StageRow } from './complaint-rows.ts'
import { type Aside, type Cohort, type Complaints, cohort } from './complaint-tally.ts'

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
    { key: 'strict', title: 'Without extensions', as: 'percent', wide: true },
    { key: 'both', title: 'Both in time', as: 'percent', wide: true },
    reckoned('days', 'Working days to the answer', true),
  ],
  rows: ([1, 2] as const).map(stage => {
    const rows = cohort(stages, stage, span, by)
    const { received, ackInTime, base, extension, late, overdue, pending, none } = ch02Counts(rows)
    const about = { ...span, stage }
    return {
      key: String(stage),
      stage: `Stage ${stage}`,
      received,
      ack: ackInTime,
      base,
      extension,
      late,
      overdue,
      pending,
      none,
      percent: ch02(rows, about).value,
      strict: strict(rows, about).value,
      both: both(rows, about).value,
      days: meanWorkingDays(rows),
    }
  }),
  empty: 'No complaints.',
})

type Item = { what: string; caseId: string }
type Split = { id: string; title: string; definition: string; items: readonly Item[] }

/** Each complaint once for everything that is said of it. */
const said = <T extends { caseId: string }>(
  rows: readonly T[],
  whats: (row: T) => string | readonly string[] | undefined,
) => rows.flatMap(row => [whats(row) ?? []].flat().map(what => ({ what, caseId: row.caseId })))

/** Ending without an answer is an outcome, too (withdrawn, reclassified, stage 2 refused). */
const outcomeOf = (row: StageRow): string => row.outcome ?? row.endedAs ?? 'no outcome yet'

export const splitsOf = (
  { stages, aside, refusedStage2, speakers }: Pick<Complaints, 'stages' | 'aside' | 'refusedStage2' | 'speakers'>,
  span: Span,
): Split[] => {
  const first = cohort(stages, 1, span, 'received')
  const second = cohort(stages, 2, span, 'received')
  const received = `received from ${longDay(span.from)} to ${longDay(span.asAt)}`
  const refused = aside.filter((one: Aside) => one.what === 'refused')
  const table = (id: string, title: string, definition: string, items: readonly Item[]): Split => ({
    id: `complaints-${id}`,
    title,
    definition,
    items,
  })
  return [
    table(
      'area',
      'Stage 1 by area',
      `Stage 1 complaints ${received}.`,
      said(first, row => row.area),
    ),
    table(
      'category',
      'Stage 1 by category',
      `Stage 1 complaints ${received}.`,
      said(first, row => row.category),
    ),
    table(
      'themes',
      'Themes',
      `A complaint may have several: of all themes of complaints ${received}.`,
      said(first, row => row.themes),
    ),
    table(
      'causes',
      'Root causes',
      `From the learning recorded; a complaint may have several. Complaints ${received}.`,
      said([...first, ...second], row => row.rootCauses),
    ),
    table(
      'origin',
      'What they grew out of',
      `Stage 1 complaints ${received} that began as a service request, an enquiry or another complaint.`,
      said(first, row => row.origin),
    ),
    table(
      'speakers',
      'Who spoke',
      `Everything ${received}, complaint or not; once, where a complaint went on as a service request.`,
      speakers,
    ),
    table(
      'outcome-1',
      'Stage 1 outcomes',
      `Of stage 1 complaints ${received}; undecided ones are named so.`,
      said(first, outcomeOf),
    ),
    table('outcome-2', 'Stage 2 outcomes', `Of stage 2 requests ${received}.`, said(second, outcomeOf)),
    table(
      'why-2',
      'Why stage 2 was asked for',
      `Of stage 2 requests ${received}.`,
      said(second, row => row.requestReason ?? 'not recorded'),
    ),
    table(
      'refused',
      'Not accepted, by reason',
      'Refused on a ground of Code 2.2, with the resident’s right to go to the Ombudsman.',
      said(refused, one => one.why ?? 'not recorded'),
    ),
    table(
      'refused-2',
      'Stage 2 not accepted, by reason',
      'Refused on a ground of Code 2.2 after stage 1 was answered (5.11).',
      said(refusedStage2, one => one.why ?? 'not recorded'),
    ),
    table(
      'aside',
      'Not counted as complaints',
      'Reclassified before acknowledgement, service requests, enquiries, feedback, merged.',
      said(
        aside.filter(one => one.what !== 'refused'),
        one => one.what,
      ),
    ),
  ]
}

export const splitTables = (complaints: Parameters<typeof splitsOf>[0], span: Span): Table[] =>
  splitsOf(complaints, span).map(({ id, title, definition, items }) => ({
    id,
    title,
    definition,
    columns: [
      { key: 'what', title: 'What' },
      number('number', 'Number'),
      { key: 'percent', title: 'Share', as: 'bar' },
    ],
    rows: split(items, one => one.what, 1).map(({ what, number: n, percent }) => ({
      key: what,
      what: spaced(what),
      number: n,
      percent,
    })),
    empty: 'None.',
  }))
