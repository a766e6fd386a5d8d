/** A report as data: the same for screen, mail, print, spreadsheet and program. Each writer shows all of it. */
import { addDays, type Day, dayOf, type Instant, longDay } from '../../core/time.ts'
import type { Behind, Figure } from './figure.ts'
import type { Rag } from './rag.ts'

/** Undefined: there is nothing to say. */
export type Cell = string | number | undefined

export type Column = {
  key: string
  title: string
  /** bar: a share in % with its bar; rag: the state with its word; change: signed, in points */
  as?: 'text' | 'number' | 'percent' | 'bar' | 'day' | 'rag' | 'change'
  /** may be left out where there is little room: a mail */
  wide?: true
  /** an average, an extreme or a sum: its list holds what it is reckoned from, and is not as long as it says */
  reckoned?: true
}

/** A column of whole numbers. */
export const number = (key: string, title: string, wide?: true): Column => ({
  key,
  title,
  as: 'number',
  ...(wide ? { wide } : {}),
})

/** An average, an extreme or a sum. */
export const reckoned = (key: string, title: string, wide?: true): Column => ({
  ...number(key, title, wide),
  reckoned: true,
})

export type Table = {
  id: string
  title: string
  /** what is counted, and what is not */
  definition: string
  columns: readonly Column[]
  /** a row with a `key` may have lists behind its numbers: `<table>.<key>.<column>` in the report's `lists` */
  rows: readonly Readonly<Record<string, Cell>>[]
  /** said in place of an empty table */
  empty: string
  /** its first rows stand in a mail's plain text too */
  spoken?: true
  /** a mail holds the first rows; the others are counted and linked */
  most?: true
}

/** What people must write where a figure is not green, after Gateshead's report. */
export const narrativeFields = {
  position: 'Current position',
  corrective: 'Corrective action required',
  impact: 'Anticipated impact',
  progress: 'Progress on follow-up',
} as const
export type NarrativeField = keyof typeof narrativeFields
export type Narrative = Record<NarrativeField, string> & { by: string; at: Instant }

export type Box = { section: string; title: string; rag: Rag; required: boolean; written?: Narrative | undefined }

export type Part =
  | { kind: 'headline'; title: string; figures: readonly (Figure & { rag?: Rag; was?: string | undefined })[] }
  | { kind: 'table'; table: Table }
  | { kind: 'boxes'; title: string; boxes: readonly Box[] }
  | { kind: 'note'; title: string; lines: readonly string[] }

export type Report = {
  id:
    | 'position'
    | 'monthly'
    | 'complaints'
    | 'tsm'
    | 'actions'
    | 'hazards'
    | 'no-access'
    | 'contractors'
    | 'roll-up'
    | 'stuck'
  title: string
  landlord: string
  from: Day
  asAt: Day
  /** figures hold with what could be shown by the end of this day */
  knownOn: Day
  made: Instant
  /** what its link leads to, where that is not the same report */
  leadsTo?: string
  parts: readonly Part[]
  /** what is behind numbers in tables */
  lists?: Readonly<Record<string, Behind>>
}

/**
 * By when what it shows was known. Checks, whether a duty applies and what the register says of a home remember when each
 * was known; complaints, actions and hazards are counted from what is on record when the report is made, so one that is
 * made long after its day says so.
 */
export const knowledgeOf = ({ asAt, knownOn, made }: Pick<Report, 'asAt' | 'knownOn' | 'made'>): string => {
  if (knownOn !== asAt) return `as known on ${longDay(knownOn)}`
  return dayOf(made) <= addDays(asAt, 1)
    ? 'as known then'
    : `checks, duties and the register as known then, all else as recorded by ${longDay(dayOf(made))}`
}

/** What a reader sees who opens a figure or a number in a table. */
export const behindOf = (
  report: Pick<Report, 'parts' | 'lists'>,
  id: string,
): { title: string; definition: string; shown: string; behind: Behind } | undefined => {
  const figure = figuresOf(report).find(one => one.id === id)
  if (figure) return figure
  const behind = report.lists && Object.hasOwn(report.lists, id) ? report.lists[id] : undefined
  const [table, key, column] = partsOf(id)
  const found = tablesOf(report).find(one => one.id === table)
  const row = found?.rows.find(one => one.key === key)
  if (!behind || !found || !row) return undefined
  const named = found.columns.find(one => one.key === column)?.title ?? column
  const first = row[found.columns[0]!.key]
  return { title: `${first}: ${named}`, definition: found.definition, shown: String(row[column]), behind }
}
/** A key may hold dots: the first and the last part a list's id are the table and the column. */
const partsOf = (id: string): [string, string, string] => {
  const parts = id.split('.')
  return [parts[0] ?? '', parts.slice(1, -1).join('.'), parts.at(-1) ?? '']
}

export const tablesOf = ({ parts }: Pick<Report, 'parts'>): Table[] =>
  parts.flatMap(part => (part.kind === 'table' ? [part.table] : []))
export const figuresOf = ({ parts }: Pick<Report, 'parts'>) =>
  parts.flatMap(part => (part.kind === 'headline' ? part.figures : []))
export const boxesOf = ({ parts }: Pick<Report, 'parts'>): Box[] =>
  parts.flatMap(part => (part.kind === 'boxes' ? part.boxes : []))
