/** A submission that was kept, read again by today's mapping of its source. */
import type { Misfit } from '../to-triage.ts'
import { type FormDeps, type FormResult, type Given, handleForm } from './handle.ts'
import type { FormSource } from './kinds.ts'
import { readFormKey } from './original.ts'
import { readSubmission } from './services.ts'
import { filesOfForm, uploadsOf } from './uploads.ts'

type Deps = FormDeps & Parameters<typeof uploadsOf>[0]

/** Undefined when the source is gone from the landlord's file. */
export const formAgain = async (
  deps: Deps,
  sources: readonly FormSource[],
  { original, receivedAt }: Pick<Given, 'original' | 'receivedAt'>,
  bytes: Buffer,
  keep: (id: string, misfit: Misfit) => Promise<{ caseId: string }>,
): Promise<FormResult | undefined> => {
  const came = readFormKey(original.key, bytes)
  const source = came && sources.find(one => one.source === came.source)
  if (!source) return undefined
  const read = await readSubmission(source.kind, bytes, came.contentType)
  const uploads = uploadsOf(deps, await filesOfForm(bytes, came.contentType))
  return handleForm(deps, source, read, { fallbackId: came.id, original, receivedAt, uploads }, keep)
}
