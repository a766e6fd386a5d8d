/** Letters of a complaint: written from what the case knows, shown with what they lack, sent when nothing is lacking. */
import * as z from 'zod'
import type { Situation } from '../../../shared/core/workflow.ts'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import {
  agreedWith,
  asideFromLetter,
  type Draft,
  draftLetter,
  mistakesIn,
  referencesFor,
} from '../../../shared/mail/letters/draft.ts'
import { kindsNow, sendingEvent } from '../../../shared/mail/letters/kinds.ts'
import { mayReadWords } from '../../../shared/people/rights.ts'
import { canonical, sha256 } from '../../../shared/store/chain.ts'
import { wordsOf } from '../../../shared/words.ts'
import type { Facts } from '../../../shared/workflows/parts/complaint-facts.ts'
import { type LetterKind, letterKinds, letterSent } from '../../../shared/workflows/parts/letter-contents.ts'
import { answersOf, type Posted, posted } from '../forms/answers.ts'
import { type Field, fieldsOf } from '../forms/fields.ts'
import { known, pointsFrom } from '../forms/letter.ts'
import { mistakesOf } from '../forms/refused.ts'
import { missing, notAllowed } from '../missing.ts'
import { caseHref } from '../read.ts'
import { letterForm, letterList, refusedLetter, sentLetter } from '../views/letter.ts'
import type { Mistake } from '../views/parts.ts'
import type { Page, Visit } from '../visit.ts'
import { type Opened, opened } from './case-read.ts'
import { sinceThen } from './moved-on.ts'

type Told = Awaited<ReturnType<typeof wordsOf>>
/** What was asked for, or the page that says why it is not shown. */
type Reached<T> = { ok: true; value: T } | { ok: false; answer: Answer }
const no = (answer: Answer) => ({ ok: false as const, answer })
type Desk = { found: Opened; kind: LetterKind; type: string; fields: Field[]; told: Told; now: Situation }

const complaintOf = async (visit: Visit): Promise<Reached<Opened>> => {
  const id = visit.params.caseId ?? ''
  const found = await opened(visit, id)
  if (found?.workflow.name !== 'complaint') return no(missing(visit, 'case', id))
  if (mayReadWords(visit.actor)) return { ok: true, value: found }
  return no(notAllowed(visit, 'Letters hold what residents said: they are for those who work on the complaint.'))
}

const situation = ({ deps, now, today }: Visit, { case: c }: Opened): Situation => ({
  instant: now,
  today,
  reckon: deps.reckon,
  case: c,
})

/** `answers`: what was typed already, which no refusal may lose. */
const deskOf = async (visit: Visit, answers = posted('')): Promise<Reached<Desk>> => {
  const asked = await complaintOf(visit)
  if (!asked.ok) return asked
  const found = asked.value
  const kind = letterKinds.find(one => one === visit.params.kind)
  if (!kind) return no(missing(visit, 'letter', visit.params.kind ?? ''))
  const now = situation(visit, found)
  const type = sendingEvent(found.workflow, now, kind)
  const schema = type && asideFromLetter(found.workflow, type)
  if (!type || !schema) {
    const since = await sinceThen(visit, found, answers)
    return no(refusedLetter(visit, found, kind, { kinds: kindsNow(found.workflow, now), answers, since }))
  }
  const told = await wordsOf(visit.deps.store, found.case.id, referencesFor(now))
  // A note stands for a letter to nobody: it is recorded as an event, not here.
  const { note: _, ...asks } = schema.shape
  return { ok: true, value: { found, kind, type, fields: fieldsOf(z.object(asks)), told, now } }
}

const dataOf = ({ fields, found }: Desk, answers: Posted) => {
  const points = pointsFrom(answers.get('data.points'))
  const read = answersOf(
    fields.filter(field => field.name !== 'points'),
    answers,
    found.documents,
  )
  return { data: { ...read.data, ...(points.length > 0 ? { points } : {}) }, mistakes: read.mistakes }
}

const draftOf = (visit: Visit, desk: Desk, data: Record<string, unknown>, channel: string): Draft => {
  const { found, kind, type, told, now } = desk
  const wrong = mistakesIn(found.workflow, type, data)
  if (wrong)
    return {
      kind,
      lacks: [],
      refused: wrong.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      ready: false,
      agreed: agreedWith(now),
    }
  const sent = letterSent.shape.channel.safeParse(channel)
  const asked = { kind, type, data, channel: sent.data ?? ('email' as const), by: visit.actor }
  const sender = { name: visit.name, contact: visit.actor.id }
  const { name, roles } = visit.deps.landlord
  return draftLetter(found.workflow, now, asked, { landlord: name, titles: roles, sender, told })
}

export const lettersPage: Page = async visit => {
  const asked = await complaintOf(visit)
  if (!asked.ok) return asked.answer
  const found = asked.value
  const number = visit.query.get('sent')
  if (number === null) return letterList(visit, found, kindsNow(found.workflow, situation(visit, found)))
  const sent = (found.case.facts as Facts).letters[Number(number) - 1]
  return sent ? sentLetter(visit, found, sent, await textOf(visit, found, sent)) : missing(visit, 'letter', number)
}

const textOf = async ({ deps }: Visit, found: Opened, { words }: Facts['letters'][number]): Promise<string> => {
  if (typeof words !== 'object') return words ?? 'The text was not kept here'
  const told = await wordsOf(deps.store, found.case.id, [words.words])
  return told(words.words) ?? 'Erased on request'
}

export const letterPage: Page = async visit => {
  const reached = await deskOf(visit)
  if (!reached.ok) return reached.answer
  const desk = reached.value
  const answers = known(desk.now.case.facts as Facts, desk.kind, desk.told, visit)
  const draft = draftOf(visit, desk, dataOf(desk, answers).data, 'email')
  return letterForm(visit, desk, { answers, draft, mistakes: [], id: visit.deps.random() })
}

/** The form again, as it was sent: the same letter. The case has moved on since, so it is looked for first. */
const messageOf = (visit: Visit, body: string) => {
  const fields = [...new URLSearchParams(body)].filter(([name]) => !['csrf', 'id', 'version'].includes(name))
  const id = /^[\w-]{16,100}$/.exec(posted(body).get('id'))?.[0] ?? visit.deps.random()
  return { source: 'pages', id, bodyHash: sha256(canonical({ ...visit.params, fields })) }
}

const recorded = ({ caseId, seq }: { caseId: string; seq: number }): Answer =>
  seeOther(`${caseHref(caseId)}?done=${seq}`)

const OTHERS =
  'You sent this form before with other answers, and that letter was recorded. Send again only if this one was sent too'

export const takeLetter = async (visit: Visit, body: string): Promise<Answer> => {
  const message = messageOf(visit, body)
  const before = await visit.deps.store.seen(message.source, message.id)
  if (before?.bodyHash === message.bodyHash) return recorded(before)
  const answers = posted(body)
  const reached = await deskOf(visit, answers)
  if (!reached.ok) return reached.answer
  const desk = reached.value
  const { found, type, fields } = desk
  const { data, mistakes } = dataOf(desk, answers)
  const draft = draftOf(visit, desk, data, answers.get('channel'))
  const since = await sinceThen(visit, found, answers)
  const again = (wrong: readonly Mistake[], status: number, id = message.id) =>
    letterForm(visit, desk, { answers, draft, mistakes: wrong, id, since, status })
  if (before) return again([{ field: '', message: OTHERS }], 409, visit.deps.random())
  if (answers.get('step') !== 'send') return again([], 200)
  if (!draft.event) return again(mistakes, 422)
  const input = { ...draft.event, at: visit.now, by: visit.actor }
  const done = await visit.deps.apply.event(found.case.id, input, message)
  if (done.kind === 'done') return recorded({ caseId: found.case.id, seq: done.event.seq })
  if (done.kind === 'duplicate') return recorded(done)
  if (done.kind === 'mismatch') return again([{ field: '', message: OTHERS }], 409, visit.deps.random())
  // Somebody was faster between the reading and the recording: what was typed meets the case as it is now.
  const now = await deskOf(visit, answers)
  if (!now.ok) return now.answer
  return again(done.kind === 'rejected' ? mistakesOf(done.rejection, type, fields) : [], 409)
}
