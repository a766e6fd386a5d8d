/** What a workload says: a line of the table, and the figures that the goals look at. */
import { type Measured, median } from './measure.ts'

export type Row = {
  name: string
  ours: string
  floor: string
  /** ours over the floor's; absent where there is nothing to hold it against */
  ratio?: number
  note: string
  /** by name, for goals.ts */
  figures: Readonly<Record<string, number>>
}

export const ms = (value: number): string => `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`
export const perSecond = (value: number): string =>
  value >= 1e6 ? `${(value / 1e6).toFixed(2)} M/s` : `${Math.round(value).toLocaleString('en-GB')}/s`

const medianOf = (all: readonly Measured[], of: 'milliseconds' | 'cpu'): number => median(all.map(one => one[of]))

/** Ours beside its floor, repetition by repetition; `operations` is what one repetition does. */
export const pair = (
  name: string,
  { ours, floor }: { ours: readonly Measured[]; floor: readonly Measured[] },
  operations: number,
  note: string,
  figures: Row['figures'] = {},
): Row => {
  const ratio = median(ours.map((one, i) => one.milliseconds / floor[i]!.milliseconds))
  const [own, bare] = [medianOf(ours, 'cpu') / operations, medianOf(floor, 'cpu') / operations]
  const spent = `CPU an operation ${Math.round(own)} µs, floor ${Math.round(bare)} µs`
  return {
    name,
    ours: ms(medianOf(ours, 'milliseconds')),
    floor: ms(medianOf(floor, 'milliseconds')),
    ratio,
    note: `${note}; ${spent}`,
    figures: { ratio, cpuRatio: own / bare, cpuMore: own - bare, ...figures },
  }
}
