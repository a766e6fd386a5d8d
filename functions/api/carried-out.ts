/**
 * Messages that were carried out and left no event: about one person, so that a late retry does not undo what was said
 * after it; about the documents of one case. `about` names whose they are.
 */
import * as z from 'zod'
import type { Message, Settings } from '../../shared/store/store.ts'

/** A retry does not come after this many others about the same. */
const MOST = 50
const kept = z.array(z.strictObject({ id: z.string(), hash: z.string() }))
const read = async (store: Settings, about: string) => {
  const held = await store.getSetting(about)
  return held ? { value: kept.parse(held.value), rev: held.rev } : { value: [], rev: 0 }
}

export const carriedOut = async (
  store: Settings,
  about: string,
  { id, bodyHash }: Message,
): Promise<'new' | 'duplicate' | 'mismatch'> => {
  const before = (await read(store, about)).value.find(one => one.id === id)
  if (!before) return 'new'
  return before.hash === bodyHash ? 'duplicate' : 'mismatch'
}

/** Afterwards, not before: what died half way is carried out again. False when others were faster five times. */
export const remember = async (store: Settings, about: string, { id, bodyHash }: Message): Promise<boolean> => {
  for (let attempt = 0; attempt < 5; attempt++) {
    const { value, rev } = await read(store, about)
    const others = value.filter(one => one.id !== id).slice(1 - MOST)
    if (await store.putSetting(about, [...others, { id, hash: bodyHash }], rev)) return true
  }
  return false
}
