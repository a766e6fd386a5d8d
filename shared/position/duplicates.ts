/**
 * Complaints that may be one: the same person, home and matter within ten working days, or the same message. It only
 * suggests; nothing merges by itself, and complaints of two people are never suggested (a broken lift brings twenty).
 */
import type { Day } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'

export type Heard = {
  caseId: string
  receivedOn: Day
  /** everybody who complains, by the landlord's own numbers */
  persons: readonly string[]
  uprn?: string | undefined
  messageId?: string | undefined
  text?: string | undefined
}

const small = new Set([
  'about',
  'again',
  'been',
  'from',
  'have',
  'that',
  'the',
  'their',
  'there',
  'they',
  'this',
  'very',
  'was',
  'were',
  'which',
  'will',
  'with',
  'would',
  'your',
])
const wordsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[a-z]{4,}/g) ?? [])
      .filter(word => !small.has(word))
      .map(word => word.replace(/(ing|ed|s)$/, '')),
  )

/** Shared words by all words of the shorter text, 0 to 1. */
const likeness = (a: string, b: string): number => {
  const [one, two] = [wordsOf(a), wordsOf(b)]
  const shared = [...one].filter(word => two.has(word)).length
  return shared / Math.max(1, Math.min(one.size, two.size))
}

const ALIKE = 0.4

const samePeople = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 && a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n')

/** What a new contact may be a duplicate of, the earliest first: that case would stay. */
export const duplicatesOf = (
  fresh: Heard,
  others: readonly Heard[],
  calendar: Calendar,
  /** working days apart at most */
  most = 10,
): { caseId: string; why: string }[] =>
  others
    .filter(other => other.caseId !== fresh.caseId && samePeople(fresh.persons, other.persons))
    .filter(other => Math.abs(calendar.between(other.receivedOn, fresh.receivedOn)) <= most)
    .flatMap(other => {
      const why = reason(fresh, other)
      return why === undefined ? [] : [{ caseId: other.caseId, why, on: other.receivedOn }]
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.caseId < b.caseId ? -1 : 1))
    .map(({ caseId, why }) => ({ caseId, why }))

const reason = (a: Heard, b: Heard): string | undefined => {
  if (a.messageId !== undefined && a.messageId === b.messageId) return 'the same message'
  if (a.uprn === undefined || a.uprn !== b.uprn) return undefined
  return likeness(a.text ?? '', b.text ?? '') >= ALIKE ? 'the same person and home, and similar words' : undefined
}
