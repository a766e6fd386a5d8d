/** A quarantined submission, read again by today's mapping of its source. */
import { readQuarantined } from '../quarantine.ts'
import type { Misfit } from '../to-triage.ts'
import { type FormDeps, type FormResult, type Given, handleForm } from './handle.ts'
import type { FormSource } from './kinds.ts'
import { readSubmission } from './services.ts'

/** What the service said it was is not kept; its first bytes tell. */
const typeOf = (bytes: Buffer): string => {
  const start = bytes.subarray(0, 200).toString('latin1').trimStart()
  if (/^[[{]/.test(start)) return 'application/json'
  const boundary = /^--([^\r\n]{1,70})\r?\n/.exec(start)?.[1]
  return boundary ? `multipart/form-data; boundary=${boundary}` : 'application/x-www-form-urlencoded'
}

/** `door` as triage has it, `form:<source>`. Undefined when the original or the source is gone. */
export const formAgain = async (
  deps: FormDeps,
  sources: readonly FormSource[],
  { source: door, original, receivedAt }: { source: string } & Pick<Given, 'original' | 'receivedAt'>,
  keep: (id: string, misfit: Misfit) => Promise<{ caseId: string }>,
): Promise<FormResult | undefined> => {
  const source = sources.find(one => `form:${one.source}` === door)
  const held = await readQuarantined(deps.store, original.key.replace(/^quarantine:/, ''))
  if (!source || !held) return undefined
  const bytes = Buffer.from(held.body, held.base64 ? 'base64' : 'utf8')
  const read = await readSubmission(source.kind, bytes, typeOf(bytes))
  return handleForm(deps, source, read, { fallbackId: held.messageId, original, receivedAt }, keep)
}
