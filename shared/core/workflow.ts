/**
 * What a workflow declares (by `declare.ts`). The types refuse a mistyped state, event, clock, template, role or rule id at compile
 * time; `check.ts` proves at build time what types cannot.
 */
import type * as z from 'zod'
import type { PolicyId } from '../law/policy.ts'
import type { Role } from '../law/roles.ts'
import type { RuleId } from '../law/rules.ts'
import type { Actor, Case, ClockKind, Urgency } from './case.ts'
import type { Reckon } from './reckon.ts'
import type { Day, Instant } from './time.ts'

/** A deadline: a Day ends with the day in London, an Instant is exact. */
export type Due = Day | Instant

/** The moment of deciding. `reckon` does all date arithmetic and knows rules, policy and working days. */
export type Now = { instant: Instant; today: Day; reckon: Reckon }

/** An event as guards and setters see it. */
export type Happened<D> = { type: string; at: Instant; on: Day; received: Instant; by: Actor; data: D }

/** What a guard may look at besides facts and event. */
export type Situation = Now & { case: Case }

export type Tell<T extends string> = { template: T; roles: Role[]; urgency: Urgency }

/** A case to open, or an existing one to tell something. `key` makes its id; the same key is the same case. */
export type Raise = {
  workflow: string
  /** whole id for singletons such as `access:<assetId>`; otherwise made of the parent, the event and `key` */
  id?: string
  key?: string
  facts?: Record<string, unknown>
  assetId?: string
  /** false: not a child, its closing is not awaited */
  child?: boolean
  /** told to it after it is open */
  event?: { type: string; data: Record<string, unknown> }
}

export type Rule<F, D, S extends string, T extends string> = {
  /** the next state; absent: stays */
  to?: S
  /**
   * Sentences that must hold; `CODE: sentence` gives the refusal its reason code. A guard that returns text has failed,
   * and the text says in what (which storeys are missing).
   */
  when?: Record<string, (facts: F, event: Happened<D>, now: Situation) => boolean | string>
  /** roles that may; absent: any member of staff and the system, not contractors or residents */
  by?: readonly Role[]
  set?: (facts: F, event: Happened<D>, now: Situation) => Partial<F>
  raises?: (facts: F, event: Happened<D>, now: Situation) => Raise[]
  tells?: Tell<T>[] | ((facts: F, event: Happened<D>, now: Situation) => Tell<T>[])
  /** a word for the history, e.g. `kept`, `late` */
  notes?: (facts: F, event: Happened<D>, now: Situation) => string[]
}

export type On<F, E extends Record<string, z.ZodType>, S extends string, T extends string> = {
  [K in keyof E]?: Rule<F, z.output<E[K]>, S, T> | readonly Rule<F, z.output<E[K]>, S, T>[]
}

export type StateDef<F, E extends Record<string, z.ZodType>, S extends string, T extends string> = {
  title: string
  /** nothing more is owed; the value is the outcome told to a parent */
  final?: string
  /** a former name that may still be stored */
  was?: string
  lead?: Role
  /** the case is suspended: outside the denominator where the rule says so */
  suspended?: string
  on?: On<F, E, S, T>
}

/** Calendar days and working days fire at 06:00 London; hours and, on Instants, shares fire at the instant. */
export type Offset =
  | { days: number }
  /** as many days before as the landlord chose */
  | { daysBefore: PolicyId }
  | { workingDays: number }
  | { hours: number }
  | { share: number }
export type Every = { days: number } | { workingDays: number } | { hours: number }

export type Rung<S extends string, T extends string> = {
  at: Offset
  tell: readonly Role[]
  template: T
  urgency?: Urgency
  /** moves the case when it is in one of these states */
  to?: { [K in S]?: S }
  /** facts that change with the move; `reached` is the instant the rung was for, which a late look keeps */
  // biome-ignore lint/suspicious/noExplicitAny: a rung is written apart from the facts of the workflow that uses it
  set?: (facts: any, now: Situation, reached: Instant) => Record<string, unknown>
  /** cases to open or to tell with the move: what must go on although nobody did anything */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  raises?: (facts: any, now: Situation) => Raise[]
  /** repeats until the clock stops; on the last rung alone */
  every?: Every
}
export type Ladder<S extends string, T extends string> = readonly Rung<S, T>[]

export type ClockDef<F, S extends string, T extends string> = {
  title: string
  source: RuleId
  /** what binds: or, where the date or the kind of thing decides whether the law is in force for it, by its facts */
  kind: ClockKind | ((facts: F) => ClockKind)
  /**
   * it chases somebody about the case (for an owner, a certificate, a verification) and is not what the case is due by:
   * lists show it only where no other clock runs
   */
  chaser?: true
  /** nobody may move it, though no law says so: the Code knows no extension of an acknowledgement */
  fixed?: true
  /** the engine's own, which runs where no other has a date (core/last-watch.ts) */
  last?: true
  /** states in which it runs; `live`: every state that is not final */
  runs: 'live' | readonly S[] | { except: readonly S[] }
  due: (facts: F, reckon: Reckon, c: Case) => Due | undefined
  from?: (facts: F, reckon: Reckon, c: Case) => Due | undefined
  /** one ladder, or several chosen by a fact (a priority) */
  ladder: Ladder<S, T> | { by: (facts: F) => string; of: Record<string, Ladder<S, T>> }
}

/** Words of a mail. Placeholders in braces: see mail/words.ts; `view` adds a workflow's own. */
export type Words = { subject: string; body: string; act: string }

export type Applies = 'required' | 'not_required' | 'unknown'

/** How an obligation stands; see position/. Facts alone, so that any past date can be asked. */
export type ObligationDef<F> = {
  stream: string
  applicability: (facts: F) => Applies
  /** what was held of its applicability before, oldest first (core/learned.ts), where the facts keep it */
  learned?: (facts: F) => readonly { until: Day; was: Applies }[]
  /** when the duty began, if no check was ever made */
  began: (facts: F) => Day | undefined
  /** when a duty is taken to have begun that no row dates and no purchase of the asset, where the law tells it; absent: when we heard of it */
  undated?: (row: ObligationRecord) => Day | undefined
  /** accepted checks, oldest first: made on, known to us on, and the deadline that each one set */
  checks: (facts: F) => { on: Day; knownOn: Day; nextDue: Day }[]
  /** checks that were believed until that day, on which they proved to be none */
  voided?: (facts: F) => { on: Day; knownOn: Day; nextDue: Day; knownUntil: Day }[]
  /** days before the deadline from which it counts as due */
  window: (reckon: Reckon) => number
  /** spans in which the duty rests (void and capped, withdrawn), newest last; open-ended without `to` */
  suspensions?: (facts: F) => { from: Day; to?: Day; why: string }[]
  retiredOn?: (facts: F) => Day | undefined
  /** words that a row may give as the result of the last check; anything else is refused */
  results: readonly string[]
  /** results that no row can bring, because something is to be put right first: what to do instead */
  notByRow?: Readonly<Record<string, string>>
  /** what a row of the register of homes says that bears on the duty; it comes with the obligation's own row */
  asksOfHome?: readonly (keyof HomeRecord)[]
  /** facts from a row of the landlord's register: what opens the case, and what a later import changes */
  fromRecord: (row: ObligationRecord, reckon: Reckon) => Record<string, unknown>
}

/** What the landlord's register counts and measures of a home or a building. */
export type HomeRecord = {
  livingStoreys?: number | undefined
  combustionRooms?: number | undefined
  storeys?: number | undefined
  heightMetres?: number | undefined
}

/** A row of an import of obligations, as parsed (API: CSV columns). */
export type ObligationRecord = {
  subType?: string | undefined
  applicability: 'required' | 'not_required' | 'unknown'
  reason?: string | undefined
  lastDoneOn?: Day | undefined
  result?: string | undefined
  dueOn?: Day | undefined
  reference?: string | undefined
  contractorId?: string | undefined
  dutyBeganOn?: Day | undefined
  home?: HomeRecord | undefined
}

export type Workflow<
  F = Record<string, unknown>,
  E extends Record<string, z.ZodType> = Record<string, z.ZodType>,
  S extends string = string,
  C extends string = string,
  T extends string = string,
> = {
  name: string
  title: string
  /** what stands in ids of cases that have none of their own: `CMP-7K3Q-9D` */
  prefix?: string
  law: readonly RuleId[]
  policies?: readonly PolicyId[]
  facts: z.ZodType<F>
  events: E
  initial: S
  /** states in which a case starts instead of `initial`, when its facts say so; the first that holds */
  starts?: { [K in S]?: (facts: F, now: Now) => boolean }
  /** the accountable role, unless a state or an assignee says otherwise */
  lead: Role
  /** who has the case by name, as its facts say; a change of it gives the case to them, as `reassigned` does */
  holder?: (facts: F) => string | undefined
  states: { [K in S]: StateDef<F, E, S, T> }
  /** rules that hold in every state that is not final; a state's own rule for the event stands before them, `[]` forbids it */
  anywhere?: On<F, E, S, T>
  /** events that other cases tell this one: nobody is asked for them, and nobody outside may say them */
  toldByCases?: readonly (keyof E & string)[]
  clocks: { [K in C]: ClockDef<F, S, T> }
  words: { [K in T]: Words }
  /** placeholders of its own for words, and what fills them; nothing personal */
  views?: readonly string[]
  view?: (facts: F) => Record<string, string>
  /** in a list: what tells it from others of its kind at the same place, in a few words; nothing personal */
  apart?: (facts: F) => string
  obligation?: ObligationDef<F>
  /** the one id of what there is once, so that opening it twice is opening it once; undefined: it needs none of its own */
  named?: (facts: F, assetId: string | undefined) => string | undefined
  /** refuses to open: sentences as in `when` */
  opens?: Record<string, (facts: F, now: Now) => boolean>
}

/** A workflow as the engine holds it: any of them. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where a workflow's own types are forgotten
export type AnyWorkflow = Workflow<any, any, any, any, any>
