/** The cases of a run that is to be undone: looked at first, all of them; then told, each by one event. */
import type { Actor, Case, Recorded } from '../../../shared/core/case.ts'
import { replay } from '../../../shared/core/replay.ts'
import { asBefore } from '../../../shared/core/undone.ts'
import { bounded, inParts } from '../../../shared/intake/imports/bounded.ts'
import { learnRegime } from '../../../shared/store/regimes.ts'
import type { Deps } from '../ports.ts'
import { judge, type Noted, type Span, type Told } from './judge.ts'

const AT_ONCE = 16
const TOGETHER = 100

/** `to`: the version to which it goes back; absent: it is withdrawn. */
export type Step = { id: string; version: number; to?: number }
export type Looked = { steps: Step[]; touched: Told[] }

const eventsFrom = async ({ store }: Deps, id: string, from: number): Promise<Recorded[]> => {
  const events: Recorded[] = []
  let cursor: string | undefined
  do {
    const page = await store.history(id, { from, cursor, limit: 200 })
    events.push(...page.items.map(({ event }) => event))
    cursor = page.cursor
  } while (cursor !== undefined)
  return events
}

export const lookAtCases = async (deps: Deps, noted: ReadonlyMap<string, Noted>, span: Span): Promise<Looked> => {
  const looked: Looked = { steps: [], touched: [] }
  const look = async (one: Noted, c: Case | undefined): Promise<void> => {
    if (!c || c.version <= one.was) return
    const verdict = judge(one, c, await eventsFrom(deps, c.id, one.was + 1), span, id => noted.has(id))
    if (verdict.kind === 'touched') looked.touched.push({ id: c.id, why: verdict.why })
    if (verdict.kind === 'withdraw') looked.steps.push({ id: c.id, version: c.version })
    if (verdict.kind === 'restore') looked.steps.push({ id: c.id, version: c.version, to: verdict.to })
  }
  await bounded(inParts(noted.values(), TOGETHER), AT_ONCE / 4, async part => {
    const cases = await deps.store.loadMany(part.map(({ id }) => id))
    await bounded(part, AT_ONCE, one => look(one, cases.get(one.id)?.case))
  })
  return looked
}

/** The case as it was at that version: its history repeats, so it is asked of the engine. */
const earlier = async (deps: Deps, id: string, version: number): Promise<Case> => {
  const events = (await eventsFrom(deps, id, 1)).slice(0, version)
  for (const under of new Set(events.flatMap(event => event.under ?? [])))
    await learnRegime(deps.store, deps.regimes, under)
  const workflow = deps.workflows[(events[0]?.data.workflow as string | undefined) ?? '']
  if (!workflow) throw new Error(`${id} has no workflow that is known here`)
  return replay(workflow, events, deps.reckon)
}

/** Answers what could not be undone because something happened to it meanwhile. */
export const tellCases = async (
  deps: Deps,
  steps: readonly Step[],
  by: Actor,
  why: { run: string; reason: string },
): Promise<Told[]> => {
  const left: Told[] = []
  await bounded(steps, AT_ONCE, async ({ id, version, to }) => {
    const input = { at: deps.now(), by: { ...by, kind: 'system' as const } }
    const done =
      to === undefined
        ? await deps.apply.event(id, { ...input, type: 'case.withdrawn', data: { ...why, version } })
        : await deps.apply.event(id, {
            ...input,
            type: 'case.restored',
            data: { ...why, version, to, before: asBefore(await earlier(deps, id, to)) },
          })
    if (done.kind !== 'done') left.push({ id, why: 'something happened to it while the run was undone' })
  })
  return left
}
