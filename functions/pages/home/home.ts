/** The position at a glance: what is worst, before all else on a telephone too; each stream; what changed. */
import { addDays, dayOf, daysBetween, endOf, type Instant } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { gravestOrder } from '../../../shared/position/reports/gravest.ts'
import { type FirstLines, type Line, stillMeets } from '../../../shared/store/lists/filter.ts'
import { type Row, rowOf, withPlaces } from '../read.ts'
import { heading, page } from '../views/layout.ts'
import { type Bit, h2, inset, link, p, table } from '../views/parts.ts'
import { caseTable } from '../views/rows.ts'
import { moment, stateTitle } from '../views/words.ts'
import type { Deps, Page, Visit } from '../visit.ts'
import { homeCells, homeColumns, type Nights, nightsLine, nightsOf } from './home-streams.ts'
import { worst } from './worst.ts'

/** Lines counted of each stream, soonest due first. Beyond it a count says `or more`. */
const DEPTH = 100
/** Cases of each stream looked at for what changed, beside those that are overdue. */
const NEXT = 25
const SHOWN = 8

type Stream = FirstLines & { name: string; title: string }

/** By the lists, as each of them would list it. */
const streamsOf = async ({ deps }: Visit): Promise<Stream[]> => {
  const names = Object.keys(deps.workflows)
  const wanted = names.map(workflow => ({ workflow, choices: [{}] }))
  const found = await deps.store.firstLines(wanted, { each: DEPTH })
  return names
    .map((name, index) => ({ name, title: deps.workflows[name]?.title ?? name, ...found[index]![0]! }))
    .filter(one => one.lines.length > 0)
}

/** Ended by then: the list has no line without a deadline before one that has one. */
const endedBy = (lines: readonly Line[], moment: Instant): number =>
  lines.filter(({ ends }) => ends !== undefined && ends <= moment).length

/** Counts of a stream; one is not certain when the reading ended among those counted. */
const counts = ({ lines, more }: Stream, { now, today }: Pick<Visit, 'now' | 'today'>) => {
  const late = endedBy(lines, now)
  const counted = (count: number, upTo: Instant): Counted => {
    const last = lines.at(-1)?.ends
    return { count, certain: !more || last === undefined || last > upTo }
  }
  const within = (days: number): Counted => {
    const end = endOf(addDays(today, days))
    return counted(endedBy(lines, end) - late, end)
  }
  return { late: counted(late, now), week: within(7), month: within(30) }
}

/** What is overdue and what comes next, as the cases themselves say it. */
const looked = async ({ deps, now }: Visit, streams: readonly Stream[]): Promise<Row[]> => {
  const ids = streams.flatMap(({ lines }) => lines.slice(0, endedBy(lines, now) + NEXT).map(one => one.caseId))
  const found = await deps.store.loadMany(ids)
  return ids
    .flatMap(id => found.get(id)?.case ?? [])
    .filter(stillMeets({}))
    .map(one => rowOf(deps, one, now))
}
type Counted = { count: number; certain: boolean }
const number = ({ count, certain }: Counted): string => (certain ? String(count) : `${count} or more`)
const sum = (all: readonly Counted[]): Counted => ({
  count: all.reduce((total, one) => total + one.count, 0),
  certain: all.every(one => one.certain),
})

const figure = (kind: string, counted: Counted, text: string, href: string): Html =>
  html`<li class="dh-figure${counted.count > 0 ? ` dh-figure--${kind}` : ' dh-figure--good'}"><strong>${number(counted)}</strong>${link(href, text)}</li>`

const caseColumns = [
  { title: 'Cases overdue', numeric: true },
  { title: 'Due in 7 days', numeric: true },
  { title: 'Due in 30 days', numeric: true },
]

const caseCells = (one: Stream, visit: Visit, path: string): Bit[] => {
  const { late, week, month } = counts(one, visit)
  const cell = (counted: Counted, more: string, said: string, css = '') =>
    counted.count === 0
      ? html`<span class="dh-zero">${number(counted)}</span>`
      : html`<a class="govuk-link${css}" href="${path}&${more}">${number(counted)}<span class="govuk-visually-hidden"> ${said}: ${one.title}</span></a>`
  return [
    cell(late, 'overdue=true', 'overdue', ' dh-red'),
    cell(week, 'within=7', 'due within 7 days'),
    cell(month, 'within=30', 'due within 30 days'),
  ]
}

/** Checks come round and are counted in homes; everything else is cases alone. */
const streamTables = (streams: readonly Stream[], nights: Nights | undefined, visit: Visit): Html => {
  const { deps } = visit
  const listed = (title: string, own: readonly Stream[], counted: Nights | undefined): Html | false =>
    own.length > 0 &&
    table(
      title,
      [{ title: 'Stream' }, ...(counted ? homeColumns(counted) : []), ...caseColumns],
      own.map(one => {
        const path = `/pages/cases?workflow=${encodeURIComponent(one.name)}`
        return [
          link(path, one.title),
          ...(counted ? homeCells(one.name, counted, deps.reckon) : []),
          ...caseCells(one, visit, path),
        ]
      }),
    )
  const isCheck = ({ name }: Stream): boolean => deps.workflows[name]?.obligation !== undefined
  const checks = streams.filter(isCheck)
  return html`${listed('Position by stream', checks, nights)}${checks.length > 0 && p(html`<span class="dh-quiet">${nightsLine(nights)}</span>`)}${listed(
    'Other work in hand',
    streams.filter(one => !isCheck(one)),
    undefined,
  )}`
}

const changes = (deps: Deps, rows: readonly Row[]): Html =>
  rows.length === 0
    ? inset('No case near its date has moved since yesterday.')
    : html`<ul class="govuk-list govuk-list--spaced">${rows.map(
        row =>
          html`<li>${link(`/pages/cases/${encodeURIComponent(row.case.id)}`, `${row.title}, ${row.where}`)}: now <strong>${stateTitle(deps.workflows[row.case.workflow], row.case.state)}</strong> <span class="dh-quiet">since ${moment(row.case.enteredAt)}</span></li>`,
      )}</ul>`

/** The gravest of what is overdue, and what moved since yesterday; where each is, read for both at once. */
const gravestAndRecent = async (visit: Visit, rows: readonly Row[]): Promise<{ gravest: Row[]; recent: Row[] }> => {
  const { deps, now, today } = visit
  const late = rows.filter(row => row.late).sort(worst)
  const moved = rows
    .filter(
      ({ case: { version, enteredAt, openedAt } }) =>
        version > 1 && daysBetween(dayOf(enteredAt), today) <= 1 && enteredAt > openedAt,
    )
    .sort((a, b) => (a.case.enteredAt < b.case.enteredAt ? 1 : -1))
  const [gravest, recent] = [late.slice(0, SHOWN), moved.slice(0, SHOWN)]
  const placed = await withPlaces(deps, [...gravest, ...recent], now)
  return { gravest: placed.slice(0, gravest.length), recent: placed.slice(gravest.length) }
}

export const homePage: Page = async visit => {
  const { deps, now } = visit
  const [streams, nights] = await Promise.all([streamsOf(visit), nightsOf(deps.store)])
  const counted = streams.map(one => counts(one, visit))
  const { gravest, recent } = await gravestAndRecent(visit, await looked(visit, streams))
  return page(visit, {
    title: 'Home',
    here: '/',
    body: html`${heading('Where we stand')}
${
  streams.length === 0
    ? html`${inset('There are no open cases.')}${p('Cases come from an import of your registers, from forms, from e-mail and from contractors.')}`
    : html`<ul class="dh-figures dh-figures--three">${figure('bad', sum(counted.map(one => one.late)), 'Cases overdue', '/pages/cases?overdue=true')}${figure('soon', sum(counted.map(one => one.week)), 'Cases due within 7 days', '/pages/cases?within=7')}${figure('soon', sum(counted.map(one => one.month)), 'Cases due within 30 days', '/pages/cases?within=30')}</ul>
<div class="dh-tight">${caseTable(deps, 'What is worst', gravest, now, 'Nothing is overdue.')}${gravest.length > 0 && p(html`<span class="dh-quiet">${gravestOrder}</span>`)}</div>
<div class="dh-tight">${streamTables(streams, nights, visit)}</div>
${h2('What changed since yesterday')}${changes(deps, recent)}
${p(html`<span class="dh-quiet">As at ${moment(now)}.</span>`)}`
}`,
  })
}
