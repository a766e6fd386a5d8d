/** The mail about one case. Read top down, it answers in five seconds: how bad, what, where, and what to do now. */
import { button, colours, frame, quiet } from './frame.ts'
import { type Html, html } from './html.ts'
import { type Deed, replies } from './links.ts'
import type { NoticeView } from './notice-view.ts'

export type Written = { subject: string; text: string; html: string }

const told = (view: NoticeView): string =>
  view.told.length === 0 ? 'Nobody before you' : view.told.map(one => `${one.who}, ${one.when}`).join('\n')

const next = (view: NoticeView): string | undefined =>
  view.next && `${view.next.who} on ${view.next.when}, unless it is put right first.`

const copied = (view: NoticeView): string =>
  `This is a copy of ${view.reference}: we could not be sure that the first one left. If you have had it, this asks for nothing new.`

const facts = (view: NoticeView): [string, string | undefined][] => [
  ['Where', view.where],
  ['Due', view.due && `${view.due} (${view.badge.toLowerCase()})`],
  ['State', view.state],
  [view.law?.kind ?? '', view.law && `${view.law.says} (${view.law.source})`],
  ['Accountable', view.lead],
  ['Told before', told(view)],
  ['Told next', next(view)],
]

/** `ACK (…), DONE 2026-11-20 or REASSIGN and a name`, of what can be done now. */
export const answers = (deeds: readonly Deed[]): string | undefined => {
  const words = deeds.flatMap(one => replies[one.purpose] ?? [])
  const last = words.at(-1)
  if (last === undefined) return undefined
  const listed = words.length === 1 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
  return `Or answer this mail with one line: ${listed}.`
}

const text = (view: NoticeView): string =>
  [
    view.badge.toUpperCase(),
    view.headline,
    '',
    ...(view.copy ? [copied(view), ''] : []),
    view.body,
    '',
    `DO NOW: ${view.act}`,
    `Open the case: ${view.link}`,
    ...view.deeds.map(one => `${one.text}: ${one.url}`),
    ...[answers(view.deeds)].filter(one => one !== undefined),
    '',
    ...facts(view).flatMap(([name, value]) => (value ? [`${name}: ${value.replaceAll('\n', '; ')}`] : [])),
    '',
    ...(view.law && view.law.reckoned.length > 0
      ? ['How the date is worked out:', ...view.law.reckoned.map(step => `- ${step}`), '']
      : []),
    `Why you: you are told as ${view.you.role}.`,
    ...view.you.why.map(step => `- ${step}`),
    '',
    `${view.landlord} · case ${view.caseId} · reference ${view.reference}`,
    '',
  ].join('\n')

const lines = (value: string): Html[] =>
  value.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`))

const row = ([name, value]: [string, string | undefined]): Html | undefined =>
  value
    ? html`<tr><td width="112" style="padding:8px 12px 8px 0;vertical-align:top;border-top:1px solid #d5dade;color:${quiet};font-size:15px">${name}</td><td style="padding:8px 0;vertical-align:top;border-top:1px solid #d5dade;font-size:15px">${lines(value)}</td></tr>`
    : undefined

const deedLinks = (deeds: readonly Deed[]): Html | false =>
  deeds.length > 0 &&
  html`<p style="margin:16px 0 0;font-size:14px;color:${quiet}">Without signing in:</p>${deeds.map(one => html`<p style="margin:0"><a href="${one.url}" style="color:#124a7a;font-size:16px;line-height:40px">${one.text}</a></p>`)}<p style="margin:4px 0 0;font-size:14px;color:${quiet}">${answers(deeds)}</p>`

const list = (title: string, steps: readonly string[]): Html | false =>
  steps.length > 0 &&
  html`<p style="margin:14px 0 4px">${title}</p><ul style="margin:0;padding-left:20px">${steps.map(step => html`<li style="margin:2px 0">${step}</li>`)}</ul>`

const markup = (view: NoticeView): Html =>
  frame(
    view.subject,
    `${view.act} ${view.where}`,
    html`<tr><td style="background:${colours[view.severity]};color:#ffffff;padding:12px 16px;font-size:20px;font-weight:bold">${view.badge}</td></tr>
<tr><td style="padding:18px 16px 0">
<h1 style="margin:0;font-size:24px;line-height:1.25">${view.headline}</h1>
<p style="margin:4px 0 0;font-size:18px">${view.where}</p>
${view.copy && html`<p style="margin:12px 0 0;color:${quiet}">${copied(view)}</p>`}
<p style="margin:14px 0 0">${view.body}</p></td></tr>
<tr><td style="padding:18px 16px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="border-left:5px solid ${colours[view.severity]};background:#f3f5f6;padding:12px 16px">
<p style="margin:0 0 2px;font-size:14px;font-weight:bold;color:${quiet}">Do now</p><p style="margin:0 0 14px;font-size:18px;font-weight:bold">${view.act}</p>
${button(view.link, 'Open the case')}${deedLinks(view.deeds)}</td></tr></table></td></tr>
<tr><td style="padding:18px 16px 0"><table width="100%" cellpadding="0" cellspacing="0" border="0">${facts(view).slice(1).map(row)}</table></td></tr>
<tr><td style="padding:6px 16px 0;font-size:14px;color:${quiet}">
${list('How the date is worked out', view.law?.reckoned ?? [])}
${list(`Why you: you are told as ${view.you.role}`, view.you.why)}
<p style="margin:16px 0 0;padding:10px 0 0;border-top:1px solid #d5dade">${view.landlord} · case ${view.caseId} · reference ${view.reference}</p></td></tr>`,
  )

export const noticeMail = (view: NoticeView): Written => ({
  subject: view.subject,
  text: text(view),
  html: markup(view).markup,
})
