/**
 * W7: decisions per second. The machine has 6 states, 10 events, 2 guards, a context of four and effects, and its trace
 * of 16 events returns to where it began. Its floor is a switch written by hand, which checks and explains nothing;
 * beside that XState, whose pure `transition` answers as ours does.
 * Beside it stands the whole gas check: its law, its ladders, its evidence.
 */
import * as z from 'zod'
import type { Actor, Case } from '../../../shared/core/case.ts'
import { workflow } from '../../../shared/core/declare.ts'
import { decide } from '../../../shared/core/machine.ts'
import { open } from '../../../shared/core/open.ts'
import { reckoner } from '../../../shared/core/reckon.ts'
import type { Day, Instant } from '../../../shared/core/time.ts'
import { england } from '../../../shared/core/working-days.ts'
import { workflows } from '../../../shared/workflows/index.ts'
import { rate } from '../measure.ts'
import { byXState } from './w7-xstate.ts'
import { gasOf } from './w123-writing.ts'

type Facts = { rung: number; attempts: number; due: string; checked: boolean }
const facts = z.strictObject({ rung: z.int(), attempts: z.int(), due: z.string(), checked: z.boolean() })
const nothing = z.strictObject({})
const eventNames = [
  'slot.booked',
  'slot.lost',
  'visit.failed',
  'visit.done',
  'paper.sent',
  'paper.refused',
  'paper.accepted',
  'rung.climbed',
  'court.asked',
  'court.granted',
] as const
type EventName = (typeof eventNames)[number]
const events = Object.fromEntries(eventNames.map(name => [name, nothing])) as Record<EventName, typeof nothing>
const tells = [{ template: 'late' as const, roles: ['officer' as const], urgency: 'digest' as const }]

const machine = workflow({
  name: 'bench',
  title: 'Bench',
  law: ['gas.check.interval'],
  facts,
  lead: 'officer',
  events,
  initial: 'scheduled',
  states: {
    scheduled: { title: 'Scheduled', on: { 'slot.booked': { to: 'booked' }, 'rung.climbed': { to: 'overdue' } } },
    booked: {
      title: 'Booked',
      on: {
        'slot.lost': { to: 'scheduled' },
        'visit.failed': { to: 'overdue', set: (f: Facts) => ({ attempts: f.attempts + 1 }) },
        'visit.done': { to: 'review', set: () => ({ checked: true }) },
      },
    },
    review: {
      title: 'Review',
      on: {
        'paper.sent': {},
        'paper.refused': { to: 'booked' },
        'paper.accepted': {
          to: 'scheduled',
          when: { 'it was checked': (f: Facts) => f.checked },
          set: () => ({ rung: 0, attempts: 0, checked: false }),
        },
      },
    },
    overdue: {
      title: 'Overdue',
      on: {
        'rung.climbed': { set: (f: Facts) => ({ rung: f.rung + 1 }), tells },
        'slot.booked': { to: 'booked' },
        'court.asked': { to: 'court', when: { 'it was tried': (f: Facts) => f.attempts > 0 } },
      },
    },
    court: { title: 'Court', on: { 'court.granted': { to: 'overdue' } } },
    gone: { title: 'Gone', final: 'gone' },
  },
  clocks: {},
  words: { late: { subject: 'Late', body: 'Late', act: 'Act.' } },
})

const trace: EventName[] = [
  'slot.booked',
  'slot.lost',
  'slot.booked',
  'visit.failed',
  'rung.climbed',
  'rung.climbed',
  'court.asked',
  'court.granted',
  'slot.booked',
  'visit.done',
  'paper.sent',
  'paper.refused',
  'visit.done',
  'paper.sent',
  'paper.sent',
  'paper.accepted',
]

type Small = { state: string; version: number; effects: number } & Facts
const go = (s: Small, state: string, more: Partial<Small> = {}): Small => ({
  ...s,
  ...more,
  state,
  version: s.version + 1,
})
const byHand = (s: Small, event: EventName): Small => {
  switch (`${s.state} ${event}`) {
    case 'scheduled slot.booked':
    case 'overdue slot.booked':
    case 'review paper.refused':
      return go(s, 'booked')
    case 'scheduled rung.climbed':
    case 'court court.granted':
      return go(s, 'overdue')
    case 'booked slot.lost':
      return go(s, 'scheduled')
    case 'booked visit.failed':
      return go(s, 'overdue', { attempts: s.attempts + 1 })
    case 'booked visit.done':
      return go(s, 'review', { checked: true })
    case 'review paper.sent':
      return go(s, 'review')
    case 'review paper.accepted':
      return s.checked ? go(s, 'scheduled', { rung: 0, attempts: 0, checked: false }) : s
    case 'overdue rung.climbed':
      return go(s, 'overdue', { rung: s.rung + 1, effects: s.effects + 1 })
    case 'overdue court.asked':
      return s.attempts > 0 ? go(s, 'court') : s
    default:
      throw new Error(`${s.state} ${event}`)
  }
}

const by: Actor = { kind: 'staff', id: 'a@x.org', roles: ['administrator'] }
const moment = '2026-11-02T09:00:00.000Z' as Instant
const now = { instant: moment, today: '2026-11-02' as Day, reckon: reckoner(england) }
const start: Facts = { rung: 0, attempts: 0, due: '2027-02-01', checked: false }

const opened = (name: Parameters<typeof open>[0], opening: Omit<Parameters<typeof open>[1], 'at'>): Case => {
  const decision = open(name, { ...opening, at: moment }, now)
  if (!decision.ok) throw new Error(JSON.stringify(decision))
  return decision.case
}

export const engineRates = (): { switch: number; xstate: number; ours: number; gas: number } => {
  const small: Small = { state: 'scheduled', version: 1, effects: 0, ...start }
  const first = opened(machine, { id: 'bench:1', facts: start, by })
  const ours = (): Case =>
    trace.reduce((c, type) => {
      const decision = decide(machine, c, { type, at: moment, by, data: {} }, now)
      if (!decision.ok) throw new Error(JSON.stringify(decision))
      return decision.case
    }, first)
  if ([ours().state, trace.reduce(byHand, small).state, byXState(trace)].some(state => state !== 'scheduled'))
    throw new Error('the trace does not return')
  const gas = opened(workflows.gas!, gasOf(1, '2027-02-10' as Day))
  const note = {
    type: 'appointment.made',
    at: moment,
    by,
    data: { slotStart: '2026-12-01T09:00:00Z', slotEnd: '2026-12-01T12:00:00Z' },
  }
  const appoint = (): void => {
    const decision = decide(workflows.gas!, gas, note, now)
    if (!decision.ok) throw new Error(JSON.stringify(decision))
  }
  return {
    switch: rate(() => void trace.reduce(byHand, small), trace.length),
    xstate: rate(() => void byXState(trace), trace.length),
    ours: rate(() => void ours(), trace.length),
    gas: rate(appoint, 1),
  }
}
