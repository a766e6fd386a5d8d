/** Every message that a contractor can send (H.1), signed and sent by HTTP to a running system: what becomes of the case. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DoorWorld, doorWorld } from './door-world.ts'

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../events/contractor-callback/${name}.json`, import.meta.url), 'utf8'))
const paper = sample('inspection.completed').documents
const gasOf = (id: string, deadline: string) => ({
  dutyBeganOn: '2020-01-01',
  contractorId: 'sureheat',
  deadline,
  checks: [{ on: '2025-12-20', knownOn: '2025-12-20', nextDue: deadline, result: 'SATISFACTORY', reference: id }],
})
let w: DoorWorld
let homes = 0
/** A home of its own with a gas check that was given out, due on that day. */
const gas = async (deadline = '2026-12-20'): Promise<{ job: string; asset: string }> => {
  homes += 1
  const asset = `H1${String(homes).padStart(4, '0')}`
  await w.home(asset)
  return { job: await w.open('gas', gasOf(asset, deadline), asset), asset }
}
const about = (name: string, { job, asset }: { job: string; asset: string }, more: object = {}) => {
  const { addressLine1: _, postcode: __, eventId: ___, stream: ____, ...body } = sample(name)
  return { ...body, caseId: job, assetRef: asset, ...more }
}
const due = async (caseId: string) =>
  Object.fromEntries((await w.look(caseId)).clocks.map(clock => [clock.name, clock.due]))
const state = async (caseId: string) => (await w.look(caseId)).case.state
const taken = (answer: { status: number; body: { caseId?: string } }) => {
  expect(answer).toMatchObject({ status: 202, body: { status: 'accepted', caseId: expect.any(String) } })
  return answer.body.caseId ?? ''
}

beforeAll(async () => {
  w = await doorWorld('2026-11-26T09:00:00.000Z')
  for (const id of ['sureheat', 'marlow-electrical', 'fenwick-fire', 'clearwater', 'trent-lifts']) await w.key(id)
}, 60_000)
afterAll(async () => {
  expect(w.faults).toEqual([])
  await w.stop()
})

describe('moves its case', () => {
  test('appointment.made and appointment.cancelled: appointed, then given out again, and who missed it is said', async () => {
    const one = await gas()
    taken(await w.callback('sureheat', about('appointment.made', one)))
    expect((await w.look(one.job)).case).toMatchObject({
      state: 'appointed',
      facts: { appointment: { slotStart: '2026-11-26T08:00:00.000Z' } },
    })
    const cancelled = about('appointment.cancelled', one)
    taken(await w.callback('sureheat', { ...cancelled, data: { ...cancelled.data, by: 'contractor' } }))
    const { case: after, history } = await w.look(one.job)
    expect([after.state, after.facts.appointment, history.at(-1)?.notes]).toEqual([
      'due_issued',
      undefined,
      ['missed by the contractor'],
    ])
    expect(await due(one.job)).toMatchObject({ deadline: '2026-12-20' })
  })

  test('visit.noAccess: an attempt with its photograph, the access process beside, and no day more', async () => {
    const one = await gas()
    taken(await w.callback('sureheat', about('visit.noAccess', one)))
    const { case: c } = await w.look(one.job)
    expect(c).toMatchObject({ state: 'access_1', facts: { attempts: [{ counts: true, outcome: 'no_answer' }] } })
    expect(await due(one.job)).toMatchObject({ deadline: '2026-12-20' })
    expect(await w.papers(one.job)).toMatchObject([{ name: 'card-H00017.jpg', status: 'awaited' }])
    expect((await w.cases('access')).map(({ state: at }) => at)).toContain('attempt_1_failed')
    const { photo: _, ...data } = sample('visit.noAccess').data
    taken(await w.callback('sureheat', about('visit.noAccess', one, { data, occurredAt: '2026-11-21T10:00:00Z' })))
    expect((await w.look(one.job)).history.at(-1)?.notes).toEqual(['not counted: no evidence of the attempt'])
  })

  test('inspection.completed and certificate.submitted: in review with its bytes, and compliant only when it is accepted', async () => {
    const one = await gas()
    taken(await w.callback('sureheat', about('inspection.completed', one)))
    expect([await state(one.job), await due(one.job)]).toMatchObject(['evidence_review', { deadline: '2026-12-20' }])
    taken(await w.callback('sureheat', about('certificate.submitted', one)))
    expect(await w.papers(one.job)).toMatchObject([{ name: 'LGSR-H00017.pdf', status: 'stored', size: 28 }])
    expect(await state(one.job)).toBe('evidence_review')
    expect(await w.does(one.job, 'certificate.accepted', {})).toMatchObject({ status: 200 })
    expect(await due(one.job)).toMatchObject({ deadline: '2027-12-20' })
  })

  test('unsafe.found: an action for today, and somebody told at once, whatever the hour', async () => {
    const one = await gas()
    const before = (await w.get('/local/mail')).body.length
    taken(await w.callback('sureheat', about('unsafe.found', one, { occurredAt: '2026-11-26T08:59:00Z' })))
    await w.settle()
    const [action] = (await w.get(`/cases?asset=${one.asset}&workflow=action`)).body.items
    expect(action).toMatchObject({ state: 'open', due: '2026-11-27T08:59:00.000Z' })
    expect((await w.get(`/cases/${action.caseId}`)).body.case.facts).toMatchObject({ priority: 'P0', stream: 'gas' })
    expect(JSON.stringify((await w.get('/local/mail')).body).length).toBeGreaterThan(before)
    expect((await w.get('/local/mail')).body).toContain(one.job)
  })

  test('remedial.completed: claimed, with both photographs, and not closed until somebody else verified it', async () => {
    await w.home('H20001')
    const facts = { stream: 'fra', description: 'Door closer broken', priority: 'P2', raisedOn: '2026-11-20' }
    const job = await w.open('action', { ...facts, contractorId: 'fenwick-fire' }, 'H20001')
    const data = { ...sample('remedial.completed').data, actionRefs: [job] }
    taken(await w.callback('fenwick-fire', about('remedial.completed', { job, asset: 'H20001' }, { data })))
    expect(await state(job)).toBe('claimed_complete')
    expect((await w.papers(job)).map(({ name }) => name).sort()).toEqual(['after.jpg', 'before.jpg'])
    expect(Object.keys(await due(job))).toContain('due')
  })

  test('an unsatisfactory EICR, remedial.confirmation after it: 28 days, then copies owed', async () => {
    await w.home('H30001')
    const job = await w.open(
      'eicr',
      {
        dutyBeganOn: '2019-04-01',
        checks: [{ on: '2022-01-10', knownOn: '2022-01-10', nextDue: '2027-01-10', result: 'SATISFACTORY' }],
      },
      'H30001',
    )
    const one = { job, asset: 'H30001' }
    const data = { result: 'UNSATISFACTORY', observations: [{ code: 'C2', text: 'no RCD', location: 'kitchen ring' }] }
    const operative = { name: 'Tom Reid', regNo: 'NICEIC-60021' }
    const report = about('inspection.completed', one, { data, operative, occurredAt: '2026-11-10T10:00:00Z' })
    taken(await w.callback('marlow-electrical', report))
    expect(await w.does(job, 'certificate.accepted', {})).toMatchObject({ status: 200 })
    expect([await state(job), await due(job)]).toMatchObject([
      'remedial_required',
      { remedial: '2026-12-07', copy_report: '2026-12-08' },
    ])
    taken(await w.callback('marlow-electrical', about('remedial.confirmation', one)))
    expect([await state(job), await due(job)]).toMatchObject([
      'copies_due',
      { copy_report: '2026-12-08', copy_confirmation: '2026-12-17' },
    ])
    expect(await due(job)).not.toHaveProperty('remedial')
    expect((await w.papers(job)).map(({ name }) => name)).toContain('EICR-remedial.pdf')
  })

  test('alarm.tested: every storey and room, and tested again a year later', async () => {
    await w.home('H40001')
    const rooms = [{ name: 'kitchen', appliance: 'gas boiler' }]
    const facts = { livingStoreys: ['ground', 'first'], rooms, dutyBeganOn: '2022-10-01' }
    const job = await w.open('smoke-co', facts, 'H40001')
    const whole = about('alarm.tested', { job, asset: 'H40001' })
    taken(await w.callback('sureheat', whole))
    expect([await state(job), await due(job)]).toMatchObject(['compliant', { test: '2027-11-20' }])
    const [ground] = whole.data.alarms
    const partly = { ...whole, data: { alarms: [ground] }, occurredAt: '2026-11-21T10:40:00Z' }
    const answer = await w.callback('sureheat', partly)
    expect([answer.status, await state(job)]).not.toEqual([202, 'compliant'])
  })

  test('monitoring.reading, of the system: the task of its outlet and month; out of range it is an action', async () => {
    await w.home('S00004')
    const checks = [{ on: '2024-12-15', knownOn: '2024-12-20', nextDue: '2026-12-15', result: 'MEDIUM' }]
    const job = await w.open('legionella', { rating: 'MEDIUM', checks }, 'S00004')
    const one = { job, asset: 'S00004' }
    taken(await w.callback('clearwater', about('inspection.completed', one, { data: { riskRating: 'MEDIUM' } })))
    const outlets = ['Flat 3 kitchen hot', 'Flat 9 bath'].map(outlet => ({ outlet, task: 'hot_sentinel' }))
    const scheme = { schemeReviewed: true, responsiblePerson: 'rp@landlord.example', monitoring: outlets }
    expect(await w.does(job, 'lra.accepted', scheme)).toMatchObject({ status: 200 })
    await w.settle()
    const task = (outlet: string, month: string) => `water-task:S00004:${outlet}:hot_sentinel:${month}`
    expect(taken(await w.callback('clearwater', sample('monitoring.reading')))).toBe(
      task('Flat 3 kitchen hot', '2026-11'),
    )
    expect(await state(task('Flat 3 kitchen hot', '2026-11'))).toBe('mon_done')
    expect(await state(task('Flat 3 kitchen hot', '2026-12'))).toBe('mon_scheduled')
    const cool = sample('monitoring.reading')
    cool.data = { outlet: 'Flat 9 bath', temp: 41, timeToTemp: 60, task: 'hot_sentinel' }
    taken(await w.callback('clearwater', cool))
    expect(await state(task('Flat 9 bath', '2026-11'))).toBe('mon_done_fail')
    expect((await w.get('/cases?asset=S00004&workflow=action')).body.items).toHaveLength(1)
    const which = { ...cool, data: { outlet: 'Flat 9 bath', temp: 41, timeToTemp: 60 } }
    expect(await w.callback('clearwater', which)).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'data.task' }] },
    })
    const unknown = { ...cool, data: { ...cool.data, outlet: 'Flat 77' } }
    expect(await w.callback('clearwater', unknown)).toMatchObject({ status: 404, body: { kept: /^TRI-/ } })
    expect(await w.callback('sureheat', cool)).toMatchObject({ status: 404 })
  })

  test('complaint.received and hazard.observed: cases of their own, known since the contractor knew', async () => {
    await w.home('H50001')
    const complaint = taken(await w.callback('sureheat', { ...sample('complaint.received'), assetRef: 'H50001' }))
    expect((await w.look(complaint)).case).toMatchObject({ assetId: 'H50001' })
    expect(JSON.stringify((await w.look(complaint)).history)).not.toContain('Okonkwo')
    expect((await w.look(complaint)).case.facts).toMatchObject({ receivedAt: '2026-11-20T10:20:00.000Z' })
    const hazard = taken(await w.callback('sureheat', { ...sample('hazard.observed'), assetRef: 'H50001' }))
    expect((await w.look(hazard)).case).toMatchObject({ assetId: 'H50001', state: 'reported' })
    expect(Object.keys(await due(hazard)).length).toBeGreaterThan(0)
    expect(await w.papers(hazard)).toMatchObject([{ name: 'mould.jpg' }])
  })
})

/** What H.1 asks of every message, and of each besides. */
const common = ['assetRef', 'occurredAt', 'eventType', 'schemaVersion', 'data']
const besides: Record<string, string[]> = {
  'appointment.made': ['slotStart', 'slotEnd', 'contactMethod'],
  'appointment.cancelled': ['by', 'noticeAt'],
  'visit.noAccess': ['outcome', 'cardLeft'],
  'inspection.completed': [],
  'certificate.submitted': ['document'],
  'unsafe.found': ['code', 'actionTaken', 'isolated'],
  'remedial.completed': ['actionRefs', 'completedAt'],
  'remedial.confirmation': ['standardsMet', 'document'],
  'alarm.tested': ['alarms'],
  'monitoring.reading': ['outlet', 'temp', 'timeToTemp'],
  'complaint.received': ['person', 'text', 'receivedAt'],
  'hazard.observed': ['type'],
}
test.each(Object.entries(besides))(
  '%s without any field that it must have, or with a wrong one, says which',
  async (name, own) => {
    const whole = sample(name)
    const wrongs: [string, object][] = [
      ...common.map((field): [string, object] => [field, { ...whole, [field]: undefined }]),
      ...common.map((field): [string, object] => [field, { ...whole, [field]: 7 }]),
      ...own.map((field): [string, object] => [
        `data.${field}`,
        { ...whole, data: { ...whole.data, [field]: undefined } },
      ]),
      ...own.map((field): [string, object] => [`data.${field}`, { ...whole, data: { ...whole.data, [field]: {} } }]),
      ...(whole.caseId ? [['caseId', { ...whole, caseId: undefined, jobRef: undefined }] as [string, object]] : []),
    ]
    for (const [path, body] of wrongs) {
      const { status, body: said } = await w.callback('sureheat', body)
      const paths = (said.issues ?? []).map((issue: { path: string }) => issue.path)
      expect([path, status, paths.some((one: string) => one === path || one.startsWith(`${path}.`))]).toEqual([
        path,
        400,
        true,
      ])
    }
  },
)

describe('is', () => {
  test('one, however often and under whatever number of a delivery it comes; other words under its number are refused', async () => {
    const one = await gas()
    const visit = about('visit.noAccess', one)
    const answers = await Promise.all(Array.from({ length: 6 }, () => w.callback('sureheat', visit, 'delivery-same-1')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 202])
    expect((await w.callback('sureheat', { ...visit, notes: 'x' }, 'delivery-same-1')).status).toBe(409)
    const named = { ...visit, occurredAt: '2026-11-22T10:40:00Z', eventId: '0f0e7a52-visit-two' }
    const answer = await w.callback('sureheat', named, 'delivery-0001')
    expect(answer).toMatchObject({ status: 202, body: { id: 'delivery-0001' } })
    expect((await w.callback('sureheat', named, 'delivery-0002')).status).toBe(200)
    expect((await w.callback('sureheat', { ...named, notes: 'x' }, 'delivery-0003')).status).toBe(409)
    const other = { ...visit, occurredAt: '2026-11-23T10:40:00Z', eventId: '0f0e7a52-visit-three' }
    expect((await w.callback('sureheat', other, 'delivery-0001')).status).toBe(409)
    const { history } = await w.look(one.job)
    expect(history.filter(({ type }) => type === 'visit.noAccess')).toHaveLength(2)
    for (const reference of ['delivery-same-1', 'delivery-0001', 'delivery-0002', '0f0e7a52-visit-two'])
      expect((await w.get(`/intake?reference=${reference}`)).body.items).toMatchObject([{ caseId: one.job }])
  })

  test('taken in whatever order: a certificate before its visit; what cannot be yet says what can', async () => {
    const one = await gas()
    const early = await w.callback('sureheat', about('appointment.cancelled', one))
    expect(early).toMatchObject({ status: 409, body: { allowed: expect.arrayContaining(['appointment.made']) } })
    expect(early.body.allowed).not.toContain('certificate.accepted')
    taken(await w.callback('sureheat', about('certificate.submitted', one)))
    taken(await w.callback('sureheat', about('inspection.completed', one, { occurredAt: '2026-11-19T10:40:00Z' })))
    expect(await state(one.job)).toBe('evidence_review')
  })

  test('kept with its claimed time beside ours; after our clock refused, long ago refused, before a missed date flagged', async () => {
    const one = await gas('2026-11-20')
    expect((await w.look(one.job)).clocks.find(({ name }) => name === 'deadline')?.overdueDays).toBe(6)
    const told = about('inspection.completed', one)
    const at = (occurredAt: string) => w.callback('sureheat', { ...told, occurredAt })
    expect(await at('2026-11-26T09:10:00+00:00')).toMatchObject({ status: 422, body: { codes: ['DATE_IN_FUTURE'] } })
    expect(await at('2010-11-26T09:10:00+00:00')).toMatchObject({ status: 422, body: { codes: ['DATE_TOO_OLD'] } })
    taken(await at('2026-11-19T10:40:00+00:00'))
    const event = (await w.look(one.job)).history.find(({ type }) => type === 'inspection.completed')
    expect(event).toMatchObject({
      at: '2026-11-19T10:40:00.000Z',
      notes: expect.arrayContaining(['backdated past a missed deadline']),
    })
    expect(event?.received.slice(0, 10)).toBe('2026-11-26')
    expect((await w.look(one.job)).clocks.find(({ name }) => name === 'deadline')?.overdueDays).toBe(6)
  })

  test('refused of another’s job and of none in the same words, and kept for a person', async () => {
    const one = await gas()
    const visit = about('visit.noAccess', one)
    const foreign = await w.callback('marlow-electrical', visit)
    const none = await w.callback('marlow-electrical', { ...visit, caseId: 'gas:H99999' })
    expect([foreign.status, none.status]).toEqual([404, 404])
    expect(foreign.body.detail.replace(one.job, 'gas:H99999')).toBe(none.body.detail)
    for (const { body } of [foreign, none]) {
      const { case: triage, clocks } = await w.look(body.kept)
      expect(triage.facts).toMatchObject({ source: 'contractor:marlow-electrical', reason: 'unplaced' })
      expect(clocks.length).toBeGreaterThan(0)
      expect((await w.get(`/cases/${body.kept}/original`)).body).toMatchObject({ eventType: 'visit.noAccess' })
    }
    expect((await w.look(one.job)).history.map(({ type }) => type)).not.toContain('visit.noAccess')
  })

  test('refused once the job is closed; a visit later than that is given to a person (G75)', async () => {
    await w.home('H60001')
    const facts = { stream: 'fra', description: 'Sign missing', priority: 'P3', raisedOn: '2026-11-20' }
    const job = await w.open('action', { ...facts, contractorId: 'fenwick-fire' }, 'H60001')
    const one = { job, asset: 'H60001' }
    const claim = (at: string) =>
      about('remedial.completed', one, { occurredAt: at, data: { actionRefs: [job], completedAt: at } })
    taken(await w.callback('fenwick-fire', { ...claim('2026-11-24T10:00:00Z'), documents: paper }))
    expect(await w.does(job, 'completion.verified', {})).toMatchObject({ status: 200 })
    const old = await w.callback('fenwick-fire', claim('2026-11-24T11:00:00Z'))
    expect(old).toMatchObject({ status: 409 })
    expect(old.body).not.toHaveProperty('kept')
    const moved = await w.post('/local/clock', { advance: 'PT2H' })
    expect(moved.status).toBe(200)
    const newer = await w.callback('fenwick-fire', claim(new Date(Date.parse(w.now()) - 60_000).toISOString()))
    expect(newer).toMatchObject({ status: 409, body: { kept: expect.stringMatching(/^TRI-/) } })
  })
})
