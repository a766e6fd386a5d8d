/** Facts of a case through their workflow's own schema, once for each object that holds them. */
import type * as z from 'zod'
import type { Case } from './case.ts'
import { withoutGaps } from './consequences.ts'
import type { AnyWorkflow } from './workflow.ts'

/** Facts never change in place, so what has passed its schema is known by identity. */
const sound = new WeakMap<object, AnyWorkflow>()

type Sound = { ok: true; facts: Case['facts'] } | { ok: false; error: z.ZodError }

/** Parsed, with what is undefined at any depth left out. */
export const soundFacts = (workflow: AnyWorkflow, given: unknown): Sound => {
  const parsed = workflow.facts.safeParse(withoutGaps(given))
  if (!parsed.success) return { ok: false, error: parsed.error }
  const facts = withoutGaps(parsed.data) as Case['facts']
  sound.set(facts, workflow)
  return { ok: true, facts }
}

/** Facts with a change. Those that have passed before and do not change are not asked again. */
export const factsAfter = (workflow: AnyWorkflow, facts: Case['facts'], change: object | undefined): Sound =>
  change === undefined && sound.get(facts) === workflow
    ? { ok: true, facts }
    : soundFacts(workflow, change === undefined ? facts : { ...facts, ...change })
