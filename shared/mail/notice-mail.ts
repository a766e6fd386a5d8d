/** The mail about one case. Read top down, it answers in five seconds: how bad, what, where, and what to do now. */
import { button, colours, frame, quiet } from './frame.ts'
import { type Html, html } from './html.ts'
import { type Deed, repliesOn } from './links.ts'
import type { NoticeView } from './notice-view.ts'
import { listed } from './words.ts'

export type Written = { subject: string; text: string; html: string }

const OPEN = 'Open the case'
const UNSIGNED = 'Without signing in, behind a page that asks once more'

const told = (view: NoticeView): string[] =>
  view.told.length === 0 ? ['Nobody before you'] : view.told.map(one => `${one.who}, ${one.when}`)

const copied = (view: NoticeView): string =>
  `This is a copy of ${view.reference}: we could not be sure that the first one left. If you have had it, this asks for nothing new.`

/** Set before all else: why it comes to this reader, and that it may have come before. */
const notes = (view: NoticeView): string[] => [...view.instead, ...(view.copy ? [copied(view)] : [])]

const facts = (view: NoticeView): [string, string[]][] => {
  const rows: [string, string[]][] = [
    ['Due', view.due === undefined ? [] : [`${view.due} (${view.badge.toLowerCase()})`]],
    ['State', [view.state]],
    [view.law?.kind ?? '', view.law ? [`${view.law.says} (${view.law.source})`] : []],
  ]
  // Who was told and who will be is the landlord's own affair.
  if (view.link === undefined) return rows
  const next = view.next && `${view.next.who}, on ${view.next.when}, unless it is put right first`
  return [...rows, ['Accountable', [view.lead]], ['Told before', told(view)], ['Told next', next ? [next] : []]]
}
const filled = (view: NoticeView) => facts(view).filter(([, values]) => values.length > 0)

/** `ACK (…), DONE 20/11/2026 or REASSIGN and a name`, of what can be done now. */
export const answers = ({ deeds, answersOn }: Pick<NoticeView, 'deeds' | 'answersOn'>): string | undefined => {
  if (answersOn === undefined) return undefined
  const replies = repliesOn(answersOn)
  const words = deeds.flatMap(one => replies[one.purpose] ?? [])
  return words.length === 0 ? undefined : `Or answer this mail with one line: ${listed(words, 'or')}.`
}

const linksText = (deeds: readonly Deed[]): string[] => deeds.flatMap(one => [`- ${one.text}:`, `  ${one.url}`])

/** A contractor has no page to sign in to: the links are all there is. */
const ways = ({ link, deeds }: NoticeView): string[] => {
  if (link === undefined) return deeds.flatMap(one => [`${one.text}:`, one.url, ''])
  return [`${OPEN}:`, link, '', ...(deeds.length > 0 ? [`${UNSIGNED}:`, ...linksText(deeds), ''] : [])]
}

const under = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [title, ...lines.map(line => `- ${line}`), ''] : []

const factText = ([name, values]: [string, string[]]): string[] =>
  values.length === 1 ? [`${name}: ${values[0]}`] : [`${name}:`, ...values.map(value => `- ${value}`)]

const text = (view: NoticeView): string => {
  const answered = answers(view)
  return [
    view.badge.toUpperCase(),
    view.headline,
    ...(view.headline.includes(view.where) ? [] : [view.where]),
    ...(view.kind === undefined ? [] : [view.kind]),
    '',
    ...notes(view).flatMap(note => [note, '']),
    view.body,
    '',
    `DO NOW: ${view.act}`,
    '',
    ...ways(view),
    ...(answered === undefined ? [] : [answered, '']),
    ...filled(view).flatMap(factText),
    '',
    ...under('How the date is worked out:', view.law?.reckoned ?? []),
    ...(view.link === undefined ? [] : under(`Why you: you are told as ${view.you.role}.`, view.you.why)),
    `${view.landlord} · case ${view.caseId} · reference ${view.reference}`,
    '',
  ].join('\n')
}

const row = ([name, values]: [string, string[]]): Html =>
  html`<tr><th scope="row" align="left" width="112" style="padding:8px 12px 8px 0;vertical-align:top;border-top:1px solid #d5dade;color:${quiet};font-size:15px;font-weight:normal">${name}</th><td style="padding:8px 0;vertical-align:top;border-top:1px solid #d5dade;font-size:15px">${values.map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`))}</td></tr>`

const deedLinks = (deeds: readonly Deed[]): Html | false =>
  deeds.length > 0 &&
  html`<p style="margin:16px 0 0;font-size:14px;color:${quiet}">${UNSIGNED}:</p>${deeds.map(one => html`<p style="margin:0"><a href="${one.url}" style="color:#124a7a;font-size:16px;line-height:40px">${one.text}</a></p>`)}`

/** A contractor's one button is its own job. */
const actions = (view: NoticeView): Html => {
  const [first, ...others] = view.deeds
  const answered = answers(view)
  const way =
    view.link !== undefined
      ? html`${button(view.link, OPEN)}${deedLinks(view.deeds)}`
      : html`${first && button(first.url, first.text)}${deedLinks(others)}`
  return html`${way}${answered !== undefined && html`<p style="margin:4px 0 0;font-size:14px;color:${quiet}">${answered}</p>`}`
}

const list = (title: string, steps: readonly string[]): Html | false =>
  steps.length > 0 &&
  html`<p style="margin:14px 0 4px">${title}</p><ul style="margin:0;padding-left:20px">${steps.map(step => html`<li style="margin:2px 0">${step}</li>`)}</ul>`

const head = (view: NoticeView): Html => html`<tr><td style="padding:18px 16px 0">
<h1 style="margin:0;font-size:24px;line-height:1.25">${view.headline}</h1>
${!view.headline.includes(view.where) && html`<p style="margin:4px 0 0;font-size:18px">${view.where}</p>`}
${view.kind !== undefined && html`<p style="margin:4px 0 0;color:${quiet}">${view.kind}</p>`}
${notes(view).map(note => html`<p style="margin:12px 0 0;padding:10px 12px;border:1px solid ${quiet};overflow-wrap:anywhere">${note}</p>`)}
<p style="margin:14px 0 0">${view.body}</p></td></tr>`

const markup = (view: NoticeView): Html =>
  frame(
    view.subject,
    `${view.act} ${view.where}`,
    html`<tr><td style="background:${colours[view.severity]};color:#ffffff;padding:12px 16px;font-size:20px;font-weight:bold">${view.badge}</td></tr>
${head(view)}
<tr><td style="padding:18px 16px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="border-left:5px solid ${colours[view.severity]};background:#f3f5f6;padding:12px 16px">
<p style="margin:0 0 2px;font-size:14px;font-weight:bold;color:${quiet}">Do now</p><p style="margin:0 0 14px;font-size:18px;font-weight:bold">${view.act}</p>
${actions(view)}</td></tr></table></td></tr>
<tr><td style="padding:18px 16px 0"><table width="100%" cellpadding="0" cellspacing="0" border="0">${filled(view).map(row)}</table></td></tr>
<tr><td style="padding:6px 16px 0;font-size:14px;color:${quiet}">
${list('How the date is worked out', view.law?.reckoned ?? [])}
${view.link !== undefined && list(`Why you: you are told as ${view.you.role}`, view.you.why)}
<p style="margin:16px 0 0;padding:10px 0 0;border-top:1px solid #d5dade">${view.landlord} · case ${view.caseId} · reference ${view.reference}</p></td></tr>`,
  )

export const noticeMail = (view: NoticeView): Written => ({
  subject: view.subject,
  text: text(view),
  html: markup(view).markup,
})
