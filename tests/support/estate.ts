/** A landlord's stock as cases, of any size and always the same for a seed: shares as a real one has them. */
import type { Case } from '../../shared/core/case.ts'
import { addDays, addMonths, at, type Day, type Instant } from '../../shared/core/time.ts'
import type { Place } from '../../shared/position/question.ts'

/** mulberry32: the same numbers for the same seed, everywhere. */
export const dice = (seed: number) => {
  let a = seed >>> 0
  return (): number => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const caseOf = (workflow: string, id: string, facts: object, more: Partial<Case> = {}): Case => ({
  id,
  workflow,
  version: 1,
  state: 'compliant',
  facts: facts as Case['facts'],
  children: {},
  lead: 'complianceManager',
  openedAt: '2024-04-01T08:00:00.000Z' as Instant,
  enteredAt: '2024-04-01T08:00:00.000Z' as Instant,
  climbed: {},
  acknowledged: [],
  ...more,
})

const check = (on: Day, nextDue: Day, knownOn = on) => ({ on, knownOn, nextDue, result: 'SATISFACTORY' })
const areas = ['North', 'Town', 'Riverside', 'Harbour']

export function* places(homes: number): Generator<Place> {
  const blocks = Math.max(1, Math.round(homes / 24))
  yield { id: 'S1', type: 'scheme' }
  for (let b = 0; b < blocks; b++) yield { id: `B${b}`, type: 'block', parentId: 'S1', area: areas[b % 4] }
  for (let b = 0; b < blocks; b += 23) yield { id: `L${b}`, type: 'lift', parentId: `B${b}` }
  for (let n = 0; n < homes; n++)
    yield {
      id: `H${n}`,
      type: 'dwelling',
      // 38 % are flats
      parentId: n % 50 < 19 ? `B${n % blocks}` : 'S1',
      uprn: String(100_090_000_000 + n),
      area: areas[n % 4],
      tenure: n % 30 === 7 ? 'LCHO' : 'LCRA',
      ownership: 'owned',
      status: n % 45 === 3 ? 'void' : 'occupied',
    }
}

const cycles = [
  ['gas', 12, 0.78, 'sureheat'],
  ['eicr', 60, 1, 'marlow-electrical'],
  ['smoke-co', 12, 1, 'sureheat'],
  ['survey', 60, 1, 'savills'],
] as const

/** A duty at a home: mostly in date, a few late, never made, unknown or resting. */
const duty = (
  roll: () => number,
  workflow: string,
  months: number,
  share: number,
  contractorId: string,
  home: string,
  today: Day,
): Case => {
  const [a, b, c] = [roll(), roll(), roll()]
  const assetId = home
  const common = {
    ...(workflow === 'smoke-co' ? { livingStoreys: 2 } : {}),
    contractorId,
    dutyBeganOn: '2020-01-01',
    rests: [],
    attempts: [] as object[],
  }
  const id = `${workflow}:${home}`
  if (a > share) return caseOf(workflow, id, { ...common, applicability: 'not_required', checks: [] }, { assetId })
  if (b < 0.002) return caseOf(workflow, id, { ...common, applicability: 'unknown', checks: [] }, { assetId })
  if (b < 0.003) return caseOf(workflow, id, { ...common, applicability: 'required', checks: [] }, { assetId })
  const late = b < 0.018
  const age = late ? 1 + Math.floor(c * 90) : -Math.floor(c * months * 30)
  const due = addDays(today, -age)
  const on = addMonths(due, -months)
  const before = addMonths(on, -months)
  const lag = Math.floor(roll() * 9)
  const attempts =
    late && c > 0.5
      ? [
          {
            at: at(addDays(today, -3), '10:00'),
            on: addDays(today, -3),
            by: contractorId,
            outcome: 'no_answer',
            counts: true,
          },
        ]
      : []
  const checks = [check(before, addDays(on, late ? -2 : 4)), check(on, due, addDays(on, lag))]
  const rests = b > 0.995 ? [{ from: addDays(today, -20), why: 'void and capped' }] : []
  return caseOf(workflow, id, { ...common, applicability: 'required', checks, attempts, rests }, { assetId })
}

const atBlocks = (roll: () => number, homes: number, today: Day): Case[] => {
  const blocks = Math.max(1, Math.round(homes / 24))
  return Array.from({ length: blocks }, (_, b) => {
    const one = (workflow: string, months: number, assetId: string, lead: Case['lead'] = 'complianceManager') => {
      const due = addDays(today, Math.floor(roll() * months * 30) - (roll() < 0.04 ? months * 30 : 0))
      return caseOf(
        workflow,
        `${workflow}:${assetId}`,
        {
          applicability: 'required',
          checks: [check(addMonths(due, -months), due)],
          attempts: [],
          rests: [],
          ...(workflow === 'lifts' ? { subType: 'passenger' } : {}),
        },
        { assetId, lead },
      )
    }
    return [
      one('fra', 36, `B${b}`, 'fireSafetyLead'),
      ...(b % 4 === 0 ? [one('legionella', 24, `B${b}`)] : []),
      ...(b % 23 === 0 ? [one('lifts', 6, `L${b}`)] : []),
    ]
  }).flat()
}

const priorities = ['P1', 'P2', 'P2', 'P3', 'P3', 'P4'] as const
const actionsOf = (roll: () => number, number: number, today: Day): Case[] =>
  Array.from({ length: number }, (_, n) => {
    const priority = priorities[Math.floor(roll() * priorities.length)]
    const raisedOn = addDays(today, -Math.floor(roll() * 400))
    const dueOn = addDays(raisedOn, { P1: 14, P2: 60, P3: 180, P4: 365 }[priority!])
    const doneOn = addDays(raisedOn, Math.floor(roll() * 200))
    const closed = doneOn <= today && roll() < 0.85
    const facts = {
      stream: ['fra', 'eicr', 'legionella', 'lifts'][n % 4],
      description: 'x',
      priority,
      raisedOn,
      dueOn,
      formerDue: [],
      attempts: [],
      ...(closed ? { completedOn: doneOn } : {}),
    }
    return caseOf(
      'action',
      `ACT-${n}`,
      facts,
      closed ? { state: 'closed', closedAt: at(doneOn, '15:00') } : { state: 'in_progress' },
    )
  })

const accessOf = (roll: () => number, homes: number, today: Day): Case[] =>
  Array.from({ length: Math.ceil(homes / 300) }, (_, n) => {
    const due = addDays(today, 20 - Math.floor(roll() * 70))
    return caseOf(
      'access',
      `access:H${n * 7}`,
      {
        needs: [{ stream: roll() < 0.7 ? 'gas' : 'eicr', caseId: `gas:H${n * 7}`, due, since: addDays(due, -40) }],
        attempts: [
          { on: addDays(today, -9), counts: true },
          { on: addDays(today, -2), counts: true },
        ],
        missedByUs: n % 5 === 0 ? [{ on: addDays(today, -6), by: 'sureheat' }] : [],
        ...(n % 3 === 0 ? { vulnerability: { safeToProceed: n % 2 === 0 } } : {}),
      },
      {
        assetId: `H${n * 7}`,
        state: ['attempt_2_failed', 'final_notice', 'legal_referred'][n % 3]!,
        lead: 'housingOfficer',
      },
    )
  })

const hazardsOf = (roll: () => number, homes: number, today: Day): Case[] =>
  Array.from({ length: Math.ceil(homes / 100) }, (_, n) => {
    const aware = addDays(today, -Math.floor(roll() * 160))
    const inspected = addDays(aware, 6 + Math.floor(roll() * 12))
    const known = inspected <= today
    return caseOf(
      'hazard',
      `HAZ-${n}`,
      {
        awareAt: at(aware, '10:00'),
        kind: roll() < 0.7 ? 'damp_mould' : 'excess_cold',
        ...(known
          ? {
              investigation: { on: inspected, found: 'significant', safetyWork: true, preventativeWork: roll() < 0.5 },
              summary: { on: addDays(inspected, 2) },
            }
          : {}),
        ...(known && roll() < 0.8
          ? { safety: { at: at(addDays(inspected, 4), '12:00'), on: addDays(inspected, 4) } }
          : {}),
      },
      {
        assetId: `H${n * 11}`,
        state: 'make_safe',
        ...(roll() < 0.4 && known ? { closedAt: at(addDays(inspected, 30), '12:00') } : {}),
      },
    )
  })

/** Every case, one by one, so that a bench may count 600,000 without holding them. `homes` × 4 duties and what follows. */
export function* cases(homes: number, today: Day, seed = 42): Generator<Case> {
  const roll = dice(seed)
  for (let n = 0; n < homes; n++)
    for (const [workflow, months, share, contractorId] of cycles)
      yield duty(roll, workflow, months, share, contractorId, `H${n}`, today)
  yield* atBlocks(roll, homes, today)
  yield* actionsOf(roll, Math.ceil(homes / 8), today)
  yield* accessOf(roll, homes, today)
  yield* hazardsOf(roll, homes, today)
}
