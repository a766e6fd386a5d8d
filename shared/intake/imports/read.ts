/**
 * A whole file, read and checked before anything is done with it: a quote that breaks on line 40,000 must not leave
 * 39,999 rows written.
 */
import { createHash } from 'node:crypto'
import { readCsv } from '../csv/csv.ts'
import { type CsvRow, type RowError, shown } from '../csv/csv-row.ts'
import type { CsvSource } from '../csv/csv-text.ts'
import type { Layout } from '../csv/layout.ts'
import { keptRows, type Numbered } from './kept-rows.ts'
import type { ImportKind, Known } from './kind.ts'
import { type Mistakes, mistakes } from './mistakes.ts'

export type ReadFile<R> =
  | { ok: true; rows: Iterable<Numbered<R>>; count: number; wrong: Mistakes; lines: number; repeated: number }
  | { ok: false; faults: RowError[] }

export const MOST_ROWS = 500_000

const rowErrors = ({ line, values }: CsvRow, issues: { path: PropertyKey[]; message: string }[]): RowError[] =>
  issues.map(({ path, message }) => {
    const column = String(path[0] ?? '')
    return { line, column, value: shown(Object.hasOwn(values, column) ? values[column]! : ''), why: message }
  })

/** Lines named in one mistake; a file that says one thing 100,000 times must not be answered with as many numbers each time. */
const NAMED = 10
const listed = (lines: number[]): string =>
  lines.length > NAMED ? `${lines.slice(0, NAMED).join(', ')} and ${lines.length - NAMED} more` : lines.join(', ')

const digestOf = (row: unknown): string => createHash('sha1').update(JSON.stringify(row)).digest('base64')

/** Lines that say something about one thing; `digest` is what the first of them says. */
type About = { line: number; digest: string; others: number[]; differ: boolean }
/** shared by all that have no others, which are nearly all */
const NONE: number[] = []

const LETTERS = [...'bcdefghijklmnopqrstuvwxyz']

/**
 * Rows by what they are about. Identical ones are one; others contradict each other, and none is believed, unless their
 * kind tells them apart by a letter.
 */
const settling = <R>({ key, apart }: ImportKind<R>) => {
  const known = new Map<string, About>()
  const free = (row: R): boolean => (known.get(key(row))?.digest ?? digestOf(row)) === digestOf(row)
  const named = (row: R): R => {
    if (!apart || free(row)) return row
    const letter = LETTERS.find(one => free(apart(row, one)))
    return letter === undefined ? row : apart(row, letter)
  }
  return {
    /** the first row about something, as it is called here; undefined for another about the same */
    first: (numbered: Numbered<R>): Numbered<R> | undefined => {
      const { line } = numbered
      const row = named(numbered.row)
      const before = known.get(key(row))
      const digest = digestOf(row)
      if (!before) {
        known.set(key(row), { line, digest, others: NONE, differ: false })
        return { ...numbered, row }
      }
      if (before.others === NONE) before.others = [line]
      else before.others.push(line)
      if (before.digest !== digest) before.differ = true
      return undefined
    },
    /** says what contradicts itself; answers how many rows only repeat another */
    refuse: (wrong: Mistakes): number => {
      let repeated = 0
      for (const [about, { line, others, differ }] of known) {
        if (!differ) {
          repeated += others.length
          continue
        }
        const why = `CONFLICT: lines ${listed([line, ...others])} say different things about the same`
        for (const each of [line, ...others]) wrong.add({ line: each, column: '', value: shown(about), why })
      }
      return repeated
    },
  }
}

/** Rows that share what only one may have are all rejected: which of them is right is not for us to guess. */
const sharing = <R>({ alone }: ImportKind<R>) => {
  const holders = new Map<string, { line: number; column: string }[]>()
  return {
    see: ({ line, row }: Numbered<R>) => {
      const only = alone?.(row)
      if (!only) return
      const held = holders.get(only.value)
      if (held) held.push({ line, column: only.column })
      else holders.set(only.value, [{ line, column: only.column }])
    },
    /** rows rejected already hold nothing */
    refuse: (wrong: Mistakes): void => {
      for (const [value, all] of holders) {
        const left = all.filter(({ line }) => !wrong.has(line))
        if (left.length < 2) continue
        const why = `TWICE: lines ${listed(left.map(({ line }) => line))} cannot all have it`
        for (const { line, column } of left) wrong.add({ line, column, value: shown(value), why })
      }
    },
  }
}

/** Reads, checks and settles a file. Nothing is asked of the outside world. */
export const readImport = async <R>(
  kind: ImportKind<R>,
  source: CsvSource,
  known: Known,
  layout?: Layout,
): Promise<ReadFile<R>> => {
  const schema = kind.schema(known)
  const kept = keptRows<R>()
  const settled = settling(kind)
  const shared = sharing(kind)
  let theirs: Readonly<Record<string, string>> = {}
  const wrong = mistakes(() => theirs)
  const faults: RowError[] = []
  let lines = 0
  let first = 0
  for await (const item of readCsv(source, kind.columns, layout)) {
    if ('header' in item) {
      theirs = item.header
      continue
    }
    if ('fault' in item) {
      faults.push(item.fault)
      continue
    }
    lines += 1
    if (lines > MOST_ROWS)
      return {
        ok: false,
        faults: [{ line: MOST_ROWS + 2, column: '', value: '', why: `TOO_MANY: at most ${MOST_ROWS} rows` }],
      }
    if ('rejected' in item) {
      wrong.add(item.rejected)
      continue
    }
    const parsed = schema.safeParse(item.row.values)
    if (!parsed.success) {
      for (const error of rowErrors(item.row, parsed.error.issues)) wrong.add(error)
      continue
    }
    const numbered = settled.first({ line: item.row.line, row: parsed.data, values: item.row.values })
    if (!numbered) continue
    first += 1
    shared.see(numbered)
    kept.add(numbered)
  }
  if (faults.length > 0) return { ok: false, faults }
  const before = wrong.count()
  const repeated = settled.refuse(wrong)
  shared.refuse(wrong)
  const rows = {
    *[Symbol.iterator]() {
      for (const each of kept) if (!wrong.has(each.line)) yield each
    },
  }
  const count = wrong.count() === before ? first : [...rows].length
  return { ok: true, rows, count, wrong, lines, repeated }
}
