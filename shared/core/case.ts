/**
 * One running instance and all that a decision may bring forth. Everything here is JSON: it is stored, hashed,
 * exported and replayed as it stands.
 */
import * as z from 'zod'
import { role } from '../law/roles.ts'
import { jsonObject } from './json.ts'
import { day, instant } from './time.ts'

/** Who did something. `id` is an e-mail address, a contractor's id, or `system`. */
export const actor = z.strictObject({
  kind: z.enum(['staff', 'contractor', 'resident', 'system']),
  id: z.string().min(1).max(254),
  roles: z.array(role),
})
export type Actor = z.output<typeof actor>

/** Statutory clocks are law, code clocks the Complaint Handling Code, policy clocks the landlord's own. */
export const clockKinds = ['statutory', 'code', 'policy'] as const
export type ClockKind = (typeof clockKinds)[number]
export const urgencies = ['digest', 'urgent', 'emergency'] as const
export type Urgency = (typeof urgencies)[number]

const due = z.union([day, instant])

/** How far one clock's ladder has been climbed for one due date. A new due date starts again. */
export const climb = z.strictObject({
  due: z.string(),
  /** index of the last rung reached; -1 while none is */
  rung: z.int().min(-1),
  /** the repetition of that rung: 0 the first time */
  times: z.int().min(0),
  at: instant,
})

/** Somebody has taken it on: repeats of this level are silent until then, higher levels are not. */
export const acknowledgement = z.strictObject({
  clock: z.string(),
  due: z.string(),
  rung: z.int(),
  by: z.string(),
  at: instant,
  until: instant,
})

export const childState = z.strictObject({
  workflow: z.string(),
  state: z.string(),
  closed: z.boolean(),
  outcome: z.string().optional(),
})

export const facts = jsonObject
export type Facts = Record<string, unknown>

export const caseRecord = z.strictObject({
  id: z.string(),
  workflow: z.string(),
  /** number of events so far: the version that a writer must have read */
  version: z.int().min(1),
  state: z.string(),
  facts,
  assetId: z.string().optional(),
  parent: z.string().optional(),
  children: z.record(z.string(), childState),
  /** role accountable now */
  lead: role,
  /** a named person who has taken it or was given it (e-mail); stands before the role */
  assignee: z.string().optional(),
  openedAt: instant,
  enteredAt: instant,
  closedAt: instant.optional(),
  /** it should never have begun (an import was undone): its history stays, and nothing counts it */
  withdrawnAt: instant.optional(),
  climbed: z.record(z.string(), climb),
  acknowledged: z.array(acknowledgement),
  /** the regime whose choices it keeps until it is moved to others; absent: today's */
  under: z.string().optional(),
  /** the next instant at which the case wants to be looked at; absent when final */
  wake: instant.optional(),
})
export type Case = z.output<typeof caseRecord>

/** An event as it stands in the history. `at` is when it happened, `received` when we learned of it (G17, G24). */
export const recorded = z.strictObject({
  caseId: z.string(),
  seq: z.int().min(1),
  type: z.string(),
  at: instant,
  received: instant,
  by: actor,
  data: jsonObject,
  /** what the decision did, in words a person can read */
  from: z.string().optional(),
  to: z.string(),
  /** flags for the reader of the history, e.g. `backdated` */
  notes: z.array(z.string()).optional(),
  /** the regime (core/regimes.ts) under which it was decided */
  under: z.string().optional(),
})
export type Recorded = z.output<typeof recorded>

/** One message owed to one role about one case. The id is made of what it is about, so deciding twice owes it once. */
export const notice = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  workflow: z.string(),
  assetId: z.string().optional(),
  seq: z.int(),
  template: z.string(),
  role,
  /** the other roles that are told in the same step, each by a notice of its own */
  besides: z.array(role).optional(),
  /** a named person instead of whoever holds the role */
  person: z.string().optional(),
  urgency: z.enum(urgencies),
  clock: z.string().optional(),
  due: due.optional(),
  rung: z.int().optional(),
  times: z.int().optional(),
  /** the instant the rung was for */
  owedSince: instant,
  at: instant,
})
export type Notice = z.output<typeof notice>

/** Something owed to another case: open it if it is not there, then tell it the event, once. */
export const errand = z.strictObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  open: z
    .strictObject({
      workflow: z.string(),
      facts,
      assetId: z.string().optional(),
      parent: z.string().optional(),
    })
    .optional(),
  event: z.strictObject({ type: z.string(), at: instant, data: jsonObject }).optional(),
  by: actor,
  at: instant,
})
export type Errand = z.output<typeof errand>

export type Decision = { ok: true; case: Case; event: Recorded; notices: Notice[]; errands: Errand[] }

/** Why not, as a value. `kind` becomes 400, 403, 404, 409 or 422 at the edge. */
export type Rejection =
  | { ok: false; kind: 'not_allowed'; event: string; state: string; allowed: string[] }
  | { ok: false; kind: 'guard'; event: string; state: string; failed: string[]; codes: string[]; allowed: string[] }
  | { ok: false; kind: 'invalid'; event: string; issues: { path: string; message: string }[] }
  | { ok: false; kind: 'forbidden'; event: string; needs: string[] }
  | { ok: false; kind: 'unknown'; what: string }
