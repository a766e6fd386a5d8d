/** Numbers of other cases that somebody types: one that is not there is refused at once, and not found out days later. */
import * as z from 'zod'
import type { AnyWorkflow } from './core/workflow.ts'
import type { Store } from './store/store.ts'

/** `path`: the field that names it */
export type Unknown = { path: string; message: string }

type Naming = { field: string; workflow: string; notIn: readonly string[] }
const known = new WeakMap<z.ZodType, Naming[]>()

const states = z.array(z.string()).catch([])

/**
 * Fields of an event's data that name a case of that workflow: `words(100).meta({ namesCase: 'complaint' })`; `notIn`
 * lists states in which it is nothing to point at.
 */
const naming = (schema: z.ZodType | undefined): readonly Naming[] => {
  if (!(schema instanceof z.ZodObject)) return []
  const held = known.get(schema)
  if (held) return held
  const found = Object.entries<z.ZodType>(schema.shape).flatMap(([field, inner]) => {
    const { namesCase: workflow, notIn } = inner.meta() ?? {}
    return typeof workflow === 'string' ? [{ field, workflow, notIn: states.parse(notIn) }] : []
  })
  known.set(schema, found)
  return found
}

/** What the data names and is not there, or is a case of another kind, in words. */
export const unknownCases = async (
  store: Pick<Store, 'load'>,
  workflow: AnyWorkflow | undefined,
  type: string,
  data: unknown,
): Promise<Unknown[]> => {
  const names = naming(workflow?.events[type])
  // nearly every event names none, and nothing is read for it
  if (names.length === 0 || typeof data !== 'object' || data === null) return []
  const said: Record<string, unknown> = { ...data }
  const found = names.map(async ({ field, workflow: kind, notIn }) => {
    const id = said[field]
    if (typeof id !== 'string') return []
    const named = (await store.load(id))?.case
    if (named?.workflow !== kind)
      return [{ path: field, message: `there is no ${kind} ${id}: look at its number again` }]
    return notIn.includes(named.state) ? [{ path: field, message: `${id} is ended itself: ${named.state}` }] : []
  })
  return (await Promise.all(found)).flat()
}
