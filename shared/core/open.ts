/** Opens a case: the first event of its history. */
import type { Actor, Case, Decision, Rejection } from './case.ts'
import { wakeOf } from './clocks.ts'
import { holderOf, stateOf, underOf } from './consequences.ts'
import { soundFacts } from './facts.ts'
import type { Instant } from './time.ts'
import type { AnyWorkflow, Now } from './workflow.ts'

export type Opening = {
  id: string
  facts: unknown
  assetId?: string | undefined
  parent?: string | undefined
  by: Actor
  /** when it began to be so; the engine's `now` is when we learned of it */
  at: Instant
}

/** Refuses facts that do not parse, and what the workflow's `opens` sentences forbid. */
export const open = (workflow: AnyWorkflow, opening: Opening, now: Now): Decision | Rejection => {
  const parsed = soundFacts(workflow, opening.facts)
  if (!parsed.ok)
    return {
      ok: false,
      kind: 'invalid',
      event: 'case.opened',
      issues: parsed.error.issues.map(issue => ({ path: issue.path.map(String).join('.'), message: issue.message })),
    }
  const { facts } = parsed
  const failed = Object.entries(workflow.opens ?? {}).flatMap(([sentence, holds]) =>
    (holds as (f: unknown, n: Now) => boolean)(facts, now) ? [] : [sentence],
  )
  if (failed.length > 0)
    return {
      ok: false,
      kind: 'guard',
      event: 'case.opened',
      state: workflow.initial,
      failed,
      codes: failed.flatMap(sentence => /^([A-Z][A-Z_0-9]+): /.exec(sentence)?.[1] ?? []),
      allowed: [],
    }
  return begun(workflow, opening, facts, now)
}

const begun = (workflow: AnyWorkflow, opening: Opening, facts: Case['facts'], now: Now): Decision => {
  const initial = startOf(workflow, facts, now)
  const state = stateOf(workflow, initial)
  const holder = holderOf(workflow, facts)
  const c: Case = {
    id: opening.id,
    workflow: workflow.name,
    version: 1,
    state: initial,
    facts,
    ...(opening.assetId === undefined ? {} : { assetId: opening.assetId }),
    ...(opening.parent === undefined ? {} : { parent: opening.parent }),
    children: {},
    lead: state.lead ?? workflow.lead,
    ...(holder === undefined ? {} : { assignee: holder }),
    openedAt: now.instant,
    enteredAt: now.instant,
    climbed: {},
    acknowledged: [],
    ...underOf(now),
  }
  const wake = wakeOf(workflow, c, now.reckon)
  // A home whose duty does not apply begins at its end: it is not open work.
  const begins = state.final === undefined ? (wake === undefined ? c : { ...c, wake }) : { ...c, closedAt: now.instant }
  return {
    ok: true,
    case: begins,
    event: {
      caseId: c.id,
      seq: 1,
      type: 'case.opened',
      at: opening.at,
      received: now.instant,
      by: opening.by,
      data: {
        workflow: workflow.name,
        facts,
        ...(opening.assetId === undefined ? {} : { assetId: opening.assetId }),
        ...(opening.parent === undefined ? {} : { parent: opening.parent }),
      },
      to: c.state,
      ...underOf(now),
    },
    notices: [],
    errands: [],
  }
}

const startOf = (workflow: AnyWorkflow, facts: Case['facts'], now: Now): string =>
  Object.entries(workflow.starts ?? {}).find(([, holds]) =>
    (holds as (f: unknown, n: Now) => boolean)(facts, now),
  )?.[0] ?? workflow.initial
