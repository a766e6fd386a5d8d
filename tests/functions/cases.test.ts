import { describe, expect, test } from 'vitest'
import { addMinutes, day } from '../../shared/core/time.ts'
import { markOf } from '../../shared/links/link.ts'
import { sha } from '../support/history.ts'
import { apiWorld, home, withHome } from './api-world.ts'

const done = {
  result: 'SATISFACTORY',
  operative: { name: 'A. Fitter', regNo: '1234567' },
  documents: [{ name: 'lgsr.pdf', sha256: sha('a') }],
}
const path = '/cases/gas:H00017'

describe('the day of a visit, in the words of the contract', () => {
  const tell = async (workflow: string, type: string, data: object) => {
    const { send, store } = await apiWorld()
    const facts = workflow === 'gas' ? home : { dutyBeganOn: home.dutyBeganOn }
    const opened = await send(`/workflows/${workflow}/cases`, { body: { id: 'open', assetId: 'H00017', facts } })
    const { caseId } = opened.body
    const { status, body } = await send(`/cases/${caseId}/events`, { body: { id: 'e-1', type, data } })
    return { status, body, inHand: (await store.load(caseId))?.case.facts.inHand }
  }

  test.each([
    // gas has no field for it: it is when the check happened, not when somebody typed it in
    ['gas', 'inspection.completed', 'visitDate', { on: '2026-11-09', claimedOn: '2026-11-22' }],
    ['gas', 'certificate.submitted', 'visitDate', { on: '2026-11-09', claimedOn: '2026-11-22' }],
    ['eicr', 'inspection.completed', 'visitDate', { first: '2026-11-09', last: '2026-11-09' }],
    ['eicr', 'certificate.submitted', 'checkedOn', { first: '2026-11-09', last: '2026-11-09' }],
  ])('%s: %s with a %s is dated by it', async (workflow, type, field, inHand) => {
    const told = await tell(workflow, type, { ...done, [field]: '2026-11-09' })
    expect(told).toMatchObject({ status: 200, inHand })
  })

  test('is no day to come, and nothing but a day', async () => {
    expect(await tell('gas', 'inspection.completed', { ...done, visitDate: '2026-11-23' })).toMatchObject({
      status: 422,
      body: { codes: ['DATE_IN_FUTURE'] },
    })
    expect(await tell('gas', 'inspection.completed', { ...done, visitDate: '09/11/2026' })).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'visitDate' }] },
    })
  })
})

test('the service says that it lives and what time it thinks it is', async () => {
  const { body } = await (await apiWorld()).send('/health')
  expect(body).toEqual({ status: 'ok', now: '2026-11-22T09:00:00.000Z' })
})

describe('opening', () => {
  test('an obligation has one id per asset; a second is refused; the same message again is answered as then', async () => {
    const { send } = await apiWorld()
    const body = { id: 'm-1', assetId: 'H00017', facts: home }
    const first = await send('/workflows/gas/cases', { body })
    expect(first).toMatchObject({ status: 201, body: { caseId: 'gas:H00017', case: { state: 'compliant' } } })
    expect(await send('/workflows/gas/cases', { body })).toMatchObject({ status: 200, body: first.body })
    expect((await send('/workflows/gas/cases', { body: { ...body, id: 'm-2' } })).status).toBe(409)
    const other = await send('/workflows/gas/cases', { body: { ...body, facts: { ...home, reason: 'x' } } })
    expect(other).toMatchObject({ status: 409, body: { type: 'urn:dutyholder:problem:message-id' } })
  })

  test('a check typed in by hand has no day to come, and no later date than its law reckons', async () => {
    const { send } = await apiWorld()
    const check = { on: '2026-03-10', knownOn: '2026-03-10', nextDue: '2027-03-10', result: 'SATISFACTORY' }
    const opens = async (workflow: string, more: object, facts: object = {}) => {
      const json = { assetId: 'H00017', facts: { checks: [{ ...check, ...more }], ...facts } }
      const { status, body } = await send(`/workflows/${workflow}/cases`, { body: { id: workflow, ...json } })
      return status === 422 ? body.codes : status
    }
    expect(await opens('gas', { on: '2026-12-24', nextDue: '2027-12-24' })).toEqual(['DATE_IN_FUTURE'])
    expect(await opens('gas', { knownOn: '2026-12-24' })).toEqual(['DATE_IN_FUTURE'])
    expect(await opens('gas', { nextDue: '2028-03-10' })).toEqual(['DUE_TOO_LATE'])
    expect(await opens('survey', { nextDue: '2031-03-10' }, { deadline: '2099-01-01' })).toEqual(['DUE_TOO_LATE'])
    // a gas check made within two months before its date keeps that date
    expect(await opens('gas', { nextDue: '2027-05-01' }, { deadline: '2027-05-01' })).toBe(201)
    expect(await opens('survey', { nextDue: '2031-03-10' }, { deadline: '2031-03-10' })).toBe(201)
  })

  test('what there is once is opened once, by hand as by a file or another case', async () => {
    const { send } = await apiWorld()
    const once: [string, object, string][] = [
      ['access', {}, 'access:H00017'],
      ['plan-action', { plan: 'CCC', ref: '3.1', raisedOn: '2026-11-01' }, 'plan-action:ccc:3.1'],
      ['statutory-return', { what: 'tsm', title: 'TSM', yearEnd: '2027-03-31' }, 'statutory-return:tsm:2027-03-31'],
      ['block-inspection', { block: 'B1', blockType: 'low', from: '2026-11-01' }, 'block-inspection:B1:2026-11-01'],
      [
        'water-task',
        {
          system: 'W1',
          outlet: 'sink 3',
          task: 'cold_sentinel',
          period: '2026-12',
          from: '2026-12-01',
          to: '2026-12-31',
        },
        'water-task:W1:sink 3:cold_sentinel:2026-12',
      ],
    ]
    for (const [workflow, facts, caseId] of once) {
      const open = (id: string) => send(`/workflows/${workflow}/cases`, { body: { id, assetId: 'H00017', facts } })
      expect(await open(`${workflow}-1`)).toMatchObject({ status: 201, body: { caseId } })
      expect(await open(`${workflow}-2`)).toMatchObject({ status: 409 })
    }
  })

  test.each([
    ['action', { stream: 'gas', description: 'x', priority: 'P2', raisedOn: '2026-12-24' }],
    ['hazard', { awareAt: '2026-12-24T09:00:00Z', channel: 'call', kind: 'damp_mould' }],
    ['promise', { complaint: 'C', stage: 1, what: 'x', type: 'action', madeOn: '2026-12-24', by: '2027-01-31' }],
    ['ombudsman', { reference: 'HO-1', referredOn: '2026-12-24' }],
    ['policy-review', { policy: 'Repairs', approvedOn: '2026-12-24' }],
    ['plan-action', { plan: 'P', ref: '1', raisedOn: '2026-12-24' }],
  ])('%s does not begin in the future', async (workflow, facts) => {
    const { send } = await apiWorld()
    const { status, body } = await send(`/workflows/${workflow}/cases`, { body: { id: 'm', assetId: 'H00017', facts } })
    expect([status, body.codes]).toEqual([422, ['DATE_IN_FUTURE']])
  })

  test('what people open gets a short id that can be read aloud', async () => {
    const { send } = await apiWorld()
    const facts = { stream: 'gas', description: 'Flue loose', priority: 'P2', raisedOn: '2026-11-20' }
    const { status, body } = await send('/workflows/action/cases', { body: { id: 'm-1', assetId: 'H00017', facts } })
    expect(status).toBe(201)
    expect(body.caseId).toMatch(/^ACT-\w{4}-\w{4}-\w{4}$/)
  })

  test('a former tenant is heard about a home that was sold; an open hazard there and a complaint stand side by side', async () => {
    const { send, store } = await apiWorld()
    await store.putAsset({ id: 'SOLD', type: 'dwelling', status: 'disposed', ownedTo: day.parse('2026-06-30') })
    const facts = { receivedAt: '2026-11-22T08:00:00Z', persons: [{ name: 'J. Okonkwo' }], text: 'The deposit' }
    const heard = await send('/workflows/complaint/cases', { body: { id: 'm-1', assetId: 'SOLD', facts } }) // G106
    expect(heard.status).toBe(201)
    expect(heard.body.clocks).toContainEqual(expect.objectContaining({ name: 'ack1', due: '2026-11-27' }))
    const aware = { awareAt: '2026-11-21T08:00:00Z', channel: 'call' }
    expect(
      (await send('/workflows/hazard/cases', { body: { id: 'm-2', assetId: 'H00017', facts: aware } })).status,
    ).toBe(201)
    const both = await send('/workflows/complaint/cases', { body: { id: 'm-3', assetId: 'H00017', facts } }) // G112
    expect(both.status).toBe(201)
    const there = (await send('/cases', { query: 'asset=H00017' })).body.items as { workflow: string }[]
    expect(there.map(({ workflow }) => workflow).sort()).toEqual(['complaint', 'hazard'])
    const hazard = (await send('/cases', { query: 'asset=H00017&workflow=hazard' })).body.items[0]
    expect(hazard.due).toBe('2026-11-23')
  })

  test('a home bought back is a new asset: never inspected, overdue at once, and not let before its checks (G36)', async () => {
    const { send, store } = await withHome()
    const at = '2026-11-22T09:00:00Z'
    const tell = (caseId: string, type: string, data: object, id: string) =>
      send(`/cases/${caseId}/events`, { body: { id, type, data, occurredAt: at } })
    const sold = { on: '2026-11-20', reason: 'right to buy' }
    expect((await tell('gas:H00017', 'asset.disposed', sold, 'm-1')).status).toBe(200)
    // the old case takes nothing any more: what is bought back begins without the checks of before
    const row = 'assetId,workflow,applicability,lastDoneOn\nH00017,gas,required,2026-02-10\n'
    const again = await send('/imports/obligations', { body: row, type: 'text/csv' })
    expect(again.body).toMatchObject({ created: 0, changed: 0 })
    await store.putAsset({ id: 'H00017B', type: 'dwelling', ownedFrom: day.parse('2026-11-22'), hasGas: 'yes' })
    for (const stream of ['gas', 'eicr']) {
      const body = { id: `m-${stream}`, assetId: 'H00017B', facts: { dutyBeganOn: '2026-11-22' } }
      expect((await send(`/workflows/${stream}/cases`, { body })).status).toBe(201)
    }
    const standing = await send('/position', { query: 'workflow=gas&list=neverInspected' })
    expect(standing.text).toContain('gas:H00017B')
    const moving = { on: '2026-11-23', copyGivenOn: '2026-11-22' }
    expect((await tell('gas:H00017B', 'tenancy.starting', moving, 'm-8')).body.codes).toContain('LGSR_MISSING')
    expect((await tell('eicr:H00017B', 'tenancy.starting', moving, 'm-9')).body.codes).toContain('EICR_MISSING')
  })

  test.each([
    ['no id', { assetId: 'H00017', facts: home }, 400],
    ['no facts', { id: 'm', assetId: 'H00017' }, 400],
    ['facts that are none', { id: 'm', assetId: 'H00017', facts: 'x' }, 400],
    ['an unknown fact', { id: 'm', assetId: 'H00017', facts: { ...home, colour: 'red' } }, 400],
    ['an unknown field', { id: 'm', assetId: 'H00017', facts: home, colour: 'red' }, 400],
    ['no asset', { id: 'm', facts: home }, 400],
    ['an asset nobody knows', { id: 'm', assetId: 'H9', facts: home }, 422],
    ['a beginning in the future', { id: 'm', assetId: 'H00017', facts: home, occurredAt: '2027-01-01T00:00:00Z' }, 422],
    ['an absurd beginning', { id: 'm', assetId: 'H00017', facts: home, occurredAt: '1066-10-14T09:00:00Z' }, 422],
    ['an odd id', { id: 'a b\u0000', assetId: 'H00017', facts: home }, 400],
  ])('%s is refused', async (_, body, status) => {
    const { send, store } = await apiWorld()
    expect((await send('/workflows/gas/cases', { body })).status).toBe(status)
    expect(await store.load('gas:H00017')).toBeUndefined()
  })

  test('an unknown workflow is not found, whatever it is called', async () => {
    const { send } = await apiWorld()
    for (const name of ['plumbing', '__proto__', 'constructor', '%00'])
      expect((await send(`/workflows/${name}/cases`, { body: { id: 'm', facts: {} } })).status).toBe(404)
  })
})

describe('a case', () => {
  test('says where it stands, who answers for it, why its date is what it is, and what may be told to it', async () => {
    const { send } = await withHome()
    const { body } = await send(path)
    expect(body).toMatchObject({
      caseId: 'gas:H00017',
      lead: { role: 'complianceManager', person: { email: 'asha@x.org', name: 'Asha Patel' } },
      position: { status: 'compliant', nextDue: '2027-02-10' },
      history: [{ seq: 1, type: 'case.opened', by: { id: 'administrator@localhost' } }],
      words: {},
    })
    const [clock] = body.clocks
    expect(clock).toMatchObject({ kind: 'statutory', due: '2027-02-10', overdue: false, overdueDays: 0 })
    expect(clock.source).toContain('reg 36')
    expect(clock.next.at > '2026-11-22').toBe(true)
    expect(body.allowed).toEqual(expect.arrayContaining(['inspection.completed', 'note.added', 'reassigned']))
    expect(body.allowed).not.toContain('acknowledged')
    expect(body.explain[0].clock).toBe(clock.name)
  })

  test('knows an event however its letters are written: a category A defect withdraws the lift', async () => {
    const { send, store } = await apiWorld()
    await store.putAsset({ id: 'L1', type: 'lift' })
    await send('/workflows/lifts/cases', { body: { id: 'o', assetId: 'L1', facts: { subType: 'passenger' } } })
    const defect = { id: 'e', type: 'defect.A', data: { actionTaken: 'Rope parted: switched off', isolated: true } }
    const { status, body } = await send('/cases/lifts:L1:passenger/events', { body: defect })
    expect([status, body.case.state, body.history.at(-1).type]).toEqual([200, 'withdrawn', 'defect.a'])
    const unknown = await send('/cases/lifts:L1:passenger/events', { body: { ...defect, id: 'f', type: 'Defect.Z' } })
    expect(unknown).toMatchObject({ status: 409, body: { detail: expect.stringContaining('Defect.Z') } })
  })

  test('takes an event, once, and refuses another under the same id', async () => {
    const { send, store } = await withHome()
    const body = { id: 'e-1', type: 'inspection.completed', occurredAt: '2026-11-22T08:00:00+00:00', data: done }
    const first = await send(`${path}/events`, { body, as: 'asha@x.org' })
    expect(first).toMatchObject({ status: 200, body: { case: { state: 'evidence_review', version: 2 } } })
    expect(await send(`${path}/events`, { body, as: 'asha@x.org' })).toMatchObject({ status: 200, body: first.body })
    const { id, ...rest } = body
    expect(await send(`${path}/events`, { body: rest, headers: { 'webhook-id': id } })).toMatchObject({ status: 200 })
    expect((await send(`${path}/events`, { body: { ...body, data: {} } })).status).toBe(409)
    expect((await store.load('gas:H00017'))!.case.version).toBe(2)
  })

  test('moves with the clock: overdue is told with its days', async () => {
    const { send, clock, apply } = await withHome()
    clock.now = '2027-02-20T09:00:00.000Z' as typeof clock.now
    await apply.fire('gas:H00017')
    const { body } = await send(path)
    expect(body.clocks[0]).toMatchObject({ overdue: true, overdueDays: 10 })
    expect(body.position).toMatchObject({ status: 'overdue' })
    expect(body.allowed).toContain('acknowledged')
  })

  test('that nobody knows is not found', async () => {
    const { send } = await withHome()
    for (const id of ['gas:H9', '%F0%9F%94%A5', "x'%20or%201=1", '..%2F', '%2e%2e', 'a'.repeat(200)]) {
      expect((await send(`/cases/${id}`)).status).toBe(404)
      const event = { id: 'e', type: 'note.added', data: { text: 'x' } }
      expect((await send(`/cases/${id}/events`, { body: event })).status).toBe(404)
    }
  })
})

describe('an event is refused', () => {
  const event = { id: 'e-1', type: 'inspection.completed', data: done }
  test('when it is not allowed now: 409 with what is', async () => {
    const { send } = await withHome()
    const { status, body } = await send(`${path}/events`, { body: { id: 'e', type: 'certificate.accepted' } })
    expect(status).toBe(409)
    expect(body.allowed).toContain('inspection.completed')
  })

  test('when a condition does not hold: 422 with the sentence and its code', async () => {
    const { send } = await withHome()
    await send(`${path}/events`, { body: event, as: 'asha@x.org' })
    const unsigned = { id: 'e-2', type: 'certificate.accepted', data: { signed: false } }
    const { status, body } = await send(`${path}/events`, { body: unsigned, as: 'asha@x.org' })
    expect(status).toBe(422)
    expect(body.failed).toEqual(['accepted by somebody other than who submitted it', 'UNSIGNED: the record is signed'])
    expect(body.codes).toEqual(['UNSIGNED'])
    expect(body.allowed).toContain('certificate.rejected')
  })

  test('when the role may not: 403 with who may', async () => {
    const { send } = await withHome()
    await send(`${path}/events`, { body: event })
    const refused = await send(`${path}/events`, { body: { id: 'e-2', type: 'certificate.accepted' }, as: 'hal@x.org' })
    expect(refused).toMatchObject({ status: 403, body: { needs: ['complianceOfficer', 'complianceManager'] } })
  })

  test.each([
    ['2026-11-22T09:06:00Z', 422, ['DATE_IN_FUTURE']],
    ['9999-12-31T23:59:59Z', 422, ['DATE_IN_FUTURE']],
    ['1989-12-31T23:59:59Z', 422, ['DATE_ABSURD']],
    ['2026-11-22T08:00:00', 400, undefined],
    ['2026-11-22', 400, undefined],
    ['2026-02-30T08:00:00Z', 400, undefined],
    ['yesterday', 400, undefined],
    [1795338000, 400, undefined],
  ])('for its time %s: %i', async (occurredAt, status, codes) => {
    const { send } = await withHome()
    const refused = await send(`${path}/events`, { body: { ...event, occurredAt } })
    expect(refused.status).toBe(status)
    expect(refused.body.codes).toEqual(codes)
  })

  test.each([
    ['malformed JSON', '{"id": ', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['no type', { id: 'e' }, 400],
    ['a type that is a number', { id: 'e', type: 7 }, 400],
    ['an unknown type', { id: 'e', type: 'boiler.exploded' }, 409],
    ['a type of Object’s', { id: 'e', type: 'constructor' }, 409],
    ['data that is a list', { id: 'e', type: 'note.added', data: [] }, 400],
    ['wrong data', { id: 'e', type: 'inspection.completed', data: { result: 'FINE' } }, 400],
    ['an unknown field', { ...event, colour: 'red' }, 400],
    [
      'a body deeper than any form',
      { id: 'e', type: 'x', data: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) },
      400,
    ],
    ['half a character', '{"id":"e","type":"note.added","data":{"text":"\\ud800"}}', 400],
    ['a reference to words', { id: 'e', type: 'note.added', data: { text: { words: 'w1', sha256: sha('x') } } }, 400],
    ['the system’s own event', { id: 'e', type: 'clock.climbed' }, 403],
    ['10 MB', { id: 'e', type: 'note.added', data: { text: 'x'.repeat(10_000_000) } }, 413],
    ['more than an item holds', { ...event, data: { ...done, remarks: 'x'.repeat(600_000) } }, 413],
  ])('when it is %s', async (_, body, status) => {
    const { send, store, faults } = await withHome()
    expect((await send(`${path}/events`, { body, method: 'POST' })).status).toBe(status)
    expect((await store.load('gas:H00017'))!.case.version).toBe(1)
    expect(faults).toEqual([])
  })

  test('when the ids of header and body differ, or the content is no JSON', async () => {
    const { send } = await withHome()
    expect((await send(`${path}/events`, { body: event, headers: { 'webhook-id': 'other' } })).status).toBe(400)
    expect((await send(`${path}/events`, { body: event, headers: { 'webhook-id': 'ü ü' } })).status).toBe(400)
    expect((await send(`${path}/events`, { body: event, type: 'text/plain' })).status).toBe(415)
    expect((await send(`${path}/events`, { body: event, as: 'nobody@x.org' })).status).toBe(401)
  })
})

describe('a list', () => {
  test('is filtered by asset, workflow, state, lead and lateness', async () => {
    const { send, store, clock } = await withHome()
    await store.putAsset({ id: 'H2', type: 'dwelling' })
    await send('/workflows/gas/cases', { body: { id: 'o-2', assetId: 'H2', facts: { applicability: 'unknown' } } })
    clock.now = '2027-02-20T09:00:00.000Z' as typeof clock.now
    const ids = async (query: string) =>
      (await send('/cases', { query })).body.items.map((row: { caseId: string }) => row.caseId)
    expect(await ids('')).toEqual(expect.arrayContaining(['gas:H00017', 'gas:H2']))
    expect(await ids('asset=H2')).toEqual(['gas:H2'])
    expect(await ids('workflow=action')).toEqual([])
    expect(await ids('workflow=gas&state=unknown_applicability')).toEqual(['gas:H2'])
    expect(await ids('workflow=gas&state=compliant&overdue=true')).toEqual(['gas:H00017'])
    expect(await ids('lead=complaintHandler')).toEqual([])
    // mistyped, it would read as nothing at all
    for (const query of ['workflow=gas&state=COMPLIANT', 'state=nowhere', 'workflow=gsa'])
      expect([query, (await send('/cases', { query })).status]).toEqual([query, 400])
    expect(await ids('lead=Asha@x.org&workflow=gas')).toEqual(['gas:H2', 'gas:H00017'])
    expect(await ids('lead=nobody@x.org')).toEqual([])
    const { body } = await send('/cases', { query: 'asset=H00017' })
    expect(body.items).toEqual([
      expect.objectContaining({
        caseId: 'gas:H00017',
        workflow: 'gas',
        assetId: 'H00017',
        due: '2027-02-10',
        overdueDays: 10,
        lead: { role: 'complianceManager', person: { email: 'asha@x.org', name: 'Asha Patel' } },
      }),
    ])
  })

  test('comes in pages, each case once', async () => {
    const { send, store } = await apiWorld()
    for (let index = 0; index < 7; index++) {
      await store.putAsset({ id: `H${index}`, type: 'dwelling' })
      await send('/workflows/gas/cases', { body: { id: `o-${index}`, assetId: `H${index}`, facts: home } })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await send('/cases', { query: `limit=3${cursor ? `&cursor=${cursor}` : ''}` })
      seen.push(...body.items.map((row: { caseId: string }) => row.caseId))
      cursor = body.cursor
    } while (cursor)
    expect([...seen].sort()).toEqual(Array.from({ length: 7 }, (_, index) => `gas:H${index}`))
  })

  test.each(['colour=red', 'limit=0', 'limit=x', 'overdue=perhaps', 'workflow=plumbing', 'cursor=rubbish'])(
    'refuses %s',
    async query => expect((await (await apiWorld()).send('/cases', { query })).status).toBe(400),
  )
})

describe('workflows', () => {
  test('are listed, and described with schemas, law and ladders', async () => {
    const { send, workflows } = await apiWorld()
    const { body } = await send('/workflows')
    expect(body.items.map((one: { name: string }) => one.name)).toEqual(Object.keys(workflows))
    for (const name of Object.keys(workflows)) {
      const { status, body: whole } = await send(`/workflows/${name}`)
      expect(status).toBe(200)
      expect(Object.keys(whole.events)).toEqual(Object.keys(workflows[name]!.events))
      for (const clock of whole.clocks) expect(clock.rule.source).toBeTruthy()
    }
    expect((await send('/workflows/gas')).body.events['appointment.made'].required).toContain('slotStart')
  })

  test('are drawn, or not found', async () => {
    const { send } = await apiWorld()
    expect((await send('/workflows/gas', { query: 'as=mermaid' })).text).toMatch(/^stateDiagram-v2/)
    expect((await send('/workflows/gas', { query: 'as=png' })).status).toBe(400)
    expect((await send('/workflows/toString')).status).toBe(404)
  })
})

describe('a document', () => {
  const document = { name: 'lgsr.pdf', sha256: sha('d'), type: 'application/pdf', size: 1234 }
  test('is registered once by its hash, with an address for its bytes; other cases that hold it are named', async () => {
    const { send, store } = await withHome()
    await store.putAsset({ id: 'H2', type: 'dwelling' })
    await send('/workflows/gas/cases', { body: { id: 'o-2', assetId: 'H2', facts: home } })
    expect(await send(`${path}/documents`, { body: document })).toMatchObject({
      status: 201,
      body: { duplicate: false, status: 'awaited', upload: { method: 'PUT' }, elsewhere: [] },
    })
    const again = await send(`${path}/documents`, { body: { ...document, name: 'copy.pdf' } })
    expect(again).toMatchObject({ status: 200, body: { duplicate: true, name: 'lgsr.pdf', upload: {} } })
    expect((await send('/cases/gas:H2/documents', { body: document })).body.elsewhere).toEqual(['gas:H00017'])
    await store.markDocument('gas:H00017', document.sha256, 'stored')
    expect((await send(`${path}/documents`, { body: document })).body.upload).toBeUndefined()
  })

  test.each([
    [{ ...document, sha256: 'abc' }, 400],
    [{ ...document, size: -1 }, 400],
    [{ ...document, size: 1e12 }, 400],
    [{ ...document, name: 'a\nb' }, 400],
    [{ ...document, type: 'pdf' }, 400],
    [{ ...document, url: 'http://x' }, 400],
  ])('%j is refused', async (body, status) => {
    expect((await (await withHome()).send(`${path}/documents`, { body })).status).toBe(status)
  })

  test('under an id that was used is the same one or refused', async () => {
    const { send } = await withHome()
    const once = { ...document, id: 'doc-1' }
    expect((await send(`${path}/documents`, { body: once })).status).toBe(201)
    expect((await send(`${path}/documents`, { body: once })).status).toBe(200)
    for (const other of [{ name: 'copy.pdf' }, { sha256: sha('e') }])
      expect(await send(`${path}/documents`, { body: { ...once, ...other } })).toMatchObject({ status: 409 })
    const headers = { 'webhook-id': 'doc-1' }
    expect((await send(`${path}/documents`, { body: document, headers })).status).toBe(200)
    expect((await send(`${path}/documents`, { body: { ...document, id: 'doc-2' }, headers })).status).toBe(400)
  })

  test('of an unknown case is refused', async () => {
    expect((await (await apiWorld()).send('/cases/gas:H9/documents', { body: document })).status).toBe(404)
  })
})

test('a case says who opened the links of its mails, and when', async () => {
  const w = await withHome()
  const opened = { link: 'l1', caseId: 'gas:H00017', purpose: 'job', people: [markOf('sureheat')], first: w.now() }
  await w.store.noteOpening(opened, w.now())
  await w.store.noteOpening(opened, addMinutes(w.now(), 5))
  const asked = { link: 'l2', caseId: 'gas:H00017', purpose: 'ack', people: [markOf('asha@x.org'), 'gone'] }
  await w.store.noteOpening({ ...asked, first: addMinutes(w.now(), 9) }, addMinutes(w.now(), 9))
  expect((await w.send('/cases/gas:H00017')).body.links).toEqual([
    { purpose: 'job', sentTo: ['sureheat'], first: w.now(), last: addMinutes(w.now(), 5), times: 2 },
    {
      purpose: 'ack',
      sentTo: ['Asha Patel', 'somebody who no longer acts here'],
      first: addMinutes(w.now(), 9),
      last: addMinutes(w.now(), 9),
      times: 1,
    },
  ])
})
