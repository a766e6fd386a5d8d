import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import published from '../../shared/core/bank-holidays.json' with { type: 'json' }
import { addDays, addHours, at, type Day, dayOf } from '../../shared/core/time.ts'
import { calendar, england, monthsOfHorizonLeft, PastHorizon } from '../../shared/core/working-days.ts'
import { serial, step, text, works } from './oracle.ts'

const d = (date: string): Day => date as Day
const { add, between, isWorkingDay, skipped } = england

const holidays = (year: number): string[] =>
  published.events.flatMap(({ date }) => (date.startsWith(`${year}`) ? [date.slice(5)] : []))

describe('bank holidays of England and Wales', () => {
  test.each([
    [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
    [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
    [2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
  ])('%i', (year, list) => {
    expect(holidays(year)).toEqual(list.split(' '))
  })

  test.each([
    ['2012-06-04', false, 'spring holiday moved to the Jubilee'],
    ['2012-06-05', false, 'Diamond Jubilee'],
    ['2012-05-28', true, 'where the spring holiday would have been'],
    ['2020-05-08', false, 'VE Day'],
    ['2020-05-04', true, 'where early May would have been'],
    ['2022-06-02', false, 'spring holiday moved'],
    ['2022-06-03', false, 'Platinum Jubilee'],
    ['2022-09-19', false, 'state funeral, ten days’ notice'],
    ['2023-05-08', false, 'coronation'],
    // G14
    ['2027-01-04', true, '2 January kept on a Monday, in Scotland alone'],
    ['2026-11-30', true, 'St Andrew’s Day'],
    ['2026-06-15', true, 'a holiday of Scotland alone'],
    ['2026-12-24', true, 'an office may be shut, the clock runs'],
    ['2026-12-26', false, 'a Saturday'],
    ['2026-12-28', false, 'its substitute'],
  ])('%s works: %s (%s)', (date, expected) => {
    expect(isWorkingDay(d(date))).toBe(expected)
  })
})

describe('counting', () => {
  test.each([
    ['2026-12-24', 5, '2027-01-05', 'acknowledge a complaint received on Christmas Eve'],
    ['2027-03-25', 5, '2027-04-05', 'over Easter'],
    ['2026-11-21', 1, '2026-11-23', 'received on a Saturday: Monday is day 1'],
    ['2026-11-21', 0, '2026-11-21', 'day 0 is the day itself'],
    ['2026-11-30', -1, '2026-11-27', 'the working day before'],
    ['2026-11-29', -1, '2026-11-27', 'due on a Sunday: warn on the Friday'],
    ['2026-12-29', -1, '2026-12-24', 'back over Christmas'],
  ])('%s, %i working days: %s (%s)', (from, count, to) => {
    expect(add(d(from), count)).toBe(to)
    expect(between(d(from), d(to))).toBe(count)
  })

  test('names every day passed over', () => {
    expect(skipped(d('2026-12-24'), add(d('2026-12-24'), 5))).toEqual([
      { day: '2026-12-25', why: 'Christmas Day' },
      { day: '2026-12-26', why: 'Saturday' },
      { day: '2026-12-27', why: 'Sunday' },
      { day: '2026-12-28', why: 'Boxing Day (substitute day)' },
      { day: '2027-01-01', why: 'New Year’s Day' },
      { day: '2027-01-02', why: 'Saturday' },
      { day: '2027-01-03', why: 'Sunday' },
    ])
    expect(skipped(d('2026-11-30'), d('2026-11-27')).map(({ day }) => day)).toEqual(['2026-11-28', '2026-11-29'])
  })
})

/** Complaint Handling Code 2024, 6.2 to 6.15: S1 5 + 10 (+ 10), S2 5 + 20 (+ 20) working days. */
describe('complaint clocks', () => {
  test.each([
    ['2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-29', '2026-12-29', '2027-01-27'],
    ['2026-11-21', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-29', '2026-12-29', '2027-01-27'],
    ['2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14', '2026-12-30', '2026-12-30', '2027-01-28'],
    ['2026-12-17', '2026-12-24', '2027-01-05', '2027-01-12', '2027-01-26', '2027-01-26', '2027-02-23'],
    ['2026-12-18', '2026-12-29', '2027-01-06', '2027-01-13', '2027-01-27', '2027-01-27', '2027-02-24'],
    ['2026-12-24', '2027-01-05', '2027-01-12', '2027-01-19', '2027-02-02', '2027-02-02', '2027-03-02'],
    ['2027-03-25', '2027-04-05', '2027-04-12', '2027-04-19', '2027-05-04', '2027-05-04', '2027-06-02'],
    ['2027-04-30', '2027-05-10', '2027-05-17', '2027-05-24', '2027-06-08', '2027-06-08', '2027-07-06'],
  ])('received %s', (received, c1, c2Early, c2, c2Extended, c4, c4Extended) => {
    const ack = add(d(received), 5)
    expect({
      c1: ack,
      c2Early: add(d(received), 10),
      c2: add(ack, 10),
      c2Extended: add(add(ack, 10), 10),
      c4: add(ack, 20),
      c4Extended: add(add(ack, 20), 20),
    }).toEqual({ c1, c2Early, c2, c2Extended, c4, c4Extended })
  })
})

/** SI 2025/1042: investigate 10, summary 3, safety work 5 working days, preventative work begun within 84 days. */
describe("Awaab's Law clocks", () => {
  test.each([
    ['2026-11-30', '2026-12-14', '2026-12-17', '2026-12-21', '2027-03-08'],
    ['2026-12-15', '2026-12-31', '2027-01-06', '2027-01-08', '2027-03-25'],
    ['2026-12-18', '2027-01-06', '2027-01-11', '2027-01-13', '2027-03-31'],
    ['2026-12-23', '2027-01-11', '2027-01-14', '2027-01-18', '2027-04-05'],
    ['2027-03-12', '2027-03-30', '2027-04-02', '2027-04-06', '2027-06-22'],
  ])('aware %s', (aware, investigate, summary, safety, begin) => {
    const concluded = add(d(aware), 10)
    expect([concluded, add(concluded, 3), add(concluded, 5), addDays(concluded, 84)]).toEqual([
      investigate,
      summary,
      safety,
      begin,
    ])
  })
  test('an emergency runs in elapsed hours, through a Sunday and a clock change', () => {
    const due = addHours(at(d('2027-03-27'), '15:00'), 24)
    expect([dayOf(due), due]).toEqual(['2027-03-28', '2027-03-28T15:00:00.000Z'])
    expect(isWorkingDay(dayOf(due))).toBe(false)
  })
})

test('agrees with counting day by day, for every day of 2019 to 2028', { timeout: 120_000 }, () => {
  const wrong: string[] = []
  const last = serial('2028-12-31')
  for (let n = serial('2019-01-01'); n <= last; n++) {
    const date = d(text(n))
    if (isWorkingDay(date) !== works(n)) wrong.push(`${date} works`)
    for (const count of [...Array(30).keys()].map(k => k + 1).concat([-1, -2, -3, -4, -5, -6, -7, -8, -9, -10])) {
      const to = step(n, count)
      if (to > last) continue
      if (add(date, count) !== text(to)) wrong.push(`${date} ${count}: ${add(date, count)}, not ${text(to)}`)
      if (between(date, d(text(to))) !== count) wrong.push(`${date} to ${text(to)}`)
    }
  }
  expect(wrong).toEqual([])
})

test('agrees with the rule of 1971 and the proclamations on every holiday of the list', () => {
  const computed: string[] = []
  for (let n = serial('2012-01-01'); n <= serial('2028-12-31'); n++)
    if (!works(n) && ![0, 6].includes(new Date(n * 86_400_000).getUTCDay())) computed.push(text(n))
  expect(published.events.map(({ date }) => date)).toEqual(computed)
})

describe('laws', () => {
  const date = fc.integer({ min: serial('2013-01-01'), max: serial('2027-12-31') }).map(n => d(text(n)))
  const count = fc.integer({ min: -200, max: 200 })

  test('what was added can be counted', () => {
    fc.assert(
      fc.property(date, count, (from, n) => {
        expect(between(from, add(from, n))).toBe(n)
        if (n !== 0) expect(isWorkingDay(add(from, n))).toBe(true)
      }),
    )
  })
  test('later starts never end earlier, and one more day is one later', () => {
    fc.assert(
      fc.property(date, fc.nat(60), count, (from, later, n) => {
        if (n !== 0) expect(add(addDays(from, later), n) >= add(from, n)).toBe(true)
        expect(add(from, n + 1) > add(from, n)).toBe(true)
      }),
    )
  })
  test('steps add up', () => {
    fc.assert(
      fc.property(date, fc.nat(60), fc.nat(60), (from, a, b) => {
        expect(add(add(from, a), b)).toBe(add(from, a + b))
      }),
    )
  })
  test('days are either worked or passed over', () => {
    fc.assert(
      fc.property(date, fc.nat(300), (from, n) => {
        const to = addDays(from, n)
        expect(between(from, to) + skipped(from, to).length).toBe(n)
      }),
    )
  })
})

describe('the horizon', () => {
  test('is the end of the last published year', () => {
    expect(england.horizon).toBe('2028-12-31')
    expect(add(d('2028-12-01'), 18)).toBe('2028-12-29')
  })

  test.each([
    ['a day after it', () => isWorkingDay(d('2029-01-01'))],
    ['a deadline after it', () => add(d('2028-12-28'), 2)],
    ['a start after it', () => add(d('2029-01-02'), -5)],
    ['a span that leaves it', () => between(d('2028-12-01'), d('2029-01-02'))],
    ['reasons past it', () => skipped(d('2028-12-01'), d('2029-01-02'))],
    ['a day before the first year', () => isWorkingDay(d('2011-12-31'))],
    ['a count back past the first year', () => add(d('2012-01-04'), -2)],
  ])('%s is refused, not guessed', (_, ask) => {
    expect(ask).toThrow(PastHorizon)
  })

  test('the refusal says what to do', () => {
    expect(() => add(d('2028-12-20'), 10)).toThrow(
      'Cannot reckon 10 working days after 2028-12-20: the bank holidays of England and Wales are known from ' +
        '2012-01-01 to 2028-12-31 only. Load the newer list from https://www.gov.uk/bank-holidays.json.',
    )
    expect(new PastHorizon('it', d('2029-01-01'), d('2012-01-01'), england.horizon)).toMatchObject({
      name: 'PastHorizon',
      day: '2029-01-01',
      horizon: '2028-12-31',
    })
  })

  test.each([
    ['2026-11-22', 25],
    ['2027-12-31', 12],
    ['2028-01-01', 11],
    ['2028-12-31', 0],
    ['2029-01-01', -1],
  ])('on %s it is %i months away', (today, months) => {
    expect(monthsOfHorizonLeft(england, d(today))).toBe(months)
  })
})

describe('other lists', () => {
  const proclaimed = calendar(published.events, [{ date: '2027-05-04', title: 'Proclaimed' }])

  test('a proclaimed holiday makes deadlines later, never earlier', () => {
    expect([england.add(d('2027-04-30'), 5), proclaimed.add(d('2027-04-30'), 5)]).toEqual(['2027-05-10', '2027-05-11'])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 60 }), (n, count) => {
        const from = addDays(d('2026-06-01'), n)
        expect(proclaimed.add(from, count) >= england.add(from, count)).toBe(true)
      }),
    )
    expect(proclaimed.skipped(d('2027-05-03'), d('2027-05-05'))).toEqual([{ day: '2027-05-04', why: 'Proclaimed' }])
  })
  test('one for a year not published yet does not move the horizon', () => {
    expect(calendar(published.events, [{ date: '2029-06-04', title: 'Proclaimed' }]).horizon).toBe('2028-12-31')
  })

  test.each([
    ['an empty list', [], 'no bank holidays at all'],
    ['a truncated one', published.events.slice(0, -1), '7 bank holidays in 2028'],
    ['a gap', published.events.filter(({ date }) => !date.startsWith('2020')), '0 bank holidays in 2020'],
    ['a day that is none', [...published.events, { date: '2028-02-30', title: 'Never' }], '2028-02-30 is not a day'],
  ])('%s is refused', (_, events, message) => {
    expect(() => calendar(events)).toThrow(message)
  })

  test('nonsense is refused', () => {
    expect(() => add(d('2026-11-30'), 1.5)).toThrow(RangeError)
    expect(() => isWorkingDay(d('2026-02-30'))).toThrow('2026-02-30 is not a day')
  })
})
