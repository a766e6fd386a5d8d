/** A file read by an import, its rows as a list. */
import { readImport as read } from '../../shared/intake/imports/read.ts'

export const readImport = async <R>(...given: Parameters<typeof read<R>>) => {
  const found = await read<R>(...given)
  return found.ok ? { ...found, rows: [...found.rows], rejected: found.wrong.listed() } : found
}
