/** Submissions of GOV.UK Forms: attached to an e-mail of theirs, or laid in our bucket. The same reference is one submission. */

import type { Originals } from '../../effects/originals.ts'
import { parseJson, utf8 } from '../../http/body.ts'
import { type FormResult, handleForm } from '../forms/handle.ts'
import type { FormSource } from '../forms/kinds.ts'
import { uploadsOf } from '../forms/uploads.ts'
import { GOVUK_SENDER, govukKey, isGovuk, readGovuk } from '../govuk-forms.ts'
import type { Misfit } from '../to-triage.ts'
import type { MailDeps, Received, Result } from './deps.ts'
import { fileOf, filesOf, typeByName } from './files.ts'
import type { Attachment, Email } from './read.ts'

export type BucketDeps = MailDeps & { originals: Pick<Originals, 'under' | 'get'> }
type Keep = (id: string, misfit: Misfit) => Promise<{ caseId: string }>

const jsonOf = (bytes: Uint8Array): unknown => {
  const text = utf8(bytes)
  const value = text.ok ? parseJson(text.value) : undefined
  return value?.ok ? value.value : undefined
}

/** By the form's id or name; a landlord with one form need not say. */
const sourceOf = (sources: readonly FormSource[], names: readonly unknown[]): FormSource | undefined => {
  const govuk = sources.filter(({ kind }) => kind === 'govuk-forms')
  return (
    govuk.find(({ form }) => form !== undefined && names.includes(form)) ?? govuk.find(({ form }) => form === undefined)
  )
}

const resultOf = ({ kind, caseId, triage }: FormResult): Result => {
  // A case that opened although some of it did not fit has its triage beside it.
  if (caseId !== undefined) return { kind: 'opened', caseId, ...(kind === 'again' ? { again: true } : {}) }
  if (kind === 'test') return { kind: 'ignored', why: 'a trial of the form', test: true }
  return { kind: 'triage', caseId: triage ?? '', reason: 'unmapped' }
}

type Came = { value: unknown; test: boolean; names: unknown[]; files: readonly Attachment[] }
export type Submitted = { result: Result; reference?: string }

const submit = async (deps: MailDeps, came: Came, received: Received, keepAside: Keep): Promise<Submitted> => {
  const { value, test, names, files } = came
  const source = sourceOf(deps.landlord.sources, [...names, (value as { form_name?: unknown } | undefined)?.form_name])
  const where = { original: received, receivedAt: received.at }
  const read = readGovuk(value, test)
  const numbered = read.ok && read.submission.reference ? { reference: read.submission.reference } : {}
  // Replayed by whoever holds the original: for a bucket and a mail alike that is the reader of received mail.
  const aside = async (misfit: Omit<Misfit, 'channel' | 'original' | 'receivedAt'>): Promise<Submitted> => {
    const kept = await keepAside(received.sha256, { ...where, channel: 'email', ...misfit })
    return { result: { kind: 'triage', caseId: kept.caseId, reason: misfit.reason }, ...numbered }
  }
  // A trial starts nothing, whatever is wrong with it.
  if (test && !(source && read.ok)) {
    const why = source ? 'a trial that cannot be read' : 'a trial of a form of no source'
    return { result: { kind: 'ignored', why, test }, ...numbered }
  }
  if (!source)
    return aside({ reason: 'unmapped', detail: 'no source of the landlord is this form', source: 'form:govuk-forms' })
  const given = { fallbackId: received.sha256, ...where, uploads: uploadsOf(deps, files) }
  const done = await handleForm(deps, source, read, given, (id, misfit) =>
    keepAside(id, { ...misfit, channel: 'email' }),
  )
  if (done.kind !== 'mismatch') return { result: resultOf(done), ...numbered }
  return aside({
    reason: 'refused',
    detail: 'a submission of this reference with other answers came before',
    source: `form:${source.source}`,
    meant: source.workflow,
  })
}

const isJson = ({ type, name }: Attachment): boolean => type === 'application/json' || name.endsWith('.json')

/** Undefined for any other mail. Only their proved address is believed: anybody can copy the subject. */
export const govukByMail = async (
  deps: MailDeps,
  email: Email,
  received: Received,
  keepAside: Keep,
): Promise<Submitted | undefined> => {
  const { dmarc, virus } = email.verdicts
  if (email.from !== GOVUK_SENDER || dmarc !== 'pass' || virus !== 'pass') return undefined
  const json = email.attachments.filter(isJson).find(({ bytes }) => isGovuk(jsonOf(bytes)))
  if (!json) return undefined
  // The same answers as a table are no document of the person who gave them.
  const files = filesOf(email).filter(
    ({ sha256, name }) => sha256 !== json.sha256 && !/^govuk.?forms?.*\.csv$/i.test(name),
  )
  const test = /\btest\b.*form submission/i.test(email.subject)
  return submit(deps, { value: jsonOf(json.bytes), test, names: [], files }, received, keepAside)
}

/** Undefined for a key that is no submission: an uploaded file. Files lie beside their JSON, and came before it. */
export const govukByBucket = async (
  deps: BucketDeps,
  received: Received,
  keepAside: Keep,
): Promise<Submitted | undefined> => {
  const key = govukKey(received.key)
  if (!key) return undefined
  const files = key.test ? [] : await besides(deps.originals, received.key)
  return submit(
    deps,
    { value: jsonOf(received.bytes), test: key.test, names: [key.formId], files },
    received,
    keepAside,
  )
}

/** Files of one submission, at most: GOV.UK Forms takes ten a question. */
const MOST = 100

const besides = async (originals: Pick<Originals, 'under' | 'get'>, key: string): Promise<Attachment[]> => {
  const folder = key.slice(0, key.lastIndexOf('/') + 1)
  const keys = (await originals.under(folder, MOST + 1)).filter(one => one !== key).slice(0, MOST)
  const files: Attachment[] = []
  for (const one of keys) {
    const bytes = await originals.get(one)
    const name = one.slice(folder.length)
    if (bytes && bytes.length > 0) files.push(fileOf(name, typeByName(name), bytes))
  }
  return files
}
