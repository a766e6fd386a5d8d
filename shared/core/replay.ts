/** The history replays: folding a case's events through the engine gives the stored case, byte for byte. */
import type { Case, Decision, Recorded, Rejection } from './case.ts'
import { fire } from './fire.ts'
import { decide } from './machine.ts'
import { open } from './open.ts'
import type { Reckon } from './reckon.ts'
import { redate } from './redate.ts'
import { dayOf } from './time.ts'
import type { AnyWorkflow, Now } from './workflow.ts'

const BY_WAKING = new Set(['clock.climbed', 'clocks.redated'])

/** Folds events, oldest first. Throws with the number of the first event that the engine would not repeat. */
export const replay = (workflow: AnyWorkflow, events: readonly Recorded[], reckon: Reckon): Case => {
  const last = events.reduce<Case | undefined>((c, event) => {
    const now = { instant: event.received, today: dayOf(event.received), reckon: reckon.under?.(event.under) ?? reckon }
    const decision = again(workflow, c, event, now)
    if (!decision?.ok)
      throw new Error(`event ${event.seq} (${event.type}) does not repeat: ${JSON.stringify(decision)}`)
    if (JSON.stringify(decision.event) !== JSON.stringify(event))
      throw new Error(`event ${event.seq} (${event.type}) repeats differently: ${JSON.stringify(decision.event)}`)
    return decision.case
  }, undefined)
  if (!last) throw new Error('a history without events')
  return last
}

const again = (
  workflow: AnyWorkflow,
  c: Case | undefined,
  event: Recorded,
  now: Now,
): Decision | Rejection | undefined => {
  if (!c) {
    const { facts, assetId, parent } = event.data as { facts: unknown; assetId?: string; parent?: string }
    return open(workflow, { id: event.caseId, facts, assetId, parent, by: event.by, at: event.at }, now)
  }
  if (event.type === 'clocks.redated' && typeof event.data.from === 'string')
    return redate(workflow, c, event.data.from, now)
  if (BY_WAKING.has(event.type)) return fire(workflow, c, now)
  return decide(workflow, c, { type: event.type, at: event.at, by: event.by, data: event.data, errand: true }, now)
}
