/** The pages behind a link: plain forms, no script, read on a phone. */
import { createHash } from 'node:crypto'
import type { Answer } from '../../shared/http/answer.ts'
import type { Purpose } from '../../shared/links/link.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import type { Who } from './opened.ts'

const style = `body{margin:0;font:19px/1.4 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff}header{background:#0b0c0c;color:#fff;padding:12px 16px;font-weight:bold}main{max-width:38rem;margin:0 auto;padding:16px}h1{font-size:1.6rem;line-height:1.2;margin:16px 0}h2{font-size:1.25rem;margin:32px 0 8px;border-top:1px solid #b1b4b6;padding-top:20px}label,legend{display:block;font-weight:bold;margin:20px 0 6px}fieldset{border:0;margin:0;padding:0}.choice{display:flex;gap:12px;align-items:center;font-weight:normal;min-height:44px;margin:12px 0 4px}.hint{color:#505a5f;margin:0 0 6px}ul{padding-left:1.2em}li{margin:0 0 6px}.ways{list-style:none;padding:0}.ways a{display:block;padding:10px 0;min-height:24px}a{color:#1d70b8}main p{overflow-wrap:anywhere}input[type=checkbox],input[type=radio]{width:28px;height:28px;flex:none}input:not([type=checkbox]):not([type=radio]),textarea,select{font:inherit;width:100%;box-sizing:border-box;border:2px solid #0b0c0c;padding:8px;min-height:44px}button{font:inherit;font-weight:bold;color:#fff;background:#00703c;border:0;padding:12px 20px;margin:24px 0 0;min-height:48px;width:100%}:focus{outline:3px solid #fd0;outline-offset:0}.error{border-left:5px solid #d4351c;padding-left:12px}`
const hash = createHash('sha256').update(style).digest('base64')

export const page = (landlord: string, title: string, body: Html, status = 200): Answer => ({
  statusCode: status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    'x-robots-tag': 'noindex',
  },
  body: `<!doctype html>${
    html`<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${status === 422 && 'Error: '}${title} – ${landlord}</title><style>${{ markup: style }}</style></head>
<body><header>${landlord}</header><main><h1>${title}</h1>${body}</main></body></html>`.markup
  }`,
})

export const said = (lines: readonly string[]): Html => html`${lines.map(line => html`<p>${line}</p>`)}`

export const field = (name: string, label: string, more: Html, hint = ''): Html =>
  html`<label for="${name}">${label}</label>${hint && html`<p id="${name}-hint" class="hint">${hint}</p>`}${more}`

/** What was sent and not taken stands in the form again: nobody types it twice at a door. Files must be chosen anew. */
export type Was = Readonly<Record<string, string>>
export const on = (was: Was, name: string, value: string): Html | string => (was[name] === value ? html` checked` : '')
export const text = (was: Was, name: string): Html | string => (was[name] ? html` value="${was[name]}"` : '')

const asks: Record<Exclude<Purpose, 'job'>, { title: string; button: string; ask: (was: Was) => Html }> = {
  ack: {
    title: 'Acknowledge',
    button: 'I have taken this on',
    ask: () => html`<p>Reminders of this level rest for a few working days. The deadline does not move.</p>`,
  },
  done: {
    title: 'Record as done',
    button: 'Record it',
    ask: was => field('on', 'Done on', html`<input id="on" name="on" type="date" required${text(was, 'on')}>`),
  },
  extend: {
    title: 'Ask for more time',
    button: 'Ask',
    ask: was => html`${field('days', 'Working days', html`<input id="days" name="days" type="number" min="1" max="250" inputmode="numeric" required${text(was, 'days')}>`)}
${field('reason', 'Why', html`<textarea id="reason" name="reason" rows="4" maxlength="1000" required>${was.reason ?? ''}</textarea>`)}
<p>Nothing moves until somebody decides. A date set by law cannot be moved.</p>`,
  },
  reassign: {
    title: 'Give it to somebody else',
    button: 'Give it to them',
    ask: was =>
      field(
        'to',
        'Name or e-mail address',
        html`<input id="to" name="to" maxlength="254" autocomplete="off" required${text(was, 'to')}>`,
      ),
  },
}

export const titleOf = (purpose: Exclude<Purpose, 'job'>): string => asks[purpose].title

/** One person ticks; of several, each says who they are. */
export const me = (who: readonly Who[], was: Was): Html => {
  const [only, ...others] = who
  if (only && others.length === 0)
    return html`<label class="choice"><input type="checkbox" name="me" value="${only.mark}" required${on(was, 'me', only.mark)}> I am ${only.name}</label>`
  return html`<fieldset><legend>Who are you?</legend>${who.map(one => html`<label class="choice"><input type="radio" name="me" value="${one.mark}" required${on(was, 'me', one.mark)}> ${one.name}</label>`)}</fieldset>`
}

export type Confirm = {
  purpose: Exclude<Purpose, 'job'>
  about: readonly string[]
  who: readonly Who[]
  /** the case is done by its certificate, which can be attached */
  certificate: boolean
}

export const confirm = ({ purpose, about, who, certificate }: Confirm, wrong?: string, was: Was = {}): Html =>
  html`${wrong && html`<p class="error" role="alert">${wrong}</p>`}${said(about)}
<form method="post" enctype="multipart/form-data">${asks[purpose].ask(was)}${purpose === 'done' && proof(certificate)}${me(who, was)}<button>${asks[purpose].button}</button></form>`

const proof = (certificate: boolean): Html =>
  html`${file('shows', certificate ? 'The certificate or report' : 'What shows it, if you have it', 'application/pdf,image/*')}${certificate && html`<p>Without the certificate this is a note: the case stays open until it has come and was reviewed.</p>`}`

export const file = (id: string, label: string, accept: string): Html =>
  field(
    id,
    label,
    html`<input id="${id}" name="file" type="file" accept="${accept}" aria-describedby="${id}-hint">`,
    'At most 4 MB.',
  )
