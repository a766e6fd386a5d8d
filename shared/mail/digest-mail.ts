/**
 * The morning's mail: everything one person is told, in one. Totals first; then by workflow,
 * the gravest first. Gmail cuts a message at 102 KB, so what does not fit is counted and linked, never cut off unseen.
 */
import type { Day } from '../core/time.ts'
import { longDay } from '../core/time.ts'
import { button, colours, frame, quiet } from './frame.ts'
import { type Html, html } from './html.ts'
import { type Severity, severities } from './lateness.ts'
import type { Written } from './notice-mail.ts'
import { subjectLine } from './words.ts'

export type DigestItem = {
  caseId: string
  /** the workflow's title */
  what: string
  where: string
  /** the clock's title, or the workflow's */
  title: string
  severity: Severity
  badge: string
  /** sorts within a severity: the earliest first */
  due?: string
  act: string
  link: string
}

export type DigestView = {
  reference: string
  day: Day
  name: string
  items: readonly DigestItem[]
  /** the whole list on the pages */
  link: string
  /** whose digest it is, when somebody stands in for them */
  standsInFor?: { name: string; why: string[] }
  copy: boolean
  landlord: string
}

const BUDGET = 90_000
/** The gravest say what to do; for the others it would bury them. */
const WITH_ACT = 12

const words: Record<Severity, string> = {
  emergency: 'emergency',
  overdue: 'overdue',
  today: 'due today',
  week: 'due in 7 days',
  later: 'due later',
  none: 'to know',
}

const rank = (item: DigestItem): string => `${severities.indexOf(item.severity)} ${item.due ?? '9'} ${item.caseId}`
const sorted = (items: readonly DigestItem[]): DigestItem[] =>
  [...items].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))

const totals = (items: readonly DigestItem[]): [Severity, number][] =>
  severities
    .map((severity): [Severity, number] => [severity, items.filter(item => item.severity === severity).length])
    .filter(([, count]) => count > 0)

/** Groups in the order of their gravest item. */
const grouped = (items: readonly DigestItem[]): Map<string, DigestItem[]> => {
  const groups = new Map<string, DigestItem[]>()
  for (const item of items) groups.set(item.what, [...(groups.get(item.what) ?? []), item])
  return groups
}

const row = (item: DigestItem, act: boolean): Html =>
  html`<tr valign="top"><td style="padding:6px 8px 6px 0;border-top:1px solid #ddd"><a href="${item.link}" style="color:#124a7a">${item.where}</a>${item.title !== item.what && ` · ${item.title}`}${act && html`<br><b>${item.act}</b>`}</td><td align="right" nowrap style="padding:6px 0;border-top:1px solid #ddd;color:${colours[item.severity]}"><b>${item.badge}</b></td></tr>`

/** The gravest items that fit. */
const fitting = (items: readonly DigestItem[]): { shown: DigestItem[]; left: number } => {
  let size = 0
  const shown: DigestItem[] = []
  for (const item of items) {
    size += Buffer.byteLength(row(item, shown.length < WITH_ACT).markup)
    if (size > BUDGET) break
    shown.push(item)
  }
  return { shown, left: items.length - shown.length }
}

const counts = (items: readonly DigestItem[]): string =>
  totals(items)
    .map(([severity, count]) => `${count} ${words[severity]}`)
    .join(', ')

const notes = (view: DigestView): string[] => [
  ...(view.standsInFor ? [`You get this for ${view.standsInFor.name}: ${view.standsInFor.why.join('; ')}.`] : []),
  ...(view.copy ? [`This is a copy of ${view.reference}: we could not be sure that the first one left.`] : []),
]

const more = (left: number): string => `and ${left} more, all less urgent than these: see the whole list`

const text = (view: DigestView, items: readonly DigestItem[]): string => {
  const { shown, left } = fitting(items)
  const groups = [...grouped(shown)].flatMap(([what, group]) => [
    what.toUpperCase(),
    ...group.flatMap(item => [
      `- ${item.badge}: ${item.where}${item.title === item.what ? '' : ` · ${item.title}`}`,
      ...(shown.indexOf(item) < WITH_ACT ? [`  ${item.act}`] : []),
      `  ${item.link}`,
    ]),
    '',
  ])
  const head = [`${counts(items)}.`, '', ...notes(view), `The whole list: ${view.link}`, '']
  const foot = [...(left > 0 ? [more(left), ''] : []), `${view.landlord} · reference ${view.reference}`, '']
  return [...head, ...groups, ...foot].join('\n')
}

const tile = ([severity, count]: [Severity, number]): Html =>
  html`<td style="background:${colours[severity]};color:#ffffff;padding:8px 6px;text-align:center;border-right:3px solid #ffffff"><span style="font-size:24px;font-weight:bold">${count}</span><br><span style="font-size:14px">${words[severity]}</span></td>`

const heading = (what: string, count: number): Html =>
  html`<tr><td colspan="2" style="padding:22px 0 6px"><h2 style="margin:0;font-size:18px">${what} <span style="color:${quiet};font-weight:normal">(${count})</span></h2></td></tr>`

const markup = (view: DigestView, items: readonly DigestItem[], subject: string): Html => {
  const { shown, left } = fitting(items)
  const all = grouped(items)
  return frame(
    subject,
    counts(items),
    html`<tr><td style="padding:6px 8px 0"><h1 style="margin:0 0 12px;font-size:22px;line-height:1.25">${view.name}: ${longDay(view.day)}</h1>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>${totals(items).map(tile)}</tr></table>
${notes(view).map(note => html`<p style="margin:14px 0 0;color:${quiet}">${note}</p>`)}
<div style="margin:16px 0 0">${button(view.link, 'Open the whole list')}</div></td></tr>
<tr><td style="padding:0 8px"><table width="100%" cellpadding="0" cellspacing="0" border="0" style="font-size:15px">${[...grouped(shown)].map(([what, group]) => [heading(what, all.get(what)!.length), group.map(item => row(item, shown.indexOf(item) < WITH_ACT))])}</table>
${left > 0 && html`<p style="margin:16px 0 0"><a href="${view.link}" style="color:#124a7a">${more(left)}</a></p>`}
<p style="margin:22px 0 0;padding:10px 0 0;border-top:1px solid #d5dade;font-size:14px;color:${quiet}">${view.landlord} · reference ${view.reference}</p></td></tr>`,
  )
}

export const digestMail = (view: DigestView): Written => {
  const items = sorted(view.items)
  const subject = subjectLine(`${view.copy ? 'Copy: ' : ''}${counts(items)} · ${longDay(view.day)}`)
  return { subject, text: text(view, items), html: markup(view, items, subject).markup }
}
