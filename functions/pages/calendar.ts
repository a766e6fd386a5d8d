/** A person's deadlines as a calendar that other programs subscribe to (RFC 5545), by a signed address. */
import * as z from 'zod'
import type { Case } from '../../shared/core/case.ts'
import { running } from '../../shared/core/clocks.ts'
import { addDays, dayOf, type Instant, isDay } from '../../shared/core/time.ts'
import type { Due } from '../../shared/core/workflow.ts'
import type { Answer } from '../../shared/http/answer.ts'
import { html } from '../../shared/mail/html.ts'
import { caseHref } from './read.ts'
import { seal, unseal } from './sign-in/sealed.ts'
import { sessionKeys } from './sign-in/session.ts'
import { heading, page } from './views/layout.ts'
import { inset, p } from './views/parts.ts'
import { stateTitle } from './views/words.ts'
import type { Deps, Page } from './visit.ts'

const owner = z.object({ email: z.string() })
/** Entries at most: calendars grow slow, and what is further off comes nearer by itself. */
const MOST = 300

export const calendarPage: Page = async visit => {
  const [key] = await sessionKeys(visit.deps)
  const known = await visit.deps.store.getPerson(visit.actor.id)
  const sealed = key && seal(key, 'feed', { email: visit.actor.id }, visit.now)
  const address = `${visit.deps.landlord.baseUrl}/pages/calendar/${sealed}.ics`
  return page(visit, {
    title: 'My deadlines in my own calendar',
    here: '/pages/my-work',
    back: { text: 'My work', href: '/pages/my-work' },
    body: html`${heading('My deadlines in my own calendar')}
${
  known
    ? html`${p('Subscribe to this address in Outlook, Google Calendar or on a telephone. It shows the deadlines of cases given to you, and of those that your roles are accountable for.')}
<p class="govuk-body dh-break"><a class="govuk-link" href="${address}">${address}</a></p>
${p('Whoever has the address sees the deadlines: keep it to yourself. It stops working when you leave.')}`
    : inset('A calendar belongs to somebody on the list of people. You are not on it: ask your administrator.')
}`,
  })
}

const escaped = (text: string): string => text.replace(/[\\;,]/g, found => `\\${found}`).replaceAll('\n', '\\n')

/** Lines of at most 75 octets (RFC 5545, 3.1), never cut inside a letter. */
export const folded = (line: string): string => {
  const rows = ['']
  for (const letter of line)
    if (Buffer.byteLength(rows.at(-1)! + letter) > (rows.length > 1 ? 74 : 75)) rows.push(letter)
    else rows[rows.length - 1] += letter
  return rows.join('\r\n ')
}

const utc = (at: Instant): string => `${at.slice(0, 19).replace(/[-:]/g, '')}Z`
const times = (due: Due): string[] =>
  isDay(due)
    ? [`DTSTART;VALUE=DATE:${due.replaceAll('-', '')}`, `DTEND;VALUE=DATE:${addDays(due, 1).replaceAll('-', '')}`]
    : [`DTSTART:${utc(due)}`, `DTEND:${utc(due)}`]

const entriesOf = (deps: Deps, c: Case, stamp: Instant): string[][] => {
  const workflow = deps.workflows[c.workflow]
  if (!workflow) return []
  return running(workflow, c, deps.reckon).map(({ name, clock, due }) => [
    'BEGIN:VEVENT',
    `UID:${escaped(`${c.id}-${name}@${new URL(deps.landlord.baseUrl).hostname}`)}`,
    `DTSTAMP:${utc(stamp)}`,
    ...times(due),
    `SUMMARY:${escaped(`Due: ${clock.title}, ${c.assetId ?? c.id}`)}`,
    `DESCRIPTION:${escaped(`${stateTitle(workflow, c.state)}. ${deps.landlord.baseUrl}${caseHref(c.id)}`)}`,
    `URL:${deps.landlord.baseUrl}${caseHref(c.id)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ])
}

/** The feed; 404 for an address that we did not sign, or of somebody who has left. Needs no session. */
export const calendarFeed = async (deps: Deps, token: string): Promise<Answer> => {
  const now = deps.now()
  const whose = unseal(await sessionKeys(deps), 'feed', token, owner, now)
  const person = whose && (await deps.store.getPerson(whose.email))
  const headers = { 'content-type': 'text/calendar; charset=utf-8' }
  if (!person || (person.leftOn && person.leftOn <= dayOf(now)))
    return { statusCode: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no such calendar.' }
  const workflows = Object.keys(deps.workflows)
  const pages = await Promise.all([
    deps.store.list({ workflows, assignee: person.email }, { limit: MOST }),
    ...person.roles.slice(0, 5).map(lead => deps.store.list({ workflows, lead }, { limit: MOST })),
  ])
  const cases = [...new Map(pages.flatMap(one => one.items).map(c => [c.id, c])).values()].slice(0, MOST)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Dutyholder//Deadlines//EN',
    `X-WR-CALNAME:${escaped(`Deadlines, ${deps.landlord.name}`)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...cases.flatMap(c => entriesOf(deps, c, now)).flat(),
    'END:VCALENDAR',
    '',
  ]
  return { statusCode: 200, headers, body: lines.map(folded).join('\r\n') }
}
