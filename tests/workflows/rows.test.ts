/** Rows of the register told to a case by whatever door: the same guards as in a file, and nothing accepted is replaced. */
import { expect, test } from 'vitest'
import type { Actor, Case } from '../../shared/core/case.ts'
import { leading } from '../../shared/core/clocks.ts'
import { fire } from '../../shared/core/fire.ts'
import { decide } from '../../shared/core/machine.ts'
import { open } from '../../shared/core/open.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, at, type Day, day, daysBetween, instant } from '../../shared/core/time.ts'
import type { AnyWorkflow, ObligationRecord } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import { position } from '../../shared/position/position.ts'
import { workflows } from '../../shared/workflows/index.ts'

const reckon = reckoner(england)
const now = { instant: instant.parse('2026-11-22T09:00:00Z'), today: day.parse('2026-11-22'), reckon }
const by: Actor = { kind: 'staff', id: 'officer@x.org', roles: ['administrator'] }

const kindOf: Record<string, string> = { 'fire-check': 'sprinkler', fra: 'low' }
const row = (workflow: AnyWorkflow, more: object): ObligationRecord =>
  ({
    applicability: 'required',
    dutyBeganOn: '2020-01-01',
    home: { livingStoreys: 2, combustionRooms: 1 },
    ...(kindOf[workflow.name] ? { subType: kindOf[workflow.name] } : {}),
    ...more,
  }) as ObligationRecord

/** One with a check of 1 October 2026 that we accepted on evidence. */
const accepted = (workflow: AnyWorkflow): Case => {
  const result = workflow.obligation!.results[0]
  const facts = workflow.obligation!.fromRecord(row(workflow, { lastDoneOn: '2026-10-01', result }), reckon)
  const opened = open(workflow, { id: `${workflow.name}:H1`, assetId: 'H1', facts, by, at: now.instant }, now)
  if (!opened.ok) throw new Error(JSON.stringify(opened))
  const checks = (opened.case.facts.checks as object[]).map(check => ({ ...check, acceptedBy: 'manager@x.org' }))
  return { ...opened.case, facts: { ...opened.case.facts, checks } }
}
const told = (workflow: AnyWorkflow, c: Case, more: object) =>
  decide(workflow, c, { type: 'record.imported', at: now.instant, by, data: row(workflow, more) }, now)

const recurring = Object.values(workflows).filter(({ obligation }) => obligation)

test.each(recurring.map(workflow => [workflow.name, workflow] as const))('%s judges a row as a file does', (_, w) => {
  const c = accepted(w)
  const says = (more: object) => {
    const decision = told(w, c, more)
    return decision.ok ? 'taken' : decision.kind === 'invalid' ? decision.issues[0]?.message : decision.kind
  }
  const good = w.obligation!.results[0]
  expect(says({ lastDoneOn: '2026-11-01', result: 'BANANA' })).toMatch(/^RESULT_UNKNOWN: one of /)
  for (const result of Object.keys(w.obligation!.notByRow ?? {}))
    expect(says({ lastDoneOn: '2026-11-01', result })).toMatch(/^RESULT_NOT_BY_ROW: /)
  expect(says({ result: good })).toMatch(/^MISSING: /)
  expect(says({ lastDoneOn: '2026-11-01', dueOn: '2026-11-01' })).toMatch(/^DATE_ORDER: /)
  expect(says({ lastDoneOn: '2026-11-23', result: good })).toBe('guard') // G20: a day to come
  expect(says({ applicability: 'not_required' })).toBe('guard')
  expect(says({ lastDoneOn: '2026-01-01' })).toBe('guard')
  const decision = told(w, c, { lastDoneOn: '2026-11-01', result: good })
  // brought later, it could not be shown before, whatever its date (G24)
  expect(decision.ok && decision.case.facts.checks).toEqual([
    ...(c.facts.checks as object[]),
    expect.objectContaining({ on: '2026-11-01', knownOn: now.today }),
  ])
})

test.each(recurring.map(workflow => [workflow.name, workflow] as const))('%s keeps what was accepted', (_, w) => {
  const c = accepted(w)
  const due = (one: Case) => leading(w, one, reckon)?.due
  for (const more of [
    {},
    { dueOn: '2040-01-01' },
    { dutyBeganOn: undefined, dueOn: '2040-01-01' },
    ...w.obligation!.results.map(result => ({ lastDoneOn: '2026-10-01', result, dueOn: '2040-01-01' })),
  ]) {
    const decision = told(w, c, more)
    if (!decision.ok) continue
    const { facts } = decision.case
    expect(facts.checks).toEqual(c.facts.checks)
    expect(facts.dutyBeganOn).toBe(c.facts.dutyBeganOn)
    expect(facts.rating).toBe(c.facts.rating)
    const later = String(due(decision.case)) > String(due(c)) && `${JSON.stringify(more)} put off what was accepted`
    expect(later).toBe(false)
  }
})

test.each(recurring.map(workflow => [workflow.name, workflow] as const))(
  '%s: what was late before it was known is told in digests, what falls due later alone (G70)',
  (_, w) => {
    const told = (lastDoneOn: string, from: string) => {
      const facts = w.obligation!.fromRecord(row(w, { lastDoneOn, result: w.obligation!.results[0] }), reckon)
      const opened = open(w, { id: `${w.name}:H1`, assetId: 'H1', facts, by, at: now.instant }, now)
      if (!opened.ok) throw new Error(JSON.stringify(opened))
      const c = opened.case
      const due = String(leading(w, c, reckon)?.due).slice(0, 10)
      const moment = { instant: at(addDays(from as Day, 0), '10:00'), today: from as Day, reckon }
      const fired = fire(w, c, moment)
      return { due, urgencies: new Set((fired?.ok ? fired.notices : []).map(n => n.urgency)) }
    }
    // the day on which it was last done, so that it is due some days before the register is imported
    const period = daysBetween('2026-11-01' as Day, told('2026-11-01', '2026-11-22').due as Day)
    const last = addDays(now.today, -period - 6)
    const late = told(last, now.today)
    expect(late.due < now.today).toBe(true)
    expect([...late.urgencies]).toEqual(['digest'])
    const next = told('2026-11-01', '2026-11-22').due as Day
    expect([...told('2026-11-01', addDays(next, 1)).urgencies]).toEqual(['urgent'])
  },
)

test('a row without a day leaves a gas check its deadline', () => {
  const c = accepted(workflows.gas!)
  expect(told(workflows.gas!, c, {})).toMatchObject({
    ok: true,
    case: { state: c.state, facts: { deadline: '2027-10-01' } },
  })
})

test.each(recurring.map(workflow => [workflow.name, workflow] as const))(
  '%s: a row that moves no date leaves a job that is out where it is',
  (_, w) => {
    const facts = (lastDoneOn: string) =>
      w.obligation!.fromRecord(row(w, { lastDoneOn, result: w.obligation!.results[0] }), reckon)
    const begun = (lastDoneOn: string) => {
      const opened = open(w, { id: `${w.name}:H1`, assetId: 'H1', facts: facts(lastDoneOn), by, at: now.instant }, now)
      if (!opened.ok) throw new Error(JSON.stringify(opened))
      return opened.case
    }
    const period = daysBetween(
      '2026-11-01' as Day,
      String(leading(w, begun('2026-11-01'), reckon)?.due).slice(0, 10) as Day,
    )
    const last = addDays(now.today, 20 - period)
    const fired = fire(w, begun(last), now)
    if (!fired?.ok) throw new Error('nothing fell due')
    const out = fired.case
    const decision = told(w, out, { lastDoneOn: last, result: w.obligation!.results[0], contractorId: 'another' })
    if (!decision.ok) return expect(decision.kind).toBe('guard')
    expect([decision.case.state, decision.case.facts.contractorId]).toEqual([out.state, 'another'])
  },
)

/** In streams of electrics a report is superseded. */
const takesBack = ({ events }: AnyWorkflow) =>
  events['certificate.voided'] ? 'certificate.voided' : 'report.superseded'

test.each(recurring.map(workflow => [workflow.name, workflow] as const))(
  '%s: a check that proves to be none counts no more, and counted until then (G27)',
  (_, w) => {
    const good = w.obligation!.results[0]
    const due = (one: Case) => String(leading(w, one, reckon)?.due)
    const first = accepted(w)
    const late = { ...now, instant: at(day.parse('2026-12-10'), '10:00'), today: day.parse('2026-12-10') }
    const both = told(w, first, { lastDoneOn: '2026-11-20', result: good })
    if (!both.ok) throw new Error(JSON.stringify(both))
    const data = { checkedOn: '2026-11-20', reason: 'the record of the flat above' }
    const takenBack = (c: Case, checkedOn: string) => {
      const input = { type: takesBack(w), at: late.instant, by, data: { ...data, checkedOn } }
      const decision = decide(w, c, input, late)
      if (!decision.ok) throw new Error(JSON.stringify(decision))
      return decision.case
    }
    const one = takenBack(both.case, '2026-11-20')
    expect([one.facts.checks, due(one)]).toEqual([first.facts.checks, due(first)])
    const known = (knownOn?: string) =>
      position(w, one.facts, day.parse('2026-11-30'), { reckon, ...(knownOn ? { knownOn: day.parse(knownOn) } : {}) })
    expect([known('2026-12-09').lastDone, known('2026-12-10').lastDone, known().lastDone]).toEqual([
      '2026-11-20',
      '2026-10-01',
      '2026-10-01',
    ])
    const none = takenBack(one, '2026-10-01')
    expect(position(w, none.facts, late.today, { reckon }).status).toBe('never_inspected')
    expect(due(none) <= '2026-12-10').toBe(true)
    const nobody = decide(w, none, { type: takesBack(w), at: late.instant, by, data }, late)
    expect(nobody).toMatchObject({ ok: false, kind: 'guard' })
  },
)
