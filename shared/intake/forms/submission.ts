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
  /** answers that stand here under a second name too: that name, and the one by which they are known */
  same?: Readonly<Record<string, string>>
  /** what the service adds of its own: nobody's answers */
  envelope?: readonly string[]
  /** what was asked, in its own words, by name */
  asked?: Readonly<Record<string, string>>
}
export type ReadSubmission = { ok: true; submission: Submission } | { ok: false; why: string }

export const unread = (why: string): ReadSubmission => ({ ok: false, why })

const insides = ['contentBytes', 'ContentBytes', '$content', 'base64'] as const
const names = ['name', 'Name', 'fileName', 'filename', 'FileName'] as const
const types = ['contentType', 'ContentType', '$content-type', 'mime'] as const
const wordAt = (value: Record<string, unknown>, keys: readonly string[]): string | undefined =>
  keys.map(key => value[key]).find(one => typeof one === 'string')

export type FileInside = { name: string; type: string; base64: string }
/** A file inside JSON, as flows of Power Automate write one: its bytes in base64, beside its name where it has one. */
export const fileInside = (value: Record<string, unknown>): FileInside | undefined => {
  const base64 = wordAt(value, insides)
  if (base64 === undefined || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) return undefined
  return { name: wordAt(value, names) ?? 'file', type: wordAt(value, types) ?? '', base64 }
}

/** Any value of a form as words: a choice by its label, a name by its parts, a file by its name. Bounded, and never throws. */
export const asText = (value: unknown, depth = 0): string => {
  if (value === null || value === undefined || depth > 4) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const file = isObject(value) ? fileInside(value) : undefined
  if (file) return file.name
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
