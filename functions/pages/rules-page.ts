/** Every rule that a date rests on, with its source and how sure we are of it; and what this landlord chose. */

import { isDayText, longDay } from '../../shared/core/time.ts'
import type { PolicyChoice } from '../../shared/law/policy/choice.ts'
import { type PolicyId, policies } from '../../shared/law/policy.ts'
import type { LawRule } from '../../shared/law/rules/rule.ts'
import { rules } from '../../shared/law/rules.ts'
import { html } from '../../shared/mail/html.ts'
import { heading, page } from './views/layout.ts'
import { inset, p, table, tag } from './views/parts.ts'
import { label } from './views/words.ts'
import type { Page } from './visit.ts'

const sure = {
  verified: ['Verified', 'green'],
  known: ['Known', 'blue'],
  seed: ['Landlord’s document', 'grey'],
  practice: ['Practice', 'grey'],
  unconfirmed: ['Unconfirmed', 'red'],
} as const

/** Short forms of the trade keep their capitals. */
const title = (id: string): string =>
  label(id).replace(/\b(id|ar|co|eicr|fra|ncs|tsm|uprn|riddor|hhsrs|acm|sais?)\b/gi, found => found.toUpperCase())

const inWords = (word: string, on: string | undefined): string =>
  on === undefined ? '' : `${word} ${isDayText(on) ? longDay(on) : on}`

const force = ({ from, to }: LawRule): string => [inWords('from', from), inWords('to', to)].filter(Boolean).join(' ')
const holds = (text: string, words: string): boolean =>
  words.split(/\s+/).every(word => text.toLowerCase().includes(word))

export const rulesPage: Page = async visit => {
  const asked = (visit.query.get('q') ?? '').trim().toLowerCase().slice(0, 100)
  const all = (Object.entries(rules) as [string, LawRule][]).filter(([id, rule]) =>
    holds(`${id} ${rule.source} ${rule.unit}`, asked),
  )
  const chosen = (Object.entries(policies) as [PolicyId, PolicyChoice][]).filter(([id, one]) =>
    holds(`${id} ${one.title} policy`, asked),
  )
  const groups = Map.groupBy(all, ([id]) => id.split('.')[0]!)
  return page(visit, {
    title: 'Rules and their sources',
    here: '/pages/rules',
    body: html`${heading('Rules and their sources')}
${p('Every date on these pages rests on one of these numbers. “Verified” was read in the source; “known” is settled law whose wording was not read again; “unconfirmed” must be confirmed before anybody relies on it.')}
<form method="get" action="/pages/rules" class="dh-search" role="search"><label class="govuk-visually-hidden" for="q">Search the rules</label><input class="govuk-input" id="q" name="q" value="${asked}"><button class="govuk-button">Search</button></form>
${all.length + chosen.length === 0 && inset('No rule answers to these words.')}
${[...groups].map(([group, some]) =>
  table(
    title(group),
    [{ title: 'Rule' }, { title: 'Number' }, { title: 'Source' }, { title: 'How sure' }],
    some.map(([id, rule]) => [
      html`${title(id.split('.').slice(1).join(' '))}<br><span class="dh-quiet govuk-!-font-weight-regular">${id}</span>`,
      `${rule.value ?? ''} ${rule.unit}`,
      html`${rule.source}${force(rule) && html`<br><span class="dh-quiet">${force(rule)}</span>`}`,
      tag(sure[rule.confidence][0], sure[rule.confidence][1]),
    ]),
  ),
)}
${
  chosen.length > 0 &&
  table(
    'What the landlord chooses',
    [{ title: 'Choice' }, { title: 'Here' }, { title: 'Our default' }, { title: 'May be' }],
    chosen.map(([id, one]) => [
      one.title,
      `${visit.deps.policy[id] ?? one.value} ${one.unit}`,
      String(one.value),
      `${one.min} to ${one.max}`,
    ]),
  )
}`,
  })
}
