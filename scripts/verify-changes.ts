/**
 * Releases that decide some events otherwise than the release before did, without a regime that says so. A history from
 * before one of them does not repeat from that event on; its chain alone proves it. To be added to with every such change.
 */
import type { Recorded } from '../shared/core/case.ts'
import { type Instant, instant } from '../shared/core/time.ts'

export type Change = { since: Instant; what: string }

const changes: readonly (Change & { types: readonly string[] })[] = [
  {
    since: instant.parse('2026-11-26T18:21:34Z'),
    what: 'failed visits are counted through the appointments between them',
    types: ['visit.noAccess', 'appointment.made'],
  },
  {
    since: instant.parse('2026-11-27T02:00:00Z'),
    what: 'a complaint is its handler’s and a promise its owner’s by name',
    types: ['case.opened', 'handler.assigned', 'escalation.requested', 'promise.assigned'],
  },
]

/** Why an event that was received then may repeat differently now; undefined when nothing of ours explains it. */
export const changeBehind = ({ type, received }: Pick<Recorded, 'type' | 'received'>): Change | undefined =>
  changes.find(({ since, types }) => received < since && types.includes(type))
