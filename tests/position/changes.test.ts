/** What a change of calendar or policy does to open cases: shown first, then done with an event for each. */
import { expect, test } from 'vitest'
import { apply } from '../../shared/apply.ts'
import published from '../../shared/core/bank-holidays.json' with { type: 'json' }
import { reckoner } from '../../shared/core/reckon.ts'
import { at, type Day } from '../../shared/core/time.ts'
import { calendar, england } from '../../shared/core/working-days.ts'
import { policyPreview } from '../../shared/position/policy-preview.ts'
import { stuck } from '../../shared/position/stuck.ts'
import { redate } from '../../shared/redate.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import { workflows } from '../../shared/workflows/index.ts'
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

test('it is done by the nightly job: an event in the history of each case that it touches, and of no other', async () => {
  const store = memoryStore()
  const now = () => at('2027-01-25' as Day, '02:00')
  const named = { ...workflows, lamp }
  const given = { store, workflows: named, now, salt: () => 'a salt of the test', pause: async () => {} }
  const old = apply({ ...given, reckon: reckoner(england) })
  await old.open('lamp', { id: 'lamp:L1', facts: { due: '2027-02-01' }, by: admin })
  await old.fire('lamp:L1')
  await old.open('gas', { id: 'gas:H1', facts: { deadline: '2027-06-01' }, by: admin })
  const reckon = reckoner(calendar(events, [{ date: '2027-01-29', title: 'Proclaimed' }]))
  const fault = (name: string, error: unknown) => {
    throw new Error(name, { cause: error })
  }
  const deps = { store, workflows: named, reckon, apply: apply({ ...given, reckon }), fault }
  const whole = { segment: 0, of: 1 }
  expect(await redate(deps, whole)).toEqual({ looked: 2, moved: ['lamp:L1'] })
  const { event } = (await store.history('lamp:L1')).items.at(-1)!
  // Two working days before Monday 1 February: the Thursday, now that Friday is no working day the Wednesday.
  expect(event).toMatchObject({
    type: 'clocks.redated',
    data: { was: '2027-01-28T06:00:00.000Z', is: '2027-01-27T06:00:00.000Z' },
  })
  expect(await redate(deps, whole)).toEqual({ looked: 2, moved: [] })
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
