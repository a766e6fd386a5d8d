/** A contractor's list beside ours: what each side alone has, where they differ, and who clears it up. */
import * as z from 'zod'
import type { Case } from '../../../shared/core/case.ts'
import { dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { json } from '../../../shared/http/answer.ts'
import { invalid, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { contractorList } from '../../../shared/intake/contractor-list.ts'
import { isRequired, position } from '../../../shared/position/position.ts'
import { type Listed, reconcile } from '../../../shared/position/reconcile.ts'
import { everyCaseOf } from '../every-case.ts'
import type { Deps } from '../ports.ts'

/** Bytes; Lambda takes 6 MB. */
const LARGEST = 5_000_000
/** Bytes; Lambda's answers end at 6 MB. */
const MOST = 5_500_000

const alone = z.strictObject({ ref: z.string(), owner: z.string(), act: z.string() })
const reconciled = z
  .strictObject({
    both: z.array(z.string()).meta({ description: 'assets of which both say the same' }),
    onlyTheirs: z.array(alone),
    onlyOurs: z.array(alone),
    differing: z.array(z.strictObject({ ...alone.shape, field: z.string(), ours: z.string(), theirs: z.string() })),
  })
  .meta({ id: 'Reconciled', description: 'owner: the role that clears it up' })

/** Open while the home is to be served: what rests, does not apply or is gone is not on a contractor's programme. */
const listed = (deps: Deps, workflow: AnyWorkflow, c: Case): Listed[] => {
  if (c.assetId === undefined) return []
  const stands = position(workflow, c.facts, dayOf(deps.now()), { reckon: deps.reckon })
  return [
    { ref: c.assetId, assetId: c.assetId, dueOn: stands.nextDue, open: c.closedAt === undefined && isRequired(stands) },
  ]
}

const oursOf = async (deps: Deps, workflow: AnyWorkflow, contractor: string): Promise<Listed[]> => {
  const ours: Listed[] = []
  for await (const c of everyCaseOf(deps, workflow.name))
    if (c.facts.contractorId === contractor) ours.push(...listed(deps, workflow, c))
  return ours
}

export const postReconcile = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/reconcile',
    summary: 'Compares a contractor’s list (CSV of assetId, dueOn, status) with ours; changes nothing',
    who: 'staff',
    accepts: ['text/csv'],
    limit: LARGEST,
    query: z.strictObject({
      workflow: z.string().max(60).meta({ description: 'an obligation: one case an asset' }),
      contractor: z.string().min(1).max(60).meta({ description: 'the contractor’s id, as the cases name it' }),
    }),
    responses: { 200: { description: 'the differences, each with its owner', schema: reconciled } },
    handler: async ({ query, raw }) => {
      // Of other workflows an asset has several cases, and a list by asset could not tell them apart.
      const known = Object.values(deps.workflows).filter(one => one.obligation)
      const workflow = known.find(one => one.name === query.workflow)
      if (!workflow) return invalid([{ path: 'workflow', message: `one of ${known.map(one => one.name).join(', ')}` }])
      const contractors = deps.landlord.contractors.map(one => one.id)
      if (!contractors.includes(query.contractor))
        return invalid([{ path: 'contractor', message: `known are ${contractors.join(', ')}` }])
      const theirs = await contractorList(raw)
      if (!theirs.ok) return invalid(theirs.issues, 'The list cannot be read')
      const answer = json(reconcile(await oursOf(deps, workflow, query.contractor), theirs.rows))
      if (Buffer.byteLength(answer.body ?? '') <= MOST) return answer
      return problem(413, 'there are more differences than one answer holds: is it the list of this workflow?')
    },
  })
