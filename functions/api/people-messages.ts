/** Messages about one person that were carried out, so that a late retry does not undo what was said after it. */
import * as z from 'zod'
import type { Message, Settings } from '../../shared/store/store.ts'

/** Nobody leaves or goes away so often that a retry would come after this many others. */
const MOST = 50
const kept = z.array(z.strictObject({ id: z.string(), hash: z.string() }))
const nameOf = (email: string): string => `people-messages:${email}`

const read = async (store: Settings, email: string) => {
  const held = await store.getSetting(nameOf(email))
  return held ? { value: kept.parse(held.value), rev: held.rev } : { value: [], rev: 0 }
}

export const carriedOut = async (
  store: Settings,
  email: string,
  { id, bodyHash }: Message,
): Promise<'new' | 'duplicate' | 'mismatch'> => {
  const before = (await read(store, email)).value.find(one => one.id === id)
  if (!before) return 'new'
  return before.hash === bodyHash ? 'duplicate' : 'mismatch'
}

/** Afterwards, not before: what died half way is carried out again. False when others were faster five times. */
export const remember = async (store: Settings, email: string, { id, bodyHash }: Message): Promise<boolean> => {
  for (let attempt = 0; attempt < 5; attempt++) {
    const { value, rev } = await read(store, email)
    const others = value.filter(one => one.id !== id).slice(1 - MOST)
    if (await store.putSetting(nameOf(email), [...others, { id, hash: bodyHash }], rev)) return true
  }
  return false
}
