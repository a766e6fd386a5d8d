/** Who works here, who is away, who stands in; and saying so. */
import { isDayText } from '../../../shared/core/time.ts'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { reachableAgain } from '../../../shared/people/leavers.ts'
import type { Directory, Person } from '../../../shared/people/person.ts'
import { mayChangePerson } from '../../../shared/people/rights.ts'
import { personHref } from '../case/accountable.ts'
import { dayFrom, type Posted, posted } from '../forms/answers.ts'
import { missing, notAllowed } from '../missing.ts'
import { dateInput, guards, select } from '../views/form.ts'
import { heading, page } from '../views/layout.ts'
import { type Bit, banner, errorSummary, hidden, link, type Mistake, p, summaryList } from '../views/parts.ts'
import { moment, roleTitle } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { mistakesIn } from './mistakes.ts'
import { away, nameOf, standing } from './standing.ts'

const typedFrom = (one: Person): Posted => {
  const parts = (name: string, day: string | undefined) => {
    const [year, month, date] = (day ?? '').split('-')
    return day ? `${name}-day=${Number(date)}&${name}-month=${Number(month)}&${name}-year=${year}` : ''
  }
  return posted(
    [
      parts('absentFrom', one.absentFrom),
      parts('absentTo', one.absentTo),
      `deputy=${encodeURIComponent(one.deputy ?? '')}`,
    ]
      .filter(Boolean)
      .join('&'),
  )
}

const named = (email: string | undefined, directory: Directory): Bit => {
  const found = directory.people.find(one => one.email === email)
  return found ? link(personHref(found.email), found.name) : (email ?? 'nobody')
}

/** Everybody else who works here, by name; whoever was chosen before stays a choice, gone or not. */
const standIns = ({ deps, today }: Visit, one: Person, directory: Directory, chosen: string) => {
  const { people } = directory
  const here = people.filter(({ email, leftOn }) => email !== one.email && !(leftOn && leftOn <= today))
  const named = here.map(({ email, name, roles }) => ({
    value: email,
    text: [name, roles.map(roleTitle(deps)).join(', ')].filter(Boolean).join(' – '),
  }))
  const manager = one.manager ? nameOf(one.manager, directory) : undefined
  return [
    { value: '', text: manager ? `Nobody named: ${manager}, their manager` : 'Choose' },
    ...named.sort((a, b) => a.text.localeCompare(b.text, 'en-GB')),
    ...(chosen && !named.some(({ value }) => value === chosen)
      ? [{ value: chosen, text: nameOf(chosen, directory) }]
      : []),
  ]
}

/** What to do about an address that refuses mail; whoever has it put right says so here. */
const refuses = (visit: Visit, one: Person, may: boolean): Html =>
  html`<h2 class="govuk-heading-m">Mail to them came back</h2>${p(`Since ${moment(one.bouncedAt!)} nothing is sent to ${one.email}: others are told instead. Have the mailbox put right, and the address taken off the list of those that the mail service no longer writes to.`)}${
    may
      ? html`<form method="post" action="${personHref(one.email)}">${guards(visit.csrf, visit.deps.random())}<button class="govuk-button govuk-button--secondary" name="reachable" value="yes">The address takes mail again</button></form>`
      : undefined
  }`

const form = async (visit: Visit, one: Person, answers: Posted, mistakes: Mistake[]): Promise<Answer> => {
  const asking = { answers, mistakes, documents: [], today: visit.today }
  const may = mayChangePerson(visit.actor, one.email)
  const directory = await visit.deps.directory()
  return page(visit, {
    title: one.name,
    here: '/pages/people',
    back: { text: 'People', href: '/pages/people' },
    status: mistakes.length > 0 ? 400 : 200,
    error: mistakes.length > 0,
    body: html`${mistakes.length > 0 && errorSummary('It was not saved', mistakes)}
${visit.query.has('saved') && banner('Saved', html`<p class="govuk-notification-banner__heading">${one.absentFrom ? `${one.name} is away ${away(one)}.` : `${one.name} is not away.`}</p>`)}
${visit.query.has('reachable') && banner('Saved', html`<p class="govuk-notification-banner__heading">Mail goes to ${one.name} again.</p>`)}
${heading(one.name, one.roles.map(roleTitle(visit.deps)).join(', '))}
${summaryList([
  ['Today', standing(one, visit.today)],
  ['E-mail', one.email],
  ['Manager', named(one.manager, directory)],
  ['Deputy', named(one.deputy, directory)],
  ['Streams', one.workflows.join(', ') || 'all'],
  ['Areas', one.areas.join(', ') || 'all'],
])}
${one.bouncedAt && refuses(visit, one, may)}
${
  may
    ? html`<h2 class="govuk-heading-m">Absence</h2><form method="post" action="${personHref(one.email)}" novalidate>${guards(visit.csrf, visit.deps.random())}${hidden('was', absenceOf(one))}${dateInput('absentFrom', 'First day away', asking, false)}${dateInput('absentTo', 'Last day away', asking, false, 'Leave both empty when nobody is away')}${select('deputy', 'Who stands in', standIns(visit, one, directory, answers.get('deputy')), answers.get('deputy'), mistakes.find(found => found.field === 'deputy')?.message)}<button class="govuk-button">Save the absence</button></form>`
    : p('Only they themselves, managers and the administrator may record when they are away.')
}`,
  })
}

export const personPage: Page = async visit => {
  const email = (visit.params.email ?? '').toLowerCase()
  const one = await visit.deps.store.getPerson(email)
  return one ? form(visit, one, typedFrom(one), []) : missing(visit, 'person', email)
}

/** What a form was opened with: somebody else's change since then is not written over unseen. */
const absenceOf = ({ absentFrom, absentTo, deputy }: Pick<Person, 'absentFrom' | 'absentTo' | 'deputy'>): string =>
  [absentFrom ?? '', absentTo ?? '', deputy ?? ''].join(' ')

const saidSince = (one: Person): Mistake => ({
  field: 'absentFrom-day',
  message: `Somebody changed this since you opened it: ${one.absentFrom ? `away ${away(one)}` : 'not away'}, deputy ${one.deputy ?? 'nobody'}. What you typed is kept below: save again to say it instead`,
})

export const takePerson = async (visit: Visit, body: string): Promise<Answer> => {
  const email = (visit.params.email ?? '').toLowerCase()
  const one = await visit.deps.store.getPerson(email)
  if (!one) return missing(visit, 'person', email)
  if (!mayChangePerson(visit.actor, email))
    return notAllowed(visit, 'Only they themselves, managers and the administrator may record when they are away.')
  const answers = posted(body)
  if (answers.get('reachable') === 'yes') {
    await reachableAgain(visit.deps.store, email)
    return seeOther(`${personHref(email)}?reachable=1`)
  }
  const mistakes = await mistakesIn(visit, one, answers)
  if (mistakes.length > 0) return form(visit, one, answers, mistakes)
  const [from, to] = [dayFrom(answers, 'absentFrom'), dayFrom(answers, 'absentTo')]
  const deputy = answers.get('deputy').trim().toLowerCase()
  const was = answers.get('was')
  const saved = await visit.deps.store.changePerson(email, ({ absentFrom, absentTo, deputy: standing, ...rest }) =>
    was && was !== absenceOf({ absentFrom, absentTo, deputy: standing })
      ? undefined
      : {
          ...rest,
          ...(from && isDayText(from) ? { absentFrom: from } : {}),
          ...(to && isDayText(to) ? { absentTo: to } : {}),
          ...(deputy ? { deputy } : {}),
        },
  )
  if (saved) return seeOther(`${personHref(email)}?saved=1`)
  const now = await visit.deps.store.getPerson(email)
  return now ? form(visit, now, answers, [saidSince(now)]) : missing(visit, 'person', email)
}
