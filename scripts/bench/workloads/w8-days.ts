/** W8: ten working days later, from each day of four years; its floor is a table of day numbers, which checks nothing. */
import { addDays, type Day, weekday } from '../../../shared/core/time.ts'
import { england } from '../../../shared/core/working-days.ts'
import { rate } from '../measure.ts'
import { byLibraries } from './w8-libraries.ts'

const STARTS = 1_430
const starts = Array.from({ length: STARTS }, (_, i) => addDays('2024-01-01' as Day, i))

const dayNumber = (date: Day): number => Date.parse(date) / 86_400_000
const first = dayNumber('2023-01-01' as Day)

/** Day number → day number, laid out beforehand. */
const table = (() => {
  const answers = new Int32Array(2_192)
  for (let i = 0; i < 2_100; i++) {
    let left = 10
    let at = addDays('2023-01-01' as Day, i)
    while (left > 0) {
      at = addDays(at, 1)
      if (england.isWorkingDay(at)) left -= 1
    }
    answers[i] = dayNumber(at)
  }
  return answers
})()

const fromTable = (date: Day): string =>
  new Date(table[dayNumber(date) - first]! * 86_400_000).toISOString().slice(0, 10)

const holidays = new Set(
  Array.from({ length: 2_192 }, (_, i) => addDays('2023-01-01' as Day, i)).filter(
    date => weekday(date) < 6 && !england.isWorkingDay(date),
  ),
)

/** As most write it. */
const byLoop = (date: string): string => {
  const at = new Date(`${date}T00:00:00Z`)
  for (let left = 10; left > 0; ) {
    at.setUTCDate(at.getUTCDate() + 1)
    const weekend = at.getUTCDay() % 6 === 0
    if (!weekend && !holidays.has(at.toISOString().slice(0, 10) as Day)) left -= 1
  }
  return at.toISOString().slice(0, 10)
}

export type DayRates = Record<'ours' | 'floor' | 'numbers' | 'loop' | 'wrong', number> & {
  /** by name: how many a second, and how many of the starts it answers wrongly */
  libraries: Record<string, { rate: number; wrong: number }>
}

export const dayRates = (): DayRates => {
  const right = starts.map(byLoop)
  const wrongOf = (answer: (date: Day) => string): number =>
    starts.filter((date, i) => answer(date) !== right[i]).length
  const libraries = Object.entries(byLibraries([...holidays])).map(([name, answer]) => {
    const wrong = wrongOf(answer)
    return [name, { wrong, rate: rate(() => void starts.map(answer), STARTS) }] as const
  })
  const ordinals = starts.map(date => dayNumber(date) - first)
  let sum = 0
  return {
    ours: rate(() => void starts.map(date => england.add(date, 10)), STARTS),
    floor: rate(() => void starts.map(fromTable), STARTS),
    numbers: rate(() => {
      for (const n of ordinals) sum += table[n]!
    }, STARTS),
    loop: rate(() => void starts.map(byLoop), STARTS),
    wrong: sum === -1 ? -1 : wrongOf(date => england.add(date, 10)) + wrongOf(fromTable),
    libraries: Object.fromEntries(libraries),
  }
}
