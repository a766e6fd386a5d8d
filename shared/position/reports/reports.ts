/** The measures' return, access and contractors as reports. Pure: the same counts give the same report. */
import { longDay } from '../../core/time.ts'
import { evidenceLag } from '../contractors.ts'
import type { Counted } from '../count.ts'
import { type Tsm, tsm } from '../tsm.ts'
import type { Behind } from './figure.ts'
import type { Report, Table } from './report.ts'
import { rowLists } from './row-lists.ts'
import { accessTable, contractorLists, contractorTable } from './tables.ts'
import { asPart, base, type Told } from './told.ts'

export const tsmOf = ({ asked, places, held, surveys, complaints, asb, falls }: Counted): Tsm =>
  tsm({ asAt: asked.asAt, knownOn: asked.knownOn, places, held, surveys, stages: complaints.stages, asb }, falls)

export const tsmTable = ({ figures, year }: Tsm): Table => ({
  id: 'tsm',
  title: `Tenant Satisfaction Measures, ${year}`,
  definition: 'As the regulator’s technical requirements define them; each row says what it counts.',
  columns: [
    { key: 'measure', title: 'Measure' },
    { key: 'numerator', title: 'Counted', as: 'number' },
    { key: 'denominator', title: 'Out of', as: 'number' },
    { key: 'shown', title: 'Figure' },
    { key: 'definition', title: 'What it counts', wide: true },
  ],
  rows: figures.map(one => ({
    key: one.id,
    measure: one.title,
    numerator: one.shown === 'no data' ? undefined : one.numerator,
    denominator: one.shown === 'no data' ? undefined : one.denominator,
    shown: one.shown,
    definition: one.definition,
  })),
  empty: 'No measures.',
})

const decisionKey = (index: number): string => String(index + 1)

/** Behind both counts of each measure. What shows no data has none. */
export const tsmLists = ({ figures, parts }: Tsm): Record<string, Behind> =>
  Object.assign(
    {},
    ...figures.flatMap(({ id, shown }) => {
      const found = shown === 'no data' ? undefined : parts[id]
      if (!found) return []
      const { counted, whole } = found
      return [
        rowLists('tsm', id, [
          ['numerator', counted.what, counted.ids, counted.of],
          ['denominator', whole.what, whole.ids, whole.of],
        ]),
      ]
    }),
  )

export const tsmReport = (counted: Counted, told: Told): Report => {
  const made = tsmOf(counted)
  return {
    ...base(counted, told),
    id: 'tsm',
    title: `Tenant Satisfaction Measures ${made.year}, as at ${longDay(counted.asked.asAt)}`,
    parts: [
      { kind: 'headline', title: 'The measures', figures: made.figures },
      asPart(tsmTable(made)),
      asPart({
        id: 'tsm-decisions',
        title: 'What was included and left out, and why',
        definition: 'Where the requirements leave a choice, this is ours, in homes.',
        columns: [
          { key: 'measure', title: 'Measure' },
          { key: 'rule', title: 'Decision' },
          { key: 'homes', title: 'Homes', as: 'number' },
        ],
        rows: made.decisions.map((one, index) => ({ ...one, key: decisionKey(index), homes: one.homes.length })),
        empty: 'No home called for a decision.',
      }),
    ],
    lists: Object.assign(
      tsmLists(made),
      ...made.decisions.map(({ homes }, index) =>
        rowLists('tsm-decisions', decisionKey(index), [['homes', 'homes', homes, 'homes']]),
      ),
    ),
  }
}

export const evidenceTable = ({ lags, asked }: Counted, names: ReadonlyMap<string, string>): Table => {
  const { waiting } = evidenceLag(lags)
  return {
    id: 'evidence',
    title: 'Evidence awaited',
    definition: `Checks said to be done whose evidence was not accepted by the end of ${longDay(asked.asAt)}. They do not count as in date.`,
    columns: [
      { key: 'case', title: 'Case' },
      { key: 'stream', title: 'Stream' },
      { key: 'contractor', title: 'Contractor' },
      { key: 'days', title: 'Days since the check', as: 'number' },
    ],
    rows: waiting.map(one => ({
      case: one.caseId,
      stream: asked.workflows[one.workflow]?.title ?? one.workflow,
      contractor: one.contractorId === undefined ? undefined : (names.get(one.contractorId) ?? one.contractorId),
      days: one.days,
    })),
    empty: 'No evidence is awaited.',
    most: true,
  }
}

export const accessReport = (counted: Counted, told: Told): Report => ({
  ...base(counted, told),
  id: 'no-access',
  title: `Homes that nobody gets into, as at ${longDay(counted.asked.asAt)}`,
  parts: [asPart(accessTable(counted, told.roleName))],
})

export const contractorReport = (counted: Counted, told: Told): Report => {
  const lag = evidenceLag(counted.lags)
  return {
    ...base(counted, told),
    id: 'contractors',
    title: `Contractors, ${longDay(counted.asked.from)} to ${longDay(counted.asked.asAt)}`,
    parts: [
      asPart(contractorTable(counted, told.contractors)),
      {
        kind: 'note',
        title: 'Evidence',
        lines: [
          `${lag.accepted} checks had their evidence accepted${lag.averageDays === undefined ? '' : `, ${lag.averageDays} days after the check on average (median ${lag.medianDays}, longest ${lag.longestDays})`}; ${lag.waiting.length} are awaited.`,
        ],
      },
      asPart(evidenceTable(counted, told.contractors)),
    ],
    lists: contractorLists(counted),
  }
}
