/** The reports, each made of the same counts. Pure: the same counts give the same report. */
import type { Instant } from '../core/time.ts'
import { longDay } from '../core/time.ts'
import { both, ch02, escalation, strict, upheld } from './complaint-figures.ts'
import { openList, openTable, performanceTable, splitTables } from './complaint-tables.ts'
import { cohort } from './complaints.ts'
import { evidenceLag } from './contractors.ts'
import { type Counted, homesBehind } from './count.ts'
import { count } from './figure.ts'
import { materiality } from './materiality.ts'
import { actionTarget, complaintTarget, dampTarget, rag, ragOfCount } from './rag.ts'
import type { Box, Narrative, Part, Report, Table } from './report.ts'
import { streamTable, wholeStreams } from './stream-rows.ts'
import { decentHomes } from './surveys.ts'
import {
  accessTable,
  actionTable,
  contractorTable,
  flagTable,
  hazardTables,
  overdueTable,
  type RoleName,
} from './tables.ts'
import { type Tsm, tsm } from './tsm.ts'

export type Told = {
  landlord: string
  made: Instant
  roleName: RoleName
  contractors: ReadonlyMap<string, string>
  /** what people wrote for the month, by section */
  narratives?: Readonly<Record<string, Narrative>>
}

const table = (one: Table): Part => ({ kind: 'table', table: one })
const base = ({ asked }: Counted, { landlord, made }: Told) => ({
  landlord,
  from: asked.from,
  asAt: asked.asAt,
  knownOn: asked.knownOn,
  made,
})

export const tsmOf = ({ asked, places, held, surveys, complaints, falls }: Counted): Tsm =>
  tsm({ asAt: asked.asAt, places, held, surveys, stages: complaints.stages }, falls)

const tsmTable = ({ figures, year }: Tsm): Table => ({
  id: 'tsm',
  title: `Tenant Satisfaction Measures, ${year}`,
  definition: 'As the regulator’s technical requirements define them; each row says what it counts.',
  columns: [
    { key: 'measure', title: 'Measure' },
    { key: 'numerator', title: 'Counted', as: 'number' },
    { key: 'denominator', title: 'Of', as: 'number' },
    { key: 'shown', title: 'Figure' },
    { key: 'definition', title: 'What it counts', wide: true },
  ],
  rows: figures.map(one => ({
    measure: one.title,
    numerator: one.shown === 'no data' ? undefined : one.numerator,
    denominator: one.shown === 'no data' ? undefined : one.denominator,
    shown: one.shown,
    definition: one.definition,
  })),
  empty: 'No measures.',
})

export const tsmReport = (counted: Counted, told: Told): Report => {
  const made = tsmOf(counted)
  return {
    ...base(counted, told),
    id: 'tsm',
    title: `Tenant Satisfaction Measures ${made.year}, as at ${longDay(counted.asked.asAt)}`,
    parts: [
      { kind: 'headline', title: 'The measures', figures: made.figures },
      table(tsmTable(made)),
      table({
        id: 'tsm-decisions',
        title: 'What was included and left out, and why',
        definition: 'Where the requirements leave a choice, this is ours, in homes.',
        columns: [
          { key: 'measure', title: 'Measure' },
          { key: 'rule', title: 'Decision' },
          { key: 'homes', title: 'Homes', as: 'number' },
        ],
        rows: made.decisions,
        empty: 'No home called for a decision.',
      }),
    ],
  }
}

/** Sections that owe a narrative when they are not green. */
const boxesOf = (counted: Counted, told: Told): Box[] => {
  const { asked, actions, hazards, complaints } = counted
  const p1 = actions
    .filter(row => row.priority === 'P0' || row.priority === 'P1')
    .reduce((n, row) => n + row.overdueAtEnd, 0)
  const stage = (n: 1 | 2) => {
    const { numerator, denominator = 0 } = ch02(cohort(complaints.stages, n, asked, 'received'), { ...asked, stage: n })
    return rag({ numerator, denominator }, complaintTarget(asked.reckon))
  }
  const { numerator, denominator = 0 } = hazards.rkk17
  const sections = [
    ...wholeStreams(counted).map(row => ({ section: row.workflow, title: row.title, rag: row.rag })),
    {
      section: 'actions',
      title: 'Gravest remedial actions overdue (P0, P1)',
      rag: ragOfCount(p1, actionTarget(asked.reckon)),
    },
    {
      section: 'damp',
      title: 'Damp and mould open too long',
      rag: rag({ numerator, denominator }, dampTarget(asked.reckon)),
    },
    { section: 'complaints-1', title: 'Stage 1 complaints in time', rag: stage(1) },
    { section: 'complaints-2', title: 'Stage 2 complaints in time', rag: stage(2) },
  ]
  return sections.map(one => ({
    ...one,
    required: one.rag.state === 'amber' || one.rag.state === 'red',
    written: told.narratives?.[one.section],
  }))
}

const evidenceTable = ({ lags, asked }: Counted): Table => {
  const { waiting } = evidenceLag(lags)
  return {
    id: 'evidence',
    title: 'Evidence awaited',
    definition: `Checks said to be done whose evidence was not accepted by the end of ${asked.asAt}. They do not count as in date.`,
    columns: [
      { key: 'case', title: 'Case' },
      { key: 'stream', title: 'Stream' },
      { key: 'contractor', title: 'Contractor' },
      { key: 'days', title: 'Days since the check', as: 'number' },
    ],
    rows: waiting.map(one => ({
      case: one.caseId,
      stream: asked.workflows[one.workflow]?.title ?? one.workflow,
      contractor: one.contractorId,
      days: one.days,
    })),
    empty: 'No evidence is awaited.',
    most: 10,
  }
}

const decentTable = ({ surveys, asked }: Counted): Table => {
  const homes = decentHomes(
    surveys.map(one => one.facts),
    asked.asAt,
  )
  return {
    id: 'decent',
    title: 'Decent homes',
    definition: `From valid surveys alone, as at ${asked.asAt}. A home that fails two criteria is one home; nothing is assumed of a home not surveyed.`,
    columns: [
      { key: 'what', title: 'Homes' },
      { key: 'number', title: 'Number', as: 'number' },
    ],
    rows: [
      { what: 'with a survey duty', number: homes.homes },
      { what: 'with a valid survey', number: homes.assessed },
      { what: 'not surveyed: nothing is known', number: homes.notAssessed },
      { what: 'that do not meet the standard', number: homes.nonDecent },
      ...(['A', 'B', 'C', 'D'] as const).map(key => ({ what: `failing criterion ${key}`, number: homes.failing[key] })),
    ],
    empty: 'No surveys are recorded.',
  }
}

export const monthlyReport = (counted: Counted, told: Told): Report => {
  const { asked, complaints, others, access } = counted
  const streams = wholeStreams(counted)
  const flags = materiality(
    {
      failing: counted.failing,
      access: access.rows,
      actions: counted.actions,
      hazards: counted.hazards,
      streams: streams.map(row => ({
        workflow: row.workflow,
        title: row.title,
        rag: row.rag,
        shown: row.figure.shown,
      })),
      homesOf: homesBehind(counted),
      stock: counted.stock,
      dangers: counted.dangers,
      severe: others.severe,
    },
    asked,
  )
  const boxes = boxesOf(counted, told)
  const missing = boxes.filter(box => box.required && !box.written)
  const headline = streams.map(row => ({
    ...row.figure,
    rag: row.rag,
    was: row.before === undefined ? undefined : `${row.before.toFixed(1)} %`,
  }))
  return {
    ...base(counted, told),
    id: 'monthly',
    title: `Compliance report: ${longDay(asked.from)} to ${longDay(asked.asAt)}`,
    parts: [
      { kind: 'headline', title: 'At a glance', figures: headline },
      ...(missing.length > 0
        ? [
            {
              kind: 'note' as const,
              title: 'This report is not complete',
              lines: missing.map(
                box => `${box.title} is ${box.rag.state} and nobody has written why, and what is being done.`,
              ),
            },
          ]
        : []),
      table(streamTable(counted, told.roleName)),
      { kind: 'boxes', title: 'What is behind the figures', boxes: boxes.filter(box => box.required || box.written) },
      table(overdueTable(counted, told.roleName)),
      table(actionTable(counted)),
      table(accessTable(counted, told.roleName)),
      ...hazardTables(counted).map(table),
      table(decentTable(counted)),
      table(performanceTable(complaints, asked)),
      table(openTable(complaints, asked)),
      table(contractorTable(counted, told.contractors)),
      table(evidenceTable(counted)),
      table(tsmTable(tsmOf(counted))),
      table(flagTable(flags, asked.asAt)),
      {
        kind: 'note',
        title: 'Decisions needed',
        lines: [
          ...flags.map(flag => `${flag.flag}: is it to be told to the regulator or the governing body?`),
          ...(flags.length === 0 ? ['None arises from the figures.'] : []),
        ],
      },
    ],
  }
}

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
  const { learning, compensation, withdrawn } = complaints
  return {
    ...base(counted, told),
    id: 'complaints',
    title,
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
            others.promisesMissed,
          ),
          list(
            'complaints.restrictions',
            'Restrictions on contact in force',
            'At the end of the period.',
            others.restrictions,
          ),
        ],
      },
      table(performanceTable(complaints, asked)),
      table(performanceTable(complaints, asked, 'responded')),
      table(openTable(complaints, asked)),
      table(openList(complaints, asked)),
      ...splitTables(complaints, asked).map(table),
      {
        kind: 'note',
        title: 'Learning, remedies, withdrawals',
        lines: [
          `Learning was recorded ${learning.recorded} times, and ${learning.none} times it was recorded that there was none; ${learning.overdue.length} answered complaints have no learning on record.`,
          `${compensation.payments} payments were promised, £${compensation.pounds.toFixed(2)} in all.`,
          `${withdrawn.length} complaints were withdrawn; they are counted as received.`,
        ],
      },
    ],
  }
}

export const accessReport = (counted: Counted, told: Told): Report => ({
  ...base(counted, told),
  id: 'no-access',
  title: `Homes that nobody gets into, as at ${longDay(counted.asked.asAt)}`,
  parts: [table(accessTable(counted, told.roleName))],
})

export const contractorReport = (counted: Counted, told: Told): Report => {
  const lag = evidenceLag(counted.lags)
  return {
    ...base(counted, told),
    id: 'contractors',
    title: `Contractors, ${longDay(counted.asked.from)} to ${longDay(counted.asked.asAt)}`,
    parts: [
      table(contractorTable(counted, told.contractors)),
      {
        kind: 'note',
        title: 'Evidence',
        lines: [
          `${lag.accepted} checks had their evidence accepted${lag.averageDays === undefined ? '' : `, ${lag.averageDays} days after the check on average (median ${lag.medianDays}, longest ${lag.longestDays})`}; ${lag.waiting.length} are awaited.`,
        ],
      },
      table(evidenceTable(counted)),
    ],
  }
}
