/** The lists of checks behind the numbers of the tables of streams, by their columns. */
import type { Counted } from '../count.ts'
import type { Cell } from './cell.ts'
import { type Failing, kindKey } from './streams.ts'

export const idsOf = (items: readonly { caseId: string }[]): string[] => items.map(one => one.caseId)

const spans = [
  ['due30', 'checks due in 30 days', -1, 30],
  ['due60', 'checks due in 31 to 60 days', 30, 60],
  ['due90', 'checks due in 61 to 90 days', 60, 90],
] as const
/** In date, and the next check is near: by the columns of the tables of streams. */
export const dueLists = (soon: Counted['soon']) =>
  spans.map(([column, what, after, to]) => {
    const found = soon.filter(one => one.days > after && one.days <= to)
    return [column, what, idsOf(found)] as const
  })

/** What is required and what of it is in date, by the same columns. */
export const requiredLists = (inDate: readonly string[], own: readonly Failing[]) => {
  const not = idsOf(own.filter(item => item.status !== 'suspended'))
  return [
    ['required', 'checks required', [...inDate, ...not].sort()],
    ['compliant', 'checks in date', inDate],
  ] as const
}

/** Of a kind, or of a stream with all its kinds. */
export const inDateOf = (
  { casesInDate }: Pick<Counted, 'casesInDate'>,
  total: Pick<Cell, 'workflow' | 'subType'>,
  kind = false,
): string[] => {
  if (kind) return casesInDate.get(kindKey(total)) ?? []
  return [...casesInDate]
    .flatMap(([key, ids]) => (key.startsWith(kindKey({ ...total, subType: '' })) ? ids : []))
    .sort()
}
