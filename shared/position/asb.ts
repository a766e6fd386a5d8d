/** NM01: cases of antisocial behaviour opened in a span of days for each 1,000 homes, and the hate incidents of them. */
import type { Day } from '../core/time.ts'
import { percentOf } from './reports/rounded.ts'

export type AsbCase = { reportedOn: Day; category: string }

/** Figures per 1,000 homes, half up to two places; a case counts by the category that it has now. */
export const nm01 = (cases: readonly AsbCase[], homes: number, from: Day, to: Day) => {
  const opened = cases.filter(({ reportedOn }) => reportedOn >= from && reportedOn <= to)
  const hate = opened.filter(({ category }) => category === 'hate_incident').length
  return {
    opened: opened.length,
    hate,
    per1000: percentOf(opened.length * 10, homes),
    hatePer1000: percentOf(hate * 10, homes),
  }
}
