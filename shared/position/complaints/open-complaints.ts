/** Open complaints, grouped, and which of them are owed something soon. */
import { addDays } from '../../core/time.ts'
import { byText, type Question } from '../question.ts'
import { reckoned, type StageRow } from './complaint-rows.ts'

/** Working days ahead that the weekly meeting looks. */
const SOON = 5

export const handlerOf = (row: StageRow): string => row.handler ?? 'nobody yet'

/** Most first; then by name. */
export const openBy = (stages: readonly StageRow[], by: (row: StageRow) => string): Map<string, StageRow[]> =>
  new Map(
    [
      ...Map.groupBy(
        stages.filter(row => row.open !== undefined),
        by,
      ),
    ].sort(([a, x], [b, y]) => y.length - x.length || byText(a, b)),
  )

/** Due today or within five working days, and not overdue. */
export const dueSoon = ({ asAt, reckon }: Pick<Question, 'asAt' | 'reckon'>) => {
  const until = reckoned(() => reckon.calendar.add(asAt, SOON)) ?? addDays(asAt, 7)
  return ({ next, breached }: StageRow): boolean => !breached && next !== undefined && next <= until
}
