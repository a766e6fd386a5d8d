/** A case as staff see it: where it stands, who answers for it, each date with its reason, and what happened. */
import type { Case } from '../../shared/core/case.ts'
import { isOverdue, leading, overdueDays } from '../../shared/core/clocks.ts'
import { Fault } from '../../shared/core/consequences.ts'
import { engineEvents, openEvents } from '../../shared/core/engine-events.ts'
import { explain } from '../../shared/core/explain.ts'
import { allowedIn, current, isOurOwn } from '../../shared/core/machine.ts'
import { references } from '../../shared/core/personal.ts'
import { dayOf, type Instant } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { openedLinks } from '../../shared/intake/openings.ts'
import { leadOf } from '../../shared/people/lead.ts'
import type { Directory } from '../../shared/people/person.ts'
import { position } from '../../shared/position/position.ts'
import type { Asset } from '../../shared/store/records.ts'
import { type PlanFacts, planStatus } from '../../shared/workflows/parts/plan.ts'
import { planAction } from '../../shared/workflows/plan-action.ts'
import type { Deps } from './ports.ts'

/** The newest events of a case that are shown with it; all of them are in its export. */
const SHOWN = 200

/** Throws Fault for a stored case of a workflow that is gone. */
export const workflowOf = (deps: Pick<Deps, 'workflows'>, c: Case): AnyWorkflow => {
  const workflow = deps.workflows[c.workflow]
  if (!workflow) throw new Fault(`case ${c.id}: there is no workflow ${c.workflow}`)
  return workflow
}

/** A withdrawn case takes a note and nothing else from staff. */
const takes = (c: Case) => (type: string) => c.withdrawnAt === undefined || type === 'note.added'

/** What may be told to it now, besides by whom: the workflow's events, and those that every case understands. */
const allowed = (workflow: AnyWorkflow, c: Case, deps: Deps): string[] => {
  const instant = deps.now()
  const now = { instant, today: dayOf(instant), reckon: deps.reckon }
  const general = openEvents.filter(name => engineEvents[name]?.refuses(workflow, c, {}, now).length === 0)
  const own = c.withdrawnAt === undefined ? allowedIn(workflow, c.state).filter(type => !isOurOwn(workflow, type)) : []
  return [...new Set([...own, ...general])].filter(takes(c))
}

const wordsOf = async (deps: Deps, c: Case, shown: unknown): Promise<Record<string, string | null>> => {
  const said = references(shown).map(async ref => {
    const words = await deps.store.words(c.id, ref)
    return [ref, words && 'text' in words ? words.text : null] as const
  })
  return Object.fromEntries(await Promise.all(said))
}

const historyOf = async (deps: Deps, c: Case) => {
  const from = Math.max(1, c.version - SHOWN + 1)
  const { items } = await deps.store.history(c.id, { from, limit: SHOWN })
  return items.map(link => link.event)
}

/** How an action of a plan stands by its dates and evidence, beside what was typed about it. */
const computedOf = (c: Case, now: Instant) =>
  c.workflow === planAction.name ? planStatus(c.facts as PlanFacts, dayOf(now)) : undefined

/** `GET /cases/{caseId}`; words that were erased are null. */
export const caseView = async (deps: Deps, stored: Case) => {
  const workflow = workflowOf(deps, stored)
  const c = current(workflow, stored)
  const now = deps.now()
  const [history, asset, directory] = await Promise.all([
    historyOf(deps, c),
    c.assetId === undefined ? undefined : deps.store.getAsset(c.assetId),
    deps.directory(),
  ])
  const explained = explain(workflow, c, deps.reckon, deps.policy, now)
  return {
    caseId: c.id,
    title: workflow.title,
    case: c,
    asset,
    lead: leadOf(workflow, c, asset?.area, directory, dayOf(deps.now())),
    position:
      workflow.obligation && c.withdrawnAt === undefined
        ? position(workflow, c.facts, dayOf(now), { reckon: deps.reckon })
        : undefined,
    computed: computedOf(c, now),
    clocks: explained.map(({ steps: _, ...clock }) => clock),
    allowed: allowed(workflow, c, deps),
    explain: explained.map(({ name, due, steps, regime }) => ({
      clock: name,
      due,
      steps,
      ...(regime ? { regime } : {}),
    })),
    history,
    links: await openedLinks(deps, directory.people, c.id),
    words: await wordsOf(deps, c, [c.facts, history]),
  }
}

/** A line of a list. `due` is the earliest of its own clocks; a chaser's only where no other runs. */
export const caseRow = (deps: Deps, stored: Case, asset: Asset | undefined, directory: Directory) => {
  const workflow = workflowOf(deps, stored)
  const c = current(workflow, stored)
  const clock = leading(workflow, c, deps.reckon)
  const now = deps.now()
  const { role, person } = leadOf(workflow, c, asset?.area, directory, dayOf(deps.now()))
  return {
    caseId: c.id,
    workflow: c.workflow,
    state: c.state,
    assetId: c.assetId,
    clock: clock?.name,
    due: clock?.due,
    overdue: clock ? isOverdue(clock.due, now) : false,
    overdueDays: clock ? Math.max(0, overdueDays(clock.due, now)) : 0,
    lead: { role, person },
    closedAt: c.closedAt,
  }
}
