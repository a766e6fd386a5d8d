/** Submissions of GOV.UK Forms: attached to an e-mail of theirs, or laid in our bucket. The same reference is one submission. */
import { parseJson, utf8 } from '../../http/body.ts'
import { type FormResult, handleForm } from '../forms/handle.ts'
import type { FormSource } from '../forms/kinds.ts'
import { GOVUK_SENDER, govukKey, isGovuk, readGovuk } from '../govuk-forms.ts'
import { type Misfit, toTriage } from '../to-triage.ts'
import type { MailDeps, Received, Result } from './deps.ts'
import type { Email } from './read.ts'

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
  if (caseId !== undefined) return { kind: 'opened', caseId }
  if (kind === 'triage') return { kind, caseId: triage ?? '', reason: 'unmapped' }
  return {
    kind: 'ignored',
    why: kind === 'test' ? 'a trial of the form' : 'the same submission with other answers came before',
  }
}

const submit = async (
  deps: MailDeps,
  value: unknown,
  received: Received,
  test: boolean,
  names: unknown[],
  keep: Keep,
): Promise<Result> => {
  const source = sourceOf(deps.landlord.sources, [...names, (value as { form_name?: unknown } | undefined)?.form_name])
  const where = { original: received, receivedAt: received.at }
  const given = { fallbackId: received.sha256, ...where }
  if (!source) {
    const kept = await keep(received.sha256, {
      ...where,
      reason: 'unmapped',
      detail: 'no source of the landlord is this form',
      source: 'form:govuk-forms',
      channel: 'email',
    })
    return { kind: 'triage', caseId: kept.caseId, reason: 'unmapped' }
  }
  // Replayed by whoever holds the original: for a bucket and a mail alike that is the reader of received mail.
  const asMail: Keep = (id, misfit) => keep(id, { ...misfit, channel: 'email' })
  const done = await handleForm(deps, source, readGovuk(value, test), given, asMail)
  if (done.kind !== 'mismatch') return resultOf(done)
  const detail = 'a submission of this reference with other answers came before'
  const kept = await asMail(received.sha256, {
    ...where,
    reason: 'refused',
    detail,
    source: `form:${source.source}`,
    channel: 'form',
    meant: source.workflow,
  })
  return { kind: 'triage', caseId: kept.caseId, reason: 'refused' }
}

/** Undefined for any other mail. Only their proved address is believed: anybody can copy the subject. */
export const govukByMail = async (
  deps: MailDeps,
  email: Email,
  received: Received,
  keep: Keep,
): Promise<Result | undefined> => {
  const { dmarc, virus } = email.verdicts
  if (email.from !== GOVUK_SENDER || dmarc !== 'pass' || virus !== 'pass') return undefined
  const found = email.attachments
    .filter(({ type, name }) => type === 'application/json' || name.endsWith('.json'))
    .map(({ bytes }) => jsonOf(bytes))
    .find(isGovuk)
  return found === undefined
    ? undefined
    : submit(deps, found, received, /\btest\b.*form submission/i.test(email.subject), [], keep)
}

/** Undefined for a key that is no submission: an uploaded file, which its JSON names. */
export const govukByBucket = async (
  deps: MailDeps,
  received: Received,
  keep: Keep = (id, misfit) => toTriage(deps, id, misfit),
): Promise<Result | undefined> => {
  const key = govukKey(received.key)
  return key && submit(deps, jsonOf(received.bytes), received, key.test, [key.formId], keep)
}
