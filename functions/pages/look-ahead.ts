/** What comes, day by day, if nobody acts: which case wakes, what is due, who will be told. */
import { explain } from '../../shared/core/explain.ts'
import { addDays, at, type Day, dayOf, type Instant, isDayText, longDay } from '../../shared/core/time.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { everyShard } from '../../shared/store/keys.ts'
import type { DueEntry } from '../../shared/store/store.ts'
import { assetsOf, caseHref, place } from './read.ts'
import { heading, page } from './views/layout.ts'
import { dueTag, inset, link, p } from './views/parts.ts'
import { dated, roleTitle } from './views/words.ts'
import type { Page, Visit } from './visit.ts'

/** Cases opened for one page, and entries read of each shard to count the rest. */
const MOST = 100
const PER_SHARD = 40
const longest = 92

type Coming = { at: Instant; id: string; title: string; where: string; due: Html; told: string }

const entries = async ({ deps }: Visit, from: Instant, to: Instant): Promise<{ found: DueEntry[]; more: boolean }> => {
  const shares = await Promise.all(
    everyShard.map(shard => deps.store.dueBetween(from, to, shard, { limit: PER_SHARD })),
  )
  const found = shares.flatMap(share => share.items).sort((a, b) => (a.at < b.at ? -1 : 1))
  return { found, more: shares.some(share => share.cursor !== undefined) }
}

const comings = async (visit: Visit, found: readonly DueEntry[]): Promise<Coming[]> => {
  const { deps, now } = visit
  const loaded = (await Promise.all(found.map(entry => deps.store.load(entry.caseId)))).flatMap(one => one?.case ?? [])
  const assets = await assetsOf(deps, loaded)
  const cases = new Map(loaded.map(one => [one.id, one]))
  return found.flatMap(entry => {
    const c = cases.get(entry.caseId)
    const workflow = c && deps.workflows[c.workflow]
    if (!c || !workflow) return []
    const next = explain(workflow, c, deps.reckon, deps.policy, now)
      .filter(clock => clock.next)
      .sort((a, b) => (a.next!.at < b.next!.at ? -1 : 1))[0]
    return [
      {
        at: entry.at,
        id: c.id,
        title: next?.title ?? workflow.title,
        where: place(assets.get(c.assetId ?? ''), c.assetId),
        due: next ? html`${dueTag(next.due, now)} <span class="dh-nowrap">due ${dated(next.due)}</span>` : html``,
        told: next?.next?.tell.map(roleTitle).join(', ') ?? 'nobody: a change of state',
      },
    ]
  })
}

const dayPart = (day: Day, all: readonly Coming[]): Html =>
  html`<section class="dh-day"><h2 class="govuk-heading-s">${longDay(day)} <span class="dh-quiet">(${all.length})</span></h2><ul class="govuk-list govuk-list--spaced">${all.map(
    one =>
      html`<li>${link(caseHref(one.id), `${one.title}, ${one.where}`)}<br>${one.due} <span class="dh-quiet">told then: ${one.told}</span></li>`,
  )}</ul></section>`

export const lookAheadPage: Page = async visit => {
  const { query, today, now } = visit
  const days = Math.min(Math.max(Math.trunc(Number(query.get('days'))) || 14, 1), longest)
  const asked = query.get('from') ?? ''
  const from = isDayText(asked) && asked > today ? asked : today
  const until = addDays(from, days)
  const { found, more } = await entries(visit, from === today ? now : at(from, '00:00'), at(until, '00:00'))
  const all = await comings(visit, found.slice(0, MOST))
  const byDay = Map.groupBy(all, one => dayOf(one.at))
  const short = found.length > MOST || more
  return page(visit, {
    title: 'Look ahead',
    here: '/pages/look-ahead',
    body: html`${heading('What comes if nobody acts', `${longDay(from)} to ${longDay(addDays(until, -1))}`)}
${p('Each line is a reminder or an escalation that will be sent on that day. Whoever acts before then stops it.')}
<p class="govuk-body">${[7, 14, 30, 90].map(n => html`<a class="govuk-link govuk-!-margin-right-4" href="/pages/look-ahead?days=${n}"${n === days ? html` aria-current="true"` : undefined}>${n} days</a>`)}</p>
${short && inset(`The first ${all.length} of more are shown. Choose fewer days, or see the whole under Cases.`)}
${all.length === 0 ? inset('Nothing falls into these days.') : [...byDay].map(([day, some]) => dayPart(day, some))}
${p(link(`/pages/look-ahead?from=${until}&days=${days}`, `The next ${days} days`))}`,
  })
}
