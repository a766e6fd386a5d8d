/**
 * The restore rehearsed: the table comes back as it was some minutes ago, without stream, schedules or what happened
 * since. The tick takes over by itself, senders' retries fill the gap, and no history breaks.
 */
import { expect, test } from 'vitest'
import { createHandler } from '../../functions/tick/handler.ts'
import { apply } from '../../shared/apply.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { replay } from '../../shared/core/replay.ts'
import { addHours, addMinutes, at, type Day, type Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { verifyChain } from '../../shared/store/chain.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import type { Item } from '../../shared/store/table.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { contractor, staff } from '../support/history.ts'

const deadline = '2027-02-10' as Day
const clock = { now: at('2026-12-01' as Day, '09:00') }

/** The system over a table: what is deployed, but for clock and services. */
const systemOver = (table: ReturnType<typeof memoryTable>) => {
  const store = storeOver(table)
  const reckon = reckoner(england)
  const now = (): Instant => clock.now
  const armed = new Map<string, Instant>()
  const one = apply({ store, workflows, reckon, now, salt: () => 'salt-0000000000000000', pause: async () => {} })
  const tick = createHandler({
    apply: one,
    store,
    now,
    schedules: {
      put: async (name, when) => {
        armed.set(name, when)
        return 'set'
      },
      remove: async () => {},
    },
    nextContacts: async () => 0,
    sweepMail: async () => ({ notices: (await store.outbox.pending(now(), 500)).length, digests: 0, more: false }),
    left: () => 60_000,
    fault: (name, error) => {
      throw new Error(`${name}: ${String(error)}`)
    },
    heartbeat: () => {},
  })
  return { store, reckon, apply: one, tick, armed }
}

const homes = Array.from({ length: 40 }, (_, i) => `H${i}`)
const book = (id: string) => ({
  type: 'appointment.made',
  at: clock.now,
  by: contractor(),
  data: { slotStart: `2027-01-0${1 + (Number(id.slice(1)) % 9)}T09:00:00Z`, slotEnd: '2027-01-20T12:00:00Z' },
})
const message = (id: string) => ({ source: 'sureheat', id: `book-${id}`, bodyHash: id })

test('a table restored to five minutes ago catches up, loses nothing that is sent again, and verifies', async () => {
  const written: Item[] = []
  const lost = systemOver(memoryTable(item => written.push(item)))
  const check = { on: '2026-02-10', knownOn: '2026-02-10', nextDue: deadline, result: 'SATISFACTORY' }
  for (const assetId of homes)
    await lost.apply.open('gas', {
      id: `gas:${assetId}`,
      assetId,
      facts: { deadline, checks: [check] },
      by: staff('complianceOfficer'),
    })
  clock.now = at('2026-12-20' as Day, '09:00')
  await lost.tick()
  for (const id of homes.slice(0, 20)) await lost.apply.event(`gas:${id}`, book(id), message(id))
  const restorePoint = written.length
  clock.now = addMinutes(clock.now, 5)
  for (const id of homes.slice(20)) await lost.apply.event(`gas:${id}`, book(id), message(id))

  // Point-in-time recovery makes a new table of what was there; nothing else of the old one comes along.
  const table = memoryTable()
  for (const item of written.slice(0, restorePoint)) await table.put({ item })
  const back = systemOver(table)
  clock.now = addHours(clock.now, 4)
  expect((await back.store.load('gas:H0'))?.case.state).toBe('appointed')
  expect((await back.store.load('gas:H39'))?.case.state).toBe('due_issued')

  // The contractor's system retries for days: those that came before are known, the others are taken.
  const answers = []
  for (const id of homes) answers.push((await back.apply.event(`gas:${id}`, book(id), message(id))).kind)
  expect(answers).toEqual([...Array(20).fill('duplicate'), ...Array(20).fill('done')])

  // A month on with no schedule rebuilt by anybody: the tick alone fires what is due and arms what comes near.
  clock.now = at('2027-02-20' as Day, '10:00')
  const done = await back.tick()
  expect([done.fired, done.complete]).toEqual([homes.length, true])
  expect((await back.tick()).fired).toBe(0)
  for (const id of homes) {
    const { items } = await back.store.history(`gas:${id}`)
    expect(verifyChain(items).ok).toBe(true)
    const stored = (await back.store.load(`gas:${id}`))!.case
    expect(
      JSON.stringify(
        replay(
          workflows.gas!,
          items.map(one => one.event),
          back.reckon,
        ),
      ),
    ).toBe(JSON.stringify(stored))
    expect(stored.wake! > clock.now).toBe(true)
  }
})
