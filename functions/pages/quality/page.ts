/** Data quality: what is wrong with the registers, how much of it, whose it is to mend; and each list, page by page. */
import { longDay } from '../../../shared/core/time.ts'
import { type Answer, csv } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { resolve } from '../../../shared/people/resolve.ts'
import { type Finding, type GroupId, groups } from '../../../shared/position/quality/quality-finding.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import { type Registers, registersAsked } from '../../../shared/report/registers.ts'
import type { Asset } from '../../../shared/store/records.ts'
import { isKnown, nameAndRole } from '../case/accountable.ts'
import { missing } from '../missing.ts'
import { assetHref, caseHref, place } from '../read.ts'
import { heading, page } from '../views/layout.ts'
import { type Bit, hidden, inset, link, p, table, tag } from '../views/parts.ts'
import { moment, roleTitle } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { asCsv, MOST_IN_FILE, pageOf, wordsIn } from './found.ts'

const PATH = '/pages/data-quality'
const ROWS = 50
const isGroup = (id: string): id is GroupId => Object.hasOwn(groups, id)

const href = (query: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []))
  return given.length > 0 ? `${PATH}?${new URLSearchParams(given)}` : PATH
}
/** Counted again now: its lists are too. */
const again = ({ query }: Visit): { now?: string } => (query.has('now') ? { now: '1' } : {})

/** Whoever holds the role today, by name. */
const ownerOf = async ({ deps, today }: Visit, id: GroupId): Promise<Html> => {
  const [, role] = groups[id]
  const about = { workflow: 'data-quality', title: 'the registers' }
  const directory = await deps.directory()
  const { person } = resolve({ role }, about, directory, today)
  return nameAndRole(deps, { role, person, known: isKnown(directory, person.email) })
}

const asAtLine = (visit: Visit, { kept, asAt, made, counts }: Registers): Html =>
  html`${p(
    `${grouped(counts.assets)} homes, blocks and lifts and ${grouped(counts.cases)} duties were gone through ${kept ? `in the night after ${longDay(asAt)}` : `now, ${moment(made)}`}.`,
  )}${p(
    kept
      ? link(href({ now: '1', group: visit.query.get('group') ?? undefined }), 'Count again now')
      : link(href({ group: visit.query.get('group') ?? undefined }), 'As the last night found it'),
  )}`

const overview = async (visit: Visit, found: Registers): Promise<Answer> => {
  const ids = Object.keys(groups).filter(isGroup)
  const count = (id: GroupId) => found.counts.counts[id] ?? 0
  const wrong = ids.filter(id => count(id) > 0)
  const clean = ids.filter(id => count(id) === 0)
  const rows = await Promise.all(
    wrong.map(async (id): Promise<Bit[]> => {
      const [title, , act] = groups[id]
      return [
        html`${link(href({ group: id, ...again(visit) }), title)}<br><span class="dh-quiet govuk-!-font-weight-regular">${act}</span>`,
        grouped(count(id)),
        await ownerOf(visit, id),
      ]
    }),
  )
  return page(visit, {
    title: 'Data quality',
    here: PATH,
    body: html`${heading('What is wrong with the registers')}
${p('A duty that is missing here is a check that nobody will be reminded of. Nothing on this list counts as compliant.')}
${asAtLine(visit, found)}
${
  wrong.length === 0
    ? inset('Nothing was found.')
    : table(
        '',
        [{ title: 'What' }, { title: 'How many', numeric: true }, { title: 'Who puts it right' }],
        rows,
        'Findings',
      )
}
${p(link('/pages/imports', 'What came in by spreadsheet, and which rows were refused'))}${p(link('/pages/retention', 'What has been kept long enough, and what is on hold'))}
${clean.length > 0 && html`${p('Looked for and not found:')}<ul class="govuk-list govuk-list--bullet">${clean.map(id => html`<li>${groups[id][0]}</li>`)}</ul>`}`,
  })
}

const findingRow = ({ deps }: Visit, one: Finding, assets: ReadonlyMap<string, Asset>): Bit[] => {
  const { assetId, caseId, workflow, what } = one
  const title = (workflow !== undefined && deps.workflows[workflow]?.title) || workflow
  const known = assetId !== undefined && assets.has(assetId)
  return [
    assetId === undefined
      ? 'Not named'
      : html`${known ? link(assetHref(assetId), place(assets.get(assetId), assetId)) : assetId}<br><span class="dh-quiet">${assetId}</span>`,
    caseId ? link(caseHref(caseId), title ?? caseId) : (title ?? '–'),
    what.charAt(0).toUpperCase() + what.slice(1),
  ]
}

const searchForm = ({ query }: Visit, group: string): Html =>
  html`<form method="get" action="${PATH}" class="dh-search" role="search">${hidden('group', group)}${query.has('now') && hidden('now', '1')}<label class="govuk-visually-hidden" for="q">Reference, stream or words</label><input class="govuk-input" id="q" name="q" value="${query.get('q') ?? ''}" autocomplete="off"><button class="govuk-button">Search</button></form>`

const startOf = ({ query }: Visit): number => {
  const from = Number(query.get('from_row') ?? 0)
  return Number.isInteger(from) && from > 0 && from < 10_000_000 ? from : 0
}

const turning = (visit: Visit, id: GroupId, q: string, first: number, next: number | undefined): Html | false => {
  const to = (from: number) => href({ group: id, q, ...again(visit), from_row: from > 0 ? String(from) : undefined })
  if (first === 0 && next === undefined) return false
  return html`<nav class="govuk-pagination" aria-label="Pages of findings">
${first > 0 && html`<div class="govuk-pagination__prev"><a class="govuk-link govuk-pagination__link" href="${to(0)}" rel="prev"><span class="govuk-pagination__link-title">Back to the first page</span></a></div>`}
${next !== undefined && html`<div class="govuk-pagination__next"><a class="govuk-link govuk-pagination__link" href="${to(next)}" rel="next"><span class="govuk-pagination__link-title">Next page<span class="govuk-visually-hidden"> of findings</span></span></a></div>`}</nav>`
}

const list = async (visit: Visit, found: Registers, id: GroupId): Promise<Answer> => {
  const [title, , act] = groups[id]
  const q = (visit.query.get('q') ?? '').trim().slice(0, 200)
  const [first, total] = [startOf(visit), found.counts.counts[id] ?? 0]
  const { rows, next } = await pageOf(found, id, { first, words: wordsIn(q), most: ROWS })
  const assets = await visit.deps.store.getAssets([...new Set(rows.flatMap(one => one.assetId ?? []))])
  const none = total === 0 ? 'Nothing of this kind was found.' : next ? 'Nothing yet: the search goes on.' : 'No more.'
  return page(visit, {
    title,
    here: PATH,
    back: { text: 'Data quality', href: href(again(visit)) },
    body: html`${heading(title, 'Data quality')}
<p class="dh-lead-line"><strong class="dh-big">${grouped(total)}</strong> ${tag(roleTitle(visit.deps)(groups[id][1]), 'blue')}</p>
${p(html`${act} Whose it is: `, await ownerOf(visit, id))}${asAtLine(visit, found)}${total > ROWS && searchForm(visit, id)}
${
  rows.length === 0
    ? inset(q && first === 0 && !next ? `Nothing here answers to “${q}”.` : none)
    : table(
        '',
        [{ title: 'Where' }, { title: 'Duty' }, { title: 'What is wrong' }],
        rows.map(one => findingRow(visit, one, assets)),
        title,
      )
}${turning(visit, id, q, first, next)}${total > 0 && p(link(href({ group: id, q, ...again(visit), as: 'csv' }), total > MOST_IN_FILE ? `The first ${grouped(MOST_IN_FILE)} as CSV` : 'This list as CSV'))}`,
  })
}

const download = async (found: Registers, id: GroupId, q: string): Promise<Answer> => {
  const { rows } = await pageOf(found, id, { first: 0, words: wordsIn(q), most: MOST_IN_FILE })
  return csv(asCsv(id, rows), 200, { 'content-disposition': `attachment; filename="${id}-${found.asAt}.csv"` })
}

export const qualityPage: Page = async visit => {
  const asked = visit.query.get('group') ?? ''
  if (asked && !isGroup(asked)) return missing(visit, 'kind of finding', asked)
  const found = await registersAsked(visit.deps, visit.query.has('now'))
  if (found.kind === 'too many')
    return page(visit, {
      title: 'Data quality',
      here: PATH,
      body: html`${heading('What is wrong with the registers')}${inset(found.message)}${visit.query.has('now') && p(link(PATH, 'As the last night found it'))}`,
    })
  if (!isGroup(asked)) return overview(visit, found)
  if (visit.query.get('as') === 'csv') return download(found, asked, visit.query.get('q') ?? '')
  return list(visit, found, asked)
}
