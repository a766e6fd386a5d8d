/** What a change of calendar or policy does to open cases: shown first, then done with an event for each. */
import { expect, test } from 'vitest'
import { apply } from '../../shared/apply.ts'
import published from '../../shared/core/bank-holidays.json' with { type: 'json' }
import { running } from '../../shared/core/clocks.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { replay } from '../../shared/core/replay.ts'
import { at, type Day } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { type Calendar, calendar, england } from '../../shared/core/working-days.ts'
import type { PolicyValues } from '../../shared/law/policy.ts'
import { policyPreview } from '../../shared/position/ahead/policy-preview.ts'
import { stuck } from '../../shared/position/stuck.ts'
import { adopt, keepRegime } from '../../shared/redate.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { withRegimes } from '../../shared/store/regimes.ts'
import type { Store } from '../../shared/store/store.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { ack, contact, handler, sorted } from '../support/complaints.ts'
import { admin, history, staff, when } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'

const officer = staff('housingOfficer')
const events = published.events
const funeral = calendar(events, [{ date: '2026-12-10', title: 'State funeral' }])
const triage = { kind: 'damp_mould', reasons: 'Mould', vulnerabilityChecked: true }
const open = () =>
  history(hazard)
    .opens('2026-11-30', { awareAt: when('2026-11-30'), channel: 'call' }, 'HAZ-1')
    .does('2026-11-30', 'triage.significant', triage, officer)

test('a new bank holiday: the preview says which dates move, by how much, and who is mailed', () => {
  const before = reckoner(england)
  const now = at('2026-12-01' as Day, '10:00')
  const preview = policyPreview([open().case], workflows, { before, after: reckoner(funeral), now })
  expect(preview.moved).toContainEqual({
    caseId: 'HAZ-1',
    workflow: 'hazard',
    clock: 'investigate',
    was: '2026-12-14',
    is: '2026-12-15',
    days: 1,
  })
  expect(preview.mails).toEqual([])
  expect(policyPreview([open().case], workflows, { before, after: before, now })).toEqual({
    moved: [],
    rewoken: [],
    mails: [],
  })
})

test('a date that comes earlier mails at once, and the preview names to which role', () => {
  const now = at('2026-12-14' as Day, '10:00')
  const story = open()
  story.until('2026-12-14')
  // Back to the calendar without the funeral: due today is due tomorrow no more.
  const late = at('2026-12-15' as Day, '10:00')
  const preview = policyPreview([story.case], workflows, {
    before: reckoner(funeral),
    after: reckoner(england),
    now: late,
  })
  expect(preview.moved[0]).toMatchObject({ clock: 'investigate', days: -1 })
  expect(preview.mails.length).toBeGreaterThan(0)
  expect(preview.mails.every(mail => mail.clock === 'investigate' && mail.due === '2026-12-14')).toBe(true)
  expect(now < late).toBe(true)
})

let salts = 0
/** The store of a landlord with these choices and holidays, as the functions have it. */
const landlord = (table: Store, policy: PolicyValues, list: Calendar, start: string) => {
  const known = regimes(regimeOf(policy, list), list)
  const store = withRegimes(table, known)
  const clock = { now: when(start) }
  const named: Readonly<Record<string, AnyWorkflow>> = { ...workflows, lamp }
  const given = {
    store,
    workflows: named,
    now: () => clock.now,
    salt: () => `a salt of the test ${salts++}`,
    pause: async () => {},
  }
  const fault = (name: string, error: unknown) => {
    throw new Error(name, { cause: error })
  }
  const applied = apply({ ...given, reckon: known.reckon })
  return { store, clock, now: given.now, regimes: known, apply: applied, fault, reckon: known.reckon, workflows: named }
}
const historyOf = async (store: Store, id: string) =>
  (await store.history(id, { limit: 500 })).items.map(one => one.event)
const folds = async ({ store, reckon, workflows: known }: ReturnType<typeof landlord>, id: string) => {
  const events = await historyOf(store, id)
  const c = (await store.load(id))!.case
  expect(JSON.stringify(replay(known[c.workflow]!, events, reckon))).toBe(JSON.stringify(c))
  return events
}

test('a holiday is proclaimed: an event in the history of each case that it touches, and of no other, once', async () => {
  const table = memoryStore()
  const before = landlord(table, {}, england, '2026-11-30')
  await before.apply.open('hazard', { id: 'HAZ-1', facts: { awareAt: when('2026-11-30'), channel: 'call' }, by: admin })
  const told = { type: 'triage.significant', at: before.clock.now, by: officer, data: triage }
  expect((await before.apply.event('HAZ-1', told)).kind).toBe('done')
  await before.apply.open('gas', { id: 'gas:H1', facts: { deadline: '2027-06-01' }, by: admin })
  expect(await keepRegime(before)).toBeUndefined()

  const after = landlord(table, {}, funeral, '2026-12-01')
  expect(await keepRegime(after)).toBe(1)
  expect(await keepRegime(after)).toBeUndefined()
  // What a process from before the change wrote a moment later is found by the next hour's look, the last.
  before.clock.now = when('2026-12-01 09:10')
  await before.apply.open('lamp', { id: 'lamp:L1', facts: { due: '2026-12-11' }, by: admin })
  await before.apply.fire('lamp:L1')
  expect((await before.store.load('lamp:L1'))!.case.wake).toBe(when('2026-12-09 06:00'))
  after.clock.now = when('2026-12-01 10:00')
  expect(await keepRegime(after)).toBe(1)
  expect((await folds(after, 'lamp:L1')).at(-1)?.type).toBe('clocks.redated')
  expect((await after.store.load('lamp:L1'))!.case.wake).toBe(when('2026-12-08 06:00'))
  after.clock.now = when('2026-12-01 11:00')
  expect(await keepRegime(after)).toBeUndefined()
  const events = await folds(after, 'HAZ-1')
  expect(events.at(-1)).toMatchObject({
    type: 'clocks.redated',
    under: after.regimes.current.id,
    data: { from: before.regimes.current.id },
  })
  expect(events.at(-1)!.data.clocks).toContainEqual({
    clock: 'investigate',
    was: '2026-12-14',
    is: '2026-12-15',
    days: 1,
  })
  expect((await folds(after, 'gas:H1')).length).toBe(1)
})

test('a proclaimed holiday moves what is still to be done, and no word or date of a letter that was sent (G13)', async () => {
  const table = memoryStore()
  const before = landlord(table, {}, england, '2026-11-30')
  await before.apply.open('complaint', { id: 'CMP-1', facts: contact('2026-11-30'), by: admin })
  const does = async (type: string, data: object) => {
    const done = await before.apply.event('CMP-1', { type, at: before.clock.now, by: handler, data })
    expect(done.kind, JSON.stringify(done)).toBe('done')
  }
  await does('choice.offered', { answer: 'complaint' })
  await does('classify.complaint', sorted)
  await does('complaint.acknowledged', ack())
  await keepRegime(before)
  const was = (await before.store.load('CMP-1'))!.case
  const after = landlord(table, {}, funeral, '2026-12-01')
  await keepRegime(after)
  const is = (await after.store.load('CMP-1'))!.case
  const events = await folds(after, 'CMP-1')
  expect(events.at(-1)?.data.clocks).toContainEqual({
    clock: 'response1',
    was: '2026-12-14',
    is: '2026-12-15',
    days: 1,
  })
  expect(is.facts).toEqual(was.facts)
  expect(is.facts.letters).toMatchObject([{ kind: 'acknowledgement', on: '2026-11-30' }])
})

test('where nobody had looked before the rules changed, no case sleeps by the old ones', async () => {
  const table = memoryStore()
  const before = landlord(table, {}, england, '2026-12-01')
  await before.apply.open('lamp', { id: 'lamp:L1', facts: { due: '2026-12-11' }, by: admin })
  await before.apply.fire('lamp:L1')
  const after = landlord(table, {}, funeral, '2026-12-01 12:00')
  expect(await keepRegime(after)).toBe(1)
  expect((await after.store.load('lamp:L1'))!.case.wake).toBe(when('2026-12-08 06:00'))
  expect(await keepRegime(after)).toBeUndefined()
})

test('a choice of the landlord freezes in the cases that are open, until somebody moves them, with an event for each', async () => {
  const table = memoryStore()
  const before = landlord(table, {}, england, '2026-11-30')
  const facts = { stream: 'gas', description: 'x', priority: 'P2', raisedOn: '2026-11-30' }
  await before.apply.open('action', { id: 'ACT-1', facts, by: admin })
  expect(await keepRegime(before)).toBeUndefined()
  const dueOf = async (w: ReturnType<typeof landlord>, id: string) => {
    const { case: c } = (await w.store.load(id))!
    return running(workflows.action!, c, w.reckon)[0]!.due
  }
  const was = await dueOf(before, 'ACT-1')

  const tighter = { 'action.p2': 10 }
  const after = landlord(table, tighter, england, '2026-12-01')
  expect(await keepRegime(after)).toBe(0)
  expect(await dueOf(after, 'ACT-1')).toBe(was)
  after.clock.now = when('2026-12-20 06:00')
  await after.apply.fire('ACT-1')
  const climbed = (await folds(after, 'ACT-1')).at(-1)!
  expect(climbed).toMatchObject({ type: 'clock.climbed', under: after.regimes.current.id })
  await after.apply.open('action', { id: 'ACT-2', facts: { ...facts, raisedOn: '2026-12-20' }, by: admin })
  expect(await dueOf(after, 'ACT-2')).toBe('2026-12-30')

  const at = after.clock.now
  const moved = await adopt(after.apply, after.regimes, { id: 'ACT-1' }, admin, { at, reason: 'The board decided' })
  expect(moved.kind).toBe('done')
  expect(await dueOf(after, 'ACT-1')).toBe('2026-12-10')
  const events = await folds(after, 'ACT-1')
  expect(events.at(-1)).toMatchObject({
    type: 'policy.adopted',
    by: { id: admin.id },
    data: { to: after.regimes.current.id },
  })
  const again = await adopt(after.apply, after.regimes, { id: 'ACT-1' }, admin, { at })
  expect(again).toMatchObject({ kind: 'rejected' })
  // Nobody posts it: it is an operation of its own.
  const posted = { type: 'policy.adopted', at, by: admin, data: { to: after.regimes.current.id } }
  expect(await after.apply.event('ACT-2', posted)).toMatchObject({ rejection: { kind: 'forbidden' } })
})

test('a case of a regime that is in no register is refused, never guessed at', async () => {
  const table = memoryStore()
  const before = landlord(table, {}, england, '2026-11-30')
  await before.apply.open('gas', { id: 'gas:H1', facts: { deadline: '2027-06-01' }, by: admin })
  const after = landlord({ ...table, getSetting: async () => undefined }, { 'gas.issue': 50 }, england, '2026-12-01')
  await expect(after.store.load('gas:H1')).rejects.toThrow('is not in the register')
})

test('acknowledged and not moved: listed weekly until something happens', () => {
  const story = history(lamp).opens('2027-01-01', { due: '2027-02-01' })
  story.until('2027-02-10')
  story.does('2027-02-10 10:00', 'acknowledged', {}, staff('officer'))
  const week = { now: when('2027-02-18'), before: when('2027-02-11') }
  const named = { lamp }
  expect(stuck([story.case], named, story.reckon, week)).toMatchObject([
    { caseId: 'lamp:H1', clock: 'yearly', by: 'officer@landlord.example', late: 17, overdue: true },
  ])
  expect(stuck([story.case], named, story.reckon, { ...week, before: when('2027-02-09') })).toEqual([])
  story.does(
    '2027-02-12',
    'test.claimed',
    { on: '2027-02-12' },
    { kind: 'contractor', id: 'sparks', roles: ['contractor'] },
  )
  expect(stuck([story.case], named, story.reckon, week)).toEqual([])
})
