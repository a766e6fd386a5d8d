/** A contractor's page for one job: which it is, what it was told of already, and a form for each thing it can be told. */
import { dayOf, type Instant } from '../../shared/core/time.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { written } from '../../shared/mail/lateness.ts'
import type { Offers } from './job.ts'
import { toldAs } from './kinds.ts'
import type { Opened, Who } from './opened.ts'
import { field, file, me, on, said, text, type Was } from './page.ts'
import type { Told } from './told.ts'

export type JobPage = {
  about: readonly string[]
  who: readonly Who[]
  /** when the page was made: the same form sent twice is one message */
  at: Instant
  offers: Offers | undefined
  told: readonly Told[]
}

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

const noAccess = (who: readonly Who[], toldToday: boolean, was: Was): Html => html`
<label for="outcome">What happened</label><select id="outcome" name="outcome">${options(outcomes, was.outcome)}</select>
<label class="choice"><input type="checkbox" name="cardLeft" value="yes"${on(was, 'cardLeft', 'yes')}> I left a card</label>${file('photo', 'Photograph of the door or card, if you have one', 'image/*')}${toldToday && html`<label class="choice"><input type="checkbox" name="again" value="yes"${on(was, 'again', 'yes')}> I went there again today</label>`}${me(who, was)}<button>Record no access</button>`

const done = (who: readonly Who[], { certificate, today }: { certificate: boolean; today: string }, was: Was): Html =>
  html`${
    certificate
      ? html`${file('certificate', 'Certificate', 'application/pdf,image/*')}<label for="regNo">Your registration number</label><input id="regNo" name="regNo" maxlength="60"${text(was, 'regNo')}>`
      : html`${field('on', 'Done on', html`<input id="on" name="on" type="date" max="${today}" required${text(was, 'on')}>`)}${file('proof', 'Photograph of the finished work, if you have one', 'application/pdf,image/*')}`
  }${me(who, was)}<button>${certificate ? 'Send the certificate' : 'Record it as done'}</button>`

const unsafe = (who: readonly Who[], codes: Offers['codes'], was: Was): Html => html`
<label for="code">Code</label><select id="code" name="code">${options(codes, was.code)}</select>
<label for="actionTaken">What you did</label><textarea id="actionTaken" name="actionTaken" rows="3" maxlength="2000" required>${was.actionTaken ?? ''}</textarea>
<label class="choice"><input type="checkbox" name="isolated" value="yes"${on(was, 'isolated', 'yes')}> It is isolated</label>${me(who, was)}<button>Report it now</button>`

const nothing: Offers = { certificate: false, claim: false, noAccess: false, codes: [] }

/** Danger first: whoever stands before it looks for no other form. */
const formsOf = ({ who, at, told, offers = nothing }: JobPage, sent: Was): [kind: string, body: Html][] => {
  const of = (kind: string): Was => (sent.kind === kind ? sent : {})
  const toldToday = told.some(one => one.kind === 'noAccess' && dayOf(one.at) === dayOf(at))
  const doing = { certificate: offers.certificate, today: dayOf(at) }
  return [
    ...(offers.codes.length > 0 ? [['unsafe', unsafe(who, offers.codes, of('unsafe'))] satisfies [string, Html]] : []),
    ...(offers.noAccess ? [['noAccess', noAccess(who, toldToday, of('noAccess'))] satisfies [string, Html]] : []),
    ...(offers.certificate || offers.claim ? [['done', done(who, doing, of('done'))] satisfies [string, Html]] : []),
  ]
}

const soFar = (told: readonly Told[]): Html | false =>
  told.length > 0 &&
  html`<h2>What you have told us</h2><ul>${told.map(({ kind, at }) => html`<li>${toldAs[kind] ?? kind}: ${written(at)}</li>`)}</ul>`

/** Only what the job can take is offered. `sent`: what was not taken stands in its form again. */
export const jobForms = (job: JobPage, wrong?: string, sent: Was = {}): Html => {
  const forms = formsOf(job, sent)
  const refused = forms.some(([kind]) => kind === sent.kind) && sent.kind
  return html`${wrong && html`<div class="error" role="alert"><p>${wrong}</p>${refused && html`<p><a href="#${refused}">${toldAs[refused] ?? refused}: what you typed is still there</a>. A file has to be chosen again.</p>`}</div>`}${said(job.about)}
${soFar(job.told)}
${forms.length > 1 && html`<h2>Tell us</h2><ul class="ways">${forms.map(([kind]) => html`<li><a href="#${kind}">${toldAs[kind] ?? kind}</a></li>`)}</ul>`}
${forms.map(([kind, body]) => html`<h2 id="${kind}">${toldAs[kind] ?? kind}</h2><form method="post" enctype="multipart/form-data">${hidden(kind, job.at)}${body}</form>`)}
${forms.length === 0 && said(['Nothing more can be told about this job now. If something is wrong at the property, telephone us.'])}`
}

/** What comes of it, for whoever would go on waiting. */
const next: Readonly<Record<string, string>> = {
  noAccess: 'Your visit and its time are on record.',
  done: 'Somebody here looks at it; the job stays open until then.',
  unsafe: 'It goes to a person here. If somebody is in danger there, telephone us as well.',
}

export const sentPage = ({ about }: Pick<Opened, 'about'>, kind = ''): Html =>
  html`${said([`Thank you, it is recorded: ${(toldAs[kind] ?? kind).toLowerCase()}.`, about[0] ?? '', next[kind] ?? ''].filter(Boolean))}<p><a href="?">Tell us something else about this job</a></p>`
