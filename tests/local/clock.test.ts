import { describe, expect, it } from 'vitest'
import { createClock } from '../../infra/local/time/clock.ts'
import { targetOf } from '../../infra/local/time/push.ts'
import { fromEpoch, instant, toEpoch } from '../../shared/core/time.ts'

const at = (text: string) => instant.parse(text)

/** Real time turned by hand. */
const hands = (start: string) => {
  let real = toEpoch(at(start))
  return { real: () => real, pass: (milliseconds: number) => (real += milliseconds) }
}

describe('a push', () => {
  const now = at('2027-01-03T09:00:00.500Z')

  it.each([
    ['2027-01-03T09:00:01Z', '2027-01-03T09:00:01Z'],
    // the same push once more, or to what the clock said a moment ago: time has flowed on since
    ['2027-01-03T09:00:00Z', now],
    ['2027-01-03T08:59:00.500Z', now],
  ])('to %s goes to %s', (to, reached) => expect(targetOf(now, { to: at(to) })).toEqual({ ok: true, to: at(reached) }))

  it.each(['2027-01-03T08:59:00Z', '2026-01-03T09:00:00Z'])('back to %s is refused', to =>
    expect(targetOf(now, { to: at(to) })).toMatchObject({ ok: false, why: expect.stringContaining('never goes back') }),
  )
})

describe('the movable clock', () => {
  it('flows with real time from where it was told to start', () => {
    const time = hands('2026-11-22T12:00:00Z')
    const clock = createClock({ startAt: at('2027-01-03T09:00:00Z'), real: time.real })
    time.pass(1500)
    expect(clock.now()).toBe('2027-01-03T09:00:01.500Z')
  })

  it('moves forward only', () => {
    const time = hands('2026-11-22T12:00:00Z')
    const clock = createClock({ real: time.real })
    clock.advanceTo(at('2027-01-01T00:00:00Z'))
    clock.advanceTo(at('2026-12-01T00:00:00Z'))
    expect(clock.now()).toBe('2027-01-01T00:00:00.000Z')
    time.pass(-3_600_000)
    expect(clock.now()).toBe('2027-01-01T00:00:00.000Z')
  })

  it('stands still while held and goes on from there', () => {
    const time = hands('2026-11-22T12:00:00Z')
    const clock = createClock({ real: time.real })
    const release = clock.hold()
    expect(clock.held()).toBe(true)
    time.pass(60_000)
    clock.advanceTo(at('2026-11-23T06:00:00Z'))
    time.pass(60_000)
    expect(clock.now()).toBe('2026-11-23T06:00:00.000Z')
    release()
    expect(clock.held()).toBe(false)
    time.pass(1000)
    expect(clock.now()).toBe('2026-11-23T06:00:01.000Z')
  })

  it('goes on after a restart from the kept offset, and an earlier start does not set it back', () => {
    const time = hands('2026-11-22T12:00:00Z')
    let kept = 0
    const first = createClock({ real: time.real, onOffset: offset => (kept = offset) })
    first.advanceTo(at('2027-06-01T00:00:00Z'))
    time.pass(5000)
    const again = createClock({ real: time.real, offset: kept, startAt: at('2026-12-01T00:00:00Z') })
    expect(again.now()).toBe(fromEpoch(toEpoch(at('2027-06-01T00:00:05Z'))))
  })

  it('may start in the past', () => {
    const time = hands('2026-11-22T12:00:00Z')
    expect(createClock({ startAt: at('2025-10-27T00:00:00Z'), real: time.real }).now()).toBe('2025-10-27T00:00:00.000Z')
  })
})
