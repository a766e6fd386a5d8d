/** What stands with whoever looks: what was given to them by name, and what their roles lead, as far as it is near. */
import { addDays, bySoonest, endOf } from '../../shared/core/time.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { listed as inWords } from '../../shared/mail/words.ts'
import { isKnown, personHref } from './case/accountable.ts'
import { listed, type Row } from './read.ts'
import { heading, page } from './views/layout.ts'
import { inset, link, p } from './views/parts.ts'
import { caseTable } from './views/rows.ts'
import { roleTitle, within } from './views/words.ts'
import type { Page, Visit } from './visit.ts'

/** Cases of each role shown on one's own page; the rest is a list of its own. */
const MINE = 25
/** Days. What falls due later is nobody's work yet. */
const AHEAD = 90

type Found = { rows: Row[]; more: boolean }

/** What is overdue first, whatever its stream, then what comes; a case without a date is work too. */
const mine = async ({ deps, now, today }: Visit, whose: { lead: string } | { assignee: string }): Promise<Found> => {
  const workflows = Object.keys(deps.workflows)
  const [late, all] = await Promise.all([
    listed(deps, { workflows, ...whose, overdueAt: now }, now, { limit: MINE }),
    listed(deps, { workflows, ...whose }, now, { limit: MINE }),
  ])
  const rows = [...new Map([...late.items, ...all.items].map(row => [row.case.id, row])).values()]
  const near = rows.filter(({ due }) => due === undefined || bySoonest(due, endOf(addDays(today, AHEAD))) <= 0)
  const sorted = near.sort((a, b) => (a.due && b.due ? bySoonest(a.due, b.due) : Number(!a.due) - Number(!b.due)))
  const shown = sorted.slice(0, MINE)
  return { rows: shown, more: rows.length > shown.length || (late.cursor ?? all.cursor) !== undefined }
}

type Part = { caption: string; whose: string; lead: string; found: Found }

const partHtml = ({ deps, now }: Visit, { caption, whose, lead, found }: Part): Html =>
  html`${caseTable(deps, caption, found.rows, now, `Nothing ${whose} is due within ${AHEAD} days.`)}${
    found.more && p(link(`/pages/cases?lead=${encodeURIComponent(lead)}`, `All open cases ${whose}, later ones too`))
  }`

export const myWorkPage: Page = async visit => {
  const { deps, actor } = visit
  const roles = actor.roles.filter(one => one !== 'administrator').slice(0, 5)
  const [given, ...led] = await Promise.all([
    mine(visit, { assignee: actor.id }),
    ...roles.map(lead => mine(visit, { lead })),
  ])
  const parts: Part[] = [
    { caption: 'Given to me by name', whose: 'given to you by name', lead: actor.id, found: given },
    ...roles.map((role, index) => ({
      caption: `Accountable: ${roleTitle(deps)(role)}`,
      whose: `with the ${within(roleTitle(deps)(role))}`,
      lead: role,
      found: led[index]!,
    })),
  ]
  const held = parts.filter(({ found }) => found.rows.length > 0 || found.more)
  const none = parts.filter(one => !held.includes(one)).map(({ whose }) => whose)
  return page(visit, {
    title: 'My work',
    here: '/pages/my-work',
    body: html`${heading('My work', visit.name)}
${held.map(one => partHtml(visit, one))}
${none.length > 0 && inset(`No open case is ${inWords(none, 'or')}.`)}
${held.length === 0 && p(link('/pages/cases?overdue=true', 'What is overdue with others'))}
${p(isKnown(await deps.directory(), actor.id) && html`${link(personHref(actor.id), 'I will be away')} · `, link('/pages/calendar', 'My deadlines in my own calendar'))}`,
  })
}
