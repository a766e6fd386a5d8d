/** What open systems of this kind get wrong, each a test that ours does not. */
import { describe, expect, test } from 'vitest'
import { apply } from '../../shared/apply.ts'
import { explain } from '../../shared/core/explain.ts'
import { decide } from '../../shared/core/machine.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addMinutes, type Day } from '../../shared/core/time.ts'
import { calendar, england, PastHorizon } from '../../shared/core/working-days.ts'
import { newSecret, sign, verify as verifySignature } from '../../shared/intake/signature.ts'
import { policyPreview } from '../../shared/position/ahead/policy-preview.ts'
import { isCompliant, position } from '../../shared/position/position.ts'
import { type EstateAsset, project } from '../../shared/position/projection.ts'
import { verifyChain } from '../../shared/store/chain.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import { admin, history, sha, staff, when } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'
import { reckon, workflows } from './house.ts'
import { quiet } from './quiet.ts'

const due = '2027-02-09'
const officer = staff('housingOfficer')

describe('reminders', () => {
  test('sent only on the thirtieth day before, so a skipped day loses them: ours come once when the sweep is back', async () => {
    const house = await quiet('2027-01-25')
    await house.open('lamp', 'lamp:L1', { due })
    // No run at all, not even a first one, from before the rung of ten days to three days after it.
    await house.at('2027-02-02 06:00')
    const [late, ...others] = await house.at('2027-02-02 07:30')
    expect(late?.text).toContain('lamp%3AL1')
    expect(others).toEqual([])
    expect(await house.at('2027-02-02 09:00')).toEqual([])
    expect(await house.at('2027-02-03 07:30')).toEqual([])
  })

  test('of the first thousand homes alone: the last of 1,200 escalates like the first', {
    timeout: 60_000,
  }, async () => {
    const house = await quiet('2027-02-10 05:00')
    for (let home = 1; home <= 1200; home++) await house.open('lamp', `lamp:L${home}`, { due })
    await house.at('2027-02-10 06:00')
    for (const home of [1, 1000, 1001, 1200])
      expect((await house.history(`lamp:L${home}`)).at(-1)?.type, `home ${home}`).toBe('clock.climbed')
  })

  test('never for a home without a certificate: ours is overdue from the first day', async () => {
    const story = history(gas).opens('2027-02-08', { dutyBeganOn: '2027-02-08' })
    const told = [...story.wakes('2027-02-08'), ...story.until('2027-02-10')]
    expect(told.length).toBeGreaterThan(0)
    const c = story.case.facts
    expect(position(gas, c, '2027-02-09' as Day, { reckon })).toMatchObject({
      status: 'never_inspected',
      daysOverdue: 1,
    })
  })

  test('the same again every few hours to a whole role: a level is told once, and its repeats at their interval', async () => {
    const house = await quiet('2027-02-10 05:00')
    await house.open('lamp', 'lamp:L1', { due })
    await house.at('2027-02-10 07:30')
    const before = house.mails.length
    for (let hour = 9; hour < 18; hour++) await house.at(`2027-02-10 ${String(hour).padStart(2, '0')}:00`)
    expect(house.mails.length).toBe(before)
  })

  test('to one shared inbox: ours go to a person, then to others above', async () => {
    const house = await quiet('2027-02-10 05:00')
    await house.open('lamp', 'lamp:L1', { due })
    const first = await house.at('2027-02-10 07:30')
    await house.at('2027-02-16 06:00')
    const then = await house.at('2027-02-16 07:30')
    expect(first.map(mail => mail.to)).toContainEqual(['asha@x.org'])
    expect(first.map(mail => mail.to)).not.toContainEqual(['kit@x.org'])
    expect(then.map(mail => mail.to)).toContainEqual(['kit@x.org'])
  })
})

describe('dates', () => {
  const triage = { kind: 'damp_mould', reasons: 'Mould', vulnerabilityChecked: true }
  const proof = { documents: [{ name: 'a.jpg', sha256: sha('a') }] }
  test('of hazards by somebody’s memory: ours are those of the regulations', () => {
    const aware = { awareAt: when('2026-11-30'), channel: 'call' }
    const grave = history(hazard).opens('2026-11-30', aware).does('2026-11-30', 'triage.emergency', triage, officer)
    const dues = (story: typeof grave, on: string) =>
      Object.fromEntries(explain(hazard, story.case, reckon, {}, when(on)).map(one => [one.name, one.due]))
    expect(dues(grave, '2026-11-30').emergency).toBe('2026-12-01T09:00:00.000Z')
    const story = history(hazard).opens('2026-11-30', aware).does('2026-11-30', 'triage.significant', triage, officer)
    expect(dues(story, '2026-11-30').investigate).toBe('2026-12-14')
    const found = { found: 'significant', mode: 'in_person', preventativeWork: true, ...proof }
    story.does('2026-12-14', 'investigation.concluded', found, officer)
    expect(dues(story, '2026-12-14')).toMatchObject({
      summary: '2026-12-17',
      safety: '2026-12-21',
      preventativeBackstop: '2027-03-08',
    })
  })

  test('without a list of bank holidays every weekday is worked: ours refuses to reckon', () => {
    expect(() => calendar([])).toThrow()
    expect(() => england.add('2039-12-20' as Day, 5)).toThrow(PastHorizon)
  })

  test('that escalate at once on re-opening: before it is saved it is known when it will', () => {
    const story = history(lamp).opens('2027-01-04', { due: '2027-12-01' })
    story.does('2027-01-04', 'fault.found', { by: when('2027-01-04 13:00') })
    story.until('2027-01-05')
    expect(story.state).toBe('dark')
    const at = when('2027-01-05 10:00')
    const now = { instant: at, today: '2027-01-05' as Day, reckon }
    const decision = decide(lamp, story.case, { type: 'test.verified', at, by: admin, data: {} }, now)
    expect(decision.ok && decision.case).toMatchObject({ state: 'lit', wake: expect.stringMatching(/^2027-/) })
    expect(story.state).toBe('dark')
  })

  test('that a changed rule moves for new cases alone: the open ones are previewed, and can be moved', () => {
    const story = history(gas).opens('2026-11-01', { deadline: due })
    const change = { before: reckoner(england), after: reckoner(england, { 'gas.issue': 90 }), now: when('2026-11-02') }
    expect(policyPreview([story.case], workflows, change).rewoken).toHaveLength(1)
  })
})

describe('the record', () => {
  const committed = async () => {
    const house = await quiet('2027-02-10 05:00')
    await house.open('lamp', 'lamp:L1', { due })
    await house.at('2027-02-10 06:00')
    await house.event('lamp:L1', 'order.placed', { what: 'a bulb' })
    return house
  }

  test('of escalations is made up when it is read: ours are stored events', async () => {
    const house = await committed()
    const read = async () => JSON.stringify(await house.history('lamp:L1'))
    expect(await read()).toContain('clock.climbed')
    expect(await read()).toBe(await read())
  })

  test('is deleted while the log says archived: a gap anywhere breaks the chain', async () => {
    const house = await committed()
    const links = (await house.store.history('lamp:L1')).items
    expect(verifyChain(links).ok).toBe(true)
    expect(links.length).toBeGreaterThan(2)
    for (let gap = 0; gap < links.length - 1; gap++)
      expect(verifyChain(links.filter((_, at) => at !== gap)).ok).toBe(false)
    const head = links.at(-1)!.hash
    expect(verifyChain(links.slice(0, -1), head).ok).toBe(false)
  })

  test('fails in silence: the change and its event are written together or not at all', async () => {
    const table = memoryTable()
    let fails = true
    const store = storeOver({
      ...table,
      transact: async writes => {
        if (fails) throw new Error('the network dropped')
        return table.transact(writes)
      },
    })
    const does = apply({
      store,
      workflows,
      reckon,
      now: () => when('2027-01-04'),
      salt: () => 'a salt of the test',
      pause: async () => {},
    })
    const opening = { id: 'lamp:L1', facts: { due }, by: admin }
    await expect(does.open('lamp', opening)).rejects.toThrow('dropped')
    expect(await store.load('lamp:L1')).toBeUndefined()
    expect((await store.history('lamp:L1')).items).toEqual([])
    fails = false
    await does.open('lamp', opening)
    expect((await store.history('lamp:L1')).items).toHaveLength(1)
  })

  test('of an action has neither owner nor date: ours is refused without, and is never without a lead', async () => {
    const house = await quiet('2027-02-10')
    const action = { stream: 'fra', description: 'Mend the door', priority: 'P1', raisedOn: '2027-02-10' }
    const wrong = await house.open('action', 'ACT-1', { ...action, dueOn: 'soon' })
    expect(wrong).toMatchObject({ kind: 'rejected', rejection: { kind: 'invalid' } })
    expect(await house.open('action', 'ACT-2', action)).toMatchObject({ kind: 'done' })
    expect(await house.load('ACT-2')).toMatchObject({
      lead: expect.stringMatching(/\w/),
      wake: expect.stringMatching(/^2027/),
    })
  })
})

describe('figures', () => {
  const homes: EstateAsset[] = ['H1', 'H2', 'H3'].map(id => ({
    id,
    type: 'dwelling',
    parentId: 'B1',
    ownership: 'owned',
  }))
  const at = (status: 'compliant' | 'never_inspected') => ({ status, daysOverdue: 0, why: '' })
  test('count the certificates that exist: ours count homes, and a block never assessed lowers them', () => {
    const estate: EstateAsset[] = [
      { id: 'B1', type: 'block' },
      ...homes,
      { id: 'B2', type: 'block' },
      { id: 'H4', type: 'dwelling', parentId: 'B2', ownership: 'owned' },
    ]
    const held = [
      { assetId: 'B1', workflow: 'fra', position: at('compliant') },
      { assetId: 'B2', workflow: 'fra', position: at('never_inspected') },
    ]
    expect(project('BS02', estate, held, '2027-03-31' as Day)).toMatchObject({ numerator: 3, denominator: 4 })
  })

  test('give an expired certificate some points, and an unknown type none: ours count nothing, and refuse', async () => {
    const story = history(gas).opens('2026-11-01', {
      deadline: due,
      checks: [{ on: '2026-02-09', knownOn: '2026-02-09', nextDue: due, result: 'SATISFACTORY' }],
    })
    const late = position(gas, story.case.facts, '2027-02-10' as Day, { reckon })
    expect(isCompliant(late)).toBe(false)
    const house = await quiet('2027-02-10')
    expect(await house.open('radon', 'radon:H1', {})).toMatchObject({ rejection: { kind: 'unknown' } })
  })
})

test('a key that is never checked: unsigned, stale, changed and another partner’s callbacks are refused', () => {
  const [ours, theirs] = [newSecret(), newSecret()]
  const now = when('2027-02-10')
  const body = '{"eventType":"inspection.completed"}'
  const headers = sign(ours, 'message-0001', now, body)
  const tried = (change: object) => verifySignature({ headers, body, secrets: [ours], now, ...change }).ok
  expect(tried({})).toBe(true)
  expect(tried({ headers: {} })).toBe(false)
  expect(tried({ now: addMinutes(now, 6) })).toBe(false)
  expect(tried({ body: body.replace('completed', 'refused') })).toBe(false)
  expect(tried({ secrets: [theirs] })).toBe(false)
})

test('the same callback again: it is answered as the first time and changes nothing', async () => {
  const house = await quiet('2027-01-04')
  await house.open('lamp', 'lamp:L1', { due })
  const input = { type: 'order.placed', at: when('2027-01-04'), by: admin, data: { what: 'a bulb' } }
  const message = { source: 'partner', id: 'message-0001', bodyHash: 'a' }
  const first = await house.apply.event('lamp:L1', input, message)
  expect(first.kind).toBe('done')
  expect((await house.apply.event('lamp:L1', input, message)).kind).toBe('duplicate')
  expect((await house.apply.event('lamp:L1', input, { ...message, bodyHash: 'b' })).kind).toBe('mismatch')
  expect((await house.load('lamp:L1')).version).toBe(2)
})

test('a third stage of complaints: the Code has two', () => {
  const states = Object.keys(workflows.complaint!.states)
  expect(states.some(state => state.startsWith('s1_')) && states.some(state => state.startsWith('s2_'))).toBe(true)
  expect(states.filter(state => /^s[3-9]_|stage_?[3-9]/.test(state))).toEqual([])
})
