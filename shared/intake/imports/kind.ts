/** What an import is: its columns, how a row is read, and what makes two rows the same. */
import type * as z from 'zod'
import { type Day, day } from '../../core/time.ts'
import type { Columns } from '../csv/csv-header.ts'

export type Known = {
  /** today in London, for dates that cannot be in the future */
  today: Day
  /** names of workflows; a row that names another is rejected */
  workflows: ReadonlySet<string>
}

export type ImportKind<R> = {
  name: string
  columns: Columns
  schema: (known: Known) => z.ZodType<R>
  /** what the row is about: the same twice in a file, with other content, and neither is believed */
  key: (row: R) => string
  /** where a name may be given twice: the row by its name with this letter, when another of that name came before it */
  apart?: (row: R, letter: string) => R
  /** something else that no two rows of a file may share, with its column */
  alone?: (row: R) => { column: string; value: string } | undefined
  /** the key of a row that must be there first, if it is in the file */
  after?: (row: R) => { column: string; key: string } | undefined
}

/** For asking a shape for its columns, which do not depend on what is known. */
export const nothingKnown: Known = { today: day.parse('1970-01-01'), workflows: new Set() }

/** Columns as the schema's shape names them. */
export const columnsOf = <S extends z.ZodRawShape>(required: readonly (keyof S & string)[], shape: S): Columns => ({
  required,
  optional: Object.keys(shape).filter(name => !required.includes(name)),
})
