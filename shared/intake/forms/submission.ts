/** A form's submission, whichever service sent it: its number, when it was sent, and the answers by the field's id. */
import type { Instant } from '../../core/time.ts'

export type Answers = Readonly<Record<string, string>>
export type Submission = {
  /** the service's own number: the same number is the same submission. Absent where it gives none */
  reference?: string
  at?: Instant
  /** a trial by whoever builds the form: it must start no clock */
  test: boolean
  /** several choices are joined by a comma */
  answers: Answers
}
export type ReadSubmission = { ok: true; submission: Submission } | { ok: false; why: string }

export const unread = (why: string): ReadSubmission => ({ ok: false, why })

/** Any value of a form as words: a choice by its label, a name by its parts. Bounded, and never throws. */
export const asText = (value: unknown, depth = 0): string => {
  if (value === null || value === undefined || depth > 4) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const parts = Array.isArray(value) ? value : Object.values(value as object)
  const words = parts.slice(0, 100).map(one => asText(one, depth + 1))
  return words.filter(one => one !== '').join(Array.isArray(value) ? ', ' : ' ')
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every member as words; what is empty is absent. */
export const answersOf = (fields: Record<string, unknown>): Answers =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const text = asText(value)
      return text === '' || name === '__proto__' ? [] : [[name, text]]
    }),
  )
