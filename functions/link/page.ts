/** The pages behind a link: plain forms, no script, read on a phone. */
import { createHash } from 'node:crypto'
import type { Answer } from '../../shared/http/answer.ts'
import type { Purpose } from '../../shared/links/link.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import type { Offers } from './job.ts'
import type { Who } from './opened.ts'

const style = `body{margin:0;font:19px/1.4 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff}header{background:#0b0c0c;color:#fff;padding:12px 16px;font-weight:bold}main{max-width:38rem;margin:0 auto;padding:16px}h1{font-size:1.6rem;line-height:1.2;margin:16px 0}h2{font-size:1.25rem;margin:32px 0 8px;border-top:1px solid #b1b4b6;padding-top:20px}label,legend{display:block;font-weight:bold;margin:20px 0 6px}fieldset{border:0;margin:0;padding:0}.choice{display:flex;gap:12px;align-items:center;font-weight:normal;min-height:44px;margin:4px 0}input[type=checkbox],input[type=radio]{width:28px;height:28px;flex:none}input:not([type=checkbox]):not([type=radio]),textarea,select{font:inherit;width:100%;box-sizing:border-box;border:2px solid #0b0c0c;padding:8px;min-height:44px}button{font:inherit;font-weight:bold;color:#fff;background:#00703c;border:0;padding:12px 20px;margin:24px 0 0;min-height:48px;width:100%}:focus{outline:3px solid #fd0;outline-offset:0}.error{border-left:5px solid #d4351c;padding-left:12px}`
const hash = createHash('sha256').update(style).digest('base64')

export const page = (landlord: string, title: string, body: Html, status = 200): Answer => ({
  statusCode: status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    'x-robots-tag': 'noindex',
  },
  body: `<!doctype html>${
    html`<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – ${landlord}</title><style>${{ markup: style }}</style></head>
<body><header>${landlord}</header><main><h1>${title}</h1>${body}</main></body></html>`.markup
  }`,
})

export const said = (lines: readonly string[]): Html => html`${lines.map(line => html`<p>${line}</p>`)}`

const field = (name: string, label: string, more: Html, hint = ''): Html =>
  html`<label for="${name}">${label}</label>${hint && html`<p id="${name}-hint">${hint}</p>`}${more}`

/** What was sent and not taken stands in the form again: nobody types it twice at a door. Files must be chosen anew. */
export type Was = Readonly<Record<string, string>>
const on = (was: Was, name: string, value: string): Html | string => (was[name] === value ? html` checked` : '')
const text = (was: Was, name: string): Html | string => (was[name] ? html` value="${was[name]}"` : '')

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
const me = (who: readonly Who[], was: Was): Html => {
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

const file = (id: string, label: string, accept: string): Html =>
  field(
    id,
    label,
    html`<input id="${id}" name="file" type="file" accept="${accept}" aria-describedby="${id}-hint">`,
    'At most 4 MB.',
  )
const hidden = (kind: string, at: string): Html =>
  html`<input type="hidden" name="kind" value="${kind}"><input type="hidden" name="at" value="${at}">`

const outcomes: readonly (readonly [string, string])[] = [
  ['no_answer', 'Nobody answered'],
  ['refused', 'Refused'],
  ['rearranged', 'Asked for another day'],
  ['unsafe', 'Not safe to enter'],
  ['wrong_address', 'Wrong address'],
]
const options = (all: readonly (readonly [string, string])[], chosen: string | undefined): Html =>
  html`${all.map(([value, title]) => html`<option value="${value}"${value === chosen && html` selected`}>${title}</option>`)}`

const noAccess = (
  who: readonly Who[],
  at: string,
  was: Was,
): Html => html`<h2>No access</h2><form method="post" enctype="multipart/form-data">${hidden('noAccess', at)}
<label for="outcome">What happened</label><select id="outcome" name="outcome">${options(outcomes, was.outcome)}</select>
<label class="choice"><input type="checkbox" name="cardLeft" value="yes"${on(was, 'cardLeft', 'yes')}> I left a card</label>${file('photo', 'Photograph of the door or card', 'image/*')}${me(who, was)}<button>Record no access</button></form>`

const done = (
  who: readonly Who[],
  at: string,
  certificate: boolean,
  was: Was,
): Html => html`<h2>Done</h2><form method="post" enctype="multipart/form-data">${hidden('done', at)}
${
  certificate
    ? html`${file('certificate', 'Certificate', 'application/pdf,image/*')}<label for="regNo">Your registration number</label><input id="regNo" name="regNo" maxlength="60"${text(was, 'regNo')}>`
    : html`${field('on', 'Done on', html`<input id="on" name="on" type="date" required${text(was, 'on')}>`)}${file('proof', 'Photograph of the finished work', 'application/pdf,image/*')}`
}${me(who, was)}<button>${certificate ? 'Send the certificate' : 'Record it as done'}</button></form>`

const unsafe = (
  who: readonly Who[],
  at: string,
  codes: Offers['codes'],
  was: Was,
): Html => html`<h2>Unsafe</h2><form method="post" enctype="multipart/form-data">${hidden('unsafe', at)}
<label for="code">Code</label><select id="code" name="code">${options(codes, was.code)}</select>
<label for="actionTaken">What you did</label><textarea id="actionTaken" name="actionTaken" rows="3" maxlength="2000" required>${was.actionTaken ?? ''}</textarea>
<label class="choice"><input type="checkbox" name="isolated" value="yes"${on(was, 'isolated', 'yes')}> It is isolated</label>${me(who, was)}<button>Report it now</button></form>`

export type JobPage = {
  about: readonly string[]
  who: readonly Who[]
  /** when the page was made: the same form sent twice is one message */
  at: string
  offers: Offers | undefined
}

const nothing: Offers = { certificate: false, claim: false, noAccess: false, codes: [] }

/** Only what the job can take is offered. */
export const jobForms = ({ about, who, at, offers = nothing }: JobPage, wrong?: string, sent: Was = {}): Html => {
  const of = (kind: string): Was => (sent.kind === kind ? sent : {})
  return html`${wrong && html`<p class="error" role="alert">${wrong}</p>`}${said(about)}
${offers.noAccess && noAccess(who, at, of('noAccess'))}
${(offers.certificate || offers.claim) && done(who, at, offers.certificate, of('done'))}
${offers.codes.length > 0 && unsafe(who, at, offers.codes, of('unsafe'))}
${!offers.noAccess && !offers.certificate && !offers.claim && offers.codes.length === 0 && said(['Nothing more can be told about this job now. If something is wrong at the property, telephone us.'])}`
}
