/** Something happened to a case. */
import * as z from 'zod'
import { isOurOwn } from '../../../shared/core/machine.ts'
import { instant } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { json } from '../../../shared/http/answer.ts'
import { invalid, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { dated } from '../../../shared/intake/trade-words.ts'
import { caseView } from '../case-view.ts'
import { messageHeaders, messageId, messageOf, noReferences, refusalOf } from '../message.ts'
import type { Deps } from '../ports.ts'
import { viewSchema } from './cases.ts'

const body = z
  .strictObject({
    id: messageId.optional(),
    type: z.string().min(1).max(100),
    occurredAt: instant.optional().meta({ description: 'when it happened, with offset; now unless told' }),
    data: z.record(z.string(), z.unknown()).default({}),
  })
  .meta({ id: 'Event' })

/** An event by our spelling: people write `defect.A`, as on the report. What we do not know stays as it was said. */
const spelt = ({ events }: AnyWorkflow, said: string): string =>
  Object.keys(events).find(name => name === said) ??
  Object.keys(events).find(name => name.toLowerCase() === said.toLowerCase()) ??
  said

export const postEvent = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/cases/{caseId}/events',
    summary: 'Tells a case that something happened, and answers with the case after it',
    who: 'staff',
    body: { json: body },
    headers: messageHeaders,
    responses: { 200: { description: 'the case after it, the first time and every other', schema: viewSchema } },
    refuses: [403, 409, 422],
    handler: async request => {
      const { occurredAt, data } = request.body
      const message = messageOf(request)
      if (!message.ok) return message.problem
      const pointing = noReferences('data', data)
      if (pointing) return pointing
      const there = (await deps.store.load(request.params.caseId))?.case
      const workflow = there && deps.workflows[there.workflow]
      const type = workflow ? spelt(workflow, request.body.type) : request.body.type
      if (workflow && isOurOwn(workflow, type))
        return problem(403, `${type} is told by other cases alone: nobody records it by hand`)
      const told = dated(data, workflow?.events[type], occurredAt ?? deps.now())
      if ('wrong' in told) return invalid([{ path: told.wrong, message: 'a day: YYYY-MM-DD' }])
      const input = { type, ...told, by: request.actor }
      const applied = await deps.apply.event(request.params.caseId, input, message.value)
      const refusal = refusalOf(applied, message.value)
      if (refusal) return refusal
      const stored = applied.kind === 'done' ? applied.case : (await deps.store.load(request.params.caseId))?.case
      return stored ? json(await caseView(deps, stored)) : problem(404, `case ${request.params.caseId} is not known`)
    },
  })
