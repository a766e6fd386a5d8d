/**
 * The morning's mail: everything that stands with one person, in one. Totals first, then what changed, then
 * part by part, danger to life first. Gmail cuts a message at 102 KB, so what does not fit is counted and linked, never cut
 * off unseen.
 */
import { many } from '../../core/counted.ts'
import { longDay } from '../../core/time.ts'
import { button, colours, frame, quiet } from '../frame.ts'
import { type Html, html } from '../html.ts'
import { gravestFirst, type Severity, severities } from '../lateness.ts'
import { asTyped } from '../links.ts'
import type { Written } from '../notice-mail.ts'
import { subjectLine } from '../words.ts'
import { type Group, groupOf, type Part, partsOf, type Shown } from './bands.ts'
import type { DigestEnded, DigestItem, DigestView } from './view.ts'

/** Bytes of both parts together: in base64, the worst that a mail is written in, they stay below 100 KB. */
const BUDGET = 72_000
/** Bytes of one heading in both parts, without its words. */
const HEADING = 250
/** The gravest say what to do and offer to do it; for the others it would bury them. */
export const WITH_ACT = 10
/** Of what is over, and of what has its address in the text part. */
const OVER = 10
const LINKED = 40

const words: Record<Severity, string> = {
  emergency: 'emergency',
  overdue: 'overdue',
  today: 'due today',
  week: 'due within 7 days',
  later: 'due later',
  none: 'for information',
}

const totals = (items: readonly DigestItem[]): [Severity, number][] =>
  severities
    .map((severity): [Severity, number] => [severity, items.filter(item => item.severity === severity).length])
    .filter(([, count]) => count > 0)

const counts = (items: readonly DigestItem[]): string =>
  totals(items)
    .map(([severity, count]) => `${count} ${words[severity]}`)
    .join(', ')

const notes = (view: DigestView): string[] => [
  ...(view.standsInFor ? [`You get this for ${view.standsInFor.name}: ${view.standsInFor.why.join('; ')}.`] : []),
  ...(view.alone > 0
    ? [
        `Not listed here: ${many(view.alone, 'case')} told this morning in ${view.alone === 1 ? 'a mail of its own' : 'mails of their own'}, listed from the next digest on.`,
      ]
    : []),
  ...(view.copy ? [`This is a copy of ${view.reference}: we could not be sure that the first one left.`] : []),
]

const changes = ({ items, over, since }: DigestView): string | undefined => {
  if (since === undefined) return undefined
  const count = (kind: string) =>
    items.filter(one => one.change === kind).length + over.filter(one => one.kind === kind).length
  const parts = [
    [count('new'), 'new'],
    [count('worse'), 'worse'],
    [count('right'), 'put right'],
    [count('gone'), 'no longer yours or moved'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`)
  return `Since ${longDay(since)}: ${said.length > 0 ? said.join(', ') : 'nothing has changed'}.`
}

const more = (left: number): string => `and ${left} more, all less urgent than these: see the whole list`

/** How to answer, with one of its own numbers as the example. */
const replies = ({ answersOn }: DigestView, items: readonly DigestItem[]): string[] => {
  const number = items[0]?.caseId
  if (answersOn === undefined || number === undefined) return []
  return [
    `ACK and the number: I am dealing with it (ACK ${number})`,
    `DONE, the number and the day (DONE ${number} ${asTyped(answersOn)})`,
    'EXTEND, the number, days and the reason',
    'REASSIGN, the number and a name',
    'ACK ALL takes on everything listed.',
  ]
}
const REPLY = 'You can also answer this mail with one line:'

/** What comes of it if nobody acts; a contractor is told by the landlord's own people. */
const GOES_ON =
  'What is overdue or due today comes again every working day until somebody has taken it on, and goes up to the next person on its day. Taking it on moves no deadline.'

/** `New: `, `Worse: `, nothing. */
const marked = ({ change }: DigestItem): string => (change === undefined ? '' : change === 'new' ? 'New: ' : 'Worse: ')
const detail = ({ apart, title, what }: DigestItem): string =>
  [apart, title === what ? undefined : title].flatMap(one => (one ? [` · ${one}`] : [])).join('')
const takenOn = ({ taken }: DigestItem): string => (taken === undefined ? '' : ` (${taken} is dealing with it)`)
const ended = (one: DigestEnded): string =>
  `${one.kind === 'right' ? 'Put right' : 'Gone'}: ${one.where}${one.apart ? ` · ${one.apart}` : ''} · ${one.what}, ${one.says}`

const textRow = ({ item, rank }: Shown): string[] => [
  `- ${marked(item)}${item.badge}: ${item.where}${detail(item)}${takenOn(item)}`,
  ...(rank < WITH_ACT ? [`  ${item.act}`, ...(item.dated ? [`  ${item.dated}`] : []), `  Number: ${item.caseId}`] : []),
  ...(rank < LINKED && item.link !== undefined ? [`  ${item.link}`] : []),
  ...(rank < WITH_ACT ? item.deeds.map(one => `  ${one.text}: ${one.url}`) : []),
]

const row = ({ item, rank }: Shown): Html =>
  html`<tr><td>${item.link === undefined ? item.where : html`<a href="${item.link}">${item.where}</a>`}${detail(item)}${takenOn(item)}<td align="right" class="${item.severity}">${item.change && html`<i>${marked(item).replace(': ', '')}</i> `}<b>${item.badge}</b>${
    rank < WITH_ACT &&
    html`<tr class="w"><td colspan="2"><b>${item.act}</b>${item.dated && html`<small>${item.dated}</small><br>`}${item.deeds.map(one => html` <a href="${one.url}">${one.text}</a>`)} <small>Number ${item.caseId}</small>`
  }`

const bytes = (text: string): number => Buffer.byteLength(text)

/** How many of the gravest fit, both parts and their headings counted. */
const fitting = (items: readonly DigestItem[]): number => {
  let size = 6_000
  const groups = new Set<string>()
  for (const [rank, item] of items.entries()) {
    const one = { item, rank }
    size += bytes(row(one).markup) + bytes(textRow(one).join('\n')) + 8
    if (!groups.has(groupOf(item))) size += HEADING + 2 * bytes(item.what)
    groups.add(groupOf(item))
    if (size > BUDGET) return rank
  }
  return items.length
}

const textPart = ({ title, groups }: Part): string[] => [
  ...(title === undefined ? [] : [title.toUpperCase(), '']),
  ...groups.flatMap(({ what, count, shown }) => [`${what} (${count})`, ...shown.flatMap(textRow), '']),
]

const text = (view: DigestView, items: readonly DigestItem[]): string => {
  const fit = fitting(items)
  const left = items.length - fit
  const changed = changes(view)
  const head = [
    `${view.name}: ${longDay(view.day)}`,
    `${counts(items)}.`,
    ...(changed === undefined ? [] : [changed]),
    ...view.over.slice(0, OVER).map(one => `- ${ended(one)}`),
    '',
    ...notes(view).flatMap(note => [note, '']),
    ...(view.link === undefined ? [] : ['The whole list:', view.link, '']),
  ]
  const ways = replies(view, items)
  const foot = [
    ...(left > 0 ? [more(left), ''] : []),
    ...(view.link === undefined ? [] : [GOES_ON, '']),
    ...(ways.length > 0 ? [REPLY, ...ways.map(way => `- ${way}`), ''] : []),
    `${view.landlord} · reference ${view.reference}`,
    '',
  ]
  return [...head, ...partsOf(items, fit).flatMap(textPart), ...foot].join('\n')
}

const tile = ([severity, count]: [Severity, number]): Html =>
  html`<td style="background:${colours[severity]};color:#ffffff;padding:8px 6px;text-align:center;border-right:3px solid #ffffff"><span style="font-size:24px;font-weight:bold">${count}</span><br><span style="font-size:14px">${words[severity]}</span></td>`

const heading = (title: string): Html =>
  html`<tr><td colspan="2" style="padding:26px 0 0;border:0"><h2 style="margin:0;font-size:19px">${title}</h2></td></tr>`

const subheading = ({ what, count }: Group, under: boolean): Html => {
  const words = html`${what} <span style="color:${quiet};font-weight:normal">(${count})</span>`
  return html`<tr><td colspan="2" style="padding:${under ? 12 : 22}px 0 6px;border:0">${
    under
      ? html`<h3 style="margin:0;font-size:16px">${words}</h3>`
      : html`<h2 style="margin:0;font-size:18px">${words}</h2>`
  }</td></tr>`
}

const part = ({ title, groups }: Part): Html =>
  html`${title !== undefined && heading(title)}${groups.map(group => [subheading(group, title !== undefined), group.shown.map(row)])}`

/** Said once: a style in each of 400 rows would be half of the mail. Without it the list is plain and whole. */
const css = `table.l td{padding:7px 8px 7px 0;border-top:1px solid #ddd;vertical-align:top;line-height:1.5}table.l td+td{padding-right:0;white-space:nowrap}table.l tr.w td{border:0;padding-top:0;white-space:normal}table.l tr.w b{display:block}table.l tr.w a{display:inline-block;margin:0 14px 0 0;line-height:32px}table.l a{color:#124a7a}table.l small{color:${quiet}}${severities.map(one => `.${one}{color:${colours[one]}}`).join('')}`

const changedHtml = (view: DigestView): Html | false => {
  const changed = changes(view)
  return (
    changed !== undefined &&
    html`<p style="margin:14px 0 0"><b>${changed}</b></p>${
      view.over.length > 0 &&
      html`<ul style="margin:4px 0 0;padding-left:20px;font-size:15px">${view.over.slice(0, OVER).map(one => html`<li>${ended(one)}</li>`)}${view.over.length > OVER && html`<li>and ${view.over.length - OVER} more</li>`}</ul>`
    }`
  )
}

const footnotes = (view: DigestView, items: readonly DigestItem[]): Html => {
  const ways = replies(view, items)
  return html`${view.link !== undefined && html`<p style="margin:22px 0 0;font-size:14px;color:${quiet}">${GOES_ON}</p>`}${
    ways.length > 0 &&
    html`<p style="margin:14px 0 0;font-size:14px;color:${quiet}">${REPLY}</p><ul style="margin:4px 0 0;padding-left:20px;font-size:14px;color:${quiet}">${ways.map(way => html`<li style="margin:2px 0">${way}</li>`)}</ul>`
  }`
}

const markup = (view: DigestView, items: readonly DigestItem[], subject: string): Html => {
  const fit = fitting(items)
  const left = items.length - fit
  return frame(
    subject,
    counts(items),
    html`<tr><td style="padding:6px 8px 0"><h1 style="margin:0 0 12px;font-size:22px;line-height:1.25">${view.name}: ${longDay(view.day)}</h1>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>${totals(items).map(tile)}</tr></table>
${changedHtml(view)}${notes(view).map(note => html`<p style="margin:14px 0 0;color:${quiet}">${note}</p>`)}
${view.link !== undefined && html`<div style="margin:16px 0 0">${button(view.link, 'Open the whole list')}</div>`}</td></tr>
<tr><td style="padding:0 8px"><table role="presentation" class="l" width="100%" cellpadding="4" cellspacing="0" border="0" style="font-size:15px;overflow-wrap:anywhere">${partsOf(items, fit).map(part)}</table>
${left > 0 && html`<p style="margin:16px 0 0">${view.link === undefined ? more(left) : html`<a href="${view.link}" style="color:#124a7a">${more(left)}</a>`}</p>`}
${footnotes(view, items)}
<p style="margin:14px 0 0;padding:10px 0 0;border-top:1px solid #d5dade;font-size:14px;color:${quiet}">${view.landlord} · reference ${view.reference}</p></td></tr>`,
    css,
  )
}

/** Longer than this a subject is cut before its day in most lists of mails. */
const SUBJECT = 100
/** Kinds of case, where they are few and there is room: what a telephone shows should say more than a number. */
const ofWhat = (items: readonly DigestItem[]): string[] => {
  const kinds = [...new Set(items.map(item => item.what))]
  const said = kinds.join(', ')
  return kinds.length > 0 && kinds.length <= 2 && counts(items).length + said.length <= SUBJECT - 26 ? [said] : []
}

export const digestMail = (view: DigestView): Written => {
  const items = gravestFirst(view.items)
  const subject = subjectLine(
    `${view.copy ? 'Copy: ' : ''}${[counts(items), ...ofWhat(items), longDay(view.day)].join(' · ')}`,
  )
  return { subject, text: text(view, items), html: markup(view, items, subject).markup }
}
