/** A change of facts that have passed is judged member by member: it must give what judging the whole gives. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { factsAfter, soundFacts } from '../../shared/core/facts.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { runs } from '../support/random.ts'

const members = {
  deadline: z.iso.date().optional(),
  count: z.int().min(0).default(0),
  note: z.string().max(3).optional(),
  checks: z.array(z.strictObject({ on: z.string(), result: z.enum(['S', 'U']).optional() })).default([]),
  owed: z.boolean(),
}
const plain = z.strictObject(members)
const together = plain.refine(f => f.owed || f.note === undefined, 'a note is of what is owed')
const workflowOf = (facts: z.ZodType) => ({ name: 'some', facts }) as unknown as AnyWorkflow

const absent = { requiredKeys: [] as [] }
const check = fc.record({ on: fc.string({ maxLength: 3 }), result: fc.constantFrom('S', 'U', 'X', undefined) }, absent)
const change = fc.record(
  {
    deadline: fc.constantFrom('2026-11-02', '2026-02-30', undefined),
    count: fc.constantFrom(0, 1, -1, 1.5, '1', undefined),
    note: fc.constantFrom('', 'abc', 'abcd', null, undefined),
    checks: fc.oneof(fc.array(check, { maxLength: 2 }), fc.constant(undefined), fc.constant('none')),
    owed: fc.constantFrom(true, false, 'yes', undefined),
    stranger: fc.constantFrom(1, undefined),
    toString: fc.constantFrom(1, undefined),
  },
  absent,
)

describe.each([
  ['members that stand alone', plain],
  ['members that are judged together', together],
])('%s', (_, schema) => {
  it('what changes is taken and refused as if all were parsed again', () => {
    const workflow = workflowOf(schema)
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        const first = soundFacts(workflow, { owed: true })
        let facts = first.ok ? first.facts : {}
        for (const one of changes) {
          const [apart, whole] = [factsAfter(workflow, facts, one), soundFacts(workflow, { ...facts, ...one })]
          expect(apart.ok).toBe(whole.ok)
          if (apart.ok && whole.ok) {
            expect(JSON.stringify(apart.facts)).toBe(JSON.stringify(whole.facts))
            facts = apart.facts
          }
          if (!apart.ok && !whole.ok) expect(apart.error.issues).toEqual(whole.error.issues)
        }
      }),
      { numRuns: runs(500) },
    )
  })
})

it('what is not changed is kept as it is', () => {
  const workflow = workflowOf(plain)
  const before = soundFacts(workflow, { owed: true, checks: [{ on: 'a' }] })
  if (!before.ok) throw before.error
  const after = factsAfter(workflow, before.facts, { count: 2 })
  expect(after.ok && after.facts.checks === before.facts.checks).toBe(true)
})
