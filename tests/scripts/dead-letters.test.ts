import { expect, test } from 'vitest'
import { type Letter, payloadOf, replayAll } from '../../scripts/dead-letters/replay.ts'
import { addHours } from '../../shared/core/time.ts'
import { world } from '../functions/world.ts'
import { admin } from '../support/history.ts'

test.each([
  [
    'Lambda',
    { requestContext: { condition: 'RetriesExhausted' }, requestPayload: { job: 'snapshot' }, responsePayload: {} },
    { job: 'snapshot' },
  ],
  [
    'a stream',
    { requestContext: { functionArn: 'f' }, DDBStreamBatchInfo: {}, payload: '{"Records":[1]}' },
    { Records: [1] },
  ],
  ['Scheduler', { caseId: 'gas:H1' }, { caseId: 'gas:H1' }],
  ['EventBridge', { source: 'aws.ses', detail: {} }, { source: 'aws.ses', detail: {} }],
])('what %s gave up is the call it was', (_, body, payload) => {
  expect(payloadOf(JSON.stringify(body))).toEqual(payload)
})

const letters = (bodies: string[]) => {
  const there = new Set(bodies.map((_, i) => `letter-${i}`))
  const all: Letter[] = bodies.map((body, i) => ({
    id: `letter-${i}`,
    target: 'wake',
    body,
    remove: async () => void there.delete(`letter-${i}`),
  }))
  return { all, there }
}

test('a timer that was given up fires its case, once, however often it is replayed', async () => {
  const w = world()
  await w.apply.open('gas', {
    id: 'gas:H1',
    assetId: 'H1',
    facts: { deadline: '2026-11-20', checks: [] },
    by: admin,
  })
  w.clock.now = addHours(w.clock.now, 24)
  const { all, there } = letters(['{"caseId":"gas:H1"}', '{"caseId":"gas:H1"}'])
  const wake = async (_: string, payload: unknown) => w.apply.fire((payload as { caseId: string }).caseId)
  expect(await replayAll(all, { call: wake })).toEqual({ done: 2, kept: [] })
  expect(there.size).toBe(0)
  const { items } = await w.store.history('gas:H1')
  expect(items.filter(({ event }) => event.type === 'clock.climbed')).toHaveLength(1)
})

test('what fails again, or in part, or cannot be read, is kept with its reason; the others go on', async () => {
  const { all, there } = letters(['{"n":1}', 'not JSON', '{"n":3}', '{"n":4}'])
  const call = async (_: string, payload: unknown) => {
    const { n } = payload as { n: number }
    if (n === 1) throw new Error('still down')
    return n === 3 ? { batchItemFailures: [{ itemIdentifier: '1' }] } : { batchItemFailures: [] }
  }
  const { done, kept } = await replayAll(all, { call })
  expect([done, kept.map(({ id }) => id)]).toEqual([1, ['letter-0', 'letter-1', 'letter-2']])
  expect(kept[0]!.why).toBe('still down')
  expect([...there]).toEqual(['letter-0', 'letter-1', 'letter-2'])
})
