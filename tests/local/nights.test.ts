import { expect, it } from 'vitest'
import { createClock } from '../../infra/local/time/clock.ts'
import { createNights } from '../../infra/local/time/nights.ts'
import { addMinutes, at, type Day, instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { officeHours } from '../../shared/mail/window.ts'

const days = { calendar: england, window: officeHours, weekday: 1 }

// A Thursday.
const startAt = instant.parse('2026-11-26T12:20:00Z')

const machine = () => {
  let real = 0
  const clock = createClock({ startAt, real: () => real })
  const asked: string[] = []
  const faults: unknown[] = []
  const nights = createNights({
    clock,
    days,
    report: async ({ job }) => void asked.push(`${job} at ${clock.now().slice(0, 16)}`),
    fault: error => void faults.push(error),
  })
  const pass = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute++) {
      real += 60_000
      await nights.look()
    }
  }
  return { clock, asked, faults, nights, pass }
}

it('asks every hour while time passes by itself, so that each night is counted on an always-on machine', async () => {
  const { asked, pass } = machine()
  await pass(39)
  expect(asked).toEqual([])
  await pass(24 * 60)
  expect(asked).toHaveLength(24)
  expect(asked[0]).toBe('due at 2026-11-26T13:00')
  expect(asked).toContain('due at 2026-11-27T00:00')
})

it('asks on a push at the moments that matter alone, and counts the last night once', async () => {
  const { clock, asked, nights } = machine()
  const release = clock.hold()
  clock.advanceTo(at('2026-11-29' as Day, '12:00'))
  await nights.look()
  expect(asked).toEqual([])
  expect(nights.next()).toBe(at('2026-11-30' as Day, '08:00'))
  clock.advanceTo(nights.next())
  await nights.look()
  await nights.look()
  expect(asked).toEqual(['due at 2026-11-30T08:00'])
  release()
  await nights.count()
  await nights.count()
  expect(asked.slice(1)).toEqual(['snapshot at 2026-11-30T08:00'])
})

it('does not count again what the hour counted already', async () => {
  const { asked, nights, pass } = machine()
  await pass(12 * 60)
  const before = asked.length
  await nights.count()
  expect(asked.slice(before)).toEqual([])
})

it('says that a report failed, and goes on', async () => {
  const clock = createClock({ startAt, real: () => 0 })
  const faults: unknown[] = []
  const report = async () => Promise.reject(new Error('no'))
  const nights = createNights({ clock, days, report, fault: error => void faults.push(error) })
  clock.advanceTo(addMinutes(startAt, 60))
  await nights.look()
  expect(faults).toHaveLength(1)
})
