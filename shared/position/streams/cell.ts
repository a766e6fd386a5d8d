/** Obligations counted together: those of a stream, a kind, an area and a tenure, as at one day. */

import { byText, noBands, type OverdueBand, overdueBands } from '../question.ts'
import { positionLists } from './position-lists.ts'

export type Cell = {
  workflow: string
  subType: string
  area: string
  tenure: string
  required: number
  compliant: number
  due30: number
  due60: number
  due90: number
  overdue: number
  overdueDays: Record<OverdueBand, number>
  neverInspected: number
  unknown: number
  suspended: number
  notRequired: number
  retired: number
  /** required and in date at the end of the month before, as known then */
  requiredBefore: number
  compliantBefore: number
  /** the same day with what is known now: a certificate that came late counts */
  compliantBeforeNow: number
  completed: number
  completedLate: number
  evidenceAwaiting: number
  /** in date for thirty days more if nothing else is done */
  stillIn30: number
}

export const noCell = (workflow: string, subType: string, area: string, tenure: string): Cell => ({
  workflow,
  subType,
  area,
  tenure,
  required: 0,
  compliant: 0,
  due30: 0,
  due60: 0,
  due90: 0,
  overdue: 0,
  overdueDays: noBands(),
  neverInspected: 0,
  unknown: 0,
  suspended: 0,
  notRequired: 0,
  retired: 0,
  requiredBefore: 0,
  compliantBefore: 0,
  compliantBeforeNow: 0,
  completed: 0,
  completedLate: 0,
  evidenceAwaiting: 0,
  stillIn30: 0,
})

const sums = [
  'required',
  ...positionLists,
  'notRequired',
  'retired',
  'requiredBefore',
  'compliantBefore',
  'compliantBeforeNow',
  'completed',
  'completedLate',
  'evidenceAwaiting',
  'stillIn30',
] as const satisfies readonly (keyof Cell)[]

/** Cells added up by what `key` says of them, in the order of the keys. */
export const addUp = (cells: readonly Cell[], key: (cell: Cell) => string): Map<string, Cell> => {
  const totals = new Map<string, Cell>()
  for (const cell of cells) {
    const name = key(cell)
    const total = totals.get(name) ?? noCell(cell.workflow, cell.subType, cell.area, cell.tenure)
    totals.set(name, total)
    for (const sum of sums) total[sum] += cell[sum]
    for (const [band] of overdueBands) total.overdueDays[band] += cell.overdueDays[band]
  }
  return new Map([...totals].sort(([a], [b]) => byText(a, b)))
}
