/** What a form service sends, by the landlord's mapping: our fact ← their field. */
import { mediaType, parseJson, utf8 } from '../http/body.ts'
import { MOST, postedFields } from '../http/crowd.ts'
import { inUtf8 } from './forms/in-utf8.ts'

type Fields = Record<string, unknown>
export type ReadForm = { ok: true; fields: Fields } | { ok: false; why: string }

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON, or the fields of a plain web form. */
export const readForm = (bytes: Uint8Array, contentType: string | undefined): ReadForm => {
  const text = utf8(inUtf8(bytes, contentType))
  if (!text.ok) return { ok: false, why: 'it is not UTF-8' }
  if (mediaType(contentType) === 'application/x-www-form-urlencoded') {
    const pairs = postedFields(text.value)
    return pairs
      ? { ok: true, fields: Object.fromEntries(pairs) }
      : { ok: false, why: `it holds more than ${MOST} fields` }
  }
  const value = parseJson(text.value)
  if (!value.ok) return { ok: false, why: value.problem.detail ?? 'it is not JSON' }
  return isFields(value.value) ? { ok: true, fields: value.value } : { ok: false, why: 'it is not one object' }
}

/** GOV.UK Forms list each answer beside the text of its question. */
const answered = ({ answers }: Fields, question: string): unknown =>
  Array.isArray(answers)
    ? answers.find(one => isFields(one) && String(one.question_text).trim() === question)?.answer_text
    : undefined

const own = (value: unknown, name: string): unknown =>
  isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** A field by its own name, by the question that was asked, or by a path of names with dots. */
const lookUp = (fields: Fields, name: string): unknown =>
  own(fields, name) ?? answered(fields, name) ?? name.split('.').reduce<unknown>(own, fields)

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** Facts by our names; what was left empty is absent. */
export const mapped = (fields: Fields, mapping: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(
    Object.entries(mapping).flatMap(([fact, field]) => {
      const value = lookUp(fields, field)
      return isEmpty(value) ? [] : [[fact, typeof value === 'string' ? value.trim() : value]]
    }),
  )
