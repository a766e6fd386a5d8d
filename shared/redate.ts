/**
 * After a new bank holiday, rule or policy every open case is looked at once, and its history says which of its dates
 * moved (`clocks.redated`): a case whose date came earlier would else sleep past it. A choice of the landlord moves no
 * case that is open: `adopt` does, for the cases that somebody names.
 */
import * as z from 'zod'
import type { Apply } from './apply.ts'
import type { Actor, Case } from './core/case.ts'
import type { Regimes } from './core/regimes.ts'
import { addMinutes, type Instant, instant } from './core/time.ts'
import { learnRegime } from './store/regimes.ts'
import type { Store } from './store/store.ts'

export type RedateDeps = {
  store: Pick<Store, 'everyCase' | 'getSetting' | 'putSetting'>
  apply: Pick<Apply, 'redate'>
  regimes: Regimes
  now: () => Instant
  fault: (name: string, error: unknown) => void
}
type Redating = Omit<RedateDeps, 'now'>

/** One share of all cases, reckoned as it was `from` that regime; one that fails keeps no other from it. */
export const redate = async (
  { store, apply, fault }: Redating,
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
const LOOKED = 'regime-looked-at'
const looked = z.object({ to: z.string(), at: instant })
const SHARES = 8
/** Minutes. What began before a deployment may write by the old regime for as long as a function runs at most, 15. */
const OLD_ONES = 30

/** All shares at once. `whole`: none failed. */
const lookOver = async (deps: Redating, from: string): Promise<{ moved: number; whole: boolean }> => {
  await learnRegime(deps.store, deps.regimes, from)
  const segments = Array.from({ length: SHARES }, (_, segment) => redate(deps, { segment, of: SHARES }, from))
  const done = await Promise.all(segments)
  return {
    moved: done.reduce((sum, one) => sum + one.moved.length, 0),
    whole: done.every(one => one.failed === 0),
  }
}

/**
 * Asked every hour: where the regime is another than the last time, all open cases are looked at, and once more when
 * nothing that began before the change can still be at work. The mark moves only when none failed, so that a run cut
 * short is done again. Answers how many moved; undefined when nothing changed.
 */
export const keepRegime = async (deps: RedateDeps): Promise<number | undefined> => {
  const { store, regimes } = deps
  const current = regimes.current.id
  const held = await store.getSetting(IN_FORCE)
  const from = typeof held?.value === 'string' ? held.value : undefined
  if (from === current) return undefined
  if (from === undefined) {
    // The first look of all: the rules may have changed before it, and then no case may sleep by the old ones.
    const { moved, whole } = await lookOver(deps, current)
    if (whole) await store.putSetting(IN_FORCE, current, 0)
    return moved || undefined
  }
  const before = await store.getSetting(LOOKED)
  const first = looked.safeParse(before?.value).data
  const again = first?.to === current
  if (again && addMinutes(first.at, OLD_ONES) > deps.now()) return undefined
  // What moved was told by the first look; the second asks only whether anything sleeps past its date.
  const { moved, whole } = await lookOver(deps, again ? current : from)
  if (whole && again) await store.putSetting(IN_FORCE, current, held?.rev ?? 0)
  else if (whole) await store.putSetting(LOOKED, { to: current, at: deps.now() }, before?.rev ?? 0)
  return moved
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
