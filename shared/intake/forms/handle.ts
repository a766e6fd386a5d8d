/** One proved submission, to its end: a case, kept for a person, or noted as a trial. Never refused for what it says. */
import type { Apply } from '../../apply.ts'
import type { Actor } from '../../core/case.ts'
import { freshId } from '../../core/ids.ts'
import type { Instant } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import { canonical, sha256 } from '../../store/chain.ts'
import type { Store } from '../../store/store.ts'
import { type Arrival, openings, opensByMessage } from '../../workflows/parts/arrival.ts'
import { type Misfit, toTriage, why } from '../to-triage.ts'
import type { FormSource } from './kinds.ts'
import { fitted } from './mapping.ts'
import type { ReadSubmission, Submission } from './submission.ts'

export type FormDeps = {
  apply: Pick<Apply, 'open'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  store: Pick<Store, 'getAsset' | 'getSetting' | 'putSetting'>
  now: () => Instant
}

/** `fallbackId` knows the message where the service gives no number. */
export type Given = { fallbackId: string; original: Misfit['original']; receivedAt: Instant }

export type FormResult = { kind: 'opened' | 'again' | 'mismatch' | 'test' | 'triage'; caseId?: string; triage?: string }
type Keep = (id: string, misfit: Misfit) => Promise<{ caseId: string }>

const misfitOf = (source: FormSource, given: Given, detail: string, caseId?: string): Misfit => ({
  reason: 'unmapped',
  detail,
  source: `form:${source.source}`,
  channel: 'form',
  receivedAt: given.receivedAt,
  original: given.original,
  meant: source.workflow,
  ...(caseId ? { caseId } : {}),
})

/** What a trial would have led to, for whoever builds the form. No case, no clock. */
const note = async (deps: FormDeps, source: FormSource, submission: Submission, id: string): Promise<FormResult> => {
  const { issues, unanswered, unused } = fitted(submission, source.mapping, deps.now())
  await deps.store.putSetting(`form-test:${source.source}:${id}`, { at: deps.now(), issues, unanswered, unused }, 0)
  return { kind: 'test' }
}

const open = async (deps: FormDeps, source: FormSource, submission: Submission, id: string, arrival: Arrival) => {
  const workflow = deps.workflows[source.workflow]
  const by: Actor = { kind: 'system', id: `form:${source.source}`, roles: ['system'] }
  const caseId = freshId(workflow?.prefix, source.workflow, `form|${source.source}|${id}`)
  const asset = arrival.assetId ? await deps.store.getAsset(arrival.assetId) : undefined
  const opening = {
    id: caseId,
    facts: opensByMessage(source.workflow) ? openings[source.workflow](arrival) : {},
    by,
    at: arrival.receivedAt,
    ...(asset ? { assetId: asset.id } : {}),
  }
  // The same submission by two channels differs in its bytes, not in what was answered.
  const { reference, answers } = submission
  const message = {
    source: `form:${source.source}`,
    id,
    bodyHash: sha256(canonical({ reference: reference ?? null, answers })),
  }
  return {
    caseId,
    placed: !arrival.assetId || asset !== undefined,
    opened: await deps.apply.open(source.workflow, opening, message),
  }
}

export const handleForm = async (
  deps: FormDeps,
  source: FormSource,
  read: ReadSubmission,
  given: Given,
  keep: Keep = (id, misfit) => toTriage(deps, id, misfit),
): Promise<FormResult> => {
  const kept = async (id: string, detail: string, caseId?: string): Promise<FormResult> => {
    const { caseId: triage } = await keep(id, misfitOf(source, given, detail, caseId))
    return { kind: 'triage', triage, ...(caseId ? { caseId } : {}) }
  }
  if (!read.ok) return kept(given.fallbackId, read.why)
  const { submission } = read
  const id = submission.reference ?? given.fallbackId
  if (submission.test) return note(deps, source, submission, id)
  if (!opensByMessage(source.workflow) || !deps.workflows[source.workflow])
    return kept(id, `no submission opens ${source.workflow}`)
  const { arrival, issues } = fitted(submission, source.mapping, given.receivedAt)
  const detail = issues.map(({ fact, field, why: said }) => `${field || fact || 'the whole'}: ${said}`).join('; ')
  if (!arrival) return kept(id, detail)
  const { caseId, placed, opened } = await open(deps, source, submission, id, arrival)
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  if (opened.kind === 'rejected') return kept(id, why(opened.rejection))
  if (opened.kind !== 'done') return { kind: 'again', caseId }
  if (!placed) return kept(id, 'the property is not on the register', caseId)
  return issues.length > 0 ? kept(id, detail, caseId) : { kind: 'opened', caseId }
}
