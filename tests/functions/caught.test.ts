/** What a function catches and goes on from is counted, since its error metric does not see it; what is heard elsewhere is not. */
import { describe, expect, test } from 'vitest'
import { deployedWorld } from '../../functions/deployed.ts'
import { createHandler as follow } from '../../functions/follow/handler.ts'
import { createHandler as tick } from '../../functions/tick/handler.ts'
import type { World } from '../../functions/wire.ts'
import type { Apply } from '../../shared/apply.ts'
import type { Rejection } from '../../shared/core/case.ts'
import { instant } from '../../shared/core/time.ts'
import { stack } from '../../shared/http/stack.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { quiet } from '../simulation/quiet.ts'

const counting = () => {
  const counted: string[] = []
  const world: World = deployedWorld(
    () => {},
    () => void counted.push('one'),
  )
  return { counted, world }
}
const refused: Rejection = { ok: false, kind: 'not_allowed', event: 'mended', state: 'gone', allowed: [] }
const noSchedules = { put: async () => 'set' as const, remove: async () => {} }

describe('counted', () => {
  test('a case that the tick cannot fire, while every other one is and the heart beats', async () => {
    const { counted, world } = counting()
    const store = memoryStore()
    const house = await quiet('2027-03-01 09:00', store)
    for (const id of ['lamp:L1', 'lamp:L2']) await house.open('lamp', id, { due: '2027-02-01' })
    const fired: string[] = []
    const beats: boolean[] = []
    const fire: Apply['fire'] = async id => {
      if (id === 'lamp:L1') throw new Error('it cannot be read')
      fired.push(id)
      return { kind: 'nothing' }
    }
    await tick({
      store,
      apply: { fire, errand: house.apply.errand },
      schedules: noSchedules,
      sweepMail: async () => ({ notices: 0, digests: 0, more: false }),
      nextContacts: async () => 0,
      now: () => instant.parse('2027-03-01T09:00:00Z'),
      left: () => 50_000,
      fault: world.fault,
      heartbeat: ({ complete }) => void beats.push(complete),
    })()
    expect([...new Set(fired)]).toEqual(['lamp:L2'])
    expect(beats).toEqual([true])
    // fired once as due and once as near
    expect(counted).toEqual(['one', 'one'])
  })

  test('an answer that something broke: the door throws nothing, so nobody else would count it', async () => {
    const { counted, world } = counting()
    const door = stack(
      async () => {
        throw new Error('broken')
      },
      (error, reference) => world.fault(reference, error),
    )
    const event = { headers: {}, requestContext: { requestId: 'r1' } }
    const answer = await door(event as never, { getRemainingTimeInMillis: () => 9_000 } as never)
    expect([answer.statusCode, counted]).toEqual([500, ['one']])
  })
})

describe('the stream’s reader', () => {
  const at = instant.parse('2027-03-01T09:00:00Z')
  const by = { kind: 'system' as const, id: 'follow', roles: [] }
  const owed = { id: 'E1', from: 'lamp:L1', to: 'lamp:L2', event: { type: 'mended', at, data: {} }, by, at }
  const image = {
    pk: { S: 'ERRAND#E1' },
    sk: { S: 'ERRAND' },
    kind: { S: 'ERRAND' },
    id: { S: 'E1' },
    status: { S: 'pending' },
    body: { S: JSON.stringify(owed) },
  }
  const event = { Records: [{ eventName: 'INSERT' as const, dynamodb: { SequenceNumber: '7', NewImage: image } }] }
  const reading = (errand: Apply['errand']) => {
    const { counted, world } = counting()
    const settled: string[] = []
    const fire: Apply['fire'] = async () => ({ kind: 'nothing' })
    const settleErrand = async (id: string) => {
      settled.push(id)
      return 'done' as const
    }
    const read = follow({
      apply: { fire, errand },
      store: { settleErrand, unpackBundle: async () => 'done' as const },
      schedules: noSchedules,
      now: () => at,
      fault: world.fault,
    })
    return { counted, settled, answer: read(event) }
  }

  test('counts what another case refused: it is settled, and nobody would ask again', async () => {
    const { counted, settled, answer } = reading(async () => ({ kind: 'rejected', rejection: refused }))
    expect(await answer).toEqual({ batchItemFailures: [] })
    expect({ settled, counted }).toEqual({ settled: ['E1'], counted: ['one'] })
  })

  test('does not count a record that comes again: its mapping rings when it is given up', async () => {
    const { counted, settled, answer } = reading(async () => Promise.reject(new Error('throttled')))
    expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] })
    expect({ settled, counted }).toEqual({ settled: [], counted: [] })
  })
})
