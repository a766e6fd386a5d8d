/** The position at a glance: each stream, what is worst, what changed. */
import { addDays, type Day, dayOf, daysBetween, isDay } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { type Row, rowOf, withPlaces } from '../read.ts'
import { heading, page } from '../views/layout.ts'
import { type Bit, h2, inset, link, p, table } from '../views/parts.ts'
import { caseTable } from '../views/rows.ts'
import { moment, stateTitle } from '../views/words.ts'
import type { Deps, Page, Visit } from '../visit.ts'
import { homeCells, homeColumns, type Nights, nightsLine, nightsOf } from './home-streams.ts'
import { worst } from './worst.ts'

/** Cases read of each stream, soonest due first. Beyond it a count says `or more`. */
const DEPTH = 100
const SHOWN = 8

type Stream = { name: string; title: string; rows: Row[]; more: boolean }

const stream = async ({ deps, now }: Visit, name: string): Promise<Stream> => {
  const found = await deps.store.list({ workflows: [name] }, { limit: DEPTH })
  const title = deps.workflows[name]?.title ?? name
  return { name, title, rows: found.items.map(one => rowOf(deps, one, now)), more: found.cursor !== undefined }
}

const dayPart = (row: Row): Day | undefined => row.due && (isDay(row.due) ? row.due : dayOf(row.due))

/** Counts of a stream; `certain` is false when the reading ended among those counted. */
const counts = ({ rows, more }: Stream, today: Day) => {
  const within = (days: number) =>
    rows.filter(row => !row.late && row.due && dayPart(row)! <= addDays(today, days)).length
  const last = rows.at(-1)
  const reach = last ? dayPart(last) : undefined
  const certain = (day: Day): boolean => !more || reach === undefined || reach > day
  return {
    late: { count: rows.filter(row => row.late).length, certain: !more || !last?.late },
    week: { count: within(7), certain: certain(addDays(today, 7)) },
    month: { count: within(30), certain: certain(addDays(today, 30)) },
    undated: rows.filter(row => row.due === undefined).length,
  }
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

const caseCells = (one: Stream, today: Day, path: string): Bit[] => {
  const { late, week, month } = counts(one, today)
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
const streamTables = (streams: readonly Stream[], nights: Nights | undefined, { today, deps }: Visit): Html => {
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
          ...caseCells(one, today, path),
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

export const homePage: Page = async visit => {
  const { deps, now, today } = visit
  const streams = (await Promise.all(Object.keys(deps.workflows).map(name => stream(visit, name)))).filter(
    one => one.rows.length > 0,
  )
  const nights = await nightsOf(deps.store)
  const all = streams.flatMap(one => one.rows)
  const counted = streams.map(one => counts(one, today))
  const gravest = await withPlaces(
    deps,
    all
      .filter(row => row.late)
      .sort(worst)
      .slice(0, SHOWN),
    now,
  )
  const recent = all
    .filter(
      row =>
        row.case.version > 1 &&
        daysBetween(dayOf(row.case.enteredAt), today) <= 1 &&
        row.case.enteredAt > row.case.openedAt,
    )
    .sort((a, b) => (a.case.enteredAt < b.case.enteredAt ? 1 : -1))
  const changed = await withPlaces(deps, recent.slice(0, SHOWN), now)
  return page(visit, {
    title: 'Home',
    here: '/',
    body: html`${heading('Where we stand')}
${
  all.length === 0
    ? html`${inset('There are no open cases.')}${p('Cases come from an import of your registers, from forms, from e-mail and from contractors.')}`
    : html`<ul class="dh-figures">${figure('bad', sum(counted.map(one => one.late)), 'Cases overdue', '/pages/cases?overdue=true')}${figure('soon', sum(counted.map(one => one.week)), 'Cases due within 7 days', '/pages/cases?within=7')}${figure('soon', sum(counted.map(one => one.month)), 'Cases due within 30 days', '/pages/cases?within=30')}</ul>
${streamTables(streams, nights, visit)}
${caseTable(deps, 'What is worst', gravest, now, 'Nothing is overdue.')}
${h2('What changed since yesterday')}${changes(deps, changed)}
${p(html`<span class="dh-quiet">As at ${moment(now)}.</span>`)}`
}`,
  })
}
