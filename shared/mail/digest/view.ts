/** What a digest shows, made ready to be read. */
import type { Day, Instant } from '../../core/time.ts'
import type { Severity } from '../lateness.ts'
import type { Deed } from '../links.ts'

export type DigestItem = {
  caseId: string
  /** the workflow's title */
  what: string
  where: string
  /** what tells it from others of its kind at the same place */
  apart?: string | undefined
  /** the clock's title, or the workflow's */
  title: string
  severity: Severity
  /** how grave it is to be late with it: sorts within a severity */
  grade: number
  badge: string
  /** sorts within a grade: the earliest first */
  due?: Day | Instant | undefined
  act: string
  /** its date, and who set it; absent where nothing is due */
  dated?: string
  /** the case's page; absent for a contractor */
  link?: string
  /** against the digest before; undefined: as it was */
  change: 'new' | 'worse' | undefined
  /** who said that they are dealing with it */
  taken: string | undefined
  /** what can be done without signing in; none on items far down */
  deeds: readonly Deed[]
}

/** What was on the list before, and is not any more. */
export type DigestEnded = {
  kind: 'right' | 'gone'
  says: string
  what: string
  where: string
  apart?: string | undefined
}

export type DigestView = {
  reference: string
  day: Day
  name: string
  items: readonly DigestItem[]
  /** the day of the digest before; undefined: this is the first */
  since: Day | undefined
  over: readonly DigestEnded[]
  /** the whole list on the pages; absent for a contractor, who has nothing to sign in to */
  link?: string
  /** the day whose date stands in the example of a reply; absent where no reply reaches us */
  answersOn?: Day
  /** whose digest it is, when somebody stands in for them */
  standsInFor?: { name: string; why: string[] }
  copy: boolean
  /** what else is theirs, and is told this morning in mails of its own */
  alone: number
  landlord: string
}
