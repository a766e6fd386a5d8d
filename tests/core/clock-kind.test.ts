import { expect, test } from 'vitest'
import * as z from 'zod'
import { workflow } from '../../shared/core/declare.ts'
import { explain } from '../../shared/core/explain.ts'
import { day, type Instant } from '../../shared/core/time.ts'
import { history } from '../support/history.ts'

test('a clock binds by statute or by policy as the facts of the case say', () => {
  const dated = workflow({
    name: 'dated',
    title: 'Dated',
    law: [],
    facts: z.strictObject({ from: day, inForce: z.boolean() }),
    lead: 'officer',
    events: { 'thing.done': z.strictObject({}) },
    initial: 'open',
    states: { open: { title: 'Open', on: { 'thing.done': { to: 'shut' } } }, shut: { title: 'Shut', final: 'done' } },
    clocks: {
      limit: {
        title: 'Limit',
        source: 'landlord.policy',
        kind: f => (f.inForce ? 'statutory' : 'policy'),
        runs: 'live',
        due: f => f.from,
        ladder: [{ at: { days: 1 }, tell: ['officer'], template: 'late', every: { days: 7 } }],
      },
    },
    words: { late: { subject: '{title}', body: '{title}', act: '{title}' } },
  })
  const kinds = [true, false].map(inForce => {
    const { case: c, reckon } = history(dated).opens('2026-03-02', { from: '2026-03-03', inForce })
    return explain(dated, c, reckon, {}, '2026-03-02T09:00:00.000Z' as Instant)[0]?.kind
  })
  expect(kinds).toEqual(['statutory', 'policy'])
})
