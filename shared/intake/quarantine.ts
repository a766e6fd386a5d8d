/**
 * What was proved to come from somebody we know and cannot be understood: kept whole, so that a person can look at it.
 * It is no case and has no clock: a case of triage leads to it.
 */
import * as z from 'zod'
import { type Instant, instant } from '../core/time.ts'
import { sha256 } from '../store/chain.ts'
import { Transient } from '../store/faults.ts'
import type { Store } from '../store/store.ts'

const quarantined = z.strictObject({
  id: z.string(),
  /** `hook:<source>` or `contractor:<id>` */
  source: z.string(),
  messageId: z.string(),
  bodyHash: z.string(),
  at: instant,
  /** for a person to read */
  why: z.string(),
  /** the case that was opened all the same */
  caseId: z.string().optional(),
  /** text as it came; base64 where it was no text */
  body: z.string(),
  base64: z.boolean(),
})
export type Quarantined = z.output<typeof quarantined>

type Settings = Pick<Store, 'getSetting' | 'putSetting'>

const LIST = 'quarantine'
const ids = z.array(z.string())
/** Ids in one item: below its 400 KB by far. More lie unread than anybody would read; the items themselves stay. */
const MOST = 5_000
const TRIES = 8

const listed = async (store: Settings): Promise<{ ids: string[]; rev: number }> => {
  const held = await store.getSetting(LIST)
  return { ids: ids.parse(held?.value ?? []), rev: held?.rev ?? 0 }
}

const enlist = async (store: Settings, id: string): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const { ids: known, rev } = await listed(store)
    if (known.includes(id) || (await store.putSetting(LIST, [...known, id].slice(-MOST), rev))) return
  }
  throw new Transient('the list of what is quarantined is being written by others')
}

export const readQuarantined = async (
  store: Pick<Settings, 'getSetting'>,
  id: string,
): Promise<Quarantined | undefined> => {
  const held = await store.getSetting(`${LIST}:${id}`)
  return held && quarantined.parse(held.value)
}

export type Kept = { kind: 'kept' | 'again' | 'mismatch'; id: string }

export type Arrived = {
  source: string
  messageId: string
  bodyHash: string
  at: Instant
  why: string
  caseId?: string | undefined
  bytes: Uint8Array
}

const texted = (bytes: Uint8Array): { body: string; base64: boolean } => {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true }).decode(bytes), base64: false }
  } catch {
    return { body: Buffer.from(bytes).toString('base64'), base64: true }
  }
}

/** Keeps a message; the same one twice is kept once. Throws TooLarge for more than an item holds. */
export const quarantine = async (store: Settings, { bytes, caseId, ...arrived }: Arrived): Promise<Kept> => {
  const id = `q${sha256(`${arrived.source}\n${arrived.messageId}`).slice(0, 20)}`
  const item = { id, ...arrived, ...(caseId === undefined ? {} : { caseId }), ...texted(bytes) }
  const first = (await store.putSetting(`${LIST}:${id}`, item, 0)) ? undefined : await readQuarantined(store, id)
  if (first && first.bodyHash !== arrived.bodyHash) return { kind: 'mismatch', id }
  await enlist(store, id)
  return { kind: first ? 'again' : 'kept', id }
}

/** What lies in quarantine, the oldest first. */
export const quarantinedIn = async (store: Settings): Promise<Quarantined[]> => {
  const { ids: known } = await listed(store)
  const found = await Promise.all(known.map(id => readQuarantined(store, id)))
  return found.filter(one => one !== undefined)
}
