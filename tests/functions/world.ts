/** The whole system in memory, with a clock that the test turns and salts that it can foresee. */
import { apply } from '../../shared/apply.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { type Instant, instant } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import { asSent } from '../../shared/mail/letters/as-sent.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { workflows as all } from '../../shared/workflows/index.ts'

export const world = (
  workflows: Readonly<Record<string, AnyWorkflow>> = all,
  start = '2026-11-22T09:00:00Z',
  store = memoryStore(),
) => {
  const clock = { now: instant.parse(start) }
  const reckon = reckoner(england)
  let salts = 0
  const deps = {
    store,
    workflows,
    reckon,
    now: (): Instant => clock.now,
    salt: () => `salt-${String(salts++).padStart(16, '0')}`,
    pause: async () => {},
    letters: asSent,
    people: async () => ({
      people: (await store.people({ limit: 500 })).items,
      fallback: { email: 'duty@landlord.example', name: 'Duty desk' },
    }),
  }
  const known = regimes(regimeOf({}, england), england)
  return { store, clock, reckon, workflows, now: deps.now, apply: apply(deps), deps: { ...deps, regimes: known } }
}
