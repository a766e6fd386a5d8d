/** Facts of a case through their workflow's own schema, once for each object that holds them. */
import * as z from 'zod'
import type { Case } from './case.ts'
import { withoutGaps } from './consequences.ts'
import type { AnyWorkflow } from './workflow.ts'

/** Facts never change in place, so what has passed its schema is known by identity. */
const sound = new WeakMap<object, AnyWorkflow>()

type Sound = { ok: true; facts: Case['facts'] } | { ok: false; error: z.ZodError }

const isSound = (workflow: AnyWorkflow, given: object): boolean => sound.get(given) === workflow
const areFacts = (given: unknown): given is Case['facts'] => typeof given === 'object' && given !== null

/** Parsed, with what is undefined at any depth left out. Those that have passed before are given back. */
export const soundFacts = (workflow: AnyWorkflow, given: unknown): Sound => {
  if (areFacts(given) && isSound(workflow, given)) return { ok: true, facts: given }
  const parsed = workflow.facts.safeParse(withoutGaps(given))
  if (!parsed.success) return { ok: false, error: parsed.error }
  const facts = withoutGaps(parsed.data) as Case['facts']
  sound.set(facts, workflow)
  return { ok: true, facts }
}

type Shape = Readonly<Record<string, z.ZodType>>
const shapes = new WeakMap<AnyWorkflow, Shape | 'whole'>()

/** The members of facts that are judged one by one; `whole` where the schema also says what they must be together. */
const shapeOf = (workflow: AnyWorkflow): Shape | 'whole' => {
  const known = shapes.get(workflow)
  if (known) return known
  const schema: z.ZodType = workflow.facts
  const apart = schema instanceof z.ZodObject && (schema.def.checks ?? []).length === 0
  const shape = apart && schema.def.catchall instanceof z.ZodNever ? (schema.shape as Shape) : 'whole'
  shapes.set(workflow, shape)
  return shape
}

/** Sound facts with a change, in the order of their schema, as parsing the whole gives them; undefined: ask the whole. */
const changed = (workflow: AnyWorkflow, facts: Case['facts'], change: object): Case['facts'] | undefined => {
  const shape = shapeOf(workflow)
  if (shape === 'whole') return undefined
  const given = change as Case['facts']
  const next: Case['facts'] = { ...facts }
  let sameMembers = true
  for (const name in given) {
    const schema = Object.hasOwn(shape, name) ? shape[name]! : undefined
    if (schema === undefined && given[name] === undefined) continue
    const parsed = schema?.safeParse(withoutGaps(given[name]))
    if (!parsed?.success) return undefined
    const value = withoutGaps(parsed.data) as Case['facts'][string]
    sameMembers &&= value !== undefined && facts[name] !== undefined
    next[name] = value
  }
  const ordered = sameMembers ? next : inOrderOf(shape, next)
  sound.set(ordered, workflow)
  return ordered
}

const inOrderOf = (shape: Shape, facts: Case['facts']): Case['facts'] => {
  const ordered: Case['facts'] = {}
  for (const name in shape) {
    const value = facts[name]
    if (value !== undefined) ordered[name] = value
  }
  return ordered
}

/** Facts with a change. Those that have passed before are not asked again for what does not change. */
export const factsAfter = (workflow: AnyWorkflow, facts: Case['facts'], change: object | undefined): Sound => {
  if (!isSound(workflow, facts)) return soundFacts(workflow, change === undefined ? facts : { ...facts, ...change })
  if (change === undefined) return { ok: true, facts }
  const next = changed(workflow, facts, change)
  return next ? { ok: true, facts: next } : soundFacts(workflow, { ...facts, ...change })
}
