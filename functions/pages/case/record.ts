/** Recording an event through a form: asked, judged by the engine, and on to the case; or back with what was typed. */
import { whoMay } from '../../../shared/approvals.ts'
import { canaryAddress } from '../../../shared/canary.ts'
import { engineEvents, openEvents } from '../../../shared/core/engine-events.ts'
import { isOurOwn } from '../../../shared/core/machine.ts'
import { at, type Day, type Instant } from '../../../shared/core/time.ts'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import type { Role } from '../../../shared/law/roles.ts'
import { canonical, sha256 } from '../../../shared/store/chain.ts'
import { answersOf, dayFrom, type Posted, posted } from '../forms/answers.ts'
import { type Field, fieldsOf } from '../forms/fields.ts'
import { mistakesOf } from '../forms/refused.ts'
import { missing } from '../missing.ts'
import { caseHref } from '../read.ts'
import type { Approvers } from '../views/form.ts'
import type { Mistake } from '../views/parts.ts'
import { recordForm } from '../views/record-form.ts'
import { roleTitle } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { type Opened, opened } from './case-read.ts'
import { sinceThen } from './moved-on.ts'

const schemaOf = ({ workflow }: Opened, type: string) =>
  (isOurOwn(workflow, type) ? undefined : workflow.events[type]) ??
  (openEvents.some(one => one === type) ? engineEvents[type]?.data : undefined)

/** Read where a question asks for one. Whoever records it is not offered: nobody approves what they do themselves. */
const approversFor = async ({ deps, actor, today }: Visit, fields: readonly Field[]): Promise<Approvers> => {
  if (!fields.some(one => one.kind.is === 'approver')) return () => []
  const directory = await deps.directory()
  const titles = (roles: readonly Role[]): string => roles.map(roleTitle(deps)).join(', ')
  return from =>
    whoMay(directory, from, today)
      .filter(({ email }) => email !== actor.id && email !== canaryAddress)
      .map(({ email, name, roles }) => ({ value: email, text: `${name}, ${titles(roles)}` }))
}

/** Today, filled in: most things are recorded on the day they happen. */
const fresh = ({ today }: Visit): Posted => {
  const [year, month, day] = today.split('-').map(Number)
  return posted(`on-day=${day}&on-month=${month}&on-year=${year}`)
}

export const recordPage: Page = async visit => {
  const { caseId = '', type = '' } = visit.params
  const found = await opened(visit, caseId)
  if (!found) return missing(visit, 'case', caseId)
  const schema = schemaOf(found, type)
  if (!schema) return missing(visit, 'event', type)
  const fields = fieldsOf(schema)
  return recordForm(visit, found, type, {
    fields,
    approvers: await approversFor(visit, fields),
    answers: fresh(visit),
    mistakes: [],
    id: visit.deps.random(),
  })
}

/** When it happened: a day, and a time where one was given. Today without a time is now. */
const happenedAt = (answers: Posted, { now, today }: Visit): Instant | Mistake => {
  const day = dayFrom(answers, 'on')
  const time = answers.get('on-time').trim()
  if (!day) return { field: 'on-day', message: 'When it happened must be a real date' }
  if (!time) return day === today ? now : at(day as Day, '12:00')
  const parts = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(time)
  return parts
    ? at(day as Day, `${parts[1]!.padStart(2, '0')}:${parts[2]}`)
    : { field: 'on-time', message: 'The time must be like 9:30 or 14:15, or left empty' }
}

/** The same answers again are the same message; the guards of the form itself are no part of them. */
const hashOf = (caseId: string, type: string, body: string): string => {
  const fields = [...new URLSearchParams(body)].filter(([name]) => !['csrf', 'id', 'version'].includes(name))
  return sha256(canonical({ caseId, type, fields }))
}

export const takeRecord = async (visit: Visit, body: string): Promise<Answer> => {
  const { deps, actor, now } = visit
  const { caseId = '', type = '' } = visit.params
  const found = await opened(visit, caseId)
  if (!found) return missing(visit, 'case', caseId)
  const schema = schemaOf(found, type)
  if (!schema) return missing(visit, 'event', type)
  const answers = posted(body)
  const fields = fieldsOf(schema)
  const again = async (mistakes: Mistake[], status: number, sent = false): Promise<Answer> => {
    const latest = (await opened(visit, caseId)) ?? found
    const since = await sinceThen(visit, latest, answers)
    const id = sent ? deps.random() : answers.get('id') || deps.random()
    const approvers = await approversFor(visit, fields)
    return recordForm(visit, latest, type, { fields, answers, mistakes, approvers, id, since, status })
  }
  const read = answersOf(fields, answers, found.documents)
  const general = openEvents.some(one => one === type)
  const when = general ? now : happenedAt(answers, visit)
  const mistakes = typeof when === 'string' ? read.mistakes : [when, ...read.mistakes]
  if (typeof when !== 'string' || mistakes.length > 0) return again(mistakes, 400)
  const key = /^[\w-]{16,100}$/.exec(answers.get('id'))?.[0]
  if (!key) return again([{ field: '', message: 'The form was not complete. Please send it again' }], 400, true)
  const message = { source: 'pages', id: key, bodyHash: hashOf(caseId, type, body) }
  const done = await deps.apply.event(caseId, { type, at: when, by: actor, data: read.data }, message)
  if (done.kind === 'done') return seeOther(`${caseHref(caseId)}?done=${done.event.seq}`)
  if (done.kind === 'duplicate') return seeOther(`${caseHref(done.caseId)}?done=${done.seq}`)
  if (done.kind === 'mismatch')
    return again(
      [
        {
          field: '',
          message:
            'You sent this form before with other answers, and those were recorded. Send again only if these should be recorded too',
        },
      ],
      409,
      true,
    )
  if (done.kind === 'nothing') return seeOther(caseHref(caseId))
  if (done.rejection.kind === 'forbidden') {
    const needs = done.rejection.needs.map(roleTitle(deps)).join(', ')
    return again([{ field: '', message: `This is not for your role to record. It can be done by: ${needs}` }], 403)
  }
  if (done.rejection.kind === 'unknown') return missing(visit, 'case', caseId)
  return again(mistakesOf(done.rejection, type, fields), done.rejection.kind === 'not_allowed' ? 409 : 422)
}
