/** Which cases of the lists are wanted: what the index is asked for, and what a case must say itself. */
import type { Case } from '../../core/case.ts'
import type { Instant } from '../../core/time.ts'
import * as keys from '../keys.ts'
import { type Condition, equal } from '../table.ts'

/** What the lists can be chosen by beside the deadline. */
export type Choice = {
  /** of several: any of them */
  state?: string | readonly string[]
  /** a role; or a person, who is then the assignee */
  lead?: string
  assignee?: string
}

export type CaseFilter = Choice & {
  /** in this order; a page goes through one after the other */
  workflows: readonly string[]
  /** default: open cases; `either`: all of them, whatever they are due by */
  closed?: boolean | 'either'
  /** those that were withdrawn, which are in no other list */
  withdrawn?: boolean
  /** due before that instant; a Day is over when it has ended in London */
  overdueAt?: Instant
  /** not due yet at that instant */
  dueAfter?: Instant
}

/** Open cases of a workflow: all of them, or those that meet a choice. */
export type Wanted = { workflow: string; choices: readonly Choice[] }

/**
 * What a list says of a case by itself; `ends`: when its deadline is over, as text that sorts as instants do, absent where
 * it has none.
 */
export type Line = {
  caseId: string
  workflow: string
  ends?: string
  state?: string | undefined
  lead?: string | undefined
  assignee?: string | undefined
}
/** `more`: there may be others after these. */
export type FirstLines = { lines: Line[]; more: boolean }

export const criteria = ({ state, lead, assignee }: Choice): Condition | undefined => {
  const wanted = Object.entries({ state, lead, assignee }).flatMap(([name, value]): Condition[] => {
    if (value === undefined) return []
    return [typeof value === 'string' ? equal(name, value) : { any: value.map(one => equal(name, one)) }]
  })
  return wanted.length > 0 ? { all: wanted } : undefined
}

export const meets = (
  { state, lead, assignee }: Choice,
  found: { [name in keyof Choice]?: string | undefined },
): boolean =>
  (state === undefined || (found.state !== undefined && [state].flat().includes(found.state))) &&
  (lead === undefined || found.lead === lead) &&
  (assignee === undefined || found.assignee === assignee)

/** A case that was withdrawn is met by its id alone, and by exports and seals. */
export const counts = (found: Case): boolean => found.withdrawnAt === undefined

/** The index lags; what a case says itself stands. */
export const stillMeets =
  ({ withdrawn = false, closed = withdrawn, ...choice }: Omit<CaseFilter, 'workflows'>) =>
  (found: Case): boolean =>
    counts(found) !== withdrawn &&
    (closed === 'either' || (found.closedAt !== undefined) === closed) &&
    meets(choice, found)

export const stretchOf = ({ withdrawn = false, closed = withdrawn, overdueAt, dueAfter }: Partial<CaseFilter>) => {
  if (closed === 'either') return { from: 'CLOSED#', to: 'OPEN$' }
  const word = closed ? 'CLOSED' : 'OPEN'
  const from = dueAfter === undefined ? `${word}#` : keys.upTo(dueAfter, `${word}#`)
  return { from, to: overdueAt === undefined ? `${word}$` : keys.upTo(overdueAt, `${word}#`) }
}
