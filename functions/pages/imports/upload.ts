/** A spreadsheet between being shown and being taken: its bytes lie by their hash, and the form carries what it is, signed. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { seal, unseal } from '../sign-in/sealed.ts'
import { firstKey, sessionKeys } from '../sign-in/session.ts'
import type { Visit } from '../visit.ts'

export const PATH = '/pages/imports'

/** Minutes in which what was shown can be taken. */
const WAITS = 60

const upload = z.strictObject({
  sha256: z.string(),
  kind: z.string(),
  layout: z.string().optional(),
  /** as the file was called */
  name: z.string(),
  /** of the run that it becomes: the same form sent twice is one run */
  run: z.string(),
  by: z.string(),
})
export type Upload = z.output<typeof upload>

const keyOf = (sha256: string): string => `uploads/${sha256}`
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Keeps the bytes and answers what the form carries. */
export const keepUpload = async (
  { deps, now, actor }: Visit,
  bytes: Uint8Array,
  what: Omit<Upload, 'sha256' | 'by'>,
): Promise<string> => {
  const sha256 = hashOf(bytes)
  await deps.originals.put(keyOf(sha256), bytes, 'application/octet-stream')
  return seal(firstKey(await sessionKeys(deps)), 'upload', { ...what, sha256, by: actor.id }, now, WAITS)
}

/** Undefined when its hour is over, it is somebody else's, or the bytes are no longer those. */
export const findUpload = async (
  { deps, now, actor }: Visit,
  text: string,
): Promise<(Upload & { csv: Buffer }) | undefined> => {
  const found = unseal(await sessionKeys(deps), 'upload', text, upload, now)
  if (found?.by !== actor.id) return undefined
  const csv = await deps.originals.get(keyOf(found.sha256))
  return csv && hashOf(csv) === found.sha256 ? { ...found, csv } : undefined
}
