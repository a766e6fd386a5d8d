/**
 * Words about people: what a resident said, names, contacts, vulnerability. They are kept in side items that can be
 * erased; the event and the facts hold a reference and a salted hash, so that the chain stays valid without them.
 */
import * as z from 'zod'

/** What stands in an event in place of the words. */
export const kept = z.strictObject({ words: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
export type Kept = z.output<typeof kept>

/** Free text that may name people. Arrives as text, is decided upon and stored as a reference. */
export const personal = (max = 5000) => z.union([z.string().trim().min(1).max(max), kept]).meta({ personal: true })
export type Personal = z.output<ReturnType<typeof personal>>

type Inner = {
  def: { type: string; innerType?: z.ZodType; element?: z.ZodType; valueType?: z.ZodType; in?: z.ZodType }
}

const isPersonal = (schema: z.ZodType): boolean => schema.meta()?.personal === true
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const inside = (schema: z.ZodType): readonly z.ZodType[] => {
  const { innerType, element, valueType, in: before } = (schema as unknown as Inner).def
  const members = schema instanceof z.ZodObject ? Object.values(schema.shape as Record<string, z.ZodType>) : []
  return [...members, ...[innerType, element, valueType, before].filter(one => one !== undefined)]
}

const reaches = (schema: z.ZodType, seen: Set<z.ZodType>): boolean => {
  if (seen.has(schema)) return false
  seen.add(schema)
  return isPersonal(schema) || inside(schema).some(one => reaches(one, seen))
}

const known = new WeakMap<z.ZodType, boolean>()
/** Whether anything in it is personal; asked once for each schema. */
const holdsPersonal = (schema: z.ZodType): boolean => {
  const holds = known.get(schema) ?? reaches(schema, new Set())
  known.set(schema, holds)
  return holds
}

/**
 * Replaces every personal text in the data by what `keep` returns for it. Data that does not fit is left as it is, and
 * data of a schema without any such text is the same object.
 */
export const separate = (schema: z.ZodType, data: unknown, keep: (text: string) => Kept): unknown => {
  if (!holdsPersonal(schema)) return data
  if (isPersonal(schema)) return typeof data === 'string' && data.trim() !== '' ? keep(data.trim()) : data
  const { def } = schema as unknown as Inner
  if (def.innerType) return separate(def.innerType, data, keep)
  if (def.type === 'pipe' && def.in) return separate(def.in, data, keep)
  if (def.type === 'array' && def.element && Array.isArray(data)) {
    const { element } = def
    return data.map(item => separate(element, item, keep))
  }
  if (def.type === 'record' && def.valueType && isRecord(data)) {
    const { valueType } = def
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, separate(valueType, value, keep)]))
  }
  if (schema instanceof z.ZodObject && isRecord(data))
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => {
        // Names come from outside, and every object has a `constructor`.
        const field = Object.hasOwn(schema.shape, key) ? (schema.shape as Record<string, z.ZodType>)[key] : undefined
        return [key, field ? separate(field, value, keep) : value]
      }),
    )
  return data
}

/** The references to words that stand anywhere in a value, each once. */
export const references = (value: unknown): string[] => {
  const found = kept.safeParse(value)
  if (found.success) return [found.data.words]
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.values(value).flatMap(references))]
}
