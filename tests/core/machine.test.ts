import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/core/consequences.ts'
import { allowedIn, current, decide } from '../../shared/core/machine.ts'
import { admin, contractor, history, staff, when } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'

const lit = { due: '2027-06-01' }

describe('a rejection is a value that says why', () => {
  it('names what this state allows when an event does not belong here', () => {
    expect(history(lamp).opens('2027-01-01', lit).refuses('2027-01-02', 'test.verified')).toEqual({
      ok: false,
      kind: 'not_allowed',
      event: 'test.verified',
      state: 'lit',
      allowed: ['test.claimed', 'fault.found', 'lamp.removed', 'order.placed', 'child.closed'],
    })
  })
  it.each(['constructor', 'toString', '__proto__'])('takes no event for being called %s', type => {
    expect(history(lamp).opens('2027-01-01', lit).refuses('2027-01-02', type)).toMatchObject({ kind: 'not_allowed' })
  })
  it('names the sentences that failed, with their code', () => {
    const story = history(lamp)
      .opens('2027-01-01', lit)
      .does('2027-01-02', 'test.claimed', { on: '2027-01-02' }, contractor('bright'))
    expect(story.refuses('2027-01-03', 'test.verified', {}, { ...staff('officer'), id: 'bright' })).toMatchObject({
      kind: 'guard',
      failed: ['OTHER_EYES: verified by somebody else'],
      codes: ['OTHER_EYES'],
    })
  })
  it('names the fields that are wrong', () => {
    expect(
      history(lamp)
        .opens('2027-01-01', lit)
        .refuses('2027-01-02', 'test.claimed', { on: '2027-02-30', extra: 1 }, contractor()),
    ).toMatchObject({ kind: 'invalid', issues: [{ path: 'on' }, { path: '' }] })
  })
  it('names the roles that may', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    expect(story.refuses('2027-01-02', 'test.claimed', { on: '2027-01-02' }, staff('officer'))).toMatchObject({
      kind: 'forbidden',
      needs: ['contractor'],
    })
    expect(story.refuses('2027-01-02', 'lamp.removed', {}, contractor())).toMatchObject({
      kind: 'forbidden',
      needs: ['staff'],
    })
  })
  it('takes from members who oversee only what a rule names them for', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    expect(story.refuses('2027-01-02', 'lamp.removed', {}, staff('portfolioHolder'))).toMatchObject({
      kind: 'forbidden',
      needs: ['staff'],
    })
    const officerToo = { ...staff('mrc'), roles: ['mrc' as const, 'officer' as const] }
    expect(story.does('2027-01-02', 'lamp.removed', {}, officerToo).state).toBe('gone')
  })
  it('takes no event from the future, whoever says so (G20)', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    expect(story.refuses('2027-01-03', 'lamp.removed', {}, admin, '2027-01-02')).toMatchObject({
      codes: ['DATE_IN_FUTURE'],
    })
  })
  it('never lets anybody post what the engine alone records', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    for (const type of ['case.opened', 'clock.climbed', 'clocks.redated'])
      expect(story.refuses('2027-01-02', type, {})).toMatchObject({ kind: 'forbidden', needs: ['system'] })
    expect(
      story.refuses('2027-01-02', 'child.closed', { child: 'x', workflow: 'lamp', state: 'gone', outcome: 'removed' }),
    ).toMatchObject({
      kind: 'forbidden',
    })
  })
})

describe('states', () => {
  it('stand before what holds anywhere, and may forbid it', () => {
    expect(allowedIn(lamp, 'claimed')).not.toContain('lamp.removed')
    expect(allowedIn(lamp, 'gone')).toEqual([])
  })
  it('are found by their former name; an unknown one is a fault, never a guess', () => {
    const { case: c } = history(lamp).opens('2027-01-01', lit)
    expect(current(lamp, { ...c, state: 'waiting' }).state).toBe('due')
    const input = { type: 'lamp.removed', at: when('2027-01-02'), by: admin, data: {} }
    const now = { instant: when('2027-01-02'), today: '2027-01-02', reckon: history(lamp).reckon }
    expect(() => decide(lamp, { ...c, state: 'burning' }, input, now as never)).toThrow(Fault)
  })
  it('give the lead; an end has an outcome and no next waking', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    expect(story.case.lead).toBe('officer')
    story.does('2027-01-02', 'test.claimed', { on: '2027-01-02' }, contractor())
    expect(story.case.lead).toBe('complianceOfficer')
    story.does('2027-01-03', 'test.verified').does('2027-01-04', 'lamp.removed')
    expect(story.case).toMatchObject({ state: 'gone', closedAt: when('2027-01-04') })
    expect(story.case.wake).toBeUndefined()
    story.replays()
  })
})

describe('children', () => {
  it('are opened by an errand whose id is made of what it is about', () => {
    const story = history(lamp).opens('2027-01-01', lit)
    const same = history(lamp).opens('2027-01-01', lit)
    story.does('2027-01-02', 'order.placed', { what: 'bulb' })
    same.does('2027-01-02', 'order.placed', { what: 'bulb' })
    expect(story.errands).toMatchObject([{ from: 'lamp:H1', open: { workflow: 'lamp', parent: 'lamp:H1' } }])
    expect(same.errands).toEqual(story.errands)
    const child = story.errands[0]?.to ?? ''
    expect(story.case.children[child]).toEqual({ workflow: 'lamp', state: 'opening', closed: false })
  })
  it('tell their parent when they end, and the parent may react', () => {
    const child = history(lamp).opens('2027-01-01', lit)
    const parent = history(lamp).opens('2027-01-01', lit)
    const system = { kind: 'system', id: 'system', roles: ['system' as const] } as const
    child.case.parent = parent.case.id
    child.does('2027-01-05', 'lamp.removed')
    const [errand] = child.errands
    expect(errand).toMatchObject({ to: 'lamp:H1', event: { type: 'child.closed', data: { outcome: 'removed' } } })
    parent.does('2027-01-05', 'child.closed', errand?.event?.data, { ...system, roles: [...system.roles] })
    expect(parent.state).toBe('dark')
    expect(Object.values(parent.case.children)).toEqual([
      { workflow: 'lamp', state: 'gone', closed: true, outcome: 'removed' },
    ])
    parent.replays()
  })
})

it('tells at once what a rule tells', () => {
  const story = history(lamp).opens('2027-01-01', lit).does('2027-01-02', 'fault.found', { by: '2027-01-03T09:00:00Z' })
  expect(story.notices.map(n => [n.role, n.template, n.urgency])).toEqual([
    ['officer', 'fault', 'emergency'],
    ['headOfService', 'fault', 'emergency'],
  ])
})
