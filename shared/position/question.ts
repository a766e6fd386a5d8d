/** What every count of a report is asked with, and the little of an asset that a list needs. */
import type { Case } from '../core/case.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, dayOf } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { EstateAsset } from './projection.ts'

export type Question = {
  /** the stock as at the end of this day */
  asAt: Day
  /** with what could be shown by then; the same as `asAt`: as known then */
  knownOn: Day
  /** flows are counted from this day up to `asAt` */
  from: Day
  /** the day before `from`: what is compared with */
  before: Day
  reckon: Reckon
  workflows: Readonly<Record<string, AnyWorkflow>>
}

export type Place = EstateAsset & {
  uprn?: string | undefined
  address?: string | undefined
  area?: string | undefined
  /** what tells which duties it should have */
  hasGas?: 'yes' | 'no' | 'unknown' | undefined
  builtYear?: number | undefined
}
export type Places = ReadonlyMap<string, Place>

export const within = (day: Day | undefined, { from, asAt }: Pick<Question, 'from' | 'asAt'>): boolean =>
  day !== undefined && day >= from && day <= asAt

/** Closed by the end of that day. */
export const closedBy = (c: Pick<Case, 'closedAt'>, day: Day): boolean =>
  c.closedAt !== undefined && dayOf(c.closedAt) <= day

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const added = <K>(counts: Map<K, number>, key: K, by = 1): void =>
  void counts.set(key, (counts.get(key) ?? 0) + by)

/** Onto the list of that key, which begins with it. */
export const push = <K>(lists: Map<K, string[]>, key: K, item: string): void => {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}

/** Bands of age in days, as tables head them; `limits` are the upper ends. */
export const bandOf = <const B extends string>(days: number, bands: readonly (readonly [B, number])[]): B =>
  (bands.find(([, limit]) => days <= limit) ?? bands.at(-1)!)[0]

export const overdueBands = [
  ['1–30', 30],
  ['31–90', 90],
  ['91–180', 180],
  ['181–365', 365],
  ['over 365', Number.POSITIVE_INFINITY],
] as const
export type OverdueBand = (typeof overdueBands)[number][0]
export const noBands = (): Record<OverdueBand, number> => ({
  '1–30': 0,
  '31–90': 0,
  '91–180': 0,
  '181–365': 0,
  'over 365': 0,
})
