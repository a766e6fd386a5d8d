/** The cases of a run that is to be undone: looked at first, all of them; then told, each by one event. */

import { bounded, inParts } from '../../../shared/bounded.ts'
import type { Actor, Case } from '../../../shared/core/case.ts'
import { asBefore } from '../../../shared/core/undone.ts'
import { earlier, eventsFrom } from '../../../shared/estate/earlier.ts'
import type { Deps } from '../ports.ts'
import { judge, type Noted, type Span, type Told } from './judge.ts'

const AT_ONCE = 16
const TOGETHER = 100

/** `to`: the version to which it goes back; absent: it is withdrawn. */
export type Step = { id: string; version: number; to?: number }
export type Looked = { steps: Step[]; touched: Told[] }

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
