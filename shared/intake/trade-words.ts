/**
 * One contract for whoever tells of work, contractors and staff alike, and workflows that keep the words of their trade:
 * which field of a workflow a field of the contract is. Without this a report's own remedial period, or the registration of whoever signed, would
 * be accepted and then read by nobody.
 */
import * as z from 'zod'
import { at, day, dayOf, type Instant } from '../core/time.ts'

type Fields = ReadonlySet<string>
type Said = Record<string, unknown>

/** For each field of the contract: the workflow's own fields that say it, the first of these lists that it knows whole. */
const words: Record<string, readonly (readonly string[])[]> = {
  visitDate: [
    ['visitDate'],
    ['inspectedFrom', 'inspectedTo'],
    ['checkedOn'],
    ['testedOn'],
    ['assessedOn'],
    ['completedOn'],
    ['on'],
  ],
  checkedOn: [['checkedOn'], ['inspectedFrom', 'inspectedTo'], ['assessedOn'], ['completedOn'], ['on']],
  remedialDays: [['remedialDays'], ['remedialPeriodDays'], ['periodDays']],
  reportRef: [['reportRef'], ['reference']],
  riskRating: [['riskRating'], ['rating']],
  actionsDeclared: [['actionsDeclared'], ['declaredActions']],
  result: [['result'], ['rating']],
}

/** The fields that a schema names; none where it is no object. */
export const fieldsOf = (schema: z.ZodType | undefined): Fields => {
  if (schema instanceof z.ZodObject) return new Set(Object.keys(schema.shape))
  return new Set()
}

/** The workflow's own fields that say it; undefined: it has none. */
export const knownAs = (field: string, theirs: Fields): readonly string[] | undefined =>
  Object.hasOwn(words, field) ? words[field]?.find(names => names.every(name => theirs.has(name))) : undefined

/** Whoever signed is who the workflow checks; on site it is the operative, on an assessment the assessor. */
const signed = (said: Said, theirs: Fields): Said => {
  const by = z.object({ name: z.string(), regNo: z.string() }).safeParse(said.engineer)
  if (!by.success) return {}
  if (theirs.has('assessor') && said.assessor === undefined)
    return { assessor: { name: by.data.name, competence: by.data.regNo } }
  return theirs.has('operative') ? { operative: { ...by.data } } : {}
}

/** The same data, with what the workflow calls otherwise under its name too. What it says itself stands. */
export const inTheirWords = (said: Said, theirs: Fields): Said => {
  const renamed = Object.entries(said).flatMap(([field, value]) =>
    (knownAs(field, theirs) ?? [])
      .filter(name => said[name] === undefined)
      .map((name): [string, unknown] => [name, value]),
  )
  return { ...said, ...Object.fromEntries(renamed), ...signed(said, theirs) }
}

/**
 * What staff say in the contract's words: the day of a visit is the workflow's own field for it or, where it has none,
 * when it happened, and never read by nobody. `wrong`: that field is no day.
 */
export const dated = (
  said: Said,
  schema: z.ZodType | undefined,
  occurredAt: Instant,
): { at: Instant; data: Said } | { wrong: string } => {
  const theirs = fieldsOf(schema)
  const field = ['visitDate', 'checkedOn'].find(name => said[name] !== undefined && !theirs.has(name))
  if (field === undefined) return { at: occurredAt, data: said }
  const on = day.safeParse(said[field])
  if (!on.success) return { wrong: field }
  if (knownAs(field, theirs)) return { at: occurredAt, data: inTheirWords(said, theirs) }
  return { at: on.data === dayOf(occurredAt) ? occurredAt : at(on.data, '12:00'), data: said }
}
