import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Notice } from '../../shared/core/case.ts'
import { explain } from '../../shared/core/explain.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { contractor, history, when } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'
import { runs } from '../support/random.ts'

const lit = { due: '2027-06-01' }
const rungs = (told: Notice[]) => told.map(n => `${n.clock} ${n.rung}.${n.times} ${n.at.slice(0, 16)}`)

describe('rungs', () => {
  it('fire on the morning of their day in London, or on the instant (G5)', () => {
    const told = history(lamp).opens('2026-06-02', lit).until('2027-06-23')
    expect(rungs(told)).toEqual([
      'yearly 0.0 2026-11-30T06:00', // half of the year from 1 June 2026, in winter time
      'yearly 1.0 2027-05-22T05:00', // ten days before, 06:00 in summer time
      'yearly 2.0 2027-05-27T05:00', // two working days before a Tuesday, over the bank holiday of 31 May
      'yearly 3.0 2027-06-02T05:00',
      'yearly 4.0 2027-06-08T05:00',
      'yearly 4.0 2027-06-08T05:00',
      'yearly 4.1 2027-06-15T05:00',
      'yearly 4.1 2027-06-15T05:00',
      'yearly 4.2 2027-06-22T05:00',
      'yearly 4.2 2027-06-22T05:00',
    ])
  })
  it('of hours run through the night and the change of clocks', () => {
    const story = history(lamp).opens('2027-03-01', lit)
    story.does('2027-03-27 15:00', 'fault.found', { by: '2027-03-28T15:00:00Z' }) // 16:00 British Summer Time
    const told = story.until('2027-03-28 22:00').filter(n => n.clock === 'hurry')
    expect(rungs(told)).toEqual(['hurry 0.0 2027-03-28T03:00', 'hurry 1.0 2027-03-28T15:00'])
    expect(story.state).toBe('dark')
  })
  it('move the case, and what they stop is silent', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    story.until('2027-05-23')
    expect(story.state).toBe('due')
    story.replays()
  })
})

describe('waking is a hint', () => {
  it('early, twice, or for a date that was moved: nothing happens (G67)', () => {
    const story = history(lamp).opens('2026-06-02', lit)
    const version = story.case.version
    expect(story.wakes('2026-06-02 10:00')).toEqual([])
    story.until('2027-06-02 08:00')
    const climbed = story.case.version
    expect(story.wakes('2027-06-02 08:00')).toEqual([])
    expect(story.case.version).toBe(climbed)
    expect(climbed).toBeGreaterThan(version)
    // a schedule that was set for the date that it had fires all the same
    story.does('2027-06-02 09:00', 'test.claimed', { on: '2027-06-02' }, contractor())
    story.does('2027-06-02 10:00', 'test.verified', {})
    expect([story.case.facts.due, story.wakes('2027-06-08')]).toEqual(['2028-06-01', []])
  })
  it('late: the gravest is told, once, and the event says which were passed over', () => {
    const story = history(lamp).opens('2026-06-02', lit)
    const told = story.wakes('2027-06-20')
    expect(rungs(told)).toEqual(['yearly 4.1 2027-06-20T08:00', 'yearly 4.1 2027-06-20T08:00'])
    expect(story.state).toBe('due')
    const data = story.events.at(-1)?.data as { rungs: { rung: number; told: boolean }[] }
    expect(data.rungs.map(r => [r.rung, r.told])).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [3, false],
      [4, true],
    ])
    expect(story.case.wake).toBe(when('2027-06-22 06:00'))
    story.replays()
  })
})

describe('memory', () => {
  it('is kept by due date: a new date starts the ladder again', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    story.until('2027-06-03')
    story.does('2027-06-03', 'test.claimed', { on: '2027-06-03' }, contractor()).does('2027-06-04', 'test.verified')
    expect(story.case.facts.due).toBe('2028-06-01')
    expect(rungs(story.until('2027-12-20'))).toEqual(['yearly 0.0 2027-12-01T06:00'])
  })
})

describe('acknowledging', () => {
  it('is refused while nothing was told', () => {
    expect(history(lamp).opens('2027-01-01', lit).refuses('2027-01-02', 'acknowledged')).toMatchObject({
      codes: ['NOTHING_TO_ACKNOWLEDGE'],
    })
  })
  it('stops repeats of its level until it expires, and still counts as overdue', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    story.until('2027-06-15 10:00')
    story.does('2027-06-15 11:00', 'acknowledged')
    expect(story.case.acknowledged).toMatchObject([{ clock: 'yearly', until: when('2027-06-22 06:00') }])
    // repeats fall on 22 and 29 June; five working days end on the morning of the 22nd
    expect(rungs(story.until('2027-06-21'))).toEqual([])
    expect(rungs(story.until('2027-06-22 07:00')).length).toBe(2)
    expect(explain(lamp, story.case, story.reckon, {}, when('2027-06-22'))[0]).toMatchObject({
      overdue: true,
      overdueDays: 21,
    })
    story.replays()
  })
  it('never stops the next level', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    story.until('2027-06-02 10:00')
    story.does('2027-06-02 11:00', 'acknowledged')
    expect(rungs(story.until('2027-06-09')).at(-1)).toBe('yearly 4.0 2027-06-08T05:00')
  })
})

it('explains a date: start, arithmetic, rule', () => {
  const [first] = explain(
    lamp,
    history(lamp).opens('2027-01-01', lit).case,
    history(lamp).reckon,
    {},
    when('2027-01-02'),
  )
  expect(first).toMatchObject({
    name: 'yearly',
    due: '2027-06-01',
    why: ['it says 2027-06-01'],
    source: 'GSIUR 1998 reg 36(3)(a)',
  })
})

it('however time is cut, the same people are told, and the case ends as one woken at each rung', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), steps => {
      const prompt = history(lamp).opens('2026-06-02', lit)
      const late = history(lamp).opens('2026-06-02', lit)
      let day = '2026-06-02' as Day
      for (const step of steps) {
        day = addDays(day, step)
        prompt.until(day)
        late.wakes(day)
      }
      expect(late.case.climbed.yearly?.rung).toBe(prompt.case.climbed.yearly?.rung)
      expect(late.case.climbed.yearly?.times).toBe(prompt.case.climbed.yearly?.times)
      expect(late.state).toBe(prompt.state)
      expect(late.case.wake).toBe(prompt.case.wake)
      late.replays()
    }),
    { numRuns: runs(60) },
  )
})

describe('outside the years whose bank holidays are published', () => {
  it('a ladder goes on when the list has run out', () => {
    const told = history(lamp).opens('2027-01-01', { due: '2028-12-29' }).until('2029-01-20')
    expect(rungs(told).slice(2)).toEqual([
      'yearly 2.0 2028-12-27T06:00',
      'yearly 3.0 2028-12-30T06:00',
      ...['0 2029-01-05', '0 2029-01-05', '1 2029-01-12', '1 2029-01-12', '2 2029-01-19', '2 2029-01-19'].map(
        again => `yearly 4.${again}T06:00`,
      ),
    ])
  })

  it('and what fell due before it begins is told as late', () => {
    const story = history(lamp).opens('2026-06-02', { due: '2010-06-01' })
    expect(rungs(story.until('2026-06-10')).map(line => line.slice(0, 8))).toContain('yearly 4')
    expect(story.case.wake! < when('2026-06-20')).toBe(true)
  })
})
