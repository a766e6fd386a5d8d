/**
 * The links of one mail: each does one thing about one case, for those whom the mail goes to, behind a page that asks
 * once more. What the case does not take now, or the reader may not do, is not offered.
 */
import type { Day, Instant } from '../core/time.ts'
import { type Deeds, mayRecordDone } from '../links/deeds.ts'
import { makeLink, type Purpose } from '../links/link.ts'
import type { Person } from '../people/person.ts'
import type { CaseStory } from './story.ts'

/** What is needed to make links; without a secret mails carry none and leave all the same. */
export type LinkDesk = {
  /** the current one, as the page of links knows it */
  secret: () => Promise<string | undefined>
  /** contractors' desks: each gets the page for its own job */
  contractors: readonly { id: string; email?: string | undefined }[]
}

export type Deed = { purpose: Purpose; text: string; url: string }

const texts: Record<Purpose, string> = {
  ack: 'I am dealing with it',
  done: 'Record it as done',
  reassign: 'Give it to somebody else',
  extend: 'Ask for more time',
  job: 'Tell us about this job',
}

/** More names than this, and nobody in particular would be answering. */
const MOST = 6

const offered = (deeds: Deeds, clock: string | undefined, people: readonly Person[]): Purpose[] => {
  const purposes: Purpose[] = []
  if (clock !== undefined && deeds.ack.includes(clock)) purposes.push('ack')
  if (people.every(one => mayRecordDone(deeds, one.roles))) purposes.push('done')
  if (deeds.reassign) purposes.push('reassign')
  if (clock !== undefined && deeds.extend.includes(clock)) purposes.push('extend')
  return purposes
}

/** What a contractor may be told to do is its own job alone. */
const jobOf = (desk: LinkDesk, { case: c }: CaseStory, to: readonly string[]): string | undefined => {
  const [only, ...others] = to
  if (only === undefined || others.length > 0) return undefined
  const known = desk.contractors.find(one => one.email?.toLowerCase() === only)
  return known && c.facts.contractorId === known.id ? known.id : undefined
}

export type Asked = {
  story: CaseStory
  clock: string | undefined
  /** addresses that the mail goes to */
  to: readonly string[]
  /** everybody who works here */
  people: readonly Person[]
  /** the mail's reference: each mail has its own links */
  reference: string
  now: Instant
}

/** `base`: where links are, without a slash at the end. */
export const linksOf =
  (desk: LinkDesk, secret: string, base: string) =>
  ({ story, clock, to, people, reference, now }: Asked): Deed[] => {
    const link = (purpose: Purpose, whom: readonly string[]): Deed => {
      const about = {
        purpose,
        caseId: story.case.id,
        about: reference,
        people: whom,
        ...(purpose === 'ack' && clock !== undefined ? { clock } : {}),
      }
      return { purpose, text: texts[purpose], url: `${base}/${makeLink(secret, about, story.case, now)}` }
    }
    const contractor = jobOf(desk, story, to)
    if (contractor !== undefined) return [link('job', [contractor])]
    const known = people.filter(one => to.includes(one.email) && !one.roles.includes('contractor'))
    // Somebody whom the register does not know (the fallback address) signs in.
    if (known.length === 0 || known.length < to.length || known.length > MOST) return []
    return offered(story.deeds, clock, known).map(purpose => link(purpose, to))
  }

/** How the same is done by answering the mail, as far as it can be done now. `today`: of the example. */
export const repliesOn = (today: Day): Partial<Record<Purpose, string>> => ({
  ack: 'ACK (I am dealing with it)',
  done: `DONE and the day (DONE ${asTyped(today)})`,
  extend: 'EXTEND 5 and the reason',
  reassign: 'REASSIGN and a name',
})

/** `20/11/2026`: as people here write it, and as the reader of replies takes it. */
export const asTyped = (day: Day): string => day.split('-').toReversed().join('/')
