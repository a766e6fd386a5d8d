/**
 * Releases that decide some events otherwise than the release before did, without a regime that says so. A history from
 * before one of them does not repeat from that event on, or from a later one that leans on it; its chain alone proves the
 * rest. To be added to with every such change: `tests/fixtures/decided-before-*.ndjson` holds histories that an earlier
 * release made.
 */
import type { Recorded } from '../../shared/core/case.ts'
import { type Instant, instant } from '../../shared/core/time.ts'
import { members } from '../../shared/law/roles.ts'

/** `cause`: the number of the event that is decided otherwise now. */
export type Change = { since: Instant; what: string; cause: number }

type Known = {
  since: Instant
  what: string
  /** it is refused now; otherwise it is taken, and something follows from it that did not, or the other way round */
  refuses?: true
  /** absent: any */
  types?: readonly string[]
  workflows?: readonly string[]
  about?: (event: Pick<Recorded, 'type' | 'by' | 'data'>) => boolean
}
const since = (text: string): Instant => instant.parse(text)

const claims = ['completion.claimed', 'remedial.completed', 'completion.verified']
const openedByHand = ['action', 'hazard', 'ombudsman', 'plan-action', 'policy-review', 'promise', 'restriction']

/** The oldest first. */
const changes: readonly Known[] = [
  {
    since: since('2026-11-26T13:44:16Z'),
    what: 'a complaint ends when its answer, sent again after it came back, owes nothing',
    types: ['complaint.responded'],
    workflows: ['complaint'],
  },
  {
    since: since('2026-11-26T15:01:19Z'),
    what: 'a row of the register leaves what was accepted, and is judged alike by every door',
    types: ['record.imported'],
  },
  {
    since: since('2026-11-26T17:26:37Z'),
    what: 'nobody who speaks for a resident is answered before the resident has agreed',
    refuses: true,
    types: ['complaint.responded'],
    workflows: ['complaint'],
  },
  {
    since: since('2026-11-26T17:36:44Z'),
    what: 'an invoice shows no work done',
    types: claims,
    workflows: ['action'],
  },
  {
    since: since('2026-11-26T18:07:57Z'),
    what: 'a dangerous appliance that was left on is noted as such',
    types: ['unsafe.found'],
    workflows: ['gas'],
  },
  {
    since: since('2026-11-26T18:21:34Z'),
    what: 'failed visits are counted through the appointments between them',
    types: ['visit.noAccess', 'appointment.made'],
  },
  {
    since: since('2026-11-26T21:35:10Z'),
    what: 'the period that an electrical report gives is read by each of its names',
    types: ['inspection.completed'],
    workflows: ['eicr'],
  },
  {
    since: since('2026-11-26T21:35:56Z'),
    what: 'nothing is opened with a day to come as one that was, or that ends before it begins',
    refuses: true,
    types: ['case.opened'],
    workflows: openedByHand,
  },
  {
    since: since('2026-11-26T22:08:02Z'),
    what: 'members who oversee record only what a rule names them for',
    refuses: true,
    about: ({ by }) => by.roles.length > 0 && by.roles.every(role => members.includes(role)),
  },
  {
    since: since('2026-11-27T00:39:33Z'),
    what: 'failed visits within the hour are one visit',
    about: ({ type, data }) => type === 'visit.noAccess' || type === 'action.noAccess' || data.result === 'NO_ACCESS',
  },
  {
    since: since('2026-11-27T02:00:00Z'),
    what: 'a complaint is its handler’s and a promise its owner’s by name',
    types: ['case.opened', 'handler.assigned', 'escalation.requested', 'promise.assigned'],
    workflows: ['complaint', 'promise'],
  },
]

const explains = (known: Known, workflow: string, event: Recorded): boolean =>
  event.received < known.since &&
  (known.types === undefined || known.types.includes(event.type)) &&
  (known.workflows === undefined || known.workflows.includes(workflow)) &&
  (known.about === undefined || known.about(event))

export type Broken = { workflow: string; events: readonly Recorded[]; seq: number; refused: boolean }

/**
 * Why a history may not repeat from its event number `seq` on: that event itself is decided otherwise since (`refused`:
 * it is not taken any more), or else the nearest before it. Undefined when nothing of ours explains it.
 */
export const changeBehind = ({ workflow, events, seq, refused }: Broken): Change | undefined => {
  for (const event of events.slice(0, seq).toReversed()) {
    const could = (one: Known) => !one.refuses || (refused && event.seq === seq)
    const known = changes.filter(one => could(one) && explains(one, workflow, event))
    const newest = known.at(-1)
    if (newest) return { since: newest.since, what: known.map(one => one.what).join(', or '), cause: event.seq }
  }
  return undefined
}
