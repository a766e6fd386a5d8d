/** A message that nobody could understand: as it came, and once more after its mapping or list was mended. */
import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { askAgain, originalAnswer } from '../../../shared/intake/original.ts'
import { maySort } from '../../../shared/people/rights.ts'
import type { Deps } from '../ports.ts'

/** Messages may hold anything about anybody. */
const notTheirs = () => problem(403, 'messages as they came in are for those who work on cases')

export const getOriginal = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}/original',
    summary: 'The message behind a case of triage, byte for byte; a large one by a link that lasts five minutes',
    who: 'staff',
    handler: async ({ params: { caseId }, actor }) =>
      maySort(actor)
        ? ((await originalAnswer(deps, caseId)) ?? problem(404, `no message is kept for ${caseId}`))
        : notTheirs(),
  })

export const postReplay = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/cases/{caseId}/replay',
    summary: 'Reads the message behind a case of triage again, after what stood in its way was mended',
    who: 'staff',
    responses: { 202: { description: 'asked for; the case says what came of it', schema: z.looseObject({}) } },
    handler: async ({ params: { caseId }, actor }) => {
      if (!maySort(actor)) return notTheirs()
      return (await askAgain(deps, caseId))
        ? json({ caseId, status: 'asked' }, 202)
        : problem(404, `${caseId} is no open case of triage with a message`)
    },
  })
