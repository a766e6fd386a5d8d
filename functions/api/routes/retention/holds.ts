/** What keeps a case, or all cases of a home, beyond its day: saying so, and letting go. */
import * as z from 'zod'
import { dayOf } from '../../../../shared/core/time.ts'
import { json } from '../../../../shared/http/answer.ts'
import { invalid, problem } from '../../../../shared/http/problem.ts'
import { route } from '../../../../shared/http/route.ts'
import { has } from '../../../../shared/people/rights.ts'
import { type HoldSubject, hold, holders } from '../../../../shared/position/retention/holds.ts'
import type { Deps } from '../../ports.ts'

const notTheirs = () => problem(403, 'a hold is for those who answer for the case', { needs: [...holders] })

const body = hold.omit({ by: true, at: true }).meta({ id: 'Hold' })
const release = hold.pick({ subject: true, kind: true }).meta({ id: 'HoldRelease' })
const held = hold.meta({ id: 'HoldInForce' })

const unknown = async ({ store }: Deps, subject: HoldSubject): Promise<string | undefined> => {
  if ('caseId' in subject) return (await store.load(subject.caseId)) ? undefined : `case ${subject.caseId} is not known`
  return (await store.getAsset(subject.assetId)) ? undefined : `${subject.assetId} is not on the register`
}

export const postHold = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/retention/holds',
    summary: 'Keeps a case, or every case of a home, beyond its day; again replaces what was said',
    who: 'staff',
    body: { json: body },
    responses: { 200: { description: 'held', schema: held } },
    handler: async ({ actor, body: asked }) => {
      if (!has(actor, holders)) return notTheirs()
      const missing = await unknown(deps, asked.subject)
      if (missing) return problem(404, missing)
      if (asked.reviewOn <= dayOf(deps.now())) return invalid([{ path: 'reviewOn', message: 'a day to come' }])
      const put = { ...asked, by: actor.id, at: deps.now() }
      await deps.store.putHold(put)
      return json(put, 200)
    },
  })

export const releaseHold = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/retention/holds/release',
    summary: 'Lets a hold go; who did and when stays',
    who: 'staff',
    body: { json: release },
    responses: { 200: { description: 'let go', schema: release } },
    handler: async ({ actor, body: { subject, kind } }) => {
      if (!has(actor, holders)) return notTheirs()
      const done = await deps.store.releaseHold(subject, kind, { by: actor.id, at: deps.now() })
      return done ? json({ subject, kind }, 200) : problem(404, 'no such hold is in force')
    },
  })

const listed = z.strictObject({ items: z.array(held), cursor: z.string().optional() }).meta({ id: 'Holds' })

export const listHolds = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/retention/holds',
    summary: 'Holds in force, the one to be reviewed first coming first',
    who: 'staff',
    query: z.strictObject({ cursor: z.string().max(2_000).optional() }),
    responses: { 200: { description: 'holds', schema: listed } },
    handler: async ({ query }) => json(await deps.store.holds({ cursor: query.cursor, limit: 100 })),
  })
