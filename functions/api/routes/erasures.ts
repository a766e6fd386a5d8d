/** Words about people are erased on request, at the end of their retention, or because they stand where they should not. */
import * as z from 'zod'
import { erase, unknownRefs } from '../../../shared/erase.ts'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import type { Deps } from '../ports.ts'

const body = z
  .strictObject({
    ground: z.enum(['request', 'retention', 'mistake']).meta({ description: 'kept beside what was erased' }),
    words: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'references as the history shows them; all of a closed case unless told' }),
  })
  .meta({ id: 'Erasure' })

const erased = z
  .strictObject({
    erased: z.array(z.strictObject({ caseId: z.string(), ref: z.string() })).meta({
      description: 'what was still there, in this case and in those that it was carried to',
    }),
  })
  .meta({ id: 'Erased' })

export const postErasure = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/cases/{caseId}/erasures',
    summary: 'Erases words about people; the history keeps their hash and still verifies',
    who: 'staff',
    body: { json: body },
    responses: { 200: { description: 'erased, now or before', schema: erased } },
    handler: async ({ actor, params: { caseId }, body: { ground, words } }) => {
      if (!actor.roles.includes('administrator'))
        return problem(403, 'erasing is for an administrator', { needs: ['administrator'] })
      const loaded = await deps.store.load(caseId)
      if (!loaded) return problem(404, `case ${caseId} is not known`)
      const { case: c } = loaded
      if (!words && c.closedAt === undefined)
        return problem(409, 'the case is open and still needs its words: name those that are to go, or close it first')
      const unknown = words ? await unknownRefs(deps.store, c, words) : []
      if (unknown.length > 0) return problem(422, 'the case has never held these words', { failed: unknown })
      const done = await erase(deps.store, c, { refs: words, by: actor.id, ground, now: deps.now() })
      return json({ erased: done }, 200)
    },
  })
