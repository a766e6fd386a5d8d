/** A submission that was kept, read again by today's mapping of its source. */

import { sha256 } from '../../store/chain.ts'
import { opensByMessage } from '../../workflows/parts/arrival.ts'
import type { Misfit } from '../to-triage.ts'
import { type FormDeps, type FormResult, type Given, handleForm, misfitOf } from './handle.ts'
import type { FormSource } from './kinds.ts'
import { readFormKey } from './original.ts'
import { type Arrived, openPlain } from './plain.ts'
import { readSubmission } from './services.ts'
import { filesOfForm, uploadsOf } from './uploads.ts'

type Deps = FormDeps & Parameters<typeof uploadsOf>[0]
type Keep = (id: string, misfit: Misfit) => Promise<{ caseId: string }>

const plainAgain = async (
  deps: FormDeps,
  arrived: Arrived,
  original: Given['original'],
  keep: Keep,
): Promise<FormResult> => {
  const opened = await openPlain(deps, arrived)
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  const why = opened.kind === 'unfit' ? opened.why : opened.beside
  const given = { original, receivedAt: arrived.at }
  if (why) await keep(arrived.message.id, misfitOf(arrived.source, given, why))
  return opened.kind === 'unfit' ? { kind: 'triage', why } : { kind: opened.kind, caseId: opened.caseId }
}

/** Under the number that it came by, so that one sent again meanwhile is the same. Undefined when the source is gone from the landlord's file. */
export const formAgain = async (
  deps: Deps,
  sources: readonly FormSource[],
  { original, receivedAt }: Pick<Given, 'original' | 'receivedAt'>,
  bytes: Buffer,
  keep: Keep,
): Promise<FormResult | undefined> => {
  const came = readFormKey(original.key, bytes)
  const source = came && sources.find(one => one.source === came.source)
  if (!source) return undefined
  const { id, contentType } = came
  if (!opensByMessage(source.workflow)) {
    const message = { source: `hook:${source.source}`, id, bodyHash: sha256(bytes.toString('base64')) }
    return plainAgain(deps, { source, raw: bytes, contentType, message, at: receivedAt }, original, keep)
  }
  const read = await readSubmission(source.kind, bytes, contentType)
  const uploads = uploadsOf(deps, await filesOfForm(bytes, contentType))
  return handleForm(deps, source, read, { fallbackId: id, original, receivedAt, uploads }, keep)
}
