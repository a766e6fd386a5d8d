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
import { fitted, mappingOf } from './mapping.ts'
import type { ReadSubmission, Submission } from './submission.ts'

export type FormDeps = {
  apply: Pick<Apply, 'open' | 'event'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  store: Pick<Store, 'getAsset' | 'getSetting' | 'putSetting'>
  now: () => Instant
}

/** What was uploaded with it: bytes are put away before the case speaks of them, and registered once it is there. */
export type Uploads = {
  documents: NonNullable<Arrival['documents']>
  keep: (caseId: string) => Promise<void>
  register: (caseId: string) => Promise<void>
}

/** `fallbackId` knows the message where the service gives no number. */
export type Given = { fallbackId: string; original: Misfit['original']; receivedAt: Instant; uploads?: Uploads }

/** `triage`: the case of triage beside, or instead. */
export type FormResult = {
  kind: 'opened' | 'again' | 'mismatch' | 'test' | 'triage'
  caseId?: string
  triage?: string
  /** the service's own number */
  reference?: string
  why?: string
}
type Keep = (id: string, misfit: Misfit) => Promise<{ caseId: string }>

export const misfitOf = (
  source: FormSource,
  given: Pick<Given, 'original' | 'receivedAt'>,
  detail: string,
  caseId?: string,
): Misfit => ({
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
  const { issues, unanswered, unused } = fitted(submission, mappingOf(source), deps.now())
  await deps.store.putSetting(`form-test:${source.source}:${id}`, { at: deps.now(), issues, unanswered, unused }, 0)
  return { kind: 'test' }
}

/** Characters of one answer, and of all that a note repeats. */
const [ONE, ALL] = [1000, 8000]

/**
 * What was answered and has no place in the mapping: a note of the case, whose words lie beside the history. Whoever
 * works on it must not have to look for the form.
 */
const noteRest = async (deps: FormDeps, { source, submission, id }: Fitting, caseId: string, unused: string[]) => {
  if (unused.length === 0) return
  const { answers, asked = {} } = submission
  const lines = unused.map(name => `${asked[name] ?? name}: ${(answers[name] ?? '').slice(0, ONE)}`)
  const text = ['The form also says:', ...lines].join('\n').slice(0, ALL).toWellFormed()
  const by: Actor = { kind: 'system', id: `form:${source.source}`, roles: ['system'] }
  const message = { source: `form:${source.source}`, id: `${id}~rest`, bodyHash: sha256(text) }
  await deps.apply.event(caseId, { type: 'note.added', at: deps.now(), by, data: { text } }, message)
}

/** By both of its routes a submission is one; with other answers under its number it is another that waits. */
const misfitId = (id: string, { answers }: Submission): string => `${id}:${sha256(canonical(answers)).slice(0, 16)}`

type Fitting = {
  source: FormSource
  submission: Submission
  id: string
  arrival: Arrival
  uploads?: Uploads | undefined
}

const open = async (deps: FormDeps, { source, submission, id, arrival: said, uploads }: Fitting) => {
  const arrival: Arrival = uploads && uploads.documents.length > 0 ? { ...said, documents: uploads.documents } : said
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
  await uploads?.keep(caseId)
  // The same submission by two channels differs in its bytes, not in what was answered.
  const { reference, answers } = submission
  const message = {
    source: `form:${source.source}`,
    id,
    bodyHash: sha256(canonical({ reference: reference ?? null, answers })),
  }
  const opened = await deps.apply.open(source.workflow, opening, message)
  // By the second route too: one may bring files that the other could not.
  if (opened.kind !== 'rejected' && opened.kind !== 'mismatch') await uploads?.register(caseId)
  return { caseId, placed: !arrival.assetId || asset !== undefined, opened }
}

const handle = async (
  deps: FormDeps,
  source: FormSource,
  submission: Submission,
  given: Given,
  keep: Keep,
): Promise<FormResult> => {
  const id = submission.reference ?? given.fallbackId
  const kept = async (detail: string, caseId?: string): Promise<FormResult> => {
    const { caseId: triage } = await keep(misfitId(id, submission), misfitOf(source, given, detail, caseId))
    return { kind: 'triage', triage, why: detail, ...(caseId ? { caseId } : {}) }
  }
  if (submission.test) return note(deps, source, submission, id)
  if (!opensByMessage(source.workflow) || !deps.workflows[source.workflow])
    return kept(`no submission opens ${source.workflow}`)
  const { arrival, issues, unused } = fitted(submission, mappingOf(source), given.receivedAt)
  const detail = issues.map(({ fact, field, why: said }) => `${field || fact || 'the whole'}: ${said}`).join('; ')
  if (!arrival) return kept(detail)
  const fitting = { source, submission, id, arrival, uploads: given.uploads }
  const { caseId, placed, opened } = await open(deps, fitting)
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  if (opened.kind === 'rejected') return kept(why(opened.rejection))
  await noteRest(deps, fitting, caseId, unused)
  const beside = placed ? detail : 'the property is not on the register'
  // Done again for a submission that came before: a crash may have come between the case and what did not fit.
  const left: FormResult = beside ? await kept(beside, caseId) : { kind: 'opened', caseId }
  return opened.kind === 'done' ? left : { ...left, kind: 'again' }
}

export const handleForm = async (
  deps: FormDeps,
  source: FormSource,
  read: ReadSubmission,
  given: Given,
  keep: Keep = (id, misfit) => toTriage(deps, id, misfit),
): Promise<FormResult> => {
  if (read.ok) {
    const { reference } = read.submission
    return { ...(await handle(deps, source, read.submission, given, keep)), ...(reference ? { reference } : {}) }
  }
  const { caseId: triage } = await keep(given.fallbackId, misfitOf(source, given, read.why))
  return { kind: 'triage', triage, why: read.why }
}
