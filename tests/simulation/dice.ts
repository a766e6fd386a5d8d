/** The one source of chance of a simulation: a seed gives the same day again, call by call. */
export type Dice = {
  chance: (probability: number) => boolean
  /** a whole number from 0 up to, not including, `count` */
  below: (count: number) => number
  /** a whole number, both ends included */
  between: (least: number, most: number) => number
  pick: <T>(list: readonly T[]) => T
}

/** mulberry32: small, and the same on every machine. */
export const diceOf = (seed: number): Dice => {
  let state = Math.imul(seed, 0x9e3779b1) | 0
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    const last = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((last ^ (last >>> 14)) >>> 0) / 4294967296
  }
  const below = (count: number): number => Math.floor(roll() * count)
  return {
    chance: probability => probability > 0 && roll() < probability,
    below,
    between: (least, most) => least + below(most - least + 1),
    pick: list => list[below(list.length)]!,
  }
}
