/**
 * Complaints that may be one: the same person, home and matter within ten working days, or the same message. It only
 * suggests; nothing merges by itself, and complaints of two people are never suggested (a broken lift brings twenty).
 * A person is known by the landlord's number; where there is none, by how to reach them or, in one home, by name.
 */
import type { Day } from '../../core/time.ts'
import type { Calendar } from '../../core/working-days.ts'

export type Somebody = { ref?: string | undefined; contact?: string | undefined; name?: string | undefined }

export type Heard = {
  caseId: string
  receivedOn: Day
  /** everybody who complains */
  persons: readonly Somebody[]
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

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}@]/gu, '')
/** By what two are taken for one; undefined when they are not. The surest that both have decides. */
const sameBy = (a: Somebody, b: Somebody): keyof Somebody | undefined => {
  const by = (['ref', 'contact', 'name'] as const).find(key => a[key] && b[key])
  return by && plain(a[by] ?? '') === plain(b[by] ?? '') ? by : undefined
}
/** By what the least sure of them is known; undefined unless each of one is one of the other. */
const samePeople = (a: readonly Somebody[], b: readonly Somebody[]): keyof Somebody | undefined => {
  if (a.length === 0 || a.length !== b.length) return undefined
  const found = a.map(one => b.flatMap(other => sameBy(one, other) ?? [])[0])
  if (found.some(by => by === undefined)) return undefined
  return found.includes('name') ? 'name' : found.includes('contact') ? 'contact' : 'ref'
}

/** What a new contact may be a duplicate of, the earliest first: that case would stay. */
export const duplicatesOf = (
  fresh: Heard,
  others: readonly Heard[],
  calendar: Calendar,
  /** working days apart at most */
  most = 10,
): { caseId: string; why: string }[] =>
  others
    .filter(other => other.caseId !== fresh.caseId)
    .filter(other => Math.abs(calendar.between(other.receivedOn, fresh.receivedOn)) <= most)
    .flatMap(other => {
      const why = reason(fresh, other)
      return why === undefined ? [] : [{ caseId: other.caseId, why, on: other.receivedOn }]
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.caseId < b.caseId ? -1 : 1))
    .map(({ caseId, why }) => ({ caseId, why }))

const reason = (a: Heard, b: Heard): string | undefined => {
  const by = samePeople(a.persons, b.persons)
  if (by === undefined) return undefined
  if (a.messageId !== undefined && a.messageId === b.messageId) return 'the same message'
  if (likeness(a.text ?? '', b.text ?? '') < ALIKE) return undefined
  if (a.uprn !== undefined && a.uprn === b.uprn) return 'the same person and home, and similar words'
  const homeUnknown = a.uprn === undefined || b.uprn === undefined
  return homeUnknown && by !== 'name' ? 'the same person and similar words; the home is not on record' : undefined
}
