/** What ladders are written in: lines of a table, turned into rungs. */
import type { Urgency } from '../core/case.ts'
import type { Every, Offset, Rung } from '../core/workflow.ts'
import type { Role } from './roles.ts'

/** The words a ladder needs; `issued` and `decide` fall back on `dueSoon`. */
export type LadderWords<T extends string> = {
  dueSoon: T
  dueToday: T
  overdue: T
  escalated: T
  /** the work is issued, the action raised */
  issued?: T
  /** extend or respond: a decision is due */
  decide?: T
}
type Word = keyof LadderWords<string>

/** One line of a table: when, whom, which words, how loud. */
export type Line = readonly [at: Offset, tell: readonly Role[], word: Word, urgency?: Urgency]

/** Offsets from the due date; a share is of the period before it, so the clock needs its `from`. */
export const days = (n: number): Offset => ({ days: n })
export const workingDays = (n: number): Offset => ({ workingDays: n })
export const hours = (n: number): Offset => ({ hours: n })
export const share = (n: number): Offset => ({ share: n })

/**
 * Lines to rungs. Tiers add up: from the first line whose words are among `copied`, whoever was told stays told. The
 * last rung repeats.
 */
export const climb = <T extends string>(
  lines: readonly Line[],
  words: LadderWords<T>,
  every: Every,
  copied: readonly Word[] = ['dueToday', 'overdue', 'escalated'],
): Rung<never, T>[] => {
  const told = new Set<Role>()
  return lines.map(([at, tell, word, urgency = 'digest'], i) => {
    if (copied.includes(word)) for (const role of tell) told.add(role)
    return {
      at,
      tell: told.size ? [...told] : [...new Set(tell)],
      template: words[word] ?? words.dueSoon,
      urgency,
      ...(i === lines.length - 1 ? { every } : {}),
    }
  })
}
