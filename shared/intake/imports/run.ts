/**
 * An import: read the whole file, then plan each row against what is there, then write what is new or different. It
 * can be repeated: what is written already is unchanged the next time, whatever came in between.
 */

import { bounded, inParts } from '../../bounded.ts'
import { dayOf, type Instant } from '../../core/time.ts'
import { type RowError, shown } from '../csv/csv-row.ts'
import type { CsvSource } from '../csv/csv-text.ts'
import type { Layout } from '../csv/layout.ts'
import type { Numbered } from './kept-rows.ts'
import type { ImportKind } from './kind.ts'
import type { Mistakes } from './mistakes.ts'
import { readImport } from './read.ts'
import type { Note } from './touched.ts'
import { circle, depths } from './waves.ts'

export type Plan = 'created' | 'changed' | 'unchanged' | { rejected: string; column?: string }

/** What an import writes to. All may throw, to be tried again: the whole file then is. */
export type ImportTarget<R> = {
  /**
   * What writing these rows would do, in their order; reads alone. `inFile` tells whether a row with that key stands in
   * the same file and was not refused: in a dry run a parent may be nowhere else yet.
   */
  plan: (rows: readonly R[], inFile: (key: string) => boolean) => Promise<Plan[]>
  /** notes first what it is about to touch; idempotent; called for `created` and `changed` alone, with rows that were planned together */
  write: (rows: readonly R[], note: Note) => Promise<void>
  /** rows planned and written together; 1 unless told */
  together?: number
}

export type Change = { line: number; about: string }

export type ImportReport = {
  /** rows of the file under its header */
  rows: number
  created: number
  changed: number
  unchanged: number
  /** which rows change what is there, by line, and what they are about; 1,000 at most */
  changes: Change[]
  /** rows that say what an earlier row has said already */
  repeated: number
  /** what is wrong, by line; 1,000 at most */
  rejected: RowError[]
  /** rows that were rejected, listed or not */
  rejectedRows: number
  /** the file as a whole cannot be read: nothing was written */
  unreadable: boolean
}

export type ImportDeps<R> = {
  now: Instant
  target: ImportTarget<R>
  workflows?: ReadonlySet<string>
  /** how the landlord writes the file */
  layout?: Layout
  /** parts under way at once; 8 unless told */
  atOnce?: number
  /** the file can be read, and is about to be written from */
  begin?: () => Promise<void>
  /** remembers what is about to be touched */
  note?: Note
  /** told after each part how far it is */
  progress?: (report: () => ImportReport, left: number, rows: number) => Promise<void>
}

/** As many as a person will read. */
const MOST_CHANGES = 1000

const tally = <R>(
  { key }: ImportKind<R>,
  { lines, repeated, wrong }: { lines: number; repeated: number; wrong: Mistakes },
) => {
  const counted = { created: 0, changed: 0, unchanged: 0 }
  const changes: Change[] = []
  return {
    add: ({ line, row, values }: Numbered<R>, plan: Plan) => {
      if (plan === 'changed' && changes.length < MOST_CHANGES) changes.push({ line, about: key(row) })
      if (typeof plan === 'string') counted[plan] += 1
      else {
        const column = plan.column ?? ''
        wrong.add({ line, column, value: shown(values[column] ?? ''), why: plan.rejected })
      }
    },
    report: (): ImportReport => ({
      rows: lines,
      ...counted,
      changes: changes.toSorted((a, b) => a.line - b.line),
      repeated,
      rejected: wrong.listed(),
      rejectedRows: wrong.count(),
      unreadable: false,
    }),
  }
}

const unreadable = (rejected: RowError[]): ImportReport => ({
  rows: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  changes: [],
  repeated: 0,
  rejected,
  rejectedRows: 0,
  unreadable: true,
})

const isWritten = (plan: Plan): boolean => plan === 'created' || plan === 'changed'

/** Runs an import; with `dryRun` it says what it would do and writes nothing. Throws what the target throws. */
export const runImport = async <R>(
  kind: ImportKind<R>,
  source: CsvSource,
  { now, target, workflows = new Set(), layout, atOnce = 8, begin, note = async () => {}, progress }: ImportDeps<R>,
  { dryRun }: { dryRun: boolean },
): Promise<ImportReport> => {
  const read = await readImport(kind, source, { today: dayOf(now), workflows }, layout)
  if (!read.ok) return unreadable(read.faults)
  await begin?.()
  const done = tally(kind, read)
  const deep = depths(read.rows, kind)
  /** a child whose parent is refused would hang on nothing */
  const refused = new Set<string>()
  const inFile = (key: string): boolean => deep.get(key) !== undefined && !refused.has(key)
  let left = read.count
  const part = async (rows: Numbered<R>[]): Promise<void> => {
    const plans = await target.plan(
      rows.map(({ row }) => row),
      inFile,
    )
    const writing = rows.filter((_, index) => isWritten(plans[index]!)).map(({ row }) => row)
    if (!dryRun && writing.length > 0) await target.write(writing, note)
    for (const [index, each] of rows.entries()) {
      const plan = plans[index]!
      if (typeof plan === 'object') refused.add(kind.key(each.row))
      done.add(each, plan)
    }
    left -= rows.length
    await progress?.(done.report, left, read.lines)
  }
  const levels = [...new Set(deep.values())].filter(level => level !== undefined).sort((a, b) => a - b)
  for (const level of levels) {
    const wave = function* () {
      for (const each of read.rows) if (deep.get(kind.key(each.row)) === level) yield each
    }
    await bounded(inParts(wave(), target.together ?? 1), atOnce, part)
  }
  if ([...deep.values()].includes(undefined))
    for (const each of [...read.rows])
      if (deep.get(kind.key(each.row)) === undefined) read.wrong.add(circle(each, kind))
  return done.report()
}
