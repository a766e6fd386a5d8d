/** Who works here, who is away, who stands in; and saying so. */
import { isDayText, longDay } from '../../shared/core/time.ts'
import { type Answer, seeOther } from '../../shared/http/answer.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { reachableAgain } from '../../shared/people/leavers.ts'
import type { Directory, Person } from '../../shared/people/person.ts'
import { mayChangePerson } from '../../shared/people/rights.ts'
import { personHref } from './case/accountable.ts'
import { dayFrom, type Posted, posted } from './forms/answers.ts'
import { missing, notAllowed } from './missing.ts'
import { notTold } from './not-told.ts'
import { dateInput, guards, select } from './views/form.ts'
import { heading, page } from './views/layout.ts'
import {
  type Bit,
  banner,
  errorSummary,
  hidden,
  inset,
  link,
  type Mistake,
  p,
  pagination,
  summaryList,
  table,
  tag,
} from './views/parts.ts'
import { moment, roleTitle } from './views/words.ts'
import type { Page, Visit } from './visit.ts'

const standing = (one: Person, today: string): Html => {
  if (one.leftOn && one.leftOn <= today) return tag('Left', 'grey')
  if (one.bouncedAt) return tag('Mail refused', 'red')
  if (one.absentFrom && one.absentFrom <= today && (!one.absentTo || today <= one.absentTo))
    return tag('Away', 'orange')
  return one.absentFrom && one.absentFrom > today ? tag('Will be away', 'yellow') : tag('Here', 'green')
}
const away = (one: Person): string =>
  one.absentFrom ? `${longDay(one.absentFrom)} to ${one.absentTo ? longDay(one.absentTo) : 'no end'}` : ''

const nameOf = (email: string | undefined, { people }: Directory): string =>
  people.find(one => one.email === email)?.name ?? email ?? ''

export const peoplePage: Page = async visit => {
  const { deps, query, today } = visit
  const directory = await deps.directory()
  const found = await deps.store.people({ limit: 50, cursor: query.get('cursor') ?? undefined })
  const rows = [...found.items].sort((a, b) => (a.name < b.name ? -1 : 1))
  return page(visit, {
    title: 'People',
    here: '/pages/people',
    body: html`${heading('People and absence')}
${p('Mail goes to whoever holds the role on the day it is sent. Whoever is away is stood in for by a deputy, then by a manager.')}
${
  rows.length === 0
    ? inset('No people are recorded. Until they are, every mail goes to the landlord’s fallback address: import them.')
    : table(
        'Everybody',
        [{ title: 'Name' }, { title: 'Roles' }, { title: 'Today' }, { title: 'Away' }, { title: 'Deputy' }],
        rows.map(one => [
          link(personHref(one.email), one.name),
          one.roles.map(roleTitle(deps)).join(', '),
          standing(one, today),
          away(one),
          nameOf(one.deputy, directory),
        ]),
      )
}${pagination('/pages/people', query, found.cursor, 'people')}${query.has('cursor') ? undefined : await notTold(visit)}`,
  })
}

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

/** What is wrong with the absence, in words; an absence without an end would never give the mail back. */
const mistakesIn = async ({ deps }: Visit, one: Person, answers: Posted): Promise<Mistake[]> => {
  const [from, to] = [dayFrom(answers, 'absentFrom'), dayFrom(answers, 'absentTo')]
  const deputy = answers.get('deputy').trim().toLowerCase()
  const found: Mistake[] = []
  if (from === null) found.push({ field: 'absentFrom-day', message: 'The first day must be a real date' })
  if (to === null) found.push({ field: 'absentTo-day', message: 'The last day must be a real date' })
  if (from && to === undefined) found.push({ field: 'absentTo-day', message: 'Enter the last day away' })
  if (to && from === undefined) found.push({ field: 'absentFrom-day', message: 'Enter the first day away' })
  if (from && to && to < from) found.push({ field: 'absentTo-day', message: 'The last day is before the first' })
  if (deputy === one.email) found.push({ field: 'deputy', message: 'Nobody stands in for themselves' })
  else if (deputy) {
    const person = await deps.store.getPerson(deputy)
    if (!person) found.push({ field: 'deputy', message: `Nobody here has the address ${deputy}` })
    else if (from && to && person.absentFrom && person.absentFrom <= to && from <= (person.absentTo ?? to))
      found.push({ field: 'deputy', message: `${person.name} is away then too: ${away(person)}` })
  } else if (from && !one.manager)
    found.push({ field: 'deputy', message: 'Enter who stands in: there is no manager either' })
  return found
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
