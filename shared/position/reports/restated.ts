/** What was published at the end of the month before, and what would be counted of that day today. */
import { longDay } from '../../core/time.ts'
import { ch02 } from '../complaints/complaint-figures.ts'
import { complaintFigures } from '../complaints/complaint-measures.ts'
import { cohort } from '../complaints/complaint-tally.ts'
import type { Counted } from '../count.ts'
import { wholeStreams } from '../streams/stream-rows.ts'
import { type Figure, percent } from './figure.ts'
import { yearOf } from './periods.ts'
import type { Table } from './report.ts'
import type { ShortFigure } from './short-figure.ts'

const of = (part: number, whole: number): string => `${percent(part, whole)?.toFixed(1) ?? '–'} % (${part} of ${whole})`
const said = ({ shown, numerator, denominator }: Omit<ShortFigure, 'id' | 'title'>): string =>
  denominator === undefined ? shown : `${shown} (${numerator} of ${denominator})`

type Published = readonly ShortFigure[] | undefined

/** Where what was published and what was known then differ the register was corrected; where what is known now does, evidence came late. */
const ofStreams = (counted: Counted, published: Published) =>
  wholeStreams(counted).flatMap(row => {
    const then = of(row.compliantBefore, row.requiredBefore)
    const now = of(row.compliantBeforeNow, row.requiredBefore)
    const kept = published?.find(figure => figure.id === row.figure.id)
    const was = kept && of(kept.numerator, kept.denominator ?? 0)
    const corrected = was !== undefined && was !== then
    if (!corrected && then === now) return []
    const why = [
      ...(corrected ? ['the register was corrected since'] : []),
      ...(then === now ? [] : ['evidence came after the month’s end']),
    ]
    return [{ figure: row.title, published: was, knownThen: then, knownNow: now, why: why.join('; ') }]
  })

/** Of the reporting year up to that day, as the snapshot of that day counts them. */
const complaintsBefore = ({ asked: { before: asAt }, complaints, places }: Counted): Figure[] => {
  const { stagesBefore: stages } = complaints
  const { from } = yearOf(asAt)
  const answered = ([1, 2] as const).map(stage =>
    ch02(cohort(stages, stage, { from, asAt }, 'received'), { from, asAt, stage }),
  )
  return [...complaintFigures({ asAt, places, stages }).filter(one => one.id.startsWith('CH01')), ...answered]
}

/** A complaint that was registered late, or whose dates were put right: what was known then is what was published. */
const ofComplaints = (counted: Counted, published: Published) =>
  published === undefined
    ? []
    : complaintsBefore(counted).flatMap(now => {
        const was = published.find(one => one.id === now.id)
        if (was === undefined || said(was) === said(now)) return []
        return [
          { figure: now.title, published: said(was), knownNow: said(now), why: 'recorded or put right after that day' },
        ]
      })

/**
 * The end of the month before, three times: as it was published, as today's record says that it was known then, and as
 * it is known now.
 */
export const restatedTable = (counted: Counted, published: Published): Table => ({
  id: 'restated',
  title: 'The month before, restated',
  definition: `Streams and complaints (of the reporting year) whose figure for ${longDay(counted.asked.before)} is counted otherwise today than it was published or known then.${published ? '' : ' No snapshot was kept of that day, so nothing can be said of what was published.'}`,
  columns: [
    { key: 'figure', title: 'What' },
    { key: 'published', title: 'As published' },
    { key: 'knownThen', title: 'As known then' },
    { key: 'knownNow', title: 'As known now' },
    { key: 'why', title: 'Why' },
  ],
  rows: [...ofStreams(counted, published), ...ofComplaints(counted, published)],
  empty: 'Nothing is counted otherwise today.',
})
