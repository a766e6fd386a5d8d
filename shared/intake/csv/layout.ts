/**
 * How a landlord's own file says what a kind of import asks for: its headers, its words, and what all of it is about. A
 * tracker of gas checks has no column `workflow`, and a list of homes says `Let` where we say `occupied`.
 */
import type { Columns, Mapping } from './csv-header.ts'

export type Layout = {
  /** their header → our column; null: known, and left out */
  columns: Mapping
  /** by our column, their word → ours; null: it says nothing. Case and blanks at the ends do not matter */
  words: Record<string, Record<string, string | null>>
  /** by our column, what a line says that says nothing there itself */
  fixed: Record<string, string>
}

export const plainLayout: Layout = { columns: {}, words: {}, fixed: {} }

const ofWord = (word: string): string => word.trim().toLowerCase().replaceAll(/\s+/g, ' ')

/** A cell as our column has it; undefined where their word says nothing. */
export const translator = ({ words }: Layout) => {
  const known = new Map(
    Object.entries(words).map(([column, theirs]) => [
      column,
      new Map(Object.entries(theirs).map(([word, ours]) => [ofWord(word), ours])),
    ]),
  )
  return (column: string, cell: string): string | undefined => {
    const ours = known.get(column)?.get(ofWord(cell))
    return ours === undefined ? cell : (ours ?? undefined)
  }
}

/** What is wrong with it for these columns. What a check found, and when, is never said of a whole file. */
export const layoutMistakes = ({ columns, words, fixed }: Layout, ours: Columns): string[] => {
  const all = [...ours.required, ...ours.optional]
  const unknown = (where: string, names: (string | null)[]): string[] =>
    names.filter(name => name !== null && !all.includes(name)).map(name => `${where}: there is no column ${name}`)
  return [
    ...unknown('columns', Object.values(columns)),
    ...unknown('words', Object.keys(words)),
    ...unknown('fixed', Object.keys(fixed)),
    ...Object.keys(fixed)
      .filter(name => all.includes(name) && !ours.whole?.includes(name))
      .map(name => `fixed: ${name} is not the same for every line; fixed may be ${(ours.whole ?? []).join(', ')}`),
  ]
}
