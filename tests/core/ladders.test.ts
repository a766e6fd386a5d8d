import { describe, expect, test } from 'vitest'
import { addDays, at, type Day } from '../../shared/core/time.ts'
import type { Ladder, Offset, Rung } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import {
  acknowledgement,
  ombudsman,
  promise,
  review,
  stage1Response,
  stage2Response,
  update,
} from '../../shared/law/complaint-ladders.ts'
import { emergency, inspection, inspectionSkips, planAction, remedial, tight } from '../../shared/law/ladders.ts'
import type { Role } from '../../shared/law/roles.ts'
import { digestDay, officeHours } from '../../shared/mail/window.ts'

type State = 'compliant' | 'due_issued' | 'retired'
type Template = 'soon' | 'today' | 'late' | 'higher'
const words = { dueSoon: 'soon', dueToday: 'today', overdue: 'late', escalated: 'higher' } as const

/** The place a workflow puts them: mistyped states and templates do not compile. */
type Place = Ladder<State, Template>
const cycleOf = (stream: keyof typeof inspectionSkips, issue: number): Place =>
  inspection({ issue, moves: { compliant: 'due_issued' }, skip: inspectionSkips[stream] }, words)

const ladders: Record<string, Place> = {
  gas: cycleOf('gas', -60),
  eicr: cycleOf('eicr', -180),
  fra: cycleOf('fra', -90),
  legionella: cycleOf('legionella', -60),
  lifts: cycleOf('lifts', -45),
  smokeCo: cycleOf('smokeCo', -30),
  asbestos: cycleOf('asbestos', -60),
  scs: cycleOf('scs', -180),
  P0: remedial('P0', words),
  P1: remedial('P1', words),
  P2: remedial('P2', words),
  P3: remedial('P3', words),
  tight: tight(words),
  emergency: emergency(words),
  planAction: planAction(words),
  acknowledgement: acknowledgement(words),
  stage1Response: stage1Response(words),
  stage2Response: stage2Response(words),
  promise: promise(words),
  update: update(words),
  review: review(words),
  ombudsman: ombudsman(words),
}

/** Hours from due, for a clock whose period is long enough that every share comes first. */
const hoursOf = (at: Offset): number => {
  if ('hours' in at) return at.hours
  if ('days' in at) return at.days * 24
  if ('workingDays' in at) return at.workingDays * 24
  return 'share' in at ? (at.share - 1) * 10_000 : -24 * 60
}
const overdue = ({ template }: Pick<Rung<State, Template>, 'template'>): boolean =>
  template === 'late' || template === 'higher'

describe.each(Object.entries(ladders))('%s', (_, ladder) => {
  test('ascends and ends in a repeat, which no other rung has', () => {
    const offsets = ladder.map(({ at }) => hoursOf(at))
    expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b))
    expect(ladder.map(({ every }) => every !== undefined)).toEqual(ladder.map((_rung, i) => i === ladder.length - 1))
  })

  test('adds up: who was told that it is overdue stays told', () => {
    const late = ladder.filter(overdue)
    expect(late.length).toBeGreaterThan(0)
    late.forEach(({ tell }, i) => {
      expect(new Set(tell).size).toBe(tell.length)
      expect(tell).toEqual(expect.arrayContaining([...(late[i - 1]?.tell ?? [])]))
    })
  })

  test('is loud on the first day overdue, otherwise only in an emergency', () => {
    const loud = ladder.filter(({ urgency }) => urgency === 'urgent')
    expect(loud.map(({ template }) => template)).toEqual(loud.map(() => 'late'))
    expect(ladder.find(overdue)?.urgency).not.toBe('digest')
  })
})

describe('the cycle of an inspection', () => {
  const shape = (ladder: Place): string[] => ladder.map(({ at, tell }) => `${hoursOf(at) / 24} ${tell.join('+')}`)

  test('gas', () => {
    expect(shape(ladders.gas!)).toEqual([
      '-60 contractor+officer',
      '-30 contractor+officer',
      '-14 teamLeader',
      '-7 complianceManager',
      '0 complianceManager+headOfService',
      '1 complianceManager',
      '7 complianceManager+headOfService',
      '14 complianceManager+headOfService+serviceDirector',
      '28 complianceManager+headOfService+serviceDirector+executive+portfolioHolder',
      '56 complianceManager+headOfService+serviceDirector+executive+portfolioHolder',
    ])
    expect(ladders.gas!.at(-1)?.every).toEqual({ days: 28 })
  })

  test('a rung on the day of issue is told with it, one before is dropped', () => {
    expect(shape(ladders.fra!)[0]).toBe('-90 contractor+officer+operationalManager')
    expect(shape(ladders.smokeCo!).slice(0, 2)).toEqual(['-30 contractor+officer', '-14 teamLeader'])
    expect(shape(inspection({ issue: -45 }, words))[1]).toBe('-30 contractor+officer')
  })

  test('due on a day that nobody works, the date stands and a reminder has left by the working day before (G16)', () => {
    const cycles = Object.keys(inspectionSkips).map(name => ladders[name]!)
    for (let date = '2026-01-01' as Day; date < '2028-12-01'; date = addDays(date, 1)) {
      if (england.isWorkingDay(date)) continue
      const before = england.add(date, -1)
      for (const ladder of cycles) {
        const last = ladder.map(({ at }) => ('days' in at ? at.days : -1000)).findLast(days => days < 0) ?? -1000
        const left = digestDay(at(addDays(date, last), '06:00'), officeHours, england)
        expect([date, left <= before, last >= -30]).toEqual([date, true, true])
      }
    }
  })
  test('streams leave out what is not theirs', () => {
    const at = (ladder: Place): number[] => ladder.map(rung => hoursOf(rung.at) / 24)
    expect(at(ladders.eicr!)).toEqual([-180, -90, -30, -14, -7, 0, 1, 7, 14, 28, 56])
    expect(at(ladders.lifts!)).toEqual([-45, -30, -14, -7, 0, 1, 7, 14, 28, 56])
    expect(at(ladders.smokeCo!)).toEqual([-30, -14, -7, 0, 1, 14])
    expect(at(ladders.asbestos!)).toEqual([-60, -30, -14, -7, 0, 1, 7])
    expect(at(ladders.scs!)).toEqual([-180, -90, -30, 0, 1])
  })

  test('the accountable lead is told on the first day overdue', () => {
    const ladder = inspection({ issue: -90, lead: 'fireSafetyLead' }, words)
    expect(ladder.find(({ urgency }) => urgency === 'urgent')?.tell).toEqual(['fireSafetyLead'])
  })

  test('every rung issues the work, so that an imported overdue case is not left at rest', () => {
    expect(ladders.gas!.map(({ to }) => to)).toEqual(ladders.gas!.map(() => ({ compliant: 'due_issued' })))
    expect(inspection({ issue: -60 }, words).every(rung => !('to' in rung))).toBe(true)
  })
})

describe('remedials', () => {
  /** days after due on which that role is first told */
  const first = (ladder: Place, role: Role): number | undefined => {
    const rung = ladder.find(candidate => overdue(candidate) && candidate.tell.includes(role))
    return rung && hoursOf(rung.at) / 24
  }

  test.each<[string, Role, number]>([
    ['P0', 'headOfService', 1],
    ['P0', 'serviceDirector', 7],
    ['P0', 'executive', 14],
    ['P1', 'headOfService', 1],
    ['P1', 'serviceDirector', 7],
    ['P1', 'executive', 28],
    ['P2', 'complianceManager', 1],
    ['P2', 'headOfService', 7],
    ['P2', 'serviceDirector', 28],
    ['P3', 'complianceManager', 1],
    ['P3', 'headOfService', 14],
    ['tight', 'complianceManager', 1],
    ['tight', 'headOfService', 2],
    ['tight', 'serviceDirector', 4],
    ['tight', 'executive', 6],
  ])('%s reaches %s on day %i', (ladder, role, day) => {
    expect(first(ladders[ladder]!, role)).toBe(day)
  })

  test('remedials repeat weekly, tight ladders every working day', () => {
    expect(['P0', 'P1', 'P2', 'P3', 'tight'].map(name => ladders[name]!.at(-1)?.every)).toEqual([
      { days: 7 },
      { days: 7 },
      { days: 7 },
      { days: 7 },
      { workingDays: 1 },
    ])
  })

  test('an emergency is told at 0, 12, 20 and 24 hours, then every 4', () => {
    expect(ladders.emergency!.map(({ at }) => at)).toEqual([
      { share: 0 },
      { share: 0.5 },
      { share: 20 / 24 },
      { hours: 0 },
      { hours: 4 },
    ])
    expect(new Set(ladders.emergency!.map(({ urgency }) => urgency))).toEqual(new Set(['emergency']))
    expect(ladders.emergency!.at(-1)?.every).toEqual({ hours: 4 })
  })
})

test('stage 1 asks to extend or respond on day 8, with words of its own', () => {
  const ladder = stage1Response({ ...words, decide: 'extendOrRespond' })
  expect(ladder.flatMap(({ at, template }) => (template === 'extendOrRespond' ? [at] : []))).toEqual([
    { workingDays: -2 },
    { workingDays: -1 },
  ])
})

test('states and templates written in place keep their exact names, so that a mistyped one does not compile', () => {
  const inPlace: Place = inspection(
    { issue: -60, moves: { compliant: 'due_issued' } },
    { dueSoon: 'soon', dueToday: 'today', overdue: 'late', escalated: 'higher' },
  )
  // @ts-expect-error there is no such template
  const template: Place = tight({ ...words, overdue: 'lat' })
  // @ts-expect-error there is no such state
  const state: Place = inspection({ issue: -60, moves: { compliant: 'due_isued' } }, words)
  expect([inPlace[0]?.to, template[4]?.template, state[0]?.to]).toEqual([
    { compliant: 'due_issued' },
    'lat',
    { compliant: 'due_isued' },
  ])
})

test('a choice that is not there yet is named to whoever adds a workflow', () => {
  const issue = 'playground.issue' as 'gas.issue'
  expect(() => inspection({ issue, moves: {} }, words)).toThrow(
    'no choice is called playground.issue: add it in shared/law/policy, with its bounds',
  )
})
