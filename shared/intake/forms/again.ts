/** A quarantined submission, read again by today's mapping of its source. */
import { opensByMessage } from '../../workflows/parts/arrival.ts'
import { type Quarantined, readQuarantined } from '../quarantine.ts'
import type { Misfit } from '../to-triage.ts'
import { type FormDeps, type FormResult, type Given, handleForm, misfitOf } from './handle.ts'
import type { FormSource } from './kinds.ts'
import { openPlain } from './plain.ts'
import { readSubmission } from './services.ts'

/** What the service said it was is not kept; its first bytes tell. */
const typeOf = (bytes: Buffer): string => {
  const start = bytes.subarray(0, 200).toString('latin1').trimStart()
  if (/^[[{]/.test(start)) return 'application/json'
  const boundary = /^--([^\r\n]{1,70})\r?\n/.exec(start)?.[1]
  return boundary ? `multipart/form-data; boundary=${boundary}` : 'application/x-www-form-urlencoded'
}

type Keep = (id: string, misfit: Misfit) => Promise<{ caseId: string }>

/** Under the number that it came by: a submission that its service sent again meanwhile is the same one. */
const plainAgain = async (
  deps: FormDeps,
  source: FormSource,
  { source: door, messageId: id, bodyHash }: Quarantined,
  raw: Buffer,
  given: Given,
  keep: Keep,
): Promise<FormResult> => {
  const message = { source: door, id, bodyHash }
  const arrived = { source, raw, contentType: typeOf(raw), message, at: given.receivedAt }
  const opened = await openPlain(deps, arrived)
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  const why = opened.kind === 'unfit' ? opened.why : opened.beside
  if (why) await keep(id, misfitOf(source, given, why))
  return opened.kind === 'unfit' ? { kind: 'triage', why } : { kind: opened.kind, caseId: opened.caseId }
}

/** `door` as triage has it, `form:<source>`. Undefined when the original or the source is gone. */
export const formAgain = async (
  deps: FormDeps,
  sources: readonly FormSource[],
  { source: door, original, receivedAt }: { source: string } & Pick<Given, 'original' | 'receivedAt'>,
  keep: Keep,
): Promise<FormResult | undefined> => {
  const source = sources.find(one => `form:${one.source}` === door)
  const held = await readQuarantined(deps.store, original.key.replace(/^quarantine:/, ''))
  if (!source || !held) return undefined
  const bytes = Buffer.from(held.body, held.base64 ? 'base64' : 'utf8')
  const given = { fallbackId: held.messageId, original, receivedAt }
  if (!opensByMessage(source.workflow)) return plainAgain(deps, source, held, bytes, given, keep)
  const read = await readSubmission(source.kind, bytes, typeOf(bytes))
  return handleForm(deps, source, read, given, keep)
}
