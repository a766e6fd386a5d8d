/** Samples of a workflow's events, `events/<workflow>/*.json`: each must be an event of it, and parse. */
import { readdirSync, readFileSync } from 'node:fs'
import type * as z from 'zod'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'

export type Sample = { name: string; workflow: string; type: string; data: object }

const folder = new URL('../../events/', import.meta.url)

export const samples = (workflow: string): Sample[] =>
  readdirSync(new URL(`${workflow}/`, folder)).map(name => ({
    name,
    ...JSON.parse(readFileSync(new URL(`${workflow}/${name}`, folder), 'utf8')),
  }))

/** The samples that their workflow would not read, with the reason; a workflow without samples is one. */
export const unreadable = (workflow: AnyWorkflow): string[] => {
  const all = samples(workflow.name)
  if (all.length === 0) return ['there are no samples']
  return all.flatMap(({ name, workflow: of, type, data }) => {
    const schema = workflow.events[type] as z.ZodType | undefined
    if (of !== workflow.name || !schema) return [`${name}: ${type} is no event of ${workflow.name}`]
    const parsed = schema.safeParse(data)
    return parsed.success ? [] : [`${name}: ${parsed.error.message}`]
  })
}
