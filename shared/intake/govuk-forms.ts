/**
 * GOV.UK Forms has no web hook. A submission comes as a JSON file, attached to an e-mail or laid in a bucket; uploaded
 * files are copied before the JSON, so that the JSON's arrival means that all is there. Questions are known by
 * `question_id`, which stays when their words are edited.
 */
import * as z from 'zod'
import { instant } from '../core/time.ts'
import { asText, type ReadSubmission, unread } from './forms/submission.ts'

/** Version 1 of the published schema; members that are added later are passed over. */
const submission = z.looseObject({
  $schema: z.string().optional(),
  form_name: z.string().min(1).max(500),
  submission_reference: z.string().regex(/^[A-Z0-9]{4,20}$/i, 'a reference such as 8E3YY3RX'),
  submitted_at: instant,
  answers: z
    .array(
      z.looseObject({
        question_id: z.union([z.string().min(1).max(100), z.int()]).transform(String),
        question_text: z.string().max(2000).optional(),
        answer_text: z.union([z.string(), z.null()]).optional(),
        selections: z.array(z.string()).optional(),
      }),
    )
    .max(1000),
})

/** The address that submissions are mailed from; anybody may copy the subject. */
export const GOVUK_SENDER = 'no-reply@forms.service.gov.uk'

/** `form_submissions/<form id>/<time>_<reference>/form_submission.json`; trials by the form's author lie elsewhere. */
const KEY = /^(test_)?form_submissions\/([^/]{1,100})\/([^/]{1,200})\/form_submission\.json$/

export const govukKey = (key: string): { formId: string; test: boolean } | undefined => {
  const [, test, formId] = KEY.exec(key) ?? []
  return formId ? { formId, test: test !== undefined } : undefined
}

/** Whether this JSON is meant to be one. */
export const isGovuk = (value: unknown): boolean =>
  z.looseObject({ submission_reference: z.string(), answers: z.array(z.unknown()) }).safeParse(value).success

/** `test`: from where it lay, or from the subject of its e-mail. */
export const readGovuk = (value: unknown, test = false): ReadSubmission => {
  const parsed = submission.safeParse(value)
  if (!parsed.success)
    return unread(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; '),
    )
  const { submission_reference, submitted_at, answers } = parsed.data
  const byId = new Map<string, string>()
  for (const { question_id, answer_text, selections } of answers) {
    const text = asText(selections?.length ? selections : answer_text)
    const before = byId.get(question_id)
    // A question that may be answered several times comes once for each answer.
    if (text !== '') byId.set(question_id, before === undefined ? text : `${before}, ${text}`)
  }
  return {
    ok: true,
    submission: {
      reference: submission_reference.toUpperCase(),
      at: submitted_at,
      test,
      answers: Object.fromEntries(byId),
      asked: Object.fromEntries(
        answers.flatMap(({ question_id, question_text }) => (question_text ? [[question_id, question_text]] : [])),
      ),
    },
  }
}
