/** Somebody leaves, or is away: from then on their mail goes to others, and a leaver's cases to whoever follows them. */
import * as z from 'zod'
import type { Actor } from '../../../shared/core/case.ts'
import { day } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { anotherBody, type Problem, problem } from '../../../shared/http/problem.ts'
import { type Request, route } from '../../../shared/http/route.ts'
import type { Role } from '../../../shared/law/roles.ts'
import { beAway, leave, reachableAgain } from '../../../shared/people/leavers.ts'
import { address, type Person } from '../../../shared/people/person.ts'
import type { Message } from '../../../shared/store/store.ts'
import { carriedOut, remember } from '../carried-out.ts'
import { messageHeaders, messageId, messageOf } from '../message.ts'
import type { Deps } from '../ports.ts'

const managers: readonly Role[] = [
  'operationalManager',
  'complianceManager',
  'headOfService',
  'assistantDirector',
  'serviceDirector',
  'director',
  'administrator',
]

/** Who leaves loses the roles held here: a manager must not be able to shut the administrators out. */
const notTheirs = (actor: Actor, one: Person): Problem | undefined => {
  const needs: readonly Role[] = one.roles.includes('administrator') ? ['administrator'] : managers
  if (actor.roles.some(role => needs.includes(role))) return undefined
  return problem(403, 'this is for a manager to say, of an administrator for an administrator', { needs: [...needs] })
}

const aboutPerson = (email: string): string => `people-messages:${email}`

type Asked = { ok: true; one: Person; message: Message; again: boolean } | { ok: false; problem: Problem }

/** Judged before anybody is looked up: who may not, does not learn who works here. */
const asked = async (
  deps: Deps,
  request: Pick<Request, 'event'> & { actor: Actor; body: { id?: string | undefined }; params: { email: string } },
): Promise<Asked> => {
  const no = (refusal: Problem): Asked => ({ ok: false, problem: refusal })
  const { actor, params } = request
  if (!actor.roles.some(role => managers.includes(role)))
    return no(problem(403, 'this is for a manager or an administrator to say', { needs: [...managers] }))
  const message = messageOf(request)
  if (!message.ok) return no(message.problem)
  const one = await deps.store.getPerson(params.email.toLowerCase())
  if (!one) return no(problem(404, `no person has the address ${params.email}`))
  const refused = notTheirs(actor, one)
  if (refused) return no(refused)
  const before = await carriedOut(deps.store, aboutPerson(one.email), message.value)
  if (before === 'mismatch') return no(anotherBody(message.value.id))
  return { ok: true, one, message: message.value, again: before === 'duplicate' }
}

const refusal = (why: string): Problem => problem(422, why, { failed: why.split('; ') })
const changedSince = () =>
  problem(409, 'this was done, and something else was said since; a new message needs a new id')
const busy = () => problem(503, 'it is done, but others are writing about this person: send it again')

const leaving = z
  .strictObject({
    id: messageId.optional(),
    on: day.meta({ description: 'the first day without them' }),
    to: address.optional().meta({ description: 'who follows them; their deputy, then their manager, unless told' }),
  })
  .meta({ id: 'Leaving' })
const left = z
  .strictObject({
    email: z.string(),
    leftOn: z.string(),
    to: z.string().optional(),
    moved: z.array(z.string()).meta({ description: 'cases that went to whoever follows, by this message' }),
    refused: z.array(z.strictObject({ caseId: z.string(), why: z.string() })),
  })
  .meta({ id: 'Left' })

export const postLeave = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/people/{email}/leave',
    summary: 'Somebody leaves: no mail from that day, and what was given to them by name goes to whoever follows',
    who: 'staff',
    body: { json: leaving },
    headers: messageHeaders,
    responses: {
      200: { description: 'what moved; sent again it moves what is left, and nothing twice', schema: left },
    },
    refuses: [409, 422],
    handler: async request => {
      const found = await asked(deps, request)
      if (!found.ok) return found.problem
      const { one, message, again } = found
      const { on, to } = request.body
      if (again && one.leftOn !== on) return changedSince()
      const given = { email: one.email, on, by: request.actor, ...(to === undefined ? {} : { to }) }
      const done = await leave({ ...deps, workflows: Object.keys(deps.workflows) }, given)
      if (!done.ok) return refusal(done.why)
      if (!(await remember(deps.store, aboutPerson(one.email), message))) return busy()
      const { moved, refused } = done
      return json({ email: one.email, leftOn: on, to: done.to, moved, refused })
    },
  })

const absence = z
  .strictObject({
    id: messageId.optional(),
    from: day.meta({ description: 'the first day away' }),
    to: day.optional().meta({ description: 'the last day away; an absence without an end is refused' }),
    deputy: address.optional().meta({ description: 'the one they have unless told' }),
  })
  .meta({ id: 'Absence' })
const away = z
  .strictObject({
    email: z.string(),
    absentFrom: z.string(),
    absentTo: z.string(),
    deputy: z.string().optional(),
  })
  .meta({ id: 'Away' })

export const postAbsence = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/people/{email}/absence',
    summary: 'Somebody is away from one day to another: their mail goes to their deputy',
    who: 'staff',
    body: { json: absence },
    headers: messageHeaders,
    responses: { 200: { description: 'the absence as it is kept', schema: away } },
    refuses: [409, 422],
    handler: async request => {
      const found = await asked(deps, request)
      if (!found.ok) return found.problem
      const { one, message, again } = found
      const { from, to, deputy } = request.body
      const asKept = one.absentFrom === from && one.absentTo === to && one.deputy === (deputy ?? one.deputy)
      if (again && !asKept) return changedSince()
      const given = { email: one.email, from, ...(to ? { to } : {}), ...(deputy ? { deputy } : {}) }
      const done = again ? { ok: true as const } : await beAway(deps, given)
      if (!done.ok) return refusal(done.why)
      if (!(await remember(deps.store, aboutPerson(one.email), message))) return busy()
      return json({ email: one.email, absentFrom: from, absentTo: to, deputy: deputy ?? one.deputy })
    },
  })

const mended = z.strictObject({ id: messageId.optional() }).meta({ id: 'Mended' })
const reachable = z.strictObject({ email: z.string(), reachable: z.literal(true) }).meta({ id: 'Reachable' })

export const postReachable = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/people/{email}/reachable',
    summary: 'An address that refused our mail was put right: mail goes there again',
    who: 'staff',
    body: { json: mended },
    headers: messageHeaders,
    responses: { 200: { description: 'told again from now on, until a mail comes back', schema: reachable } },
    refuses: [409],
    handler: async request => {
      const found = await asked(deps, request)
      if (!found.ok) return found.problem
      const { one, message, again } = found
      // Sent again it mends nothing that came back since.
      if (!again) await reachableAgain(deps.store, one.email)
      deps.forgetPeople()
      if (!(await remember(deps.store, aboutPerson(one.email), message))) return busy()
      return json({ email: one.email, reachable: true })
    },
  })
