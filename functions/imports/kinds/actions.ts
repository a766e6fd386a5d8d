/**
 * Remedial actions out of a contractor's portal or an older system, with their own dates. Ours is the master: what the
 * other system calls closed is a claim that somebody here must verify, and a risk that it accepted is not accepted by us.
 */
import type { Actor, Case } from '../../../shared/core/case.ts'
import { freshId } from '../../../shared/core/ids.ts'
import { dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import type { ActionRow } from '../../../shared/intake/imports/actions.ts'
import { rowByRow } from '../../../shared/intake/imports/row-by-row.ts'
import type { ImportTarget } from '../../../shared/intake/imports/run.ts'
import { isBornOverdue } from '../../../shared/workflows/action.ts'
import type { Deps } from '../ports.ts'
import { differences } from './action-differences.ts'
import { doBegin, doTake, type Happening, type Opening, opens, standing, takes, wouldOpen, wouldTake } from './judge.ts'

const idOf = (workflow: AnyWorkflow, { source, externalId }: ActionRow): string =>
  freshId(workflow.prefix, workflow.name, `import|${source}|${externalId}`)

const opening = (deps: Deps, workflow: AnyWorkflow, row: ActionRow): Opening => {
  const { assetId, workflow: stream, description, priority, raisedOn, dueOn, source, externalId } = row
  const { sourceReference, owner } = row
  const bornOverdue = isBornOverdue({ stream, priority, raisedOn, dueOn }, dayOf(deps.now()), deps.reckon)
  const facts = {
    stream,
    description,
    priority,
    raisedOn,
    source,
    externalId,
    ...(dueOn === undefined ? {} : { dueOn }),
    ...(sourceReference === undefined ? {} : { sourceReference }),
    ...(owner === undefined ? {} : { owner }),
    ...(bornOverdue ? { bornOverdue } : {}),
  }
  return { id: idOf(workflow, row), assetId, facts }
}

const notBegun = ['open', 'assigned']
const notClaimed = [...notBegun, 'in_progress', 'blocked_access']

/** How far the other system is, where that is further than we are. */
const progress = (row: ActionRow, state: string, owned: boolean): Happening[] => {
  const assigned: Happening[] =
    row.owner && !owned && notBegun.includes(state) ? [{ type: 'action.assigned', data: { owner: row.owner } }] : []
  if (row.status === 'in_progress' && notBegun.includes(state)) return [...assigned, { type: 'work.started', data: {} }]
  if ((row.status === 'claimed_complete' || row.status === 'closed') && notClaimed.includes(state))
    return [
      ...assigned,
      { type: 'completion.claimed', data: row.completedOn === undefined ? {} : { completedOn: row.completedOn } },
    ]
  return assigned
}

/** Decided elsewhere by somebody who may not decide it here: it stays open, and the history says what was said. */
const remark = ({ status, source }: ActionRow): Happening[] =>
  status === 'risk_accepted' || status === 'closed_duplicate'
    ? [{ type: 'note.added', data: { text: `${source} has it as ${status}. To be decided here.` } }]
    : []

const firstSteps = (row: ActionRow): Happening[] => [
  ...progress(row, row.owner ? 'assigned' : 'open', row.owner !== undefined),
  ...remark(row),
]
const nextSteps = (row: ActionRow, c: Case): Happening[] => progress(row, c.state, c.facts.owner !== undefined)

export const actionTarget = (deps: Deps, workflow: AnyWorkflow, by: Actor): ImportTarget<ActionRow> => {
  const happenings = async (c: Case, row: ActionRow) => {
    const found = c.closedAt === undefined ? await differences(deps, c, row) : { happenings: [] }
    return 'rejected' in found ? found : { happenings: [...found.happenings, ...nextSteps(row, c)] }
  }
  return rowByRow({
    plan: async row => {
      if (!(await deps.store.getAsset(row.assetId)))
        return { rejected: 'ASSET_UNKNOWN: there is no such asset', column: 'assetId' }
      const there = standing((await deps.store.load(idOf(workflow, row)))?.case)
      if (!there) return wouldOpen(deps, workflow, opening(deps, workflow, row), by)
      const next = await happenings(there, row)
      return 'rejected' in next ? next : wouldTake(deps, workflow, there, next.happenings, by)
    },
    write: async (row, note) => {
      const there = (await deps.store.load(idOf(workflow, row)))?.case
      if (there && standing(there)) {
        const next = await happenings(there, row)
        if ('rejected' in next || next.happenings.length === 0) return
        await note({ cases: [takes(there, next.happenings)] })
        return doTake(deps, there.id, next.happenings, by)
      }
      const [made, steps] = [opening(deps, workflow, row), firstSteps(row)]
      await note({ cases: [opens(made.id, there, steps)] })
      await doBegin(deps, [{ workflow: workflow.name, opening: made, there }], by)
      await doTake(deps, made.id, steps, by)
    },
  })
}
