/** What a row would do, asked of the engine alone: a dry run and a run refuse the same rows for the same reasons. */
import type { Actor, Case, Rejection } from '../../../shared/core/case.ts'
import { decide } from '../../../shared/core/machine.ts'
import { open } from '../../../shared/core/open.ts'
import { dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow, Now } from '../../../shared/core/workflow.ts'
import { fromRejection } from '../../../shared/http/problem.ts'
import type { Plan } from '../../../shared/intake/imports/run.ts'
import { Transient } from '../../../shared/store/faults.ts'
import type { Deps } from '../ports.ts'

export type Happening = { type: string; data: Record<string, unknown> }

const nowOf = (deps: Deps): Now => {
  const instant = deps.now()
  return { instant, today: dayOf(instant), reckon: deps.reckon }
}

/** A fact that will not do is shown under the column of its name, where the kind has one. */
const said = (rejection: Rejection): { rejected: string; column?: string } => {
  if (rejection.kind === 'invalid')
    return {
      rejected: rejection.issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
      column: rejection.issues[0]?.path.split('.')[0] ?? '',
    }
  return {
    rejected: rejection.kind === 'guard' ? rejection.failed.join('; ') : (fromRejection(rejection).detail ?? ''),
  }
}

export type Opening = { id: string; assetId?: string; parent?: string; facts: Record<string, unknown> }

const decideOpening = (deps: Deps, workflow: AnyWorkflow, opening: Opening, by: Actor) => {
  const now = nowOf(deps)
  return open(workflow, { ...opening, by, at: now.instant }, now)
}

/** Opens it, or begins again what was withdrawn: the engine asks the same of both. */
export const wouldOpen = (deps: Deps, workflow: AnyWorkflow, opening: Opening, by: Actor): Plan => {
  const decision = decideOpening(deps, workflow, opening, by)
  return decision.ok ? 'created' : said(decision)
}

/** As `wouldOpen`; `sound` is the opening with its facts as the workflow has read them, which reads them once. */
export const soundOpening = (
  deps: Deps,
  workflow: AnyWorkflow,
  opening: Opening,
  by: Actor,
): { plan: Plan; sound: Opening } => {
  const decision = decideOpening(deps, workflow, opening, by)
  return decision.ok
    ? { plan: 'created', sound: { ...opening, facts: decision.case.facts } }
    : { plan: said(decision), sound: opening }
}

/** What happens one after the other: the first refusal counts. */
export const wouldTake = (
  deps: Deps,
  workflow: AnyWorkflow,
  c: Case,
  happenings: readonly Happening[],
  by: Actor,
): Plan => {
  const now = nowOf(deps)
  let at = c
  for (const happening of happenings) {
    const decision = decide(workflow, at, { ...happening, at: now.instant, by }, now)
    if (!decision.ok) return said(decision)
    at = decision.case
  }
  return happenings.length > 0 ? 'changed' : 'unchanged'
}

/** The plan was good a moment ago: what is refused now met another writer, and the file is to be sent again. */
const held = (kind: string, id: string): void => {
  if (kind === 'rejected') throw new Transient(`${id} changed while it was imported`)
}

/** A withdrawn case is none that a row could change. */
export const standing = (c: Case | undefined): Case | undefined => (c?.withdrawnAt === undefined ? c : undefined)

/** What opening it is about to record; `there`: the withdrawn case that it begins again. */
export const opens = (id: string, there: Case | undefined, happenings: readonly Happening[] = []) => ({
  id,
  was: there?.version ?? 0,
  events: [there ? BEGUN_AGAIN : 'case.opened', ...happenings.map(({ type }) => type)],
})
export const takes = ({ id, version }: Case, happenings: readonly Happening[]) => ({
  id,
  was: version,
  events: happenings.map(({ type }) => type),
})

const BEGUN_AGAIN = 'case.begunAgain'
const system = (by: Actor): Actor => ({ ...by, kind: 'system' })

const doBeginAgain = async (deps: Deps, { id, facts }: Opening, by: Actor): Promise<void> => {
  const input = { type: BEGUN_AGAIN, at: deps.now(), by: system(by), data: { facts } }
  held((await deps.apply.event(id, input)).kind, id)
}

/** A case that a row begins; `there`: what stands under its id, to be begun again. */
export type Fresh = { workflow: string; opening: Opening; there: Case | undefined }

/** Begins each: the withdrawn ones again, the new ones together. */
export const doBegin = async (deps: Deps, list: readonly Fresh[], by: Actor): Promise<void> => {
  for (const { opening, there } of list) if (there) await doBeginAgain(deps, opening, by)
  const unheard = list.filter(({ there }) => !there)
  if (unheard.length === 0) return
  const opened = await deps.apply.openAll(
    unheard.map(({ workflow, opening }) => ({ workflow, opening: { ...opening, by } })),
  )
  for (const [at, { kind }] of opened.entries()) held(kind, unheard[at]!.opening.id)
}

export const doTake = async (deps: Deps, id: string, happenings: readonly Happening[], by: Actor): Promise<void> => {
  for (const happening of happenings) held((await deps.apply.event(id, { ...happening, at: deps.now(), by })).kind, id)
}
