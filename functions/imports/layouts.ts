/** How a file is written: by the landlord's own names of columns for its kind, and by the layout that the request names. */
import { type Problem, problem } from '../../shared/http/problem.ts'
import type { Columns } from '../../shared/intake/csv/csv-header.ts'
import { type Layout, layoutMistakes, plainLayout } from '../../shared/intake/csv/layout.ts'
import type { Deps } from './ports.ts'

/** A problem when there is no such layout, it is another kind's, or it names columns that are none. */
export const layoutFor = (
  { mappings, layouts }: Pick<Deps, 'mappings' | 'layouts'>,
  { name: kind, columns }: { name: string; columns: Columns },
  name: string | undefined,
): Layout | Problem => {
  const named = name === undefined ? { ...plainLayout, kind } : layouts[name]
  const known = Object.keys(layouts).filter(one => layouts[one]?.kind === kind)
  if (named?.kind !== kind)
    return problem(
      422,
      known.length > 0
        ? `there is no layout ${name} of ${kind}; there are ${known.join(', ')}`
        : `there is no layout ${name} of ${kind}: the landlord's file names none of that kind under \`layouts\``,
    )
  const layout = { ...named, columns: { ...mappings[kind], ...named.columns } }
  const mistakes = layoutMistakes(layout, columns)
  if (mistakes.length === 0) return layout
  return problem(422, 'the landlord’s file says of these columns what cannot be', {
    failed: mistakes.map(mistake => `${name === undefined ? `imports.${kind}` : `layouts.${name}`}: ${mistake}`),
  })
}

/** Everything that the landlord's file says of columns and cannot mean, of these kinds: seen before a file is refused by it. */
export const landlordMistakes = (
  deps: Pick<Deps, 'mappings' | 'layouts'>,
  wanted: readonly { name: string; columns: Columns }[],
): string[] =>
  wanted.flatMap(kind =>
    [undefined, ...Object.keys(deps.layouts).filter(name => deps.layouts[name]?.kind === kind.name)].flatMap(name => {
      const layout = layoutFor(deps, kind, name)
      return 'status' in layout ? (layout.failed ?? []) : []
    }),
  )
