/** What every report is told beside the counts, and what every report begins with. */
import type { Instant } from '../../core/time.ts'
import type { Counted } from '../count.ts'
import type { Narrative, Part, Table } from './report.ts'
import type { ShortFigure } from './short-figure.ts'
import type { RoleName } from './tables.ts'

export type Told = {
  landlord: string
  made: Instant
  roleName: RoleName
  contractors: ReadonlyMap<string, string>
  /** the figures as they were published for the end of the month before */
  published?: readonly ShortFigure[] | undefined
  /** what people wrote for the month, by section */
  narratives?: Readonly<Record<string, Narrative>>
}

export const asPart = (one: Table): Part => ({ kind: 'table', table: one })
export const base = ({ asked }: Counted, { landlord, made }: Told) => ({
  landlord,
  from: asked.from,
  asAt: asked.asAt,
  knownOn: asked.knownOn,
  made,
})
