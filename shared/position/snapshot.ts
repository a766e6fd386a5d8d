/**
 * What stood on a day, kept for good: the counts by stream, kind, area and tenure, and every figure with its list. A
 * published figure is never changed; what would be counted otherwise today is a restatement, said beside it.
 */
import * as z from 'zod'
import { day, instant } from '../core/time.ts'
import { ch02 } from './complaints/complaint-figures.ts'
import { cohort } from './complaints/complaint-tally.ts'
import type { Counted } from './count.ts'
import type { Figure } from './reports/figure.ts'
import { yearOf } from './reports/periods.ts'
import { tsmOf } from './reports/reports.ts'
import { type ShortFigure, shortFigure } from './reports/short-figure.ts'
import { homeFigures } from './streams/position-report.ts'
import { wholeStreams } from './streams/stream-rows.ts'

/** What was wrong with the registers that night, by the id of each kind of finding. */
export const shortQuality = z.strictObject({
  made: instant,
  assets: z.int(),
  cases: z.int(),
  findings: z.int(),
  counts: z.record(z.string(), z.int()),
})
export type ShortQuality = z.output<typeof shortQuality>
/** What was past its retention that night, by the id of each list. */
export const shortRetention = z.strictObject({ made: instant, counts: z.record(z.string(), z.int()) })
export type ShortRetention = z.output<typeof shortRetention>
export const snapshotHead = z.strictObject({
  asAt: day,
  /** SHA-256 of the figures with their lists, canonical */
  hash: z.string(),
  figures: z.array(shortFigure),
  /** homes owned on that day */
  stock: z.int().optional(),
  /** reports that lie beside it, made from the same counts */
  reports: z.array(z.string()).default([]),
  quality: shortQuality.optional(),
  retention: shortRetention.optional(),
})
export type SnapshotHead = z.output<typeof snapshotHead>

export const snapshotOf = (counted: Counted) => {
  const { asked, cells, actions, hazards, complaints, failing, contractors, others, stock } = counted
  const year = { from: yearOf(asked.asAt).from, asAt: asked.asAt }
  const stage = (n: 1 | 2) => ch02(cohort(complaints.stages, n, year, 'received'), { ...year, stage: n })
  const figures: Figure[] = [
    ...wholeStreams(counted).map(row => row.figure),
    ...tsmOf(counted).figures.filter(figure => !figure.id.startsWith('CH02')),
    stage(1),
    stage(2),
    hazards.rkk17,
    ...homeFigures(counted),
  ]
  return {
    asAt: asked.asAt,
    knownOn: asked.knownOn,
    stock,
    cells,
    figures,
    failing,
    actions,
    contractors,
    hazards: hazards.open,
    others,
  }
}
export type Snapshot = ReturnType<typeof snapshotOf>

export const shortFigures = ({ figures }: Pick<Snapshot, 'figures'>): ShortFigure[] =>
  figures.map(({ id, title, shown, numerator, denominator }) => ({
    id,
    title,
    shown,
    numerator,
    ...(denominator === undefined ? {} : { denominator }),
  }))

export type Restated = { id: string; title: string; was: string; is: string }

/** Figures whose counts differ, by id; one that came or went differs too. */
export const restatements = (before: readonly ShortFigure[], now: readonly ShortFigure[]): Restated[] => {
  const ids = [...new Set([...before, ...now].map(one => one.id))]
  return ids.flatMap((id): Restated[] => {
    const [was, is] = [before.find(one => one.id === id), now.find(one => one.id === id)]
    if (was?.numerator === is?.numerator && was?.denominator === is?.denominator) return []
    const said = (one: ShortFigure | undefined) =>
      one
        ? `${one.shown} (${one.numerator}${one.denominator === undefined ? '' : ` of ${one.denominator}`})`
        : 'not counted'
    return [{ id, title: (was ?? is)!.title, was: said(was), is: said(is) }]
  })
}
