import { describe, expect, it } from 'vitest'
import { createClock } from '../../infra/local/time/clock.ts'
import { type Parts, settle } from '../../infra/local/time/rest.ts'
import { addDays, addMinutes, day, type Instant, instant, at as london } from '../../shared/core/time.ts'

const at = (text: string) => instant.parse(text)
const START = at('2026-11-22T12:00:00Z')

/** A system of wakes: due at an instant, done by the tick or by a schedule; some make another. */
const system = (wakes: Instant[], more: Partial<Parts> = {}) => {
  const clock = createClock({ startAt: START, real: () => 0 })
  const log: string[] = []
  let ticks = 0
  let due = [...wakes].sort()
  let backlog = 0
  const parts: Parts = {
    clock,
    scheduler: { nextAt: () => undefined, fireDue: async () => 0 },
    drains: [
      {
        drain: async () =>
          (moved => {
            backlog = 0
            return moved
          })(backlog),
      },
    ],
    tick: async now => {
      ticks += 1
      for (const wake of due.filter(one => one <= now)) {
        log.push(`${wake} at ${now}`)
        backlog += 1
      }
      due = due.filter(one => one > now)
    },
    nextWork: async () => due[0],
    ...more,
  }
  return { parts, clock, log, ticks: () => ticks, add: (wake: Instant) => (due = [...due, wake].sort()) }
}

describe('pushing the clock', () => {
  it('goes from one instant that is owed to the next, and sees each at its own time', async () => {
    const { parts, log, ticks } = system([
      at('2026-12-01T06:00:00Z'),
      at('2026-11-25T06:00:00Z'),
      at('2028-01-01T00:00:00Z'),
    ])
    const { now } = await settle(parts, at('2027-01-01T00:00:00Z'))
    expect(now).toBe('2027-01-01T00:00:00.000Z')
    expect(log).toEqual([
      '2026-11-25T06:00:00.000Z at 2026-11-25T06:00:00.000Z',
      '2026-12-01T06:00:00.000Z at 2026-12-01T06:00:00.000Z',
    ])
    expect(ticks()).toBe(3)
  })

  it('fires a schedule before the tick of the same instant, and in order with the other work', async () => {
    let next: Instant | undefined = at('2026-12-01T06:00:00Z')
    const rig = system([at('2026-11-30T06:00:00Z'), at('2026-12-02T06:00:00Z')])
    const scheduler = {
      nextAt: () => next,
      fireDue: async (upTo: Instant) => {
        if (next === undefined || next > upTo) return 0
        rig.log.push(`schedule at ${rig.clock.now()}`)
        next = undefined
        return 1
      },
    }
    expect((await settle({ ...rig.parts, scheduler }, at('2026-12-03T00:00:00Z'))).fired).toBe(1)
    expect(rig.log.map(line => line.split(' at ')[1])).toEqual([
      '2026-11-30T06:00:00.000Z',
      '2026-12-01T06:00:00.000Z',
      '2026-12-02T06:00:00.000Z',
    ])
  })

  it('answers only when what one delivery starts has been delivered too', async () => {
    const queues = [0, 3]
    const drains = [
      { drain: async () => queues.splice(0, 1, 0)[0] ?? 0 },
      {
        drain: async () => {
          const moved = queues[1] ?? 0
          if (moved > 0) queues[0] = moved - 1
          queues[1] = 0
          return moved
        },
      },
    ]
    await settle(system([], { drains }).parts, START)
    expect(queues).toEqual([0, 0])
  })

  it('does not tick through months for work that stays owed, and still does what comes after it', async () => {
    const stuck = at('2026-11-23T09:00:00Z')
    const later = at('2027-06-01T06:00:00Z')
    const seen: Instant[] = []
    let ticks = 0
    const tick = async () => {
      ticks += 1
    }
    const rig = system([])
    const scheduler = {
      nextAt: () => (seen.length === 0 ? later : undefined),
      fireDue: async (upTo: Instant) => (seen.length === 0 && later <= upTo ? seen.push(rig.clock.now()) : 0),
    }
    await settle({ ...rig.parts, scheduler, nextWork: async () => stuck, tick }, at('2028-01-22T12:00:00Z'))
    expect(seen).toEqual([later])
    expect(ticks).toBeLessThan(500)
    expect(ticks).toBeGreaterThan(300)
  })

  it('pushes 14 months of 50 daily cases with no more ticks than there are instants', async () => {
    const first = day.parse('2026-11-23')
    const wakes = Array.from({ length: 425 }, (_, n) => n).flatMap(n =>
      Array.from({ length: 50 }, (_, c) => addMinutes(london(addDays(first, n), '06:00'), c % 3)),
    )
    const { parts, log, ticks } = system(wakes)
    await settle(parts, at('2028-01-22T12:00:00Z'))
    expect(log).toHaveLength(wakes.length)
    expect(log.every(line => line.split(' at ')[0] === line.split(' at ')[1])).toBe(true)
    expect(ticks()).toBe(425 * 3 + 1)
  })
})
