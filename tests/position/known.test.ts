/** What was known when: of the register, and of whether a duty applies, against a log that forgets nothing. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST as LEARNED, learned, withLearned } from '../../shared/core/learned.ts'
import { addDays, type Day, day } from '../../shared/core/time.ts'
import { asKnown, MOST, readChanges, withChange, writtenChanges } from '../../shared/estate/known.ts'
import { position } from '../../shared/position/position.ts'
import type { Asset } from '../../shared/store/records.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { history, staff } from '../support/history.ts'
import { runs } from '../support/random.ts'

const start = day.parse('2026-01-01')

describe('the register', () => {
  const values = fc.record(
    {
      tenure: fc.constantFrom('LCRA', 'leasehold'),
      ownership: fc.constantFrom('owned', 'leasehold_sold'),
      status: fc.constantFrom('occupied', 'void', 'disposed'),
      ownedTo: fc.constantFrom(day.parse('2026-03-01'), day.parse('2026-04-01')),
      serves: fc.constantFrom<string[]>(['H1'], ['H1', 'H2']),
      address: fc.constantFrom('1 Mill Lane', '2 Mill Lane'),
    },
    { requiredKeys: [] },
  )
  const tracked = ({ address: _, ...rest }: Asset) => rest

  test('as known on any day it is what was last said by then, whatever was said since', () => {
    const steps = fc.array(fc.record({ later: fc.integer({ min: 0, max: 3 }), says: values }), { maxLength: MOST })
    fc.assert(
      fc.property(values, steps, (first, list) => {
        let now: Asset = { id: 'H1', type: 'dwelling', ...first }
        let on = start
        let changes = readChanges(undefined)
        const log: [Day, Asset][] = [[start, now]]
        for (const { later, says } of list) {
          on = addDays(on, later)
          const next: Asset = { id: 'H1', type: 'dwelling', ...says }
          changes = readChanges(writtenChanges(withChange(changes, now, next, on)))
          now = next
          log.push([on, now])
        }
        for (let asked = start; asked <= addDays(on, 1); asked = addDays(asked, 1)) {
          const [, then] = log.findLast(([said]) => said <= asked)!
          expect(tracked(asKnown(now, changes, asked))).toEqual(tracked(then))
        }
      }),
      { numRuns: runs(200) },
    )
  })

  test('is bounded: who changes it for ever loses the oldest, and what no figure is made of is not kept', () => {
    let now: Asset = { id: 'H1', type: 'dwelling', tenure: 'LCRA' }
    let changes = readChanges(undefined)
    for (let n = 1; n <= 3 * MOST; n++) {
      const next = { ...now, tenure: n % 2 === 0 ? 'LCRA' : 'leasehold', address: `${n} Mill Lane` }
      changes = withChange(changes, now, next, addDays(start, n))
      now = next
    }
    expect(changes).toHaveLength(MOST)
    expect(writtenChanges(changes)!.length).toBeLessThan(100 * MOST)
    expect(withChange([], now, { ...now, address: 'elsewhere', uprn: '1' }, start)).toEqual([])
    expect(asKnown(now, [], start)).toBe(now)
  })
})

describe('whether a duty applies', () => {
  const duties = Object.values(workflows).filter(one => one.obligation)
  const registrar = staff('complianceManager')

  test.each(duties.map(one => [one.name, one] as const))(
    '%s: found out in March, it was unknown in February',
    (_, workflow) => {
      const { obligation } = workflow
      const story = history(workflow)
      const row = {
        ...{ applicability: 'unknown' as const, dutyBeganOn: day.parse('2025-01-01') },
        ...(workflow.name === 'fire-check' ? { subType: 'fire_door_communal' } : {}),
        ...(workflow.name === 'smoke-co' ? { home: { livingStoreys: 2, combustionRooms: 0 } } : {}),
      }
      story.opens('2026-11-02', obligation!.fromRecord(row, story.reckon), `${workflow.name}:H1`)
      const data = { applicability: 'required', reason: 'seen there', dutyBeganOn: '2025-01-01' }
      story.does('2026-11-20', 'applicability.confirmed', data, registrar)
      const stands = (knownOn?: string) =>
        position(workflow, story.case.facts, day.parse('2026-11-10'), {
          knownOn: knownOn === undefined ? undefined : day.parse(knownOn),
          reckon: story.reckon,
        }).status
      expect([stands('2026-11-19'), stands('2026-11-20'), stands()]).toEqual([
        ...['unknown_applicability', 'never_inspected', 'never_inspected'],
      ])
      story.replays()
    },
  )

  test('of several changes in a day the first says what stood before, and the oldest are lost', () => {
    const { gas } = workflows
    const said = (applicability: string, before: object = {}) => ({ checks: [], ...before, applicability }) as never
    const step = (facts: never, next: string, on: string) => withLearned(gas!, facts, said(next, facts), day.parse(on))
    const twice = step(step(said('unknown'), 'required', '2026-05-01') as never, 'not_required', '2026-05-01')
    expect(twice.learned).toEqual([{ until: '2026-05-01', was: 'unknown' }])
    let facts = said('unknown')
    for (let n = 1; n <= 2 * LEARNED; n++)
      facts = step(facts, n % 2 === 0 ? 'required' : 'not_required', addDays(start, n)) as never
    const { learned: kept } = facts as { learned: unknown[] }
    expect(kept.map(one => learned.parse(one).until).at(0)).toBe(addDays(start, LEARNED + 1))
    expect(kept).toHaveLength(LEARNED)
  })

  test('what ended was not known to have ended before we were told', () => {
    const { gas } = workflows
    const facts = { retiredOn: '2026-03-01', applicability: 'required', checks: [], rests: [] }
    const story = history(gas!)
    const stands = (knownOn: string) =>
      position(gas!, facts, day.parse('2026-03-31'), {
        ...{ knownOn: day.parse(knownOn), endedOn: day.parse('2026-04-10'), reckon: story.reckon },
      }).status
    expect([stands('2026-04-09'), stands('2026-04-10')]).toEqual(['never_inspected', 'retired'])
  })
})
