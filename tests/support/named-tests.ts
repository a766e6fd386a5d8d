/** Documents that say which test proves what: their tables, and whether the tests that they name are there. */
import { readFileSync } from 'node:fs'

const root = new URL('../../', import.meta.url)
export const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

export type Named = { cells: string[]; file: string; named: string }

/** A row names a file and a test in its last two cells; where it names several, they stand in order, parted by `<br>`. */
const proofs = (row: string): Named[] => {
  const cells = row
    .slice(2, -2)
    .split(' | ')
    .map(cell => cell.trim())
  const [files, tests] = cells.splice(-2)
  const names = (tests ?? '').split('<br>')
  const paths = (files ?? '').split('<br>').map(path => path.replaceAll('`', ''))
  if (paths.length !== names.length) throw new Error(`as many files as tests: ${row}`)
  return names.map((named, index) => ({ cells, file: paths[index]!, named }))
}

/** Each section with its rows; the line of titles and the one beneath it are none. */
export const sectionsOf = (path: string): { title: string; rows: Named[] }[] =>
  read(path)
    .split(/^## /m)
    .slice(1)
    .map(section => ({
      title: section.split('\n')[0]!,
      rows: [...section.matchAll(/^\| .+ \|$/gm)].slice(1).flatMap(([row]) => proofs(row)),
    }))

/** Whether a test of exactly that title stands in the file: written out, or with its values left open. */
export const hasTest = ({ file, named }: Named): boolean =>
  [`'${named}'`, `\`${named}\``].some(title => read(file).includes(title))
