import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../../shared/core/time.ts'
import { access } from '../../shared/law/policy/access.ts'
import type { PolicyChoice } from '../../shared/law/policy/choice.ts'
import { complaints as complaintPolicy } from '../../shared/law/policy/complaints.ts'
import { cycles } from '../../shared/law/policy/cycles.ts'
import { hazards as hazardPolicy } from '../../shared/law/policy/hazards.ts'
import { liftsAndWater } from '../../shared/law/policy/lifts-and-water.ts'
import { remedials } from '../../shared/law/policy/remedials.ts'
import { retention } from '../../shared/law/policy/retention.ts'
import { services } from '../../shared/law/policy/services.ts'
import { thresholds } from '../../shared/law/policy/thresholds.ts'
import { triage } from '../../shared/law/policy/triage.ts'
import { weekly } from '../../shared/law/policy/weekly.ts'
import { checkPolicy, policies } from '../../shared/law/policy.ts'
import { alarms } from '../../shared/law/rules/alarms.ts'
import { asbestos } from '../../shared/law/rules/asbestos.ts'
import { complaints } from '../../shared/law/rules/complaints.ts'
import { condition } from '../../shared/law/rules/condition.ts'
import { electrical } from '../../shared/law/rules/electrical.ts'
import { fire } from '../../shared/law/rules/fire.ts'
import { gas } from '../../shared/law/rules/gas.ts'
import { hazards } from '../../shared/law/rules/hazards.ts'
import { lifts } from '../../shared/law/rules/lifts.ts'
import { retention as retentionRules } from '../../shared/law/rules/retention.ts'
import type { LawRule } from '../../shared/law/rules/rule.ts'
import { services as serviceRules } from '../../shared/law/rules/services.ts'
import { water } from '../../shared/law/rules/water.ts'
import { type RuleId, rules } from '../../shared/law/rules.ts'

const everyRule: [string, LawRule][] = Object.entries(rules)
const everyChoice: [string, PolicyChoice][] = Object.entries(policies)
const idsOf = (parts: object[]): string[] => parts.flatMap(part => Object.keys(part)).sort()

test('no workflow reckons a date with a number of its own: each is a rule of law or a choice with its bounds', () => {
  const folder = new URL('../../shared/workflows/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const bare = /\.(?:days|workingDays|months|years|hours)\((?:[^()]|\([^()]*\))*, -?\d+\)/g
  const found = files.flatMap(name => readFileSync(new URL(name, folder), 'utf8').match(bare) ?? [])
  // a receipt on a day off counts as one of the next working day, whichever that is
  expect(found).toEqual(['.workingDays(on, 1)'])
})

describe('rules', () => {
  test('no id is written twice: a second one would silently replace the first', () => {
    const parts = [
      ...[alarms, asbestos, complaints, condition, electrical, fire, gas, hazards, lifts],
      ...[retentionRules, serviceRules, water],
    ]
    expect(idsOf(parts)).toEqual(Object.keys(rules).sort())
  })

  test.each(everyRule)('%s can be cited', (id, { value, unit, source, from, to }) => {
    expect(id).toMatch(/^[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)+$/)
    expect(unit.length).toBeGreaterThan(2)
    expect(source.length).toBeGreaterThan(4)
    if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0)
    for (const date of [from, to]) if (date) expect(day.safeParse(date).success).toBe(true)
    if (typeof value === 'string' && /^\d{4}-/.test(value)) expect(day.safeParse(value).success).toBe(true)
    if (from && to) expect(from < to).toBe(true)
  })

  test.each<[RuleId, number | string | null]>([
    ['gas.check.interval', 12],
    ['gas.check.window', 2],
    ['gas.check.alignment.max', 2],
    ['gas.newAppliance.first', 12],
    ['gas.newTenancy.lookback', 12],
    ['gas.copy.existingTenant', 28],
    ['gas.record.retention', 2],
    ['gas.riddor.dangerousFitting', 14],
    ['eicr.interval', 5],
    ['eicr.remedial', 28],
    ['eicr.copy.lha', 7],
    ['eicr.socialTenancies.inForceNew', '2025-12-01'],
    ['eicr.socialTenancies.inForceExisting', '2026-05-01'],
    ['eicr.socialTenancies.firstInspectionBefore', '2026-11-01'],
    ['fra.review.statutory', null],
    ['firedoor.communal', 3],
    ['firedoor.flat', 12],
    ['firedoor.threshold', 11],
    ['loler.persons', 6],
    ['loler.other', 12],
    ['loler.report.chase', 28],
    ['awaab.emergency', 24],
    ['awaab.investigate', 10],
    ['awaab.summary', 3],
    ['awaab.safety', 5],
    ['awaab.preventative.begin', 5],
    ['awaab.preventative.backstop', 84],
    ['awaab.phase1', '2025-10-27'],
    ['awaab.phase2', '2026-11-30'],
    ['hhsrs.scheme2026', '2026-06-23'],
    ['complaint.s1.ack', 5],
    ['complaint.s1.response', 10],
    ['complaint.s1.ext', 10],
    ['complaint.s2.ack', 5],
    ['complaint.s2.response', 20],
    ['complaint.s2.ext', 20],
    ['complaint.acceptance', 12],
    ['rkk17.threshold', 100],
  ])('%s is %s', (id, value) => {
    expect(rules[id].value).toBe(value)
  })
})

describe('policy', () => {
  test('no id is written twice', () => {
    const parts = [
      ...[access, complaintPolicy, cycles, hazardPolicy, liftsAndWater, remedials],
      ...[retention, services, thresholds, triage, weekly],
    ]
    expect(idsOf(parts)).toEqual(Object.keys(policies).sort())
  })

  test.each(everyChoice)('%s: the default is allowed, and a rule is never loosened', (_, choice) => {
    expect(choice.value).toBeGreaterThanOrEqual(choice.min)
    expect(choice.value).toBeLessThanOrEqual(choice.max)
    expect([choice.unit, choice.title].every(words => words.length > 0)).toBe(true)
    if (choice.tightens) expect(choice.unit === 'attempts' ? choice.min : choice.max).toBe(rules[choice.tightens].value)
  })

  test('every choice that bears a rule’s own id is bound by that rule if the rule is law or Code', () => {
    const loose = everyChoice.filter(([id, { tightens }]) => {
      const rule = everyRule.find(([ruleId]) => ruleId === id)?.[1]
      return typeof rule?.value === 'number' && !tightens && ['verified', 'known'].includes(rule.confidence)
    })
    expect(loose).toEqual([])
  })

  test('steps towards a home follow each other', () => {
    const steps = ['letter1', 'attempt1', 'letter2', 'attempt2', 'letter3', 'attempt3', 'finalNotice', 'legal'] as const
    const values = steps.map(step => policies[`access.${step}`].value)
    expect(values).toEqual([...values].sort((a, b) => b - a))
  })

  test('right choices are taken as they are', () => {
    const chosen = { 'gas.issue': 75, 'complaint.s1.response': 8, 'rag.gas.green': 99.5 }
    expect(checkPolicy(chosen)).toEqual({ ok: true, values: chosen })
    expect(checkPolicy({})).toEqual({ ok: true, values: {} })
  })

  test('every mistake is named at once', () => {
    const file = JSON.parse(`{
      "complaint.s1.response": 15, "gas.issue": "60", "gas.isue": 60, "evidence.chase": 2.5, "awaab.safety": null,
      "access.attempts.min": 1, "gas.target": 30, "__proto__": 1, "toString": 1
    }`)
    expect(checkPolicy(file)).toEqual({
      ok: false,
      mistakes: [
        'complaint.s1.response: 15 is outside 1 to 10 working days (stage 1 response; complaint.s1.response may be tightened, never loosened)',
        'gas.issue: "60" is not a number',
        'gas.isue: no such choice',
        'evidence.chase: 2.5 is not a whole number of working days',
        'awaab.safety: null is not a number',
        'access.attempts.min: 1 is outside 2 to 10 attempts (attempts at different times of day before escalation; access.attempts.min may be tightened, never loosened)',
        '__proto__: no such choice',
        'toString: no such choice',
      ],
    })
  })

  test.each([null, undefined, 7, 'gas', [], [60]])('%j is no policy', values => {
    expect(checkPolicy(values)).toEqual({ ok: false, mistakes: ['the policy is not an object of choices'] })
  })

  test('what is accepted never loosens a rule', () => {
    const ids = everyChoice.filter(([, { tightens }]) => tightens)
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.integer({ min: -5, max: 500 }), ([id, choice], value) => {
        if (!checkPolicy({ [id]: value }).ok) return
        const law = Number(rules[choice.tightens!].value)
        expect(choice.unit === 'attempts' ? value >= law : value <= law).toBe(true)
      }),
    )
  })
})
