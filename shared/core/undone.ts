/**
 * An import is undone by events of its own: what it opened is withdrawn, what it changed gets back what was so before.
 * So does what ended with an asset that had not ended after all.
 * Nothing is deleted; a withdrawn case begins again when a later import says so.
 */
import * as z from 'zod'
import { type Case, caseRecord } from './case.ts'
import { withoutGaps } from './consequences.ts'
import type { EngineEvent } from './engine-event.ts'
import { open } from './open.ts'
import type { AnyWorkflow, Happened, Now } from './workflow.ts'

const why = {
  /** the run of the import; or the asset whose end was corrected, `asset:<id>` */
  run: z.string().min(1).max(200),
  reason: z.string().trim().min(3).max(500),
  /** of the case as it was looked at: nothing may have happened to it since */
  version: z.int().min(1),
}
const untouched = (c: Case, { version }: { version: number }): string[] =>
  c.version === version ? [] : ['TOUCHED: nothing has happened to it since it was looked at']

const withdrawnData = z.strictObject(why)
export const withdrawn = {
  title: 'Withdrawn: the import that opened it was undone',
  data: withdrawnData,
  internal: true,
  asGiven: true,
  refuses: (_, c, data: z.output<typeof withdrawnData>) => untouched(c, data),
  apply: (_, c, __, ___, now) => ({ ...c, closedAt: c.closedAt ?? now.instant, withdrawnAt: now.instant }),
} satisfies EngineEvent

/** What a case is beside its id, its place and its number of events; lead and wake follow from it. */
const before = caseRecord.pick({
  state: true,
  facts: true,
  children: true,
  assignee: true,
  openedAt: true,
  enteredAt: true,
  closedAt: true,
  climbed: true,
  acknowledged: true,
  under: true,
})
/** The part of an earlier case that `case.restored` carries. */
export const asBefore = (c: Case): z.output<typeof before> => before.strip().parse(c)

const restoredData = z.strictObject({
  ...why,
  /** the version that it goes back to: what came after it is undone */
  to: z.int().min(1).optional(),
  before,
})
/**
 * How far each ladder was climbed goes back too: what is owed again is a notice of the same id, which is owed once, and
 * a move that a rung made is made again.
 */
export const restored = {
  title: 'As it was before: the import that changed it was undone, or the register corrected',
  data: restoredData,
  internal: true,
  asGiven: true,
  refuses: (workflow, c, data: z.output<typeof restoredData>) => [
    ...untouched(c, data),
    ...(Object.hasOwn(workflow.states, data.before.state) ? [] : ['STATE_UNKNOWN: the earlier state is known']),
  ],
  apply: (_, { id, workflow, version, assetId, parent, lead }, data: z.output<typeof restoredData>) => ({
    id,
    workflow,
    version,
    lead,
    ...(assetId === undefined ? {} : { assetId }),
    ...(parent === undefined ? {} : { parent }),
    ...data.before,
  }),
} satisfies EngineEvent

const begunAgainData = z.strictObject({ facts: z.preprocess(withoutGaps, caseRecord.shape.facts) })
const beginning = (
  workflow: AnyWorkflow,
  c: Case,
  { facts }: z.output<typeof begunAgainData>,
  now: Now,
  event?: Pick<Happened<unknown>, 'at' | 'by'>,
) => {
  const { at = now.instant, by = { kind: 'system' as const, id: 'system', roles: [] } } = event ?? {}
  return open(workflow, { id: c.id, facts, assetId: c.assetId, parent: c.parent, by, at }, now)
}
const saidOf = (decision: ReturnType<typeof open>): string[] => {
  if (decision.ok) return []
  if (decision.kind === 'guard') return decision.failed
  return decision.kind === 'invalid'
    ? decision.issues.map(({ path, message }) => `${path}: ${message}`)
    : [decision.kind]
}
export const begunAgain = {
  title: 'Begun again after it was withdrawn',
  data: begunAgainData,
  internal: true,
  asGiven: true,
  refuses: (workflow, c, data: z.output<typeof begunAgainData>, now) =>
    c.withdrawnAt === undefined ? ['NOT_WITHDRAWN: the case was withdrawn'] : saidOf(beginning(workflow, c, data, now)),
  apply: (workflow, c, data: z.output<typeof begunAgainData>, event, now) => {
    const decision = beginning(workflow, c, data, now, event)
    return decision.ok ? { ...decision.case, version: c.version } : c
  },
} satisfies EngineEvent
