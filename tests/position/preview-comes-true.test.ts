/**
 * What the preview of other choices says is what happens when they are taken: the landlord's new choices come into force,
 * which moves no open case; then each is moved to them by its event, and the clocks go on.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../shared/apply.ts'
import type { Case } from '../../shared/core/case.ts'
import { running } from '../../shared/core/clocks.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import type { PolicyValues } from '../../shared/law/policy.ts'
import { policyPreview } from '../../shared/position/ahead/policy-preview.ts'
import { adopt, keepRegime } from '../../shared/redate.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { withRegimes } from '../../shared/store/regimes.ts'
import type { Store } from '../../shared/store/store.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { admin, when } from '../support/history.ts'
import { runs } from '../support/random.ts'

const START = '2026-11-02' as Day
const LAST = 40

const landlord = (table: Store, policy: PolicyValues, start: string) => {
  const known = regimes(regimeOf(policy, england), england)
  const store = withRegimes(table, known)
  const clock = { now: when(start) }
  const given = { store, workflows, now: () => clock.now, salt: () => 'a salt of the test', pause: async () => {} }
  const fault = (name: string, error: unknown) => {
    throw new Error(name, { cause: error })
  }
  const applied = apply({ ...given, reckon: known.reckon })
  return { ...given, clock, regimes: known, reckon: known.reckon, apply: applied, fault }
}
type Landlord = ReturnType<typeof landlord>

const someDay = fc.integer({ min: -10, max: LAST }).map(days => addDays(START, days))
/** Nobody raises or reports in days to come. */
const pastDay = fc.integer({ min: -LAST, max: 0 }).map(days => addDays(START, days))
const opening = fc.oneof(
  fc.record({
    workflow: fc.constant('action'),
    facts: fc.record({
      stream: fc.constantFrom('gas', 'eicr', 'fra'),
      description: fc.constant('x'),
      priority: fc.constantFrom('P1', 'P2', 'P3'),
      raisedOn: pastDay,
    }),
  }),
  fc.record({ workflow: fc.constant('gas'), facts: fc.record({ deadline: someDay.map(day => addDays(day, 60)) }) }),
  fc.record({ workflow: fc.constant('eicr'), facts: fc.record({ deadline: someDay.map(day => addDays(day, 160)) }) }),
  fc.record({
    workflow: fc.constant('hazard'),
    facts: fc.record({ awareAt: pastDay.map(day => when(day)), channel: fc.constant('call') }),
  }),
)
/** Choices that move dates, and choices that move rungs alone; all within their bounds. */
const choices = fc.record(
  {
    'action.p1': fc.integer({ min: 1, max: 28 }),
    'action.p2': fc.integer({ min: 10, max: 90 }),
    'action.p3': fc.integer({ min: 30, max: 180 }),
    'gas.issue': fc.integer({ min: 30, max: 120 }),
    'eicr.issue': fc.integer({ min: 60, max: 365 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<PolicyValues>

const duesOf = (c: Case, { reckon }: Landlord): Map<string, string> =>
  new Map(running(workflows[c.workflow]!, c, reckon).map(({ name, due }) => [name, due]))
const load = async ({ store }: Landlord, id: string): Promise<Case> => (await store.load(id))!.case
/** Every rung that has come by now. */
const fireAll = async (w: Landlord, ids: readonly string[]): Promise<void> => {
  for (const id of ids) while ((await w.apply.fire(id)).kind === 'done');
}
const owed = async ({ store }: Landlord): Promise<string[]> =>
  (await store.outbox.pending(when('2030-01-01'), 10_000)).map(one => one.notice.id).toSorted()

const movedBetween = (id: string, was: Map<string, string>, is: Map<string, string>): string[] =>
  [...new Set([...was.keys(), ...is.keys()])]
    .filter(clock => was.get(clock) !== is.get(clock))
    .map(clock => `${id} ${clock} ${was.get(clock)} ${is.get(clock)}`)

test('what it says is what comes: which dates move, from when to when, and who is told at once', async () => {
  let [dates, mails] = [0, 0]
  await fc.assert(
    fc.asyncProperty(
      fc.array(opening, { minLength: 1, maxLength: 6 }),
      choices,
      choices,
      fc.integer({ min: 0, max: LAST }),
      async (openings, first, then, days) => {
        const table = memoryStore()
        const before = landlord(table, first, START)
        const ids: string[] = []
        for (const [index, { workflow, facts }] of openings.entries()) {
          const id = `${workflow}:${index}`
          const opened = await before.apply.open(workflow, { id, facts, by: admin })
          if (opened.kind === 'done') ids.push(id)
        }
        const now = when(addDays(START, days))
        before.clock.now = now
        await fireAll(before, ids)
        const cases = await Promise.all(ids.map(id => load(before, id)))
        const was = new Map(cases.map(c => [c.id, duesOf(c, before)]))
        const told = await owed(before)
        // As the route asks: today's choices with the new ones over them.
        const foreseen = policyPreview(cases, workflows, {
          before: before.reckon,
          after: reckoner(england, { ...first, ...then }),
          now,
        })

        const after = landlord(table, { ...first, ...then }, addDays(START, days))
        await keepRegime(after)
        await fireAll(after, ids)
        // In force, and no open case has moved.
        expect(await owed(after)).toEqual(told)
        for (const id of ids) expect(duesOf(await load(after, id), after)).toEqual(was.get(id))

        if (after.regimes.current.id !== before.regimes.current.id)
          for (const id of ids) await adopt(after.apply, after.regimes, { id }, admin, { at: now, reason: 'the board' })
        const moved: string[] = []
        for (const id of ids) moved.push(...movedBetween(id, was.get(id)!, duesOf(await load(after, id), after)))
        expect(foreseen.moved.map(one => `${one.caseId} ${one.clock} ${one.was} ${one.is}`).toSorted()).toEqual(
          moved.toSorted(),
        )
        await fireAll(after, ids)
        const fresh = (await owed(after)).filter(id => !told.includes(id))
        expect(foreseen.mails.map(one => one.id).toSorted()).toEqual(fresh)
        dates += moved.length
        mails += fresh.length
      },
    ),
    { numRuns: runs(40) },
  )
  // Not about nothing.
  expect(dates).toBeGreaterThan(10)
  expect(mails).toBeGreaterThan(10)
}, 120_000)
