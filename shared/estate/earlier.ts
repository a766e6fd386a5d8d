/** A case as it was at an earlier version: its history repeats, so it is asked of the engine. */
import type { Case, Recorded } from '../core/case.ts'
import type { Reckon } from '../core/reckon.ts'
import type { Regimes } from '../core/regimes.ts'
import { replay } from '../core/replay.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import { learnRegime } from '../store/regimes.ts'
import type { Store } from '../store/store.ts'

export type EarlierDeps = {
  store: Pick<Store, 'history' | 'getSetting' | 'putSetting'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  regimes: Regimes
}

/** From that number on, oldest first. */
export const eventsFrom = async (
  { store }: Pick<EarlierDeps, 'store'>,
  id: string,
  from: number,
): Promise<Recorded[]> => {
  const events: Recorded[] = []
  let cursor: string | undefined
  do {
    const page = await store.history(id, { from, cursor, limit: 200 })
    events.push(...page.items.map(({ event }) => event))
    cursor = page.cursor
  } while (cursor !== undefined)
  return events
}

/** Throws where its workflow is not known here. */
export const earlier = async (deps: EarlierDeps, id: string, version: number): Promise<Case> => {
  const events = (await eventsFrom(deps, id, 1)).slice(0, version)
  for (const under of new Set(events.flatMap(event => event.under ?? [])))
    await learnRegime(deps.store, deps.regimes, under)
  const workflow = deps.workflows[(events[0]?.data.workflow as string | undefined) ?? '']
  if (!workflow) throw new Error(`${id} has no workflow that is known here`)
  return replay(workflow, events, deps.reckon)
}
