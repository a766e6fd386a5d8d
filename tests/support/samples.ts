/** Samples of a workflow's events, `events/<workflow>/*.json`: each must be an event of it, and parse. */
import { readdirSync, readFileSync } from 'node:fs'
import type * as z from 'zod'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'

type Sample = { workflow: string; type: string; data: unknown }

/** The samples that their workflow would not read, with the reason; a workflow without samples is one. */
export const unreadable = (workflow: AnyWorkflow): string[] => {
  const folder = new URL(`../../events/${workflow.name}/`, import.meta.url)
  const names = readdirSync(folder)
  if (names.length === 0) return ['there are no samples']
  return names.flatMap(name => {
    const sample = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Sample
    const schema = workflow.events[sample.type] as z.ZodType | undefined
    if (sample.workflow !== workflow.name || !schema) return [`${name}: ${sample.type} is no event of ${workflow.name}`]
    const parsed = schema.safeParse(sample.data)
    return parsed.success ? [] : [`${name}: ${parsed.error.message}`]
  })
}
