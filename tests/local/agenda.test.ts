import { expect, it } from 'vitest'
import { createAgenda } from '../../infra/local/time/agenda.ts'
import { addMinutes, type Instant, instant } from '../../shared/core/time.ts'
import type { Timer } from '../../shared/store/store.ts'

const t0 = instant.parse('2026-11-26T12:00:00Z')
const in_ = (minutes: number): Instant => addMinutes(t0, minutes)

/** Two a page. */
const reading = (timers: Timer[]) => {
  let reads = 0
  const read = async (cursor = '0') => {
    reads += 1
    const from = Number(cursor)
    const items = timers.slice(from, from + 2)
    return from + 2 < timers.length ? { items, cursor: String(from + 2) } : { items }
  }
  return { read, reads: () => reads }
}

it('reads all pages once, at the first question, and then goes by what it hears', async () => {
  const kept = [3, 1, 2, 1, 5].map((minutes, n) => ({ key: `k${n}`, at: in_(minutes) }))
  const { read, reads } = reading(kept)
  const agenda = createAgenda(read)
  // Before the first question the store has it all.
  agenda.heard({ key: 'k1', at: undefined })
  expect(await agenda.next()).toBe(in_(1))
  agenda.heard({ key: 'k1', at: undefined })
  expect(await agenda.next()).toBe(in_(1))
  agenda.heard({ key: 'k3', at: in_(9) })
  expect(await agenda.next()).toBe(in_(2))
  agenda.heard({ key: 'new', at: in_(0) })
  expect(await agenda.next()).toBe(in_(0))
  for (const key of ['new', 'k0', 'k2', 'k3', 'k4', 'never there']) agenda.heard({ key, at: undefined })
  expect(await agenda.next()).toBeUndefined()
  expect(reads()).toBe(3)
})

it('reads anew when the reading failed', async () => {
  const { read } = reading([{ key: 'a', at: in_(1) }])
  let fails = true
  const agenda = createAgenda(async cursor => {
    if (fails) throw new Error('away')
    return read(cursor)
  })
  await expect(agenda.next()).rejects.toThrow('away')
  fails = false
  expect(await agenda.next()).toBe(in_(1))
})
