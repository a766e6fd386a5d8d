/** Erasing words about people: wherever a case's words were carried to, and nothing of the history itself. */
import type { Case } from '../core/case.ts'
import { references } from '../core/personal.ts'
import type { Instant } from '../core/time.ts'
import type { Page } from '../store/pages.ts'
import type { Store } from '../store/store.ts'

export type EraseStore = Pick<Store, 'load' | 'history' | 'byAsset' | 'words' | 'eraseWords'>
/** `caseId` is where the words were: a case that they were carried to holds them under the same reference. */
export type ErasedAt = { caseId: string; ref: string }

export const every = async <T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> => {
  const found: T[] = []
  let cursor: string | undefined
  do {
    const next = await page(cursor)
    found.push(...next.items)
    cursor = next.cursor
  } while (cursor !== undefined)
  return found
}

/** All references of a case, in its facts and anywhere in its history. */
const refsOf = async (store: EraseStore, c: Case): Promise<string[]> => {
  const links = await every(cursor => store.history(c.id, { cursor, limit: 200 }))
  return references([c.facts, links.map(({ event }) => event)])
}

/** Words travel along errands: to the cases that one raised or was raised by, and to others about the same home. */
const kin = async (store: EraseStore, c: Case): Promise<string[]> => {
  const found = new Set([c.id])
  const open = [c]
  for (let one = open.pop(); one; one = open.pop()) {
    for (const id of [...(one.parent ? [one.parent] : []), ...Object.keys(one.children)]) {
      if (found.has(id)) continue
      found.add(id)
      const loaded = await store.load(id)
      if (loaded) open.push(loaded.case)
    }
  }
  if (c.assetId !== undefined) {
    const { assetId } = c
    for (const other of await every(cursor => store.byAsset(assetId, { cursor, limit: 200 }))) found.add(other.id)
  }
  return [...found]
}

/**
 * Erases the words of these references, or all of the case; `copies`: those that other cases hold too. Again is harmless:
 * what was erased stays so and is not counted. The hashes in the history then tell nothing, and the chain still holds.
 */
export const erase = async (
  store: EraseStore,
  c: Case,
  asked: { refs?: readonly string[] | undefined; by: string; ground: string; now: Instant; copies: boolean },
): Promise<ErasedAt[]> => {
  const refs = asked.refs ?? (await refsOf(store, c))
  const erased: ErasedAt[] = []
  for (const caseId of asked.copies ? await kin(store, c) : [c.id])
    for (const ref of refs) {
      const there = await store.words(caseId, ref)
      if (!there || !('text' in there)) continue
      const why = { by: asked.by, ground: asked.ground }
      if ((await store.eraseWords(caseId, ref, asked.now, why)) === 'done') erased.push({ caseId, ref })
    }
  return erased
}

/** Those of these references that the case has never held. */
export const unknownRefs = async (store: EraseStore, c: Case, refs: readonly string[]): Promise<string[]> => {
  const known = new Set(await refsOf(store, c))
  return refs.filter(ref => !known.has(ref))
}
