/**
 * After a new bank holiday, rule or policy every open case is looked at once, and its history says which of its dates
 * moved (`clocks.redated`): a case whose date came earlier would else sleep past it. A choice of the landlord moves no
 * case that is open: `adopt` does, for the cases that somebody names.
 */
import type { Apply } from './apply.ts'
import type { Actor, Case } from './core/case.ts'
import type { Regimes } from './core/regimes.ts'
import type { Instant } from './core/time.ts'
import { learnRegime } from './store/regimes.ts'
import type { Store } from './store/store.ts'

export type RedateDeps = {
  store: Pick<Store, 'everyCase' | 'getSetting' | 'putSetting'>
  apply: Pick<Apply, 'redate'>
  regimes: Regimes
  fault: (name: string, error: unknown) => void
}

/** One share of all cases, reckoned as it was `from` that regime; one that fails keeps no other from it. */
export const redate = async (
  { store, apply, fault }: RedateDeps,
  share: { segment: number; of: number },
  from: string,
): Promise<{ looked: number; moved: string[]; failed: number }> => {
  const moved: string[] = []
  let [looked, failed] = [0, 0]
  let cursor: string | undefined
  do {
    const page = await store.everyCase(share, { cursor, limit: 200 })
    for (const c of page.items) {
      if (c.closedAt !== undefined) continue
      looked += 1
      try {
        if ((await apply.redate(c.id, from)).kind === 'done') moved.push(c.id)
      } catch (error) {
        failed += 1
        fault(c.id, error)
      }
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return { looked, moved, failed }
}

const IN_FORCE = 'regime-in-force'
const SHARES = 8

/**
 * Asked every hour: where the regime is another than the last time, all open cases are looked at. The mark moves only
 * when none failed, so that a run cut short is done again. Answers how many moved; undefined when nothing changed.
 */
export const keepRegime = async (deps: RedateDeps): Promise<number | undefined> => {
  const { store, regimes } = deps
  const held = await store.getSetting(IN_FORCE)
  const from = typeof held?.value === 'string' ? held.value : undefined
  if (from === regimes.current.id) return undefined
  if (from === undefined) {
    await store.putSetting(IN_FORCE, regimes.current.id, 0)
    return undefined
  }
  await learnRegime(store, regimes, from)
  const segments = Array.from({ length: SHARES }, (_, segment) => redate(deps, { segment, of: SHARES }, from))
  const done = await Promise.all(segments)
  if (done.every(one => one.failed === 0)) await store.putSetting(IN_FORCE, regimes.current.id, held?.rev ?? 0)
  return done.reduce((sum, one) => sum + one.moved.length, 0)
}

/** Moves one case to the choices in force; what it says stands in its history. Twice is once. */
export const adopt = (
  apply: Pick<Apply, 'event'>,
  regimes: Regimes,
  c: Pick<Case, 'id'>,
  by: Actor,
  { at, reason }: { at: Instant; reason?: string | undefined },
) => {
  const system: Actor = { ...by, kind: 'system' }
  const data = { to: regimes.current.id, ...(reason === undefined ? {} : { reason }) }
  return apply.event(c.id, { type: 'policy.adopted', at, by: system, data })
}
