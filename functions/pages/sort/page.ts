/** What has to be sorted out: messages that nobody could place, each with why, by when and by whom; duties of which nobody knows. */
import type { Case } from '../../../shared/core/case.ts'
import { instant } from '../../../shared/core/time.ts'
import type { Answer } from '../../../shared/http/answer.ts'
import { hasMessage } from '../../../shared/intake/original.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { maySort } from '../../../shared/people/rights.ts'
import { BadCursor } from '../../../shared/store/faults.ts'
import { triage } from '../../../shared/workflows/triage.ts'
import { groups, groupTables } from '../access.ts'
import { nameAndRole } from '../case/accountable.ts'
import { toldOf } from '../case/case-read.ts'
import { notAllowed } from '../missing.ts'
import { caseHref, listed, type Row } from '../read.ts'
import { doorName, reasonName } from '../subject.ts'
import { heading, page } from '../views/layout.ts'
import { type Bit, dueTag, h2, inset, link, p, pagination, table } from '../views/parts.ts'
import { dated, moment } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import {
  type Chosen,
  chosenFrom,
  discardForm,
  isProposed,
  PATH,
  placeOf,
  proposalOf,
  summaryOf,
  takeDiscard,
  tick,
  told,
} from './discard.ts'

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const cameIn = ({ facts }: Case): Bit => {
  const at = instant.safeParse(facts.receivedAt)
  return html`${sentence(doorName(String(facts.source ?? '')))}${at.success && html`<br><span class="dh-quiet">${moment(at.data)}</span>`}`
}

/** Who proposed to discard it, and why: for the second person. */
const proposed = async (visit: Visit, c: Case): Promise<Html | false> => {
  if (!isProposed(c)) return false
  const proposal = proposalOf(c)
  const [words, { people }] = await Promise.all([toldOf(visit, c.id, [proposal?.reason]), visit.deps.directory()])
  const who = people.find(one => one.email === proposal?.by)?.name ?? proposal?.by
  return html`<br><span class="dh-quiet govuk-!-font-weight-regular">To be discarded, says ${who}: ${[...words.values()].join(' ')}</span>`
}

const messageRow = async ({ case: c, due, accountable }: Row, visit: Visit, chosen: Chosen): Promise<Bit[]> => [
  html`${link(caseHref(c.id), sentence(reasonName(c.facts.reason)))}${typeof c.facts.detail === 'string' && html`<br><span class="dh-quiet govuk-!-font-weight-regular">${c.facts.detail.slice(0, 120)}</span>`}${await proposed(visit, c)}`,
  cameIn(c),
  html`${dueTag(due, visit.now)}${due && html`<br><span class="dh-quiet">${dated(due)}</span>`}`,
  accountable ? nameAndRole(visit.deps, accountable) : '–',
  hasMessage(c)
    ? html`<a class="govuk-link" href="${caseHref(c.id)}/message">Read it<span class="govuk-visually-hidden">: ${c.id}</span></a>`
    : '–',
  tick(c, visit, chosen),
]

const messages = async (visit: Visit): Promise<{ rows: readonly Row[]; cursor?: string | undefined }> => {
  const { deps, now, query } = visit
  const filter = { workflows: [triage.name] }
  const found = await listed(deps, filter, now, { cursor: query.get('cursor') ?? undefined }).catch(
    (error: unknown) => {
      // A cursor of another list, or one that was shortened on its way: the list begins anew.
      if (error instanceof BadCursor) return listed(deps, filter, now)
      throw error
    },
  )
  return { rows: found.items, cursor: found.cursor }
}

const columns = ['Why it waits', 'Came in', 'Due', 'Accountable', 'Message', 'Choose'].map(title => ({ title }))

const theirs = 'Messages as they came in may hold anything about anybody. They are for those who work on cases.'

const list = async (visit: Visit, rows: readonly Row[], chosen: Chosen): Promise<Html> =>
  discardForm(
    visit,
    rows.map(row => row.case),
    table('', columns, await Promise.all(rows.map(row => messageRow(row, visit, chosen))), 'Messages to sort'),
    chosen,
  )

const shown = async (visit: Visit, given?: Chosen): Promise<Answer> => {
  const { rows, cursor } = await messages(visit)
  const chosen =
    given ??
    chosenFrom(
      visit,
      rows.map(row => row.case),
    )
  const unknown = visit.query.has('cursor') ? [] : await groups(visit, [], /^unknown/)
  return page(visit, {
    title: 'To sort',
    here: '/pages/to-sort',
    body: html`${told(visit)}${summaryOf(chosen)}${heading('What has to be sorted out')}
${p('Messages that could not be understood or placed by themselves. Nothing is thrown away: each waits for a person, and its clock runs.')}
${h2('Messages')}${
  rows.length === 0
    ? inset(visit.query.has('cursor') ? 'There are no more.' : 'No message waits to be sorted.')
    : await list(visit, rows, chosen)
}${pagination(PATH, placeOf(visit), cursor, 'messages')}
${unknown.length > 0 && html`${p('Duties of which nobody knows whether they apply. Each counts as not compliant until somebody has decided.')}${groupTables(visit, unknown, '')}`}
${p(link('/pages/data-quality', 'What is wrong with the registers'), ' · ', link('/pages/orders?list=dead', 'Work orders that did not arrive'), ' · ', link('/pages/received', 'What came in: messages not taken, and what became of one'))}`,
    ...(chosen.mistakes.length > 0 ? { error: true, status: 400 } : {}),
  })
}

export const toSortPage: Page = async visit => (maySort(visit.actor) ? shown(visit) : notAllowed(visit, theirs))

export const takeToSort = async (visit: Visit, body: string): Promise<Answer> =>
  maySort(visit.actor) ? takeDiscard(visit, body, chosen => shown(visit, chosen)) : notAllowed(visit, theirs)
