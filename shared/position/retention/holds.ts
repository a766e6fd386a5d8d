/**
 * What keeps something beyond its day: a hold that somebody recorded (a claim, the Ombudsman, a regulator) for a case or
 * for all of a home, or another case of the family that is still open.
 */
import * as z from 'zod'
import type { Case } from '../../core/case.ts'
import { type Day, day, instant } from '../../core/time.ts'
import type { Role } from '../../law/roles.ts'

export const holdKinds = {
  litigation: 'proceedings, or a claim that may lead to them',
  disrepair: 'a disrepair claim',
  ombudsman: 'the Ombudsman',
  regulator: 'the regulator, a coroner or the police',
  request: 'a request of the person for what is kept about them',
} as const
export const holdKind = z.enum(['litigation', 'disrepair', 'ombudsman', 'regulator', 'request'])
export type HoldKind = z.output<typeof holdKind>

/** Who may say so, and let it go. */
export const holders: readonly Role[] = [
  'legalOfficer',
  'complaintsLead',
  'complianceManager',
  'headOfService',
  'administrator',
]

export const holdSubject = z.union([
  z.strictObject({ caseId: z.string().min(1).max(200) }),
  z.strictObject({ assetId: z.string().min(1).max(200) }),
])
/** A case, or every case of an asset. */
export type HoldSubject = z.output<typeof holdSubject>

export const hold = z.strictObject({
  subject: holdSubject,
  kind: holdKind,
  /** a claim's or a court's number; no words about anybody */
  reference: z.string().max(60).optional(),
  by: z.string(),
  at: instant,
  /** when somebody asks whether it still holds; it goes on until it is let go */
  reviewOn: day,
})
export type Hold = z.output<typeof hold>

/** Why something stays, in words; `caseId`: the open case that keeps it. */
export type Keeping = { why: string; kind: HoldKind | 'open_case'; caseId?: string; reviewOn?: Day }

export const recordedKeeping = ({ kind, reference, reviewOn }: Hold): Keeping => ({
  why: reference === undefined ? holdKinds[kind] : `${holdKinds[kind]} (${reference})`,
  kind,
  reviewOn,
})

const keepingCase = ({ id, workflow }: Pick<Case, 'id' | 'workflow'>): Keeping =>
  workflow === 'ombudsman' || workflow === 'ombudsman-order'
    ? { why: `${holdKinds.ombudsman}: ${id} is open`, kind: 'ombudsman', caseId: id }
    : { why: `${id} of the same matter is open`, kind: 'open_case', caseId: id }

/** The cases that an open one keeps: what it came from, and what came of it. */
export const keptBy = (c: Case): [caseId: string, Keeping][] => {
  if (c.closedAt !== undefined) return []
  const keeping = keepingCase(c)
  return [...(c.parent === undefined ? [] : [c.parent]), ...Object.keys(c.children)].map(id => [id, keeping])
}
