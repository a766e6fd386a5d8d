/** From an event's schema to the questions of a form. What no simple question can ask is asked as JSON. */
import type * as z from 'zod'
import { approversOf } from '../../../shared/approvals.ts'
import type { Role } from '../../../shared/law/roles.ts'

export type Field = {
  /** dotted: `operative.regNo` */
  path: string
  name: string
  required: boolean
  kind:
    | { is: 'text'; max: number; email?: boolean }
    | { is: 'words'; max: number }
    | { is: 'number' }
    | { is: 'date' }
    | { is: 'moment' }
    | { is: 'yesNo' }
    | { is: 'one'; of: string[] }
    | { is: 'lines' }
    | { is: 'documents'; several: boolean }
    /** one of the register, who holds one of these roles; none: anybody */
    | { is: 'approver'; from: readonly Role[] }
    | { is: 'group'; fields: Field[] }
    | { is: 'json'; shape: string }
}

type Def = {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  element?: z.ZodType
  options?: z.ZodType[]
  entries?: Record<string, string | number>
  values?: unknown[]
  checks?: { _zod: { def: { check: string; format?: string; maximum?: number } } }[]
  format?: string
  shape?: Record<string, z.ZodType>
}
const defOf = (schema: z.ZodType): Def => (schema as unknown as { _zod: { def: Def } })._zod.def

/** Optional and default values peel off; a pipe is read at its beginning. */
const peeled = (schema: z.ZodType): { schema: z.ZodType; required: boolean } => {
  const def = defOf(schema)
  if (['optional', 'default', 'prefault', 'nullable', 'exactOptional'].includes(def.type) && def.innerType)
    return { ...peeled(def.innerType), required: false }
  if (['readonly', 'nonoptional', 'catch'].includes(def.type) && def.innerType) return peeled(def.innerType)
  if (def.type === 'pipe' && def.in) return peeled(def.in)
  return { schema, required: true }
}

const maxOf = (schema: z.ZodType): number =>
  Math.min(...(defOf(schema).checks ?? []).map(({ _zod }) => _zod.def.maximum ?? Number.POSITIVE_INFINITY), 20_000)

const formatOf = (schema: z.ZodType): string | undefined =>
  defOf(schema).format ??
  (defOf(schema).checks ?? []).map(({ _zod }) => _zod.def.format).find(format => format !== undefined)

/** Longer answers get more room than a line. */
const LINE = 300

const textKind = (schema: z.ZodType): Field['kind'] => {
  const format = formatOf(schema)
  if (format === 'date') return { is: 'date' }
  if (format === 'datetime') return { is: 'moment' }
  const max = maxOf(schema)
  return max > LINE && max < 20_000
    ? { is: 'words', max }
    : { is: 'text', max, ...(format === 'email' ? { email: true } : {}) }
}

const isDocument = (schema: z.ZodType): boolean => {
  const shape = defOf(schema).shape
  return shape !== undefined && 'sha256' in shape && 'name' in shape
}

/** Unions of a day and a moment ask for the moment; personal words ask for words. */
const unionKind = (options: readonly z.ZodType[], depth: number): Field['kind'] => {
  const kinds = options.map(option => kindOf(peeled(option).schema, depth))
  const literals = kinds.flatMap(kind => (kind.is === 'one' ? kind.of : []))
  if (kinds.every(kind => kind.is === 'one')) return { is: 'one', of: literals }
  return (
    kinds.find(kind => kind.is === 'date') ??
    kinds.find(kind => kind.is === 'words' || kind.is === 'text') ?? { is: 'json', shape: 'a value' }
  )
}

const DEEPEST = 2

const kindOf = (schema: z.ZodType, depth: number): Field['kind'] => {
  const def = defOf(schema)
  switch (def.type) {
    case 'string': {
      const from = approversOf(schema)
      return from ? { is: 'approver', from } : textKind(schema)
    }
    case 'number':
    case 'int':
      return { is: 'number' }
    case 'boolean':
      return { is: 'yesNo' }
    case 'enum':
      return { is: 'one', of: Object.values(def.entries ?? {}).map(String) }
    case 'literal':
      return { is: 'one', of: (def.values ?? []).map(String) }
    case 'union':
      return unionKind(def.options ?? [], depth)
    case 'array': {
      const element = def.element && peeled(def.element).schema
      if (element && isDocument(element)) return { is: 'documents', several: true }
      if (element && defOf(element).type === 'string') return { is: 'lines' }
      return { is: 'json', shape: 'a list, [ … ]' }
    }
    case 'object':
      if (isDocument(schema)) return { is: 'documents', several: false }
      return depth < DEEPEST
        ? { is: 'group', fields: inside(schema, depth + 1, '') }
        : { is: 'json', shape: 'an object, { … }' }
    default:
      return { is: 'json', shape: 'a value' }
  }
}

const inside = (schema: z.ZodType, depth: number, before: string): Field[] =>
  Object.entries(defOf(schema).shape ?? {}).map(([name, inner]) => {
    const { schema: bare, required } = peeled(inner)
    const path = before ? `${before}.${name}` : name
    const kind = kindOf(bare, depth)
    return {
      path,
      name,
      required,
      kind: kind.is === 'group' ? { is: 'group', fields: inside(bare, depth + 1, path) } : kind,
    }
  })

/** The questions of an event, in the schema's order, those that must be answered first. */
export const fieldsOf = (schema: z.ZodType): Field[] => {
  const { schema: bare } = peeled(schema)
  const all = defOf(bare).type === 'object' ? inside(bare, 0, 'data') : []
  return [...all.filter(field => field.required), ...all.filter(field => !field.required)]
}
