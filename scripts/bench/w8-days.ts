/** W8: ten working days later, from each day of four years; its floor is a table of day numbers, which checks nothing. */
import { addDays, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { rate } from './measure.ts'

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

export const dayRates = (): { ours: number; floor: number; numbers: number; wrong: number } => {
  const wrong = starts.filter(date => england.add(date, 10) !== fromTable(date)).length
  const ordinals = starts.map(date => dayNumber(date) - first)
  let sum = 0
  return {
    ours: rate(() => void starts.map(date => england.add(date, 10)), STARTS),
    floor: rate(() => void starts.map(fromTable), STARTS),
    numbers: rate(() => {
      for (const n of ordinals) sum += table[n]!
    }, STARTS),
    wrong: sum === -1 ? -1 : wrong,
  }
}
