/** A proved submission, whole in the bucket of received messages, to its end: a case, kept for a person, or both. */
import { handleForm } from '../../shared/intake/forms/handle.ts'
import { type Kept, keepForm } from '../../shared/intake/forms/kept.ts'
import { openPlain } from '../../shared/intake/forms/plain.ts'
import { readSubmission } from '../../shared/intake/forms/services.ts'
import { filesOfForm, uploadsOf } from '../../shared/intake/forms/uploads.ts'
import type { Misfit, Original } from '../../shared/intake/to-triage.ts'
import type { Left } from '../../shared/store/arrived/logged.ts'
import type { Message } from '../../shared/store/store.ts'
import { opensByMessage } from '../../shared/workflows/parts/arrival.ts'
import type { Deps, Source } from './ports.ts'

export type Arrived = {
  source: Source
  raw: Buffer
  contentType: string | undefined
  message: Message
  original: Original
}
export type Outcome = {
  kind: 'done' | 'again' | 'mismatch'
  caseId?: string
  quarantined?: true
  /** what no history shows, for whoever asks what became of it */
  left?: Left
  reference?: string | undefined
}

const misfitOf = (deps: Deps, { source, original }: Arrived, more: Pick<Misfit, 'reason' | 'detail' | 'caseId'>) => ({
  source: `form:${source.source}`,
  channel: 'form' as const,
  receivedAt: deps.now(),
  original,
  meant: source.workflow,
  ...more,
})

/** It waits for a person: a case of triage with an owner and a clock. */
const keep = async (deps: Deps, arrived: Arrived, why: string, caseId?: string): Promise<Outcome> => {
  const misfit = misfitOf(deps, arrived, { reason: 'unmapped', detail: why, caseId })
  const kept = await keepForm(deps, arrived.message, arrived.message.id, misfit)
  if (kept.kind === 'mismatch') return kept
  const left: Left = { outcome: 'triage', caseId: kept.caseId, why }
  return { kind: kept.kind === 'kept' ? 'done' : 'again', quarantined: true, left, ...(caseId ? { caseId } : {}) }
}

class OtherBytes extends Error {}
const unlessOther = (kept: Kept): { caseId: string } => {
  if (kept.kind === 'mismatch') throw new OtherBytes()
  return kept
}

/** Complaints and hazards: by one vocabulary, whatever service the form is of. */
const takeForm = async (deps: Deps, arrived: Arrived): Promise<Outcome> => {
  const { source, raw, contentType, message, original } = arrived
  const read = await readSubmission(source.kind, raw, contentType)
  const uploads = uploadsOf(deps, await filesOfForm(raw, contentType))
  const given = { fallbackId: message.id, original, receivedAt: deps.now(), uploads }
  const keepAside = async (id: string, misfit: Misfit) => unlessOther(await keepForm(deps, message, id, misfit))
  const result = await handleForm(deps, source, read, given, keepAside)
  const { kind, caseId, reference, triage, why } = result
  if (kind === 'mismatch' && reference === undefined) return { kind }
  // An edited submission keeps its number: no service would do anything about a refusal, so a person looks at it.
  const detail = 'a submission of this number with other answers came before'
  const edited =
    kind === 'mismatch'
      ? await keepAside(`${message.id}:${message.bodyHash}`, misfitOf(deps, arrived, { reason: 'refused', detail }))
      : undefined
  const beside = edited?.caseId ?? triage
  return {
    kind: kind === 'again' ? 'again' : 'done',
    reference,
    ...(caseId ? { caseId } : {}),
    ...(beside
      ? { quarantined: true as const, left: { outcome: 'triage', caseId: beside, ...(why ? { why } : {}) } }
      : {}),
    ...(kind === 'test' ? { left: { outcome: 'test', why: 'a trial of the form' } } : {}),
  }
}

const takeFields = async (deps: Deps, arrived: Arrived): Promise<Outcome> => {
  const opened = await openPlain(deps, { ...arrived, at: deps.now() })
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  if (opened.kind === 'unfit') return keep(deps, arrived, opened.why)
  const kind = opened.kind === 'opened' ? 'done' : 'again'
  const { caseId, beside } = opened
  if (!beside) return { kind, caseId }
  const aside = await keep(deps, arrived, beside, caseId)
  return aside.kind === 'mismatch' ? aside : { ...aside, kind }
}

export const take = async (deps: Deps, arrived: Arrived): Promise<Outcome> => {
  try {
    return await (opensByMessage(arrived.source.workflow) ? takeForm(deps, arrived) : takeFields(deps, arrived))
  } catch (error) {
    if (error instanceof OtherBytes) return { kind: 'mismatch' }
    throw error
  }
}
