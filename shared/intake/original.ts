/** The message behind a case of triage: to be read as it came, or read again by whoever read it first. */
import * as z from 'zod'
import type { Case } from '../core/case.ts'
import type { Instant } from '../core/time.ts'
import type { Originals } from '../effects/originals.ts'
import { type Answer, file, seeOther } from '../http/answer.ts'
import type { Store } from '../store/store.ts'
import { messageKey } from '../workflows/parts/original.ts'
import { triage } from '../workflows/triage.ts'

/** Under this prefix of the inbound bucket a case's number asks for its message to be read again. */
export const AGAIN = 'replay/'

export type OriginalDeps = {
  store: Pick<Store, 'load'>
  originals: Originals
  now: () => Instant
}

type Asking = Pick<OriginalDeps, 'store' | 'now'> & { originals: Pick<Originals, 'put'> }

/** Bytes. An answer of a Lambda ends at 6 MB in base64; what is larger is fetched from where it lies. */
const LARGEST = 4 * 1024 * 1024

const kept = z.object({ key: z.string() })
const originalOf = (c: Case): { key: string } | undefined =>
  c.workflow === triage.name ? kept.safeParse(c.facts.original).data : undefined

export const hasMessage = (c: Case): boolean => messageKey(c) !== undefined

/** The door of a case that speaks for too many messages of one day. */
export const floodOf = (c: Case): string | undefined => /^flood:(.+)$/.exec(originalOf(c)?.key ?? '')?.[1]

export type Original = { bytes: Buffer; name: string; type: string } | { tooLarge: string }

/** Mails lie under keys of SES's own; what a form sent is text, whatever it says. */
const endingOf = (key: string): string => {
  if (key.endsWith('.json')) return '.json'
  return key.startsWith('hooks/') ? '.txt' : '.eml'
}

/** Undefined when no message is kept for this case. `tooLarge`: the key of one that is fetched from where it lies. */
export const originalFor = async (deps: OriginalDeps, caseId: string): Promise<Original | undefined> => {
  const c = (await deps.store.load(caseId))?.case
  const key = c && originalOf(c)?.key
  if (!key) return undefined
  const bytes = await deps.originals.get(key)
  if (!bytes) return undefined
  if (bytes.length > LARGEST) return { tooLarge: key }
  const name = `${caseId}${endingOf(key)}`
  return { bytes: Buffer.from(bytes), name, type: 'application/octet-stream' }
}

/** To be saved, byte for byte: what it holds is somebody else's. Undefined when no message is kept for this case. */
export const originalAnswer = async (deps: OriginalDeps, caseId: string): Promise<Answer | undefined> => {
  const found = await originalFor(deps, caseId)
  if (!found) return undefined
  if ('tooLarge' in found) return seeOther(await deps.originals.link(found.tooLarge, deps.now()))
  return file(found.bytes, found.type, found.name)
}

/**
 * Asks for it to be read again, after what stood in its way was mended; false when there is no open case of triage.
 * The reader of received mail does it a moment later, and says on the case what came of it.
 */
export const askAgain = async (deps: Asking, caseId: string): Promise<boolean> => {
  const c = (await deps.store.load(caseId))?.case
  if (!c || c.closedAt || !(hasMessage(c) || floodOf(c))) return false
  await deps.originals.put(`${AGAIN}${caseId}`, Buffer.from(deps.now()), 'text/plain')
  return true
}
