/** The bytes of a contractor's message as one, or why they are none. */

import type { Instant } from '../../core/time.ts'
import { bySchema, type Parsed, parseJson, utf8 } from '../../http/body.ts'
import { type Problem, problem } from '../../http/problem.ts'
import { type Callback, callback } from './callback.ts'
import { implausible } from './callback-checks.ts'

/** The same words for a job that is not there and one of somebody else. */
export const unknownJob = (caseId: string): Problem => problem(404, `job ${caseId} is not known`)

export const readCallback = (raw: Buffer, now: Instant): Parsed<Callback> => {
  const text = utf8(raw)
  if (!text.ok) return text
  const value = parseJson(text.value)
  return checked(value.ok ? bySchema(callback, value.value) : value, now)
}

/** Refused too when it claims what cannot be: a time to come, bytes that are not what their hash says. */
export const checked = (body: Parsed<Callback>, now: Instant): Parsed<Callback> => {
  if (!body.ok) return body
  const wrong = implausible(body.value, now)
  if (wrong.length === 0) return body
  const detail = wrong.map(({ path, message }) => `${path}: ${message}`)
  return {
    ok: false,
    problem: problem(422, detail.join('; '), {
      failed: detail,
      codes: [...new Set(wrong.map(({ code }) => code))],
      issues: wrong.map(({ path, message }) => ({ path, message })),
    }),
  }
}
