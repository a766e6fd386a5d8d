/** The engine's refusal, question by question where it can be said. */
import type { Rejection } from '../../../shared/core/case.ts'
import type { Mistake } from '../views/parts.ts'
import { eventTitle, label, sentence } from '../views/words.ts'
import type { Field } from './fields.ts'

/** The question that a path of the data is within: `documents.0.mime` is asked as `data.documents`. */
const askedAs = (path: string, fields: readonly Field[]): Field | undefined => {
  for (const field of fields) {
    const inner = field.kind.is === 'group' ? askedAs(path, field.kind.fields) : undefined
    if (inner) return inner
    if (path === field.path || path.startsWith(`${field.path}.`)) return field
  }
  return undefined
}

const first = ({ path, kind }: Field): string => (kind.is === 'date' || kind.is === 'moment' ? `${path}-day` : path)

export const mistakesOf = (rejection: Rejection, type: string, fields: readonly Field[]): Mistake[] => {
  if (rejection.kind === 'invalid')
    return rejection.issues.map(({ path, message }) => {
      const asked = path ? askedAs(`data.${path}`, fields) : undefined
      const name = asked ? label(asked.name) : path
      return { field: asked ? first(asked) : '', message: name ? `${name}: ${message}` : message }
    })
  if (rejection.kind === 'guard')
    return rejection.failed.map(failed => {
      const approver = failed.startsWith('APPROVER_') && fields.find(one => one.kind.is === 'approver')
      return { field: approver ? approver.path : '', message: `This does not hold: ${sentence(failed)}` }
    })
  if (rejection.kind === 'not_allowed')
    return [{ field: '', message: `“${eventTitle(type)}” cannot be recorded while the case is as it is now` }]
  return [{ field: '', message: 'It could not be recorded' }]
}
