/** Many messages discarded at once, after a flood of spam: each is its own event on its own case, by two people, with a reason. */
import * as z from 'zod'
import { bounded } from '../../../shared/bounded.ts'
import type { Case } from '../../../shared/core/case.ts'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { canonical, sha256 } from '../../../shared/store/chain.ts'
import { type Posted, posted } from '../forms/answers.ts'
import { doorName } from '../subject.ts'
import { textInput } from '../views/form.ts'
import { banner, errorSummary, h2, hidden, link, type Mistake, p } from '../views/parts.ts'
import type { Visit } from '../visit.ts'

export const PATH = '/pages/to-sort'
/** Chosen at once: what stands on one page, and half as much again. */
const MOST = 75
const AT_ONCE = 4
const REASON = 2000

/** What was chosen and typed, where the form is shown again. */
export type Chosen = { cases: ReadonlySet<string>; reason: string; mistakes: readonly Mistake[] }

const proposal = z.object({ by: z.string(), reason: z.unknown() })
export const proposalOf = ({ facts }: Case) => proposal.safeParse(facts.proposal).data
const byOthers = (c: Case, { actor }: Visit): boolean => proposalOf(c)?.by !== actor.id
export const isProposed = ({ state }: Case): boolean => state === 'discard_proposed'

/** Nothing for what somebody proposed themselves: a second person agrees. */
export const tick = (c: Case, visit: Visit, { cases }: Chosen): Html | string => {
  if (isProposed(c) && !byOthers(c, visit)) return '–'
  const id = `choose-${c.id}`
  return html`<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" id="${id}" name="case" value="${c.id}"${cases.has(c.id) ? html` checked` : undefined}><label class="govuk-label govuk-checkboxes__label" for="${id}"><span class="govuk-visually-hidden">Choose ${c.id}</span></label></div></div>`
}

/** The place in the list alone, without what was chosen or done. */
export const placeOf = ({ query }: Visit): URLSearchParams => {
  const cursor = query.get('cursor')
  return new URLSearchParams(cursor === null ? {} : { cursor })
}
const addressWith = (visit: Visit, more: Record<string, string> = {}): string => {
  const to = new URLSearchParams([...placeOf(visit), ...Object.entries(more)]).toString()
  return to === '' ? PATH : `${PATH}?${to}`
}

/** Fewer than these are chosen by hand. */
const MANY = 3

/**
 * What may be chosen whole: of one door, at one step. What contractors sent, and what may tell of a hazard, is looked
 * at one by one.
 */
const heapOf = (c: Case, visit: Visit): string | undefined => {
  const { source, meant } = c.facts
  if (meant === 'hazard' || typeof source !== 'string' || !/^(mail|form):/.test(source)) return undefined
  if (!isProposed(c)) return `open ${source}`
  return byOthers(c, visit) ? `proposed ${source}` : undefined
}

/** By a link: pages work without a script. */
export const chosenFrom = (visit: Visit, cases: readonly Case[]): Chosen => {
  const heap = visit.query.get('choose')
  const theirs = cases.filter(c => heap !== null && heapOf(c, visit) === heap)
  return { cases: new Set(theirs.map(({ id }) => id)), reason: '', mistakes: [] }
}

const heapLinks = (visit: Visit, cases: readonly Case[]): Html[] =>
  [...Map.groupBy(cases, c => heapOf(c, visit))].flatMap(([heap, all]) => {
    if (heap === undefined || all.length < MANY) return []
    const door = doorName(heap.slice(heap.indexOf(' ') + 1))
    const which = heap.startsWith('proposed') ? `${all.length} that are to be discarded,` : `${all.length}`
    return [html`<li>${link(addressWith(visit, { choose: heap }), `Choose the ${which} by ${door}`)}</li>`]
  })

/** Around the list; `cases`: those that it shows. */
export const discardForm = (visit: Visit, cases: readonly Case[], list: Html, chosen: Chosen): Html => {
  const links = heapLinks(visit, cases)
  const error = chosen.mistakes.find(({ field }) => field === 'reason')?.message
  return html`<form method="post" action="${addressWith(visit)}">${hidden('csrf', visit.csrf)}${hidden('id', visit.deps.random())}
${links.length > 0 && html`<ul class="govuk-list">${links}</ul>`}
${list}
${h2('Discard those that are chosen')}
${p('Spam and what was meant for nobody. Each stays as it came, with who discarded it and why, and it takes two people: one proposes, another agrees.')}
${textInput('reason', 'Why they may be discarded', chosen.reason, { rows: 2, error })}
<div class="govuk-button-group"><button class="govuk-button govuk-button--secondary" name="do" value="propose">Propose to discard those chosen</button>${
    cases.some(c => isProposed(c) && byOthers(c, visit)) &&
    html`<button class="govuk-button govuk-button--warning" name="do" value="agree">Agree to discard those chosen</button>`
  }</div></form>`
}

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`)

export const told = ({ query }: Visit): Html | false => {
  const [done, left] = ['done', 'left'].map(name => Number(query.get(name) ?? 0))
  const what = query.get('did')
  if (what === null || !Number.isInteger(done) || !Number.isInteger(left)) return false
  const rest =
    left! > 0 && p(`${messages(left!)} stayed as they were: sorted meanwhile, or at another step than the others.`)
  const said = what === 'agree' ? 'discarded' : 'to be discarded, once a second person agrees'
  return banner(
    done! > 0 ? 'Recorded' : 'Nothing was changed',
    html`<p class="govuk-notification-banner__heading">${messages(done!)} ${said}.</p>${rest}`,
    done! > 0,
  )
}

export const summaryOf = ({ mistakes }: Chosen): Html | false =>
  mistakes.length > 0 && errorSummary('There is a problem', mistakes)

const eventOf = (what: string, reason: string): { type: string; data: Record<string, unknown> } =>
  what === 'agree' ? { type: 'triage.discarded', data: {} } : { type: 'triage.discardProposed', data: { reason } }

const mistakesOf = (what: string, cases: readonly string[], reason: string): Mistake[] => [
  ...(cases.length === 0 ? [{ field: '', message: 'Choose at least one message' }] : []),
  ...(cases.length > MOST ? [{ field: '', message: `Choose at most ${MOST} at once` }] : []),
  ...(what === 'propose' && reason === '' ? [{ field: 'reason', message: 'Say why they may be discarded' }] : []),
  ...(reason.length > REASON ? [{ field: 'reason', message: `Say it in at most ${REASON} characters` }] : []),
]

const idOf = (answers: Posted, { deps }: Visit): string =>
  /^[\w-]{16,100}$/.exec(answers.get('id'))?.[0] ?? deps.random()

/** `again`: the page with what was chosen, where something is missing. The same form sent twice is recorded once. */
export const takeDiscard = async (
  visit: Visit,
  body: string,
  again: (chosen: Chosen) => Promise<Answer>,
): Promise<Answer> => {
  const { deps, actor, now } = visit
  const answers = posted(body)
  const cases = [...new Set(answers.all('case'))]
  const what = answers.get('do') === 'agree' ? 'agree' : 'propose'
  const reason = answers.get('reason').trim()
  const mistakes = mistakesOf(what, cases, reason)
  if (mistakes.length > 0) return again({ cases: new Set(cases), reason, mistakes })
  const form = idOf(answers, visit)
  const { type, data } = eventOf(what, reason)
  let done = 0
  await bounded(cases, AT_ONCE, async caseId => {
    const message = { source: 'pages', id: `${form}:${caseId}`, bodyHash: sha256(canonical({ caseId, type, data })) }
    const applied = await deps.apply.event(caseId, { type, at: now, by: actor, data }, message)
    if (applied.kind === 'done' || applied.kind === 'duplicate') done += 1
  })
  return seeOther(addressWith(visit, { did: what, done: String(done), left: String(cases.length - done) }))
}
