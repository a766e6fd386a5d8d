/** Holds: those in force, saying one, letting one go. */
import { isDayText, longDay } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { has } from '../../../shared/people/rights.ts'
import {
  type Hold,
  type HoldSubject,
  holders,
  holdKind,
  holdKinds,
  holdSubject,
  recordedKeeping,
} from '../../../shared/position/retention/holds.ts'
import { naming } from '../case/accountable.ts'
import { dayFrom, type Posted, posted } from '../forms/answers.ts'
import { assetHref, caseHref } from '../read.ts'
import { dateInput, select, textInput } from '../views/form.ts'
import { type Bit, h2, hidden, inset, link, type Mistake, p, pagination, table } from '../views/parts.ts'
import type { Visit } from '../visit.ts'
import { PATH } from './lists.ts'

export const mayHold = ({ actor }: Pick<Visit, 'actor'>): boolean => has(actor, holders)

const subjectLink = (subject: HoldSubject): Html =>
  'caseId' in subject
    ? link(caseHref(subject.caseId), subject.caseId)
    : html`all cases of ${link(assetHref(subject.assetId), subject.assetId)}`

const release = (visit: Visit, { subject, kind }: Hold): Html =>
  html`<form method="post" action="${PATH}">${hidden('csrf', visit.csrf)}${hidden('act', 'release')}${hidden('subject', JSON.stringify(subject))}${hidden('kind', kind)}<button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">Let it go</button></form>`

const holdForm = (visit: Visit, answers: Posted, mistakes: readonly Mistake[]): Html => {
  const asking = { answers, mistakes, documents: [], today: visit.today }
  const wrong = (field: string) => mistakes.find(one => one.field === field)?.message
  return html`<h3 class="govuk-heading-s" id="hold">Keep something beyond its day</h3>
<form method="post" action="${PATH}#hold" novalidate>${hidden('csrf', visit.csrf)}${hidden('act', 'hold')}
${textInput('about', 'Case or home', answers.get('about'), { hint: 'The number of a case; or of a home, block or lift, for all its cases', error: wrong('about') })}
${select(
  'kind',
  'Because of',
  holdKind.options.map(value => ({ value, text: holdKinds[value] })),
  answers.get('kind'),
)}
${textInput('reference', 'Its number (optional)', answers.get('reference'), { hint: 'Of the claim or of the court. No names', error: wrong('reference'), width: 'govuk-input--width-20' })}
${dateInput('reviewOn', 'To be looked at again on', asking, false)}<button class="govuk-button">Keep it</button></form>`
}

export const holdsPart = async (
  visit: Visit,
  answers = posted(''),
  mistakes: readonly Mistake[] = [],
): Promise<Html> => {
  const found = await visit.deps.store.holds({ cursor: visit.query.get('cursor') ?? undefined, limit: 50 })
  const called = naming(await visit.deps.directory(), visit.deps.contractors)
  const rows = found.items.map((one): Bit[] => [
    subjectLink(one.subject),
    recordedKeeping(one).why,
    longDay(one.reviewOn),
    called(one.by) ?? one.by,
    ...(mayHold(visit) ? [release(visit, one)] : []),
  ])
  const columns = [{ title: 'What' }, { title: 'Because of' }, { title: 'Looked at again' }, { title: 'Said by' }]
  return html`${h2('On hold')}${p('What is on hold is not erased, whoever asks. An open case of the same matter, and the Ombudsman’s, keep theirs without anybody saying so.')}
${rows.length === 0 ? inset('Nobody has put anything on hold.') : table('', mayHold(visit) ? [...columns, { title: 'Let go' }] : columns, rows, 'Holds in force')}
${pagination(PATH, visit.query, found.cursor, 'holds')}${mayHold(visit) && holdForm(visit, answers, mistakes)}`
}

const subjectAsked = async ({ deps }: Visit, about: string): Promise<HoldSubject | undefined> => {
  if (about === '') return undefined
  if (await deps.store.load(about)) return { caseId: about }
  return (await deps.store.getAsset(about)) ? { assetId: about } : undefined
}

/** What is wrong with it, or nothing once it is kept. */
export const takeHold = async (visit: Visit, answers: Posted): Promise<Mistake[]> => {
  const about = answers.get('about').trim()
  const subject = about.length > 200 ? undefined : await subjectAsked(visit, about)
  const kind = holdKind.safeParse(answers.get('kind'))
  const reference = answers.get('reference').trim()
  const reviewOn = dayFrom(answers, 'reviewOn')
  const mistakes: Mistake[] = []
  if (!subject) mistakes.push({ field: 'about', message: 'Enter the number of a case or of a home that is known here' })
  if (!kind.success) mistakes.push({ field: 'kind', message: 'Choose what it is because of' })
  if (reference.length > 60) mistakes.push({ field: 'reference', message: 'The number has 60 characters at most' })
  if (!reviewOn || !isDayText(reviewOn) || reviewOn <= visit.today)
    mistakes.push({ field: 'reviewOn-day', message: 'Enter a day to come, on which it is looked at again' })
  else if (subject && kind.success && mistakes.length === 0)
    await visit.deps.store.putHold({
      ...{ subject, kind: kind.data, reviewOn, by: visit.actor.id, at: visit.now },
      ...(reference ? { reference } : {}),
    })
  return mistakes
}

const parsedSubject = (text: string): HoldSubject | undefined => {
  try {
    return holdSubject.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export const takeRelease = async ({ deps, actor, now }: Visit, answers: Posted): Promise<void> => {
  const [subject, kind] = [parsedSubject(answers.get('subject')), holdKind.safeParse(answers.get('kind'))]
  if (subject && kind.success) await deps.store.releaseHold(subject, kind.data, { by: actor.id, at: now })
}
