import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Case } from '../../shared/core/case.ts'
import { isUnwatched } from '../../shared/core/clocks.ts'
import { fire } from '../../shared/core/fire.ts'
import { allowedIn, decide } from '../../shared/core/machine.ts'
import { open } from '../../shared/core/open.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { replay } from '../../shared/core/replay.ts'
import { addDays, addHours, at, type Day, dayOf } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { complaint } from '../../shared/workflows/complaint.ts'
import { ackDue, responseDue } from '../../shared/workflows/parts/complaint-clocks.ts'
import type { Facts } from '../../shared/workflows/parts/complaint-facts.ts'
import {
  ack,
  answer,
  checked,
  checker,
  contact,
  handler,
  head,
  lead,
  letter,
  other,
  sorted,
} from '../support/complaints.ts'
import { sha } from '../support/history.ts'
import { runs } from '../support/random.ts'

const reckon = reckoner(england)
const SYSTEM = { kind: 'system', id: 'system', roles: ['system'] } as const
const people = [handler, other, checker, lead, head]
const facts = (c: Case) => c.facts as Facts

/** Data for an event on a day: mostly right, sometimes lacking. */
const dataFor = (type: string, on: Day, n: number, c: Case): object => {
  const sent = { letter: letter(`${type}${n}`, ...(n % 7 === 0 ? ['ombudsman'] : [])) }
  switch (type) {
    case 'choice.offered':
      return { answer: n % 3 === 0 ? 'service_request' : 'complaint' }
    case 'classify.complaint':
      return sorted
    case 'classify.serviceRequest':
      return { reason: 'repair', residentInformed: true, repeatWithDissatisfaction: false }
    case 'classify.enquiry':
      return { from: 'A. Member', expressesDissatisfaction: n % 2 === 0 }
    case 'classify.feedback':
      return { what: 'feedback', complaintRouteShown: true }
    case 'complaint.acknowledged':
      return ack(`ack${n}`)
    case 'handler.assigned':
      return { handler: people[n % 5]?.id, conflictChecked: true }
    case 'complaint.extended':
    case 'delay.told':
      return { newDue: addDays(on, n % 40), reason: 'records', updateEvery: 5, ...sent }
    case 'response.drafted':
      return answer(addDays(on, n % 60), n % 2 ? 'upheld' : 'not_upheld')
    case 'draft.qualityChecked':
      return checked
    case 'complaint.responded':
    case 'response.corrected':
    case 'enquiry.answered':
      return sent
    case 'letter.bounced':
      return { sha256: facts(c).letters.at(-(1 + (n % 2)))?.sha256 ?? sha('none') }
    case 'complaint.withdrawn':
      return { words: 'enough', by: 'resident', ...sent }
    case 'complaint.refused':
    case 'escalation.refused':
      return {
        exclusion: 'already_considered',
        matter: 'm',
        reason: 'r',
        discretion: 'd',
        evidence: [{ name: 'e', sha256: sha('e') }],
        proposedBy: 'somebody@landlord.example',
        earlierCase: 'CMP-1',
        ...sent,
      }
    case 'complaint.reclassified':
      return { residentAgreed: true, evidence: 'call', reason: 'first report' }
    case 'complaint.reopened':
      return { error: 'wrong', askedBy: 'somebody@landlord.example' }
    case 'learning.recorded':
      return { rootCause: 'delay', noneBecause: 'single' }
    case 'reply.answered':
      return { how: n % 2 ? 'answered' : 'new_complaint', note: 'x' }
    case 'update.sent':
      return { progress: 'p', nextUpdateOn: addDays(on, 5), ...sent }
    case 'promise.made':
      return { promise: { what: 'paint', by: addDays(on, n % 30) } }
    case 'point.added':
      return { related: n % 2 === 0, point: { id: `p${n}`, text: 't', responsible: 'landlord' } }
    case 'ombudsman.notified':
      return { reference: `HO-${n % 3}` }
    case 'serviceRequest.completed':
      return { note: 'done', residentTold: true }
    case 'merge.offered':
      return { from: 'CMP-2', persons: ['P1'], receivedOn: on, receivedAt: at(addDays(on, -(n % 9)), '10:00') }
    case 'merge.requested':
      return { into: 'CMP-2', sameMatter: true }
    case 'merge.declined':
      return { into: 'CMP-2' }
    case 'complaint.merged':
      return { into: 'CMP-2', persons: [n % 2 ? 'P1' : 'P2'] }
    case 'child.closed': {
      const id = Object.entries(c.children).find(([, child]) => !child.closed)?.[0] ?? 'none'
      return { child: id, workflow: 'promise', state: 'kept', outcome: 'kept' }
    }
    default:
      return {}
  }
}

/** The Code's due dates of each stage, as they stand. */
const codeDue = (c: Case) => {
  const f = facts(c)
  return {
    ack1: ackDue(f, 1, reckon),
    response1: responseDue(f, 1, reckon),
    ack2: ackDue(f, 2, reckon),
    response2: responseDue(f, 2, reckon),
  }
}

const hasOutcome = (f: Facts): boolean =>
  f.ended !== undefined || f.s1.outcome !== undefined || f.s2?.outcome !== undefined

const invariants = (c: Case) => {
  expect(c.lead).toBe('complaintHandler')
  expect(JSON.parse(JSON.stringify(c.facts))).toStrictEqual(c.facts)
  if (complaint.states[c.state as keyof typeof complaint.states].final === undefined) {
    expect(isUnwatched(complaint, c, reckon), `a clock in ${c.state}: ${JSON.stringify(c.facts)}`).toBe(false)
    expect(c.wake).toBeDefined()
    expect(c.closedAt).toBeUndefined()
  } else {
    expect(hasOutcome(facts(c)), `an outcome in ${c.state}`).toBe(true)
    expect(c.closedAt).toBeDefined()
  }
}

/** The way of a complaint through both stages; a history leaves it after any number of steps. */
const way: [string, (typeof people)[number], number][] = [
  ['choice.offered', handler, 1],
  ['classify.complaint', handler, 1],
  ['complaint.acknowledged', handler, 1],
  ['response.drafted', handler, 1],
  ['draft.qualityChecked', checker, 1],
  ['complaint.responded', handler, 1],
  ['escalation.requested', other, 1],
  ['handler.assigned', lead, 1],
  ['complaint.acknowledged', other, 2],
  ['response.drafted', other, 1],
  ['draft.qualityChecked', checker, 1],
  ['complaint.responded', other, 2],
  ['learning.recorded', other, 1],
  ['child.closed', other, 1],
  ['child.closed', other, 1],
]
const usual = [
  'learning.recorded',
  'child.closed',
  'resident.satisfied',
  'complaint.extended',
  'escalation.requested',
  'reply.answered',
  'learning.recorded',
  'child.closed',
]

it('in any history there is a lead and a clock to the end, an end has an outcome, and no clock of the Code moves later but by a valid extension', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          hours: fc.integer({ min: 0, max: 160 }),
          which: fc.nat(999),
          usual: fc.boolean(),
          who: fc.nat(9),
          n: fc.nat(200),
          wake: fc.boolean(),
        }),
        { minLength: 5, maxLength: 50 },
      ),
      fc.nat(way.length),
      (random, walked) => {
        const steps = [...way.slice(0, walked).map(scripted => ({ scripted, hours: 4, wake: false })), ...random]
        let now = at('2026-11-20' as Day, '09:00')
        const moment = () => ({ instant: now, today: dayOf(now), reckon })
        const opened = open(complaint, { id: 'CMP-P', facts: contact('2026-11-20'), by: handler, at: now }, moment())
        if (!opened.ok) throw new Error('it did not open')
        let c = opened.case
        const events = [opened.event]
        for (const step of steps) {
          now = addHours(now, step.hours)
          if (step.wake) {
            const woken = fire(complaint, c, moment())
            if (woken?.ok) {
              c = woken.case
              events.push(woken.event)
              reached.add(c.state)
              invariants(c)
            }
          }
          const allowed = allowedIn(complaint, c.state)
          const likely = usual.filter(type => allowed.includes(type))
          const from = 'usual' in step && step.usual && likely.length > 0 ? likely : allowed
          const type = 'scripted' in step ? step.scripted[0] : (from[step.which % from.length] ?? 'note.added')
          const who = 'scripted' in step ? step.scripted[1] : (people[step.who % people.length] ?? head)
          const by = type === 'child.closed' ? SYSTEM : who
          const data = dataFor(type, dayOf(now), 'scripted' in step ? step.scripted[2] : step.n, c)
          if (type === 'child.closed' && (data as { child: string }).child === 'none') continue
          const before = codeDue(c)
          const withdrawn = facts(c).ended === 'withdrawn'
          const decision = decide(complaint, c, { type, at: now, by: by as never, data }, moment())
          if (!decision.ok) continue
          c = decision.case
          events.push(decision.event)
          reached.add(c.state)
          invariants(c)
          const after = codeDue(c)
          for (const name of ['ack1', 'response1', 'ack2', 'response2'] as const) {
            const [was, is] = [before[name], after[name]]
            if (was === undefined || is === undefined || is <= was) continue
            // who withdrew stage 2 and asks again asks on a day of its own; nothing was running meanwhile
            if (withdrawn && type === 'escalation.requested') continue
            expect(type, `${name} moved from ${was} to ${is}`).toBe('complaint.extended')
            expect(dayOf(now) <= was).toBe(true)
            expect(england.between(was, is)).toBeLessThanOrEqual(name === 'response1' ? 10 : 20)
          }
        }
        expect(JSON.stringify(replay(complaint, events, reckon))).toBe(JSON.stringify(c))
      },
    ),
    { numRuns: runs(500) },
  )
  expect([...reached]).toEqual(
    expect.arrayContaining(['s1_closed', 's2_closed', 's2_extended', 'withdrawn', 'follow_up', 'refused']),
  )
})
