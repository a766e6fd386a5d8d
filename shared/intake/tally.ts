/** Counts of a day, and when a count is worth telling. */
import * as z from 'zod'
import type { Store } from '../store/store.ts'

const tally = z.object({ times: z.int() })
const TRIES = 3

/** One more. Two at the same moment are both counted, or one of them is: it is a bound, not a bill. 0: it was too busy. */
export const counted = async (store: Pick<Store, 'getSetting' | 'putSetting'>, name: string): Promise<number> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const held = await store.getSetting(name)
    const times = (held ? tally.parse(held.value).times : 0) + 1
    if (await store.putSetting(name, { times }, held?.rev ?? 0)) return times
  }
  return 0
}

/** At the first one too many, and whenever they are ten times as many. */
export const isTold = (times: number, most: number): boolean => {
  if (times === most + 1) return true
  const tens = Math.log10(times / most)
  return tens >= 1 && Number.isInteger(tens)
}
