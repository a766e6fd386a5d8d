/** Opening a case by hand. A recurring obligation has one id per asset, so that there is never a second of it. */
import * as z from 'zod'
import { soundFacts } from '../../../shared/core/facts.ts'
import { freshId, obligationId } from '../../../shared/core/ids.ts'
import { dayOf, type Instant, instant, latestOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { json } from '../../../shared/http/answer.ts'
import { invalid, type Problem, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { subTypeNamed } from '../../../shared/law/sub-types.ts'
import { openingFaults } from '../../../shared/workflows/parts/opening.ts'
import { caseView } from '../case-view.ts'
import { messageHeaders, messageId, messageOf, noReferences, refusalOf } from '../message.ts'
import type { Deps } from '../ports.ts'
import { viewSchema } from './cases.ts'

const body = z
  .strictObject({
    id: messageId.optional(),
    assetId: z.string().min(1).max(200).optional(),
    facts: z.record(z.string(), z.unknown()),
    occurredAt: instant.optional().meta({ description: 'when it began to be so; now unless told' }),
  })
  .meta({ id: 'Opening' })

/** The id of an obligation holds its sub-type: by our name for it. */
const named = (workflow: string, facts: Record<string, unknown>): Record<string, unknown> =>
  typeof facts.subType === 'string' ? { ...facts, subType: subTypeNamed(workflow, facts.subType) } : facts

const guard = (sentence: string): Problem =>
  problem(422, sentence, { failed: [sentence], codes: [sentence.split(':', 1)[0]!] })

/** The bounds of the engine for events, which an opening has not. */
const untimely = (at: Instant | undefined, now: Instant): Problem | undefined => {
  if (at !== undefined && at > latestOf(now)) return guard('DATE_IN_FUTURE: it did not begin in the future')
  return at !== undefined && at < '1990' ? guard('DATE_ABSURD: it began after 1990') : undefined
}

const idFor = (workflow: AnyWorkflow, assetId: string | undefined, facts: Record<string, unknown>, message: string) => {
  if (!workflow.obligation) {
    const parsed = soundFacts(workflow, facts)
    const own = parsed.ok ? workflow.named?.(parsed.facts, assetId) : undefined
    return own ?? freshId(workflow.prefix, workflow.name, `${workflow.name}|staff|${message}`)
  }
  const { subType } = facts
  return assetId && obligationId(workflow.name, assetId, typeof subType === 'string' ? subType : undefined)
}

export const openCase = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/workflows/{workflow}/cases',
    summary: 'Opens a case',
    who: 'staff',
    body: { json: body },
    headers: messageHeaders,
    responses: {
      201: { description: 'open', schema: viewSchema },
      200: { description: 'the same message came before', schema: viewSchema },
    },
    refuses: [409, 422],
    handler: async request => {
      const { assetId, occurredAt } = request.body
      const workflow = Object.hasOwn(deps.workflows, request.params.workflow)
        ? deps.workflows[request.params.workflow]
        : undefined
      if (!workflow) return problem(404, `there is no workflow ${request.params.workflow}`)
      const facts = named(workflow.name, request.body.facts)
      const message = messageOf(request)
      if (!message.ok) return message.problem
      const wrong = noReferences('facts', facts) ?? untimely(occurredAt, deps.now())
      if (wrong) return wrong
      const id = idFor(workflow, assetId, facts, message.value.id)
      if (!id) return invalid([{ path: 'assetId', message: `${workflow.title} is about an asset: which?` }])
      if (assetId !== undefined && !(await deps.store.getAsset(assetId)))
        return guard(`ASSET_UNKNOWN: ${assetId} is on the register of assets`)
      const at = { instant: deps.now(), today: dayOf(deps.now()), reckon: deps.reckon }
      const [fault] = openingFaults(workflow, facts, at)
      if (fault !== undefined) return guard(fault)
      const opened = await deps.apply.open(
        workflow.name,
        { id, assetId, facts, by: request.actor, ...(occurredAt ? { at: occurredAt } : {}) },
        message.value,
      )
      const refusal = refusalOf(opened, message.value)
      if (refusal) return refusal
      const caseId = opened.kind === 'duplicate' ? opened.caseId : id
      const stored = opened.kind === 'done' ? opened.case : (await deps.store.load(caseId))?.case
      if (!stored) return problem(404, `case ${caseId} is not known`)
      return json(await caseView(deps, stored), opened.kind === 'done' ? 201 : 200, {
        location: `/cases/${encodeURIComponent(caseId)}`,
      })
    },
  })
