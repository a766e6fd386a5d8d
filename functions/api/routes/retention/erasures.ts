/** Words about people are erased on request, at the end of their retention, or because they stand where they should not. */
import * as z from 'zod'
import { decideErasure } from '../../../../shared/erasing/decide.ts'
import { erasePersonOf } from '../../../../shared/erasing/person.ts'
import { json } from '../../../../shared/http/answer.ts'
import { problem } from '../../../../shared/http/problem.ts'
import { route } from '../../../../shared/http/route.ts'
import type { Role } from '../../../../shared/law/roles.ts'
import { has } from '../../../../shared/people/rights.ts'
import { erasure, grounds } from '../../../../shared/store/retention/erasure.ts'
import type { Deps } from '../../ports.ts'

const erasers: readonly Role[] = ['administrator']
const notTheirs = () => problem(403, 'erasing is for an administrator', { needs: [...erasers] })

const ground = grounds.meta({ description: 'kept beside what was erased; retention only once its time has passed' })
const body = z
  .strictObject({
    ground,
    words: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'references as the history shows them; all of a closed case unless told' }),
    documents: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'by SHA-256, once their bytes are deleted from the evidence bucket' }),
  })
  .meta({ id: 'Erasure' })

const erased = z
  .strictObject({
    erased: z.array(z.strictObject({ caseId: z.string(), ref: z.string() })).meta({
      description: 'what was still there, in this case and in those that it was carried to',
    }),
    documents: z
      .strictObject({ gone: z.array(z.string()), left: z.array(z.string()) })
      .meta({ description: 'by SHA-256; left: their bytes are still to be deleted' }),
    rule: z.string().optional().meta({ description: 'of retention: the rule whose time has passed' }),
  })
  .meta({ id: 'Erased' })

export const postErasure = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/cases/{caseId}/erasures',
    summary: 'Erases words about people; the history keeps their hash and still verifies',
    who: 'staff',
    body: { json: body },
    refuses: [409],
    responses: { 200: { description: 'erased, now or before', schema: erased } },
    handler: async ({ actor, params: { caseId }, body: asked }) => {
      if (!has(actor, erasers)) return notTheirs()
      const loaded = await deps.store.load(caseId)
      if (!loaded) return problem(404, `case ${caseId} is not known`)
      const done = await decideErasure(deps, loaded.case, { ...asked, by: actor.id })
      if (!done.ok) return problem(done.status, done.detail, done.failed ? { failed: done.failed } : {})
      const { ok: _, ...answer } = done
      return json(answer, 200)
    },
  })

export const postPersonErasure = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/people/{email}/erasure',
    summary: 'Erases who somebody was who has left, once that need not be kept any longer',
    who: 'staff',
    body: { json: z.strictObject({ ground }).meta({ id: 'PersonErasure' }) },
    refuses: [409],
    responses: {
      200: { description: 'erased', schema: z.strictObject({ rule: z.string() }).meta({ id: 'PersonErased' }) },
    },
    handler: async ({ actor, params: { email }, body: asked }) => {
      if (!has(actor, erasers)) return notTheirs()
      const done = await erasePersonOf(deps, email, { by: actor.id, ground: asked.ground })
      if (!done.ok) return problem(done.status, done.detail)
      deps.forgetPeople()
      return json({ rule: done.rule }, 200)
    },
  })

const listed = z
  .strictObject({ items: z.array(erasure), cursor: z.string().optional() })
  .meta({ id: 'Erasures', description: 'who erased what of, when, on what ground and under which rule' })

export const listErasures = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/retention/erasures',
    summary: 'What was erased, newest first: of which case, by whom, on what ground, under which rule',
    who: 'staff',
    query: z.strictObject({ cursor: z.string().max(2_000).optional() }),
    responses: { 200: { description: 'erasures', schema: listed } },
    handler: async ({ query }) => json(await deps.store.erasures({ cursor: query.cursor, limit: 100 })),
  })
