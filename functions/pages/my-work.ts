/** What stands with whoever looks: what was given to them by name, and what their roles lead, as far as it is near. */
import { addDays, endOf } from '../../shared/core/time.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { listed as inWords } from '../../shared/mail/words.ts'
import type { Choice, Line } from '../../shared/store/lists/filter.ts'
import { isKnown, personHref } from './case/accountable.ts'
import { chosenRows, NOT_AMONG_FIRST, type Row } from './read.ts'
import { heading, page } from './views/layout.ts'
import { inset, link, p } from './views/parts.ts'
import { caseTable } from './views/rows.ts'
import { roleTitle } from './views/words.ts'
import type { Page, Visit } from './visit.ts'

/** Cases of each role shown on one's own page; the rest is a list of its own. */
const MINE = 25
/** Days. What falls due later is nobody's work yet. */
const AHEAD = 90

/** `cut`: a list was not gone through to its end. */
type Found = { rows: Row[]; more: boolean; cut: boolean }

const bySoonestEnd = ({ ends: a }: Line, { ends: b }: Line): number => {
  if (a === b) return 0
  return b === undefined || (a !== undefined && a < b) ? -1 : 1
}

/** Whatever their streams, the soonest due first; a case without a date is work too. All lists are gone through once. */
const mine = async ({ deps, now, today }: Visit, whose: readonly Choice[]): Promise<Found[]> => {
  const horizon = endOf(addDays(today, AHEAD))
  const wanted = Object.keys(deps.workflows).map(workflow => ({ workflow, choices: whose }))
  const lists = await deps.store.firstLines(wanted, { each: MINE })
  const chosen = whose.map((choice, index) => {
    const own = lists.map(one => one[index]!)
    const all = own.flatMap(one => one.lines).sort(bySoonestEnd)
    const lines = all.filter(({ ends }) => ends === undefined || ends <= horizon).slice(0, MINE)
    const cut = own.some(one => one.more && one.lines.length < MINE)
    return { choice, lines, more: all.length > lines.length || own.some(one => one.more), cut }
  })
  const rows = await chosenRows(deps, chosen, now)
  return chosen.map(({ more, cut }, index) => ({ rows: rows[index]!, more, cut }))
}

type Part = { caption: string; whose: string; lead: string; found: Found }

const partHtml = ({ deps, now }: Visit, { caption, whose, lead, found }: Part): Html =>
  html`${caseTable(deps, caption, found.rows, now, found.cut ? NOT_AMONG_FIRST : `Nothing ${whose} is due within ${AHEAD} days.`)}${
    found.more && p(link(`/pages/cases?lead=${encodeURIComponent(lead)}`, `All open cases ${whose}, later ones too`))
  }`

export const myWorkPage: Page = async visit => {
  const { deps, actor } = visit
  const roles = actor.roles.filter(one => one !== 'administrator').slice(0, 5)
  const [given, ...led] = await mine(visit, [{ assignee: actor.id }, ...roles.map(lead => ({ lead }))])
  const parts: Part[] = [
    { caption: 'Given to me by name', whose: 'given to you by name', lead: actor.id, found: given! },
    ...roles.map((role, index) => ({
      caption: `Accountable: ${roleTitle(role)}`,
      whose: `with the ${roleTitle(role).toLowerCase()}`,
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
