/** From what was posted to an event's data. Kept as typed until the engine has judged it, so that nothing is lost. */
import { at, isDayText } from '../../../shared/core/time.ts'
import type { Mistake } from '../views/parts.ts'
import { label } from '../views/words.ts'
import type { Field } from './fields.ts'

/** What was posted: the first value by name, and all of a name. */
export type Posted = {
  get: (name: string) => string
  all: (name: string) => string[]
  /** in the order in which they were asked */
  entries: () => [name: string, value: string][]
}

export const posted = (text: string): Posted => {
  const values = new URLSearchParams(text)
  // A text area sends CRLF and lone surrogates cannot be stored.
  const clean = (value: string): string => value.replaceAll('\r\n', '\n').toWellFormed()
  return {
    get: name => clean(values.get(name) ?? ''),
    all: name => values.getAll(name),
    entries: () => [...values].map(([name, value]) => [name, clean(value)]),
  }
}

export type Document = { name: string; sha256: string; type: string }
type Read = { value?: unknown; mistakes: Mistake[] }

const none: Read = { mistakes: [] }
const wrong = (field: string, message: string): Read => ({ mistakes: [{ field, message }] })
const two = (text: string): string => text.trim().padStart(2, '0')

/** Three boxes to `YYYY-MM-DD`; undefined when all are empty, null when it is no date. */
export const dayFrom = (answers: Posted, path: string): string | null | undefined => {
  const [day, month, year] = ['day', 'month', 'year'].map(part => answers.get(`${path}-${part}`).trim()) as [
    string,
    string,
    string,
  ]
  if (!day && !month && !year) return undefined
  const text = `${year}-${two(month)}-${two(day)}`
  return isDayText(text) ? text : null
}

const clock = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/

/** A day and perhaps a time, in London. A moment needs its time. */
const dateFrom = (answers: Posted, path: string, name: string, needsTime: boolean): Read => {
  const day = dayFrom(answers, path)
  const time = answers.get(`${path}-time`).trim()
  if (day === undefined) return time ? wrong(`${path}-day`, `${name} needs a day`) : none
  if (day === null) return wrong(`${path}-day`, `${name} must be a real date, for example 27 3 2027`)
  if (!needsTime) return { value: day, mistakes: [] }
  const parts = clock.exec(time)
  if (!parts) return wrong(`${path}-time`, `${name} needs a time, for example 9:30 or 14:15`)
  return { value: at(day as never, `${two(parts[1]!)}:${parts[2]}`), mistakes: [] }
}

const jsonFrom = (text: string, path: string, name: string): Read => {
  try {
    return { value: JSON.parse(text), mistakes: [] }
  } catch {
    return wrong(path, `${name} is not valid JSON`)
  }
}

const oneFrom = (field: Field, answers: Posted, documents: readonly Document[]): Read => {
  const { path, kind } = field
  const name = label(field.name)
  const text = answers.get(path)
  switch (kind.is) {
    case 'group': {
      const inner = answersOf(kind.fields, answers, documents, !field.required)
      return Object.keys(inner.data).length > 0 || field.required
        ? { value: inner.data, mistakes: inner.mistakes }
        : { mistakes: [] }
    }
    case 'date':
    case 'moment':
      return dateFrom(answers, path, name, kind.is === 'moment')
    case 'documents': {
      const chosen = documents
        .filter(one => answers.all(path).includes(one.sha256))
        .map(one => ({ name: one.name, sha256: one.sha256, mime: one.type }))
      return chosen.length === 0 ? none : { value: kind.several ? chosen : chosen[0], mistakes: [] }
    }
    case 'lines': {
      const lines = text
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean)
      return lines.length > 0 ? { value: lines, mistakes: [] } : none
    }
    default:
      break
  }
  if (text.trim() === '') return none
  if (kind.is === 'yesNo') return { value: text === 'yes', mistakes: [] }
  if (kind.is === 'json') return jsonFrom(text, path, name)
  if (kind.is === 'one')
    return kind.of.includes(text) ? { value: text, mistakes: [] } : wrong(path, `Choose an answer to ${name}`)
  if (kind.is !== 'number') return { value: text.trim(), mistakes: [] }
  const number = Number(text.trim())
  return Number.isFinite(number) ? { value: number, mistakes: [] } : wrong(path, `${name} must be a number`)
}

/** Names the question, because a screen reader hears the summary first. */
const missing = ({ kind, name }: Field): string =>
  kind.is === 'one' || kind.is === 'approver' || kind.is === 'yesNo' || kind.is === 'documents'
    ? `Choose: ${label(name)}`
    : `Enter: ${label(name)}`

const anchor = ({ path, kind }: Field): string => (kind.is === 'date' || kind.is === 'moment' ? `${path}-day` : path)

/** The data, and every mistake. `spare`: the group itself may be left out, so its questions may stay empty. */
export const answersOf = (
  fields: readonly Field[],
  answers: Posted,
  documents: readonly Document[],
  spare = false,
): { data: Record<string, unknown>; mistakes: Mistake[] } => {
  const data: Record<string, unknown> = {}
  const mistakes: Mistake[] = []
  for (const field of fields) {
    const read = oneFrom(field, answers, documents)
    mistakes.push(...read.mistakes)
    if (read.value !== undefined) data[field.name] = read.value
    else if (field.required && !spare && read.mistakes.length === 0)
      mistakes.push({ field: anchor(field), message: missing(field) })
  }
  return { data, mistakes }
}
