import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { everies, periodAfter, periodOf } from '../../shared/workflows/parts/period.ts'
import { judge, opensTaskOn, type TaskName } from '../../shared/workflows/parts/water.ts'
import { waterTask } from '../../shared/workflows/water-task.ts'
import { contractor, history, staff } from '../support/history.ts'
import { runs } from '../support/random.ts'

const tester = contractor('waterco')
const open = (task: TaskName = 'hot_sentinel', failsBefore = 0, on = '2026-11-01') => {
  const raise = opensTaskOn({ system: 'S1', outlet: 'sink 12', task }, on as Day)
  return history(waterTask).opens(on, { ...raise.facts, failsBefore }, raise.id)
}
const hot = (temp: number, timeToTemp = 40) => ({ outlet: 'sink 12', temp, timeToTemp })

it('is sound', () => expect(check(waterTask)).toEqual([]))
it.each([
  ['mon_scheduled', ['monitoring.reading', 'task.ended', 'asset.disposed']],
  ['mon_done', []],
  ['mon_done_fail', []],
  ['mon_missed', ['monitoring.reading']],
  ['ended', []],
])('in %s exactly these events are taken', (state, events) => {
  expect(allowedIn(waterTask, state)).toEqual(events)
})

describe('limits of HSG274-2', () => {
  const reckon = reckoner(england)
  it.each<[TaskName, number, number, boolean, boolean]>([
    ['hot_sentinel', 50, 60, false, true],
    ['hot_sentinel', 49.9, 60, false, false],
    ['hot_sentinel', 50, 61, false, false],
    ['hot_sentinel', 54.9, 30, true, false],
    ['hot_sentinel', 55, 30, true, true],
    ['cold_sentinel', 19.9, 120, false, true],
    ['cold_sentinel', 20, 120, false, false],
    ['cold_sentinel', 15, 121, false, false],
    ['calorifier_flow', 60, 0, false, true],
    ['calorifier_flow', 59, 0, false, false],
    ['calorifier_return', 50, 0, false, true],
    ['calorifier_return', 49, 0, false, false],
    ['cold_tank', 20, 0, false, false],
    ['flushing', 0, 0, false, true],
  ])('%s %d °C after %d s, healthcare %s: in range %s', (task, temp, timeToTemp, healthcare, ok) => {
    expect(judge(task, { temp, timeToTemp }, healthcare, reckon) === undefined).toBe(ok)
  })
})

describe('periods', () => {
  it.each([
    ['month', '2027-01-31', '2027-01', '2027-02'],
    ['month', '2027-02-28', '2027-02', '2027-03'],
    ['quarter', '2026-12-31', '2026-Q4', '2027-Q1'],
    ['half', '2026-06-30', '2026-H1', '2026-H2'],
    ['year', '2026-02-01', '2026', '2027'],
    ['week', '2027-01-03', 'W2026-12-28', 'W2027-01-04'],
  ] as const)('%s of %s is %s, then %s', (every, on, id, next) => {
    const period = periodOf(every, on as Day)
    expect(period.id).toBe(id)
    expect(periodAfter(every, period).id).toBe(next)
  })
  it('opened by hand it is the one of its outlet, task and period, which readings are told to', () => {
    const { id, facts } = opensTaskOn({ system: 'S1', outlet: 'sink 12', task: 'hot_sentinel' }, '2026-11-30' as Day)
    expect(waterTask.named?.(facts as never, 'S1')).toBe(id)
  })
  it('G10: follow each other without a gap, whatever the day one starts from', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everies), fc.integer({ min: 0, max: 4000 }), (every, n) => {
        const on = addDays('2020-01-01' as Day, n)
        const period = periodOf(every, on)
        expect(period.from <= on && on <= period.to).toBe(true)
        expect(periodAfter(every, period).from).toBe(addDays(period.to, 1))
        expect(periodOf(every, period.to)).toEqual(period)
      }),
    )
  })
})

describe('a reading', () => {
  it('in range is done, and the next period opens', () => {
    const story = open().does('2026-11-20', 'monitoring.reading', hot(52), tester)
    expect(story.state).toBe('mon_done')
    expect(story.errands).toMatchObject([
      { to: 'water-task:S1:sink 12:hot_sentinel:2026-12', open: { facts: { period: '2026-12', failsBefore: 0 } } },
    ])
    story.replays()
  })
  it('out of range raises an action; the second in a row at one outlet goes to the compliance manager', () => {
    const once = open().does('2026-11-20', 'monitoring.reading', hot(47), tester)
    expect(once.state).toBe('mon_done_fail')
    expect(once.notices).toEqual([])
    expect(once.errands.map(e => e.open?.facts)).toMatchObject([{ priority: 'P2' }, { failsBefore: 1 }])
    const twice = open('hot_sentinel', 1).does('2026-11-20', 'monitoring.reading', hot(47), tester)
    expect(twice.notices).toMatchObject([{ role: 'complianceManager', template: 'again' }])
    expect(twice.errands.map(e => e.open?.facts)).toMatchObject([{ priority: 'P1' }, { failsBefore: 2 }])
    const mended = open('hot_sentinel', 1).does('2026-11-20', 'monitoring.reading', hot(55), tester)
    expect(mended.errands.map(e => e.open?.facts)).toMatchObject([{ failsBefore: 0 }])
  })
  it.each([
    ['2026-11-20', { ...hot(52), outlet: 'sink 13' }, 'OUTLET_WRONG'],
    ['2026-11-20', { ...hot(52), task: 'cold_sentinel' }, 'TASK_WRONG'],
    ['2026-11-20', { ...hot(52), period: '2026-10' }, 'PERIOD_WRONG'],
    ['2026-11-20', { outlet: 'sink 12' }, 'READING_MISSING'],
  ])('%s %j is refused: %s', (on, data, code) => {
    expect(open().refuses(on, 'monitoring.reading', data, tester)).toMatchObject({ codes: [code] })
  })
  it('not tested is kept with its reason, and the period runs on', () => {
    const story = open().does('2026-11-20', 'monitoring.reading', { outlet: 'sink 12', result: 'NO_ACCESS' }, tester)
    expect(story.state).toBe('mon_scheduled')
    expect(story.case.facts.notTested).toMatchObject([{ reason: 'no_access' }])
  })
  it('that finds legionella tells the system', () => {
    const data = { outlet: 'sink 12', result: 'SAMPLE_POSITIVE', cfu: 1500 }
    const story = open().does('2026-11-20', 'monitoring.reading', data, tester)
    expect(story.errands.at(-1)).toMatchObject({
      to: 'legionella:S1',
      event: { type: 'sample.positive', data: { outlet: 'sink 12', cfu: 1500 } },
    })
  })
})

describe('G55: a missed month', () => {
  it('stays missed, tells, and opens the next', () => {
    const story = open('hot_sentinel', 1)
    story.until('2026-11-30 23:59')
    expect(story.state).toBe('mon_scheduled')
    const told = story.until('2026-12-01')
    expect(story.state).toBe('mon_missed')
    expect(told.map(n => n.template)).toContain('missed')
    expect(story.errands).toMatchObject([
      { to: 'water-task:S1:sink 12:hot_sentinel:2026-12', open: { facts: { failsBefore: 1 } } },
    ])
    expect(story.refuses('2026-12-02', 'monitoring.reading', hot(52), tester)).toMatchObject({
      codes: ['PERIOD_WRONG'],
    })
    expect(story.refuses('2026-11-30', 'monitoring.reading', hot(52), tester, '2026-12-06')).toMatchObject({
      codes: ['PERIOD_OVER'],
    })
    story.replays()
  })
  it('is not missed where the reading was taken in it and only told after it', () => {
    const story = open()
    story.until('2026-12-01')
    story.does('2026-11-30 16:00', 'monitoring.reading', hot(52), tester, '2026-12-02')
    expect(story.state).toBe('mon_done')
    expect(story.case.facts.reading).toMatchObject({ on: '2026-11-30', reportedLate: true })
    story.replays()
  })
})

it('a task that is no longer one ends the chain', () => {
  const story = open().does(
    '2026-11-10',
    'task.ended',
    { on: '2026-11-10', reason: 'outlet removed' },
    staff('complianceManager'),
  )
  expect(story.errands).toEqual([])
  expect(story.case.wake).toBeUndefined()
})

it('refuses to open for a period that the task does not have', () => {
  const { facts } = opensTaskOn({ system: 'S1', outlet: 'x', task: 'tmv' }, '2026-11-01' as Day)
  expect(history(waterTask).opensNot('2026-11-01', { ...facts, to: '2026-12-30' })).toMatchObject({
    codes: ['PERIOD_WRONG'],
  })
})

it('however readings come, each period has one case, and the next is always open', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 40, max: 60 })), { minLength: 1, maxLength: 8 }), temps => {
      let on = '2026-11-01' as Day
      let facts: object = opensTaskOn({ system: 'S1', outlet: 'sink 12', task: 'hot_sentinel' }, on).facts ?? {}
      let fails = 0
      const seen = new Set<string>()
      for (const temp of temps) {
        const story = history(waterTask).opens(on, facts)
        if (temp !== null) story.does(addDays(on, 9), 'monitoring.reading', hot(temp), tester)
        else story.until(addDays(on, 40))
        const next = story.errands.find(e => e.open?.workflow === 'water-task')
        expect(story.case.closedAt).toBeTruthy()
        expect(next && !seen.has(next.to)).toBe(true)
        seen.add(next?.to ?? '')
        if (temp !== null) fails = temp < 50 ? fails + 1 : 0
        facts = next?.open?.facts ?? {}
        expect(facts).toMatchObject({ failsBefore: fails })
        on = (facts as { from: Day }).from
        story.replays()
      }
    }),
    { numRuns: runs(50) },
  )
})
