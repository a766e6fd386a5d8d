/** Changing a key that others hold too: the new one is current, the old one holds beside it until it is retired. */
import { keysOf } from '../../shared/effects/secrets.ts'

/** One stored secret. `put` replaces the whole. */
export type Vault = { get: () => Promise<string>; put: (text: string) => Promise<void> }

const stored = (current: string, previous: string): string => JSON.stringify({ current, previous })

/** The new key is current and what was current previous. A key before that stops to hold: no more than two ever do. */
export const rotate = async ({ get, put }: Vault, next: string): Promise<void> => {
  const [current = ''] = keysOf(await get())
  if (current === next) throw new Error('this key is the current one already')
  await put(stored(next, current))
}

/** The previous key holds no longer. `none` when there was none. */
export const retire = async ({ get, put }: Vault): Promise<'retired' | 'none'> => {
  const [current = '', previous] = keysOf(await get())
  if (previous === undefined) return 'none'
  await put(stored(current, ''))
  return 'retired'
}

/** Days after which a key is to be changed. */
export const OLD = 365

/** Whole days between two moments, in milliseconds since 1970. */
export const ageInDays = (changed: number, now: number): number => Math.floor((now - changed) / 86_400_000)
