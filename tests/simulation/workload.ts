/** What staff and contractors do meanwhile: they send what happened, and send it again until they have an answer. */
import type { Apply } from '../../shared/apply.ts'
import type { Actor } from '../../shared/core/case.ts'
import { addHours, type Day, dayOf, fromEpoch, type Instant } from '../../shared/core/time.ts'
import { sha } from '../support/history.ts'
import { admin, engineer, officer } from './people.ts'
import type { Lambda } from './process.ts'
import { MINUTE, type World } from './world.ts'

type Happening = { type: string; by: Actor; data: (now: Instant, world: World) => object }

const proof = { documents: [{ name: 'lgsr.pdf', sha256: sha('a') }] }
const none = () => ({})
const acknowledged: Happening = { type: 'acknowledged', by: officer, data: none }
const noted: Happening = { type: 'note.added', by: officer, data: () => ({ text: 'Rang, no answer.' }) }

const pools: Record<string, readonly Happening[]> = {
  lamp: [
    acknowledged,
    noted,
    { type: 'test.claimed', by: engineer, data: now => ({ on: dayOf(now) }) },
    { type: 'test.verified', by: officer, data: none },
    { type: 'fault.found', by: officer, data: (now, { dice }) => ({ by: addHours(now, dice.between(1, 8)) }) },
    { type: 'order.placed', by: officer, data: (_, { dice }) => ({ what: `order ${dice.below(3)}` }) },
    { type: 'lamp.removed', by: officer, data: none },
  ],
  gas: [
    acknowledged,
    { type: 'visit.noAccess', by: engineer, data: () => ({ outcome: 'no_answer', photo: 'door.jpg' }) },
    {
      type: 'inspection.completed',
      by: engineer,
      data: () => ({ result: 'SATISFACTORY', operative: { name: 'A. Fitter', regNo: '1234567' }, ...proof }),
    },
    { type: 'certificate.accepted', by: officer, data: none },
    { type: 'copy.sent', by: officer, data: none },
  ],
  hazard: [
    acknowledged,
    noted,
    {
      type: 'triage.emergency',
      by: officer,
      data: () => ({ kind: 'damp_mould', reasons: 'Live cable', vulnerabilityChecked: true }),
    },
    { type: 'emergency.investigated', by: engineer, data: () => ({ found: 'emergency', preventativeWork: true }) },
    { type: 'emergency.madeSafe', by: engineer, data: () => proof },
    { type: 'visit.noAccess', by: engineer, data: () => ({ outcome: 'no_answer', photo: 'door.jpg' }) },
  ],
}

/** Cases at the beginning: a lamp near its date, a gas check around its deadline, an emergency of today. */
export const openings = ({ dice }: World, now: Instant, whole: boolean) => {
  const day = (offset: number): Day => dayOf(addHours(now, offset * 24))
  const deadline = day(dice.between(-8, 9))
  const checks = [{ on: '2026-01-10', knownOn: '2026-01-10', nextDue: deadline, result: 'SATISFACTORY' }]
  const which = dice.below(3)
  const more = whole ? ['gas:H2', 'gas:H3'] : []
  const some = [
    { workflow: 'lamp', id: 'lamp:L1', facts: { due: day(dice.between(-9, 12)) } },
    { workflow: 'gas', id: 'gas:H1', facts: { deadline, checks } },
    { workflow: 'hazard', id: 'HAZ-1', facts: { awareAt: addHours(now, -dice.below(20)), channel: 'call' } },
  ].filter((_, index) => dice.chance(0.5) || index === which)
  return [...some, ...more.map(id => ({ workflow: 'gas', id, facts: { deadline, checks } }))]
}

/** An answer was given to it: from then on it stands. */
export type Accepted = { caseId: string; seq: number; type: string; at: number }

export const workload = (world: World, api: Lambda, accepted: (one: Accepted) => void) => {
  const { agenda, dice } = world
  let count = 0
  const send = (caseId: string, { type, by, data }: Happening): void => {
    count += 1
    // No two at the same millisecond: by it the judge knows them apart.
    const at = fromEpoch(agenda.now() - count)
    const message = { source: by.id, id: `message ${count}`, bodyHash: String(count) }
    const input = { type, at, by, data: data(at, world) }
    const attempt = (tries = 0): void => {
      const call = api.invoke((apply: Apply) => apply.event(caseId, input, message)) as ReturnType<Apply['event']>
      call.then(
        done => {
          if (done.kind === 'done') accepted({ caseId, seq: done.event.seq, type, at: agenda.now() })
          if (done.kind === 'duplicate') accepted({ caseId, seq: done.seq, type, at: agenda.now() })
        },
        () =>
          agenda.at(agenda.now() + dice.between(1, 30) * MINUTE * Math.min(tries + 1, 20), () => attempt(tries + 1)),
      )
    }
    attempt()
    if (dice.chance(world.faults().doubled))
      agenda.at(agenda.now() + dice.below(2) * dice.below(5 * MINUTE), () => attempt())
  }
  /** One thing happens to one of these cases. */
  return (cases: readonly { workflow: string; id: string }[]): void => {
    const one = dice.pick(cases)
    const pool = pools[one.workflow] ?? [acknowledged]
    send(one.id, dice.pick(pool))
    // Two people at the same moment.
    if (dice.chance(0.3)) send(one.id, dice.pick(pool))
  }
}

/** `told`: by somebody's message, which sends contractors out; otherwise by an import, which does not. */
export const open = (apply: Apply, { workflow, id, facts }: ReturnType<typeof openings>[number], told: boolean) =>
  apply.open(workflow, { id, facts, by: admin }, told ? { source: 'opening', id, bodyHash: id } : undefined)
