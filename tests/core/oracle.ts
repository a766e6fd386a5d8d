/**
 * Working days the slow way, from other sources than the code under test: Easter by Gauss's rule as corrected by
 * Meeus, the substitute-day rule of the Banking and Financial Dealings Act 1971, the royal proclamations by hand, and
 * stepping one day at a time on plain UTC dates.
 */
const DAY = 86_400_000
export const serial = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY
export const text = (n: number): string => new Date(n * DAY).toISOString().slice(0, 10)
/** 0 = Sunday … 6 = Saturday */
const weekdayOf = (n: number): number => (((n + 4) % 7) + 7) % 7
const on = (year: number, month: number, d: number): number => Date.UTC(year, month - 1, d) / DAY

const easterSunday = (year: number): number => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  return on(year, month, ((h + l - 7 * m + 114) % 31) + 1)
}

const firstMonday = (year: number, month: number): number => {
  let n = on(year, month, 1)
  while (weekdayOf(n) !== 1) n++
  return n
}
const lastMonday = (year: number, month: number): number => {
  let n = on(year, month, 31)
  while (weekdayOf(n) !== 1) n--
  return n
}

/** Moved or added by proclamation. */
const moved: Record<number, { off: number[]; on: string[] }> = {
  2012: { off: [lastMonday(2012, 5)], on: ['2012-06-04', '2012-06-05'] },
  2020: { off: [firstMonday(2020, 5)], on: ['2020-05-08'] },
  2022: { off: [lastMonday(2022, 5)], on: ['2022-06-02', '2022-06-03', '2022-09-19'] },
  2023: { off: [], on: ['2023-05-08'] },
}

const holidaysOf = (year: number): Set<number> => {
  const easter = easterSunday(year)
  const taken = new Set<number>()
  const substitute = (n: number): void => {
    let d = n
    while (weekdayOf(d) === 0 || weekdayOf(d) === 6 || taken.has(d)) d++
    taken.add(d)
  }
  for (const n of [easter - 2, easter + 1, firstMonday(year, 5), lastMonday(year, 5), lastMonday(year, 8)]) taken.add(n)
  substitute(on(year, 1, 1))
  // Christmas on a Sunday: Boxing Day keeps its Monday and Christmas Day is kept on the Tuesday.
  const [christmas, boxing] = [on(year, 12, 25), on(year, 12, 26)]
  for (const n of weekdayOf(boxing) === 1 ? [boxing, christmas] : [christmas, boxing]) substitute(n)
  for (const n of moved[year]?.off ?? []) taken.delete(n)
  for (const d of moved[year]?.on ?? []) taken.add(serial(d))
  return taken
}

const years = new Map<number, Set<number>>()
export const works = (n: number): boolean => {
  if (weekdayOf(n) === 0 || weekdayOf(n) === 6) return false
  const year = Number(text(n).slice(0, 4))
  const known = years.get(year) ?? holidaysOf(year)
  years.set(year, known)
  return !known.has(n)
}

export const step = (from: number, count: number): number => {
  const way = Math.sign(count)
  let n = from
  for (let left = Math.abs(count); left > 0; ) {
    n += way
    if (works(n)) left--
  }
  return n
}
