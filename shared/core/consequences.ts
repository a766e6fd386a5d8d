/**
 * What follows from a decision, once it is made: the next version of the case, the event as recorded, the notices owed
 * to people and the errands owed to other cases.
 */

import type { Role } from '../law/roles.ts'
import type { Case, Decision, Errand, Notice, Recorded } from './case.ts'
import { wakeOf } from './clocks.ts'
import { childId } from './ids.ts'
import type { Instant } from './time.ts'
import type { AnyWorkflow, Happened, Now, Raise, Tell } from './workflow.ts'

/** A stored case that this code cannot understand. Never a guess: it stops here, with an alarm. */
export class Fault extends Error {}

export const stateOf = (workflow: AnyWorkflow, name: string) => {
  const state = workflow.states[name]
  if (!state) throw new Fault(`${workflow.name} has no state ${name}`)
  return state
}

/**
 * Facts are JSON: what a setter left undefined, at any depth, is absent; the store refuses to guess. Most have no gap,
 * and are then kept as they are: every decision goes through here.
 */
export const withoutGaps = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const whole = value.map(withoutGaps)
    return whole.some((member, at) => member !== value[at]) ? whole : value
  }
  const members: Record<string, unknown> = value as Record<string, unknown>
  const whole: [string, unknown][] = []
  let gap = false
  for (const name in members) {
    const member = withoutGaps(members[name])
    if (member === undefined || member !== members[name]) gap = true
    if (member !== undefined) whole.push([name, member])
  }
  return gap ? Object.fromEntries(whole) : value
}

export type Consequences = {
  tells: Tell<string>[]
  raises: Raise[]
  notes: string[]
  notices?: Notice[]
  /** when it entered its state and when it was closed are as the changed case says, and no parent is told of an end */
  asGiven?: boolean
}

/** Completes a decision: version, lead, memory, wake, the event as recorded, and what is owed to others. */
export const decided = (
  workflow: AnyWorkflow,
  before: Case,
  changed: Case,
  event: Happened<unknown>,
  now: Now,
  consequences: Consequences,
): Decision => {
  const seq = before.version + 1
  const errands = consequences.raises.map((raise, index) => errandFor(before, seq, index, raise, event))
  const { asGiven = false } = consequences
  const given = asGiven ? changed : heldBy(workflow, before, changed)
  const grown = { ...given, version: seq, children: withChildren(changed, errands) }
  const next = settled(workflow, grown, asGiven ? grown : before, now)
  const recorded = record(before, next, seq, event, consequences.notes)
  if (now.reckon.version !== undefined) recorded.under = now.reckon.version
  const told = consequences.tells.flatMap((tell, index) => noticesFor(next, seq, index, tell, event, now))
  const closing =
    next.closedAt && !before.closedAt && !asGiven && next.parent ? [closingErrand(workflow, next, event)] : []
  return {
    ok: true,
    case: next,
    event: recorded,
    notices: consequences.notices ? [...consequences.notices, ...told] : told,
    errands: closing.length > 0 ? [...errands, ...closing] : errands,
  }
}

/** An address alone names somebody; whom the facts name no longer has it no longer, and the role is asked again. */
export const holderOf = (workflow: AnyWorkflow, facts: Case['facts']): string | undefined => {
  const named = workflow.holder?.(facts)
  return named?.includes('@') ? named.toLowerCase() : undefined
}
const heldBy = (workflow: AnyWorkflow, before: Case, changed: Case): Case => {
  if (workflow.holder === undefined || changed.facts === before.facts) return changed
  const holder = holderOf(workflow, changed.facts)
  return holder === holderOf(workflow, before.facts) ? changed : { ...changed, assignee: holder }
}

const settled = (workflow: AnyWorkflow, next: Case, before: Case, now: Now): Case => {
  const state = stateOf(workflow, next.state)
  const closed = state.final !== undefined || next.withdrawnAt !== undefined
  const enteredAt = next.state === before.state ? before.enteredAt : now.instant
  const moved = inOrder(next, {
    lead: state.lead ?? workflow.lead,
    enteredAt,
    closedAt: closed ? (before.closedAt ?? now.instant) : undefined,
  })
  const wake = closed ? undefined : wakeOf(workflow, moved, now.reckon)
  if (wake !== undefined) moved.wake = wake
  return moved
}

/**
 * The order in which a case is stored (that of its record, the wake last): a replay is then the stored case byte for
 * byte, its end included. What is undefined is absent, and the wake is still to be reckoned.
 */
const inOrder = (c: Case, settled: { lead: Case['lead']; enteredAt: Instant; closedAt: Instant | undefined }): Case => {
  const { id, workflow, version, state, facts } = c
  // Its other members follow one by one, since their order counts: spreading each that may be absent cost most of a decision.
  const ordered = { id, workflow, version, state, facts } as Case
  if (c.assetId !== undefined) ordered.assetId = c.assetId
  if (c.parent !== undefined) ordered.parent = c.parent
  ordered.children = c.children
  ordered.lead = settled.lead
  if (c.assignee !== undefined) ordered.assignee = c.assignee
  ordered.openedAt = c.openedAt
  ordered.enteredAt = settled.enteredAt
  if (settled.closedAt !== undefined) ordered.closedAt = settled.closedAt
  if (c.withdrawnAt !== undefined) ordered.withdrawnAt = c.withdrawnAt
  ordered.climbed = c.climbed
  ordered.acknowledged = c.acknowledged
  if (c.under !== undefined) ordered.under = c.under
  return ordered
}

export const underOf = ({ reckon: { version } }: Now) => (version === undefined ? {} : { under: version })

const record = (c: Case, next: Case, seq: number, event: Happened<unknown>, notes: string[]): Recorded => {
  const recorded: Recorded = {
    caseId: c.id,
    seq,
    type: event.type,
    at: event.at,
    received: event.received,
    by: event.by,
    data: (event.data ?? {}) as Recorded['data'],
    from: c.state,
    to: next.state,
  }
  if (notes.length > 0) recorded.notes = notes
  return recorded
}

/** Whom else a step tells: one person may be several of them. */
export const besides = (told: readonly Role[], role: Role): { besides?: Role[] } => {
  const others = told.filter(other => other !== role)
  return others.length > 0 ? { besides: others } : {}
}

const noticesFor = (
  c: Case,
  seq: number,
  index: number,
  tell: Tell<string>,
  event: Happened<unknown>,
  now: Now,
): Notice[] =>
  tell.roles.map(role => ({
    id: `${c.id}~${seq}~${index}~${role}`,
    caseId: c.id,
    workflow: c.workflow,
    ...(c.assetId === undefined ? {} : { assetId: c.assetId }),
    seq,
    template: tell.template,
    role,
    ...besides(tell.roles, role),
    urgency: tell.urgency,
    owedSince: event.at < now.instant ? event.received : now.instant,
    at: now.instant,
  }))

const errandFor = (c: Case, seq: number, index: number, raise: Raise, event: Happened<unknown>): Errand => ({
  id: `${c.id}~${seq}~${index}`,
  from: c.id,
  to: raise.id ?? childId(raise.workflow, c.id, raise.key ?? `${seq}.${index}`),
  ...(raise.facts
    ? {
        open: {
          workflow: raise.workflow,
          facts: withoutGaps(raise.facts) as Case['facts'],
          ...((raise.assetId ?? c.assetId) ? { assetId: raise.assetId ?? c.assetId } : {}),
          ...(raise.child === false ? {} : { parent: c.id }),
        },
      }
    : {}),
  ...(raise.event
    ? { event: { type: raise.event.type, at: event.at, data: withoutGaps(raise.event.data) as Recorded['data'] } }
    : {}),
  by: event.by,
  at: event.received,
})

const withChildren = (c: Case, errands: Errand[]): Case['children'] => {
  if (errands.length === 0) return c.children
  const opened = errands.filter(errand => errand.open?.parent === c.id && !c.children[errand.to])
  return {
    ...c.children,
    ...Object.fromEntries(
      opened.map(errand => [errand.to, { workflow: errand.open?.workflow ?? '', state: 'opening', closed: false }]),
    ),
  }
}

const closingErrand = (workflow: AnyWorkflow, c: Case, event: Happened<unknown>): Errand => ({
  id: `${c.id}~${c.version}~closed`,
  from: c.id,
  to: c.parent ?? '',
  event: {
    type: 'child.closed',
    at: event.at,
    data: { child: c.id, workflow: c.workflow, state: c.state, outcome: stateOf(workflow, c.state).final ?? c.state },
  },
  by: event.by,
  at: event.received,
})
