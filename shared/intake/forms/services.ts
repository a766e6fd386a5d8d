/** What each form service sends, read into a submission. */
import * as z from 'zod'
import { instant } from '../../core/time.ts'
import { mediaType, parseJson, utf8 } from '../../http/body.ts'
import { MOST, postedFields } from '../../http/crowd.ts'
import { readGovuk } from '../govuk-forms.ts'
import { PARTS, tooManyParts } from '../parts.ts'
import { inUtf8 } from './in-utf8.ts'
import type { FormKind } from './kinds.ts'
import { answersOf, asText, isObject, type ReadSubmission, unread } from './submission.ts'

type Body = { ok: true; fields: Record<string, unknown> } | { ok: false; why: string }

/** JSON, the fields of a form, or a form with files (of which the names alone are read). */
const bodyOf = async (given: Uint8Array, contentType: string | undefined): Promise<Body> => {
  const type = mediaType(contentType)
  const raw = inUtf8(given, contentType)
  if (type === 'multipart/form-data') {
    if (tooManyParts(raw)) return { ok: false, why: `it holds more than ${PARTS} parts` }
    try {
      const form = await new Response(Buffer.from(raw), { headers: { 'content-type': contentType ?? '' } }).formData()
      const pairs = [...form.entries()]
      return {
        ok: true,
        fields: gathered(pairs.map(([name, value]) => [name, typeof value === 'string' ? value : value.name])),
      }
    } catch {
      return { ok: false, why: 'its parts cannot be read' }
    }
  }
  const text = utf8(raw)
  if (!text.ok) return { ok: false, why: 'it is not UTF-8' }
  if (type === 'application/x-www-form-urlencoded') {
    const pairs = postedFields(text.value)
    return pairs ? { ok: true, fields: gathered(pairs) } : { ok: false, why: `it holds more than ${MOST} fields` }
  }
  const value = parseJson(text.value)
  if (!value.ok) return { ok: false, why: value.problem.detail ?? 'it is not JSON' }
  if (!isObject(value.value)) return { ok: false, why: 'it is not one object' }
  return { ok: true, fields: value.value }
}

const gathered = (pairs: readonly (readonly [string, string])[]): Record<string, unknown> => {
  const all: Record<string, string[]> = Object.create(null)
  for (const [written, value] of pairs) {
    const name = written.replace(/\[\]$/, '')
    const values = all[name] ?? []
    values.push(value)
    all[name] = values
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )
}

const at = (value: unknown) => {
  const parsed = instant.safeParse(value)
  return parsed.success ? { at: parsed.data } : {}
}
const named = (value: unknown) => {
  const text = asText(value)
  return text === '' ? {} : { reference: text.slice(0, 200) }
}

const typeform = z.looseObject({
  event_type: z.literal('form_response', 'only form_response is read'),
  form_response: z.looseObject({
    token: z.string().min(1),
    submitted_at: z.string().optional(),
    hidden: z.record(z.string(), z.unknown()).optional(),
    definition: z
      .looseObject({
        fields: z.array(z.looseObject({ id: z.string(), ref: z.string().optional(), title: z.string().optional() })),
      })
      .optional()
      .catch(undefined),
    answers: z
      .array(z.looseObject({ type: z.string(), field: z.looseObject({ id: z.string(), ref: z.string().optional() }) }))
      .default([]),
  }),
})

/** Of `{"type": "choice", "choice": {"label": …}}` the label; of any other the member that its type names. */
const typeformAnswer = (answer: { type: string; [member: string]: unknown }): string => {
  const value = answer[answer.type]
  if (!isObject(value)) return asText(value)
  return asText(value.labels ?? value.label ?? value.other ?? '') || asText(value.other)
}

const fromTypeform = (fields: Record<string, unknown>): ReadSubmission => {
  const parsed = typeform.safeParse(fields)
  if (!parsed.success)
    return unread(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  const { token, submitted_at, hidden = {}, answers, definition } = parsed.data.form_response
  const all = answers.flatMap(one =>
    [one.field.ref, one.field.id].flatMap(key => (key ? [[key, typeformAnswer(one)] as const] : [])),
  )
  return {
    ok: true,
    submission: {
      reference: token,
      ...at(submitted_at),
      test: false,
      answers: answersOf({ ...hidden, ...Object.fromEntries(all) }),
      same: Object.fromEntries(answers.flatMap(({ field: { id, ref } }) => (ref ? [[id, ref]] : []))),
      asked: Object.fromEntries(
        (definition?.fields ?? []).flatMap(({ id, ref, title }) => (title ? [[ref ?? id, title]] : [])),
      ),
    },
  }
}

/** What Jotform puts among the answers of itself. */
const jotformsOwn = [
  ...['slug', 'preview', 'path', 'jsExecutionTracker', 'submitSource', 'submitDate', 'buildDate', 'event_id'],
  ...['uploadServerUrl', 'eventObserver', 'timeToSubmit', 'validatedNewRequiredFieldIDs'],
]

/** The answers are JSON inside a field; each stands under `q3_name` and, plainer, under `name`. */
const fromJotform = (fields: Record<string, unknown>): ReadSubmission => {
  const inner = parseJson(asText(fields.rawRequest))
  if (!inner.ok || !isObject(inner.value))
    return unread(`rawRequest: the answers as JSON are missing, or ${inner.ok ? 'no object' : inner.problem.detail}`)
  const answers = answersOf(inner.value)
  const bare = (name: string): string => name.replace(/^q\d+_/, '')
  const plain = Object.fromEntries(Object.entries(answers).map(([name, value]) => [bare(name), value]))
  return {
    ok: true,
    submission: {
      ...named(fields.submissionID),
      test: inner.value.preview === 'true',
      answers: { ...plain, ...answers },
      same: Object.fromEntries(Object.keys(answers).map(name => [name, bare(name)])),
      envelope: jotformsOwn,
    },
  }
}

/** The flow of Power Automate builds the body; `responseId` and `submitDate` are what Microsoft Forms calls them. */
const fromPowerAutomate = (fields: Record<string, unknown>): ReadSubmission => {
  const answers = isObject(fields.answers) ? { ...fields, ...fields.answers } : fields
  const reference = named(fields.responseId ?? fields.resourceId ?? fields.id)
  if (!('reference' in reference)) return unread('responseId: the flow must send the number of the response')
  const sent = fields.submitDate ?? fields.submittedAt
  const envelope = ['responseId', 'resourceId', 'id', 'submitDate', 'submittedAt', 'answers']
  return { ok: true, submission: { ...reference, ...at(sent), test: false, answers: answersOf(answers), envelope } }
}

const plain = (fields: Record<string, unknown>): ReadSubmission => ({
  ok: true,
  submission: { ...named(fields.submissionId), test: false, answers: answersOf(fields), envelope: ['submissionId'] },
})

const readers: Record<FormKind, (fields: Record<string, unknown>) => ReadSubmission> = {
  typeform: fromTypeform,
  jotform: fromJotform,
  'power-automate': fromPowerAutomate,
  'govuk-forms': fields => readGovuk(fields),
  signed: plain,
  secret: plain,
  html: plain,
}

export const readSubmission = async (
  kind: FormKind,
  raw: Uint8Array,
  contentType: string | undefined,
): Promise<ReadSubmission> => {
  const body = await bodyOf(raw, contentType)
  return body.ok ? readers[kind](body.fields) : unread(body.why)
}
