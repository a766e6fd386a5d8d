/** Retention: what is past its day, how much of it, whose decision it is; what is on hold; erasing what may go. */
import { longDay } from '../../../shared/core/time.ts'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { resolve } from '../../../shared/people/resolve.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import { groupIds, groups, ownerOf } from '../../../shared/position/retention/retained.ts'
import { firstOf } from '../../../shared/report/kept-lists.ts'
import { type RetentionFound, retentionAsked } from '../../../shared/report/retention.ts'
import { isKnown, nameAndRole, naming } from '../case/accountable.ts'
import { type Posted, posted } from '../forms/answers.ts'
import { missing, notAllowed } from '../missing.ts'
import { heading, page } from '../views/layout.ts'
import { banner, errorSummary, h2, hidden, inset, link, type Mistake, p, table } from '../views/parts.ts'
import { moment } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { eraseChosen } from './erase.ts'
import { holdsPart, mayHold, takeHold, takeRelease } from './holds.ts'
import { columnsOf, groupOf, isList, type ListId, listHref, mayErase, PATH, ROWS, rowOf, titleOf } from './lists.ts'

const here = '/pages/data-quality'
const back = { text: 'Retention', href: PATH }

/** Whoever holds the role today, by name. */
const ownerName = async ({ deps, today }: Visit, group: (typeof groupIds)[number]): Promise<Html> => {
  const role = ownerOf({ group })
  const directory = await deps.directory()
  const { person } = resolve({ role }, { workflow: 'retention', title: 'retention' }, directory, today)
  return nameAndRole(deps, { role, person, known: isKnown(directory, person.email) })
}

const asAtLine = (visit: Visit, { kept, asAt, made }: RetentionFound, id?: ListId): Html => {
  const other = (now: boolean) => (id ? listHref(id, now ? { now: '1' } : {}) : now ? `${PATH}?now=1` : PATH)
  return html`${p(`Everything that is kept was gone through ${kept ? `in the night after ${longDay(asAt)}` : `now, ${moment(made)}`}. ${visit.query.has('now') ? '' : 'What was erased since then is still counted.'}`)}${p(kept ? link(other(true), 'Count again now') : link(other(false), 'As the last night found it'))}`
}

const overview = async (
  visit: Visit,
  found: RetentionFound,
  answers: Posted = posted(''),
  mistakes: readonly Mistake[] = [],
): Promise<Answer> => {
  const count = (id: ListId) => found.counts.counts[id] ?? 0
  const again: Record<string, string> = found.kept ? {} : { now: '1' }
  const counted = (id: ListId) => (count(id) === 0 ? '0' : link(listHref(id, again), grouped(count(id))))
  const rows = await Promise.all(
    groupIds.map(async id => [
      html`${groups[id][0]}<br><span class="dh-quiet govuk-!-font-weight-regular">${groups[id][2]}</span>`,
      counted(id),
      counted(`${id}.held`),
      await ownerName(visit, id),
    ]),
  )
  const heads = [{ title: 'What' }, { title: 'Past its day', numeric: true }, { title: 'On hold', numeric: true }]
  const said = (id: 'messages' | 'holds.review') => count(id) > 0 && html`<li>${titleOf(id)}: ${counted(id)}</li>`
  return page(visit, {
    title: 'Retention',
    here,
    back: { text: 'Data quality', href: here },
    status: mistakes.length > 0 ? 400 : 200,
    error: mistakes.length > 0,
    body: html`${mistakes.length > 0 && errorSummary('Nothing was put on hold', mistakes)}${visit.query.has('held') && banner('Kept', p('It is on hold, and stays until somebody lets it go.'))}${visit.query.has('released') && banner('Let go', p('It is on hold no longer. Who let it go stays on record.'))}
${heading('What has been kept long enough')}
${p('Nothing on this list goes by itself. Each kind has somebody who decides; what is erased is words and documents about people, never the history, its dates or its decisions.')}
${asAtLine(visit, found)}${table('', [...heads, { title: 'Who decides' }], rows, 'What is past its day')}
${count('messages') + count('holds.review') > 0 && html`<ul class="govuk-list govuk-list--bullet">${said('messages')}${said('holds.review')}</ul>`}
${p(link(`${PATH}?erased=1`, 'What was erased, by whom and under which rule'))}
${await holdsPart(visit, answers, mistakes)}`,
  })
}

const list = async (visit: Visit, found: RetentionFound, id: ListId): Promise<Answer> => {
  const group = groupOf(id)
  const total = found.counts.counts[id] ?? 0
  const from = Math.max(0, Math.min(Number(visit.query.get('from_row')) || 0, total))
  const items = (await firstOf(found, id, from + ROWS)).slice(from)
  const assets = await visit.deps.store.getAssets([...new Set(items.flatMap(one => one.assetId ?? []))])
  const rows = items.map((one, index) => rowOf(visit, id, one, index, assets))
  const erasing = mayErase(visit) && group === id && rows.length > 0
  const lists = rows.length === 0 ? inset('There is none.') : table('', columnsOf(visit, id), rows, titleOf(id))
  const now: Record<string, string> = visit.query.has('now') ? { now: '1' } : {}
  const step = (to: number, text: string) => link(listHref(id, { ...now, from_row: String(to) }), text)
  return page(visit, {
    title: titleOf(id),
    here,
    back,
    body: html`${heading(titleOf(id), 'Retention')}
<p class="dh-lead-line"><strong class="dh-big">${grouped(total)}</strong></p>
${group && p(html`${groups[group][2]} Who decides: `, await ownerName(visit, group))}${id === 'messages' && p('The bucket deletes what came in after its time, whatever is on hold. Save what is needed as a document of its case before that day.')}${asAtLine(visit, found, id)}
${
  erasing
    ? html`<form method="post" action="${PATH}">${hidden('csrf', visit.csrf)}${hidden('act', 'erase')}${lists}<button class="govuk-button govuk-button--warning">Erase what is ticked</button></form>`
    : lists
}${from > 0 && p(step(Math.max(0, from - ROWS), 'The ones before'))}${from + ROWS < total && p(step(from + ROWS, 'The next ones'))}`,
  })
}

const erasedPage = async (visit: Visit): Promise<Answer> => {
  const found = await visit.deps.store.erasures({ cursor: visit.query.get('cursor') ?? undefined, limit: ROWS })
  const called = naming(await visit.deps.directory(), visit.deps.contractors)
  const rows = found.items.map(one => [
    moment(one.at),
    'caseId' in one.subject
      ? link(`/pages/cases/${encodeURIComponent(one.subject.caseId)}`, one.subject.caseId)
      : 'a person',
    `${one.words} texts, ${one.documents.length} documents${one.whole ? ', all of it' : ''}`,
    one.rule ?? one.ground,
    called(one.by) ?? one.by,
  ])
  const heads = ['When', 'Of', 'What', 'Under', 'By'].map(title => ({ title }))
  return page(visit, {
    title: 'What was erased',
    here,
    back,
    body: html`${heading('What was erased', 'Retention')}
${rows.length === 0 ? inset('Nothing was erased yet.') : table('', heads, rows, 'Erasures')}
${found.cursor && p(link(`${PATH}?${new URLSearchParams({ erased: '1', cursor: found.cursor })}`, 'Earlier ones'))}`,
  })
}

const tooMany = (visit: Visit, message: string): Answer =>
  page(visit, { title: 'Retention', here, body: html`${heading('What has been kept long enough')}${inset(message)}` })

export const retentionPage: Page = async visit => {
  if (visit.query.has('erased')) return erasedPage(visit)
  const asked = visit.query.get('list') ?? ''
  if (asked && !isList(asked)) return missing(visit, 'list', asked)
  const found = await retentionAsked(visit.deps, visit.query.has('now'))
  if (found.kind === 'too many') return tooMany(visit, found.message)
  return isList(asked) ? list(visit, found, asked) : overview(visit, found)
}

const erased = async (visit: Visit, answers: Posted): Promise<Answer> => {
  if (!mayErase(visit)) return notAllowed(visit, 'Erasing is for an administrator.', ['administrator'])
  const { done, left, refused } = await eraseChosen(visit, answers.all('erase').slice(0, ROWS))
  return page(visit, {
    title: 'Erased',
    here,
    back,
    body: html`${heading('Erased', 'Retention')}${done.length === 0 ? inset('Nothing was erased.') : html`${p(`Of ${done.length}: `)}<ul class="govuk-list govuk-list--bullet">${done.map(one => html`<li>${one}</li>`)}</ul>`}
${left.length > 0 && html`${h2('Documents that somebody is still to delete')}${p('No program may delete evidence. Delete these from the evidence bucket as the runbook says, then do the same here again: what is gone is recorded, and the case leaves the list.')}<ul class="govuk-list govuk-list--bullet dh-break">${left.map(one => html`<li>${one}</li>`)}</ul>`}
${refused.length > 0 && html`${h2('Not erased')}<ul class="govuk-list govuk-list--bullet">${refused.map(one => html`<li>${one}</li>`)}</ul>`}
${p(link(`${PATH}?now=1`, 'Count again now'))}`,
  })
}

export const takeRetention = async (visit: Visit, body: string): Promise<Answer> => {
  const answers = posted(body)
  const act = answers.get('act')
  if (act === 'erase') return erased(visit, answers)
  if (!mayHold(visit))
    return notAllowed(visit, 'Keeping something beyond its day is for those who answer for the case.')
  if (act === 'release') {
    await takeRelease(visit, answers)
    return seeOther(`${PATH}?released=1`)
  }
  const mistakes = await takeHold(visit, answers)
  if (mistakes.length === 0) return seeOther(`${PATH}?held=1`)
  const found = await retentionAsked(visit.deps, false)
  return found.kind === 'too many' ? tooMany(visit, found.message) : overview(visit, found, answers, mistakes)
}
