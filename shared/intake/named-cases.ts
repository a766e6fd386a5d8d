/** Numbers of other cases that somebody types: one that is not there is refused at once, and not found out days later. */
import * as z from 'zod'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Store } from '../store/store.ts'

export type Unknown = { field: string; message: string }

/** Fields of an event's data that name a case of that workflow: `words(100).meta({ namesCase: 'complaint' })`. */
const naming = (schema: z.ZodType | undefined): { field: string; workflow: string }[] =>
  schema instanceof z.ZodObject
    ? Object.entries<z.ZodType>(schema.shape).flatMap(([field, inner]) => {
        const workflow = inner.meta()?.namesCase
        return typeof workflow === 'string' ? [{ field, workflow }] : []
      })
    : []

/** What the data names and is not there, or is a case of another kind, in words. */
export const unknownCases = async (
  store: Pick<Store, 'load'>,
  workflow: AnyWorkflow | undefined,
  type: string,
  data: Record<string, unknown>,
): Promise<Unknown[]> => {
  const found = naming(workflow?.events[type]).map(async ({ field, workflow: kind }) => {
    const id = data[field]
    if (typeof id !== 'string') return []
    const named = (await store.load(id))?.case
    if (named?.workflow === kind) return []
    return [{ field, message: `there is no ${kind} ${id}: look at its number again` }]
  })
  return (await Promise.all(found)).flat()
}
