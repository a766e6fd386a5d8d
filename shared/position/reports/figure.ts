/**
 * A figure as it may stand before a councillor or an inspector: with its definition, the day it holds for, the two
 * counts it is made of, and the list behind it. Reckoned once from whole numbers, half up; nothing is ever 100 % while
 * one is missing (Tenant Satisfaction Measures are compared to one decimal, and 4,999 of 5,000 is not "all").
 */
import type { Day } from '../../core/time.ts'

export type Unit = '%' | 'homes' | 'cases' | 'days' | 'per 1,000 homes'

/** What a reader sees who opens the figure. `what`: which of the two counts these are. */
export type Behind = {
  what: string
  of: 'cases' | 'homes'
  ids: readonly string[]
  /** of a kept report: `ids` is empty, and so many lie by themselves */
  apart?: number
}

export type Figure = {
  id: string
  title: string
  definition: string
  asAt: Day
  unit: Unit
  numerator: number
  /** absent where it is a count */
  denominator?: number
  /** absent: nothing to measure, or no data */
  value?: number
  /** as printed, with its unit; `no data` where there is none */
  shown: string
  behind: Behind
}

type Given = Pick<Figure, 'id' | 'title' | 'definition' | 'asAt' | 'behind'>

/** In %, half up, never 100 while one is missing. Undefined of nothing. */
export const percent = (part: number, whole: number, decimals = 1): number | undefined => {
  if (whole === 0) return undefined
  const scale = 10 ** decimals
  const units = Math.floor((2 * part * 100 * scale + whole) / (2 * whole))
  return (part < whole ? Math.min(units, 100 * scale - 1) : units) / scale
}

/** From one share to another in points of a percent, to one decimal: from the counts, never from two rounded shares. */
export const changeOf = (
  [was, of]: readonly [number, number],
  [is, all]: readonly [number, number],
): number | undefined => {
  if (of === 0 || all === 0) return undefined
  const [part, whole] = [is * of - was * all, of * all]
  const tenths = Math.floor((2 * Math.abs(part) * 1000 + whole) / (2 * whole))
  return tenths === 0 ? 0 : (Math.sign(part) * tenths) / 10
}

/** With thousands separated by commas, as English reports print. */
export const grouped = (n: number, decimals = 0): string => {
  const [whole = '', part] = Math.abs(n).toFixed(decimals).split('.')
  return `${n < 0 ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${part ? `.${part}` : ''}`
}

const nothing = 'no data'

/** A part of a whole, in %. */
export const share = (given: Given, numerator: number, denominator: number, decimals = 1): Figure => {
  const value = percent(numerator, denominator, decimals)
  return {
    ...given,
    unit: '%',
    numerator,
    denominator,
    ...(value === undefined ? {} : { value }),
    shown: value === undefined ? nothing : `${value.toFixed(decimals)} %`,
  }
}

export const count = (given: Given, numerator: number, unit: Unit = 'cases'): Figure => ({
  ...given,
  unit,
  numerator,
  value: numerator,
  shown: `${grouped(numerator)}`,
})

/** CH01 and NM01: so many for a thousand homes, to two decimals. */
export const perThousand = (given: Given, numerator: number, homes: number): Figure => {
  const value = homes === 0 ? undefined : Math.floor((2 * numerator * 100_000 + homes) / (2 * homes)) / 100
  return {
    ...given,
    unit: 'per 1,000 homes',
    numerator,
    denominator: homes,
    ...(value === undefined ? {} : { value }),
    shown: value === undefined ? nothing : value.toFixed(2),
  }
}

/** A measure that nobody here holds: said, never shown as nought. */
export const notHeld = (given: Omit<Given, 'behind'>): Figure => ({
  ...given,
  unit: '%',
  numerator: 0,
  denominator: 0,
  shown: nothing,
  behind: { what: 'not held here', of: 'cases', ids: [] },
})

/** A fall or rise against an earlier count, in % of the earlier one and signed. */
export const changeIn = (before: number, now: number, decimals = 1): number | undefined => {
  if (before === 0) return undefined
  const scale = 10 ** decimals
  const size = Math.floor((2 * Math.abs(now - before) * 100 * scale + before) / (2 * before)) / scale
  return now < before ? -size : size
}
