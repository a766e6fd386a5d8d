import { describe, expect, test } from 'vitest'
import { apiWorld } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const send = (w: World, kind: string, csv: string, query = '', as?: string) =>
  w.send(`/imports/${kind}`, { method: 'POST', body: csv, type: 'text/csv', query, ...(as ? { as } : {}) })
const load = async (w: World, id: string) => (await w.store.load(id))?.case

const assets = 'assetId,type,ownedFrom\nH1,dwelling,2021-04-01\nH2,dwelling,\n'
const stocked = async () => {
  const w = await apiWorld()
  expect((await send(w, 'assets', assets)).body).toMatchObject({ rows: 2, created: 2, rejected: [] })
  return w
}

test('assets are written once, changed where a cell changed, and not at all in a dry run', async () => {
  const w = await apiWorld()
  expect((await send(w, 'assets', assets, 'dryRun=true')).body).toMatchObject({ created: 2 })
  expect(await w.store.getAsset('H1')).toBeUndefined()
  expect((await send(w, 'assets', assets)).body).toMatchObject({ created: 2 })
  expect((await send(w, 'assets', assets)).body).toMatchObject({ created: 0, unchanged: 2 })
  const orphan = `${assets.replace('H2,dwelling', 'H2,lift')}H3,dwelling,\n`
  expect((await send(w, 'assets', orphan)).body).toMatchObject({ created: 1, changed: 1, unchanged: 1 })
})

describe('obligations', () => {
  const file = 'assetId,workflow,lastDoneOn,dueOn,contractorId\nH1,gas,10/02/2026,,sureheat\nH2,gas,,,\n'

  test('open the cases, by the rule of the workflow; the duty began with the asset, or today', async () => {
    const w = await stocked()
    expect((await send(w, 'obligations', file)).body).toMatchObject({ rows: 2, created: 2, rejected: [] })
    expect(await load(w, 'gas:H1')).toMatchObject({
      state: 'compliant',
      assetId: 'H1',
      facts: { deadline: '2027-02-10', dutyBeganOn: '2021-04-01', contractorId: 'sureheat' },
    })
    expect(await load(w, 'gas:H2')).toMatchObject({ state: 'due_issued', facts: { dutyBeganOn: '2026-11-21' } })
  })

  test('an electrical inspection that nobody dated is of a tenancy from before the Regulations: owed before 1 November 2026', async () => {
    const w = await stocked()
    await send(w, 'obligations', 'assetId,workflow,subType\nH2,eicr,\nH2,eicr,communal\n')
    const due = async (id: string) => {
      const { body } = await w.send(`/cases/${encodeURIComponent(id)}`)
      return (body as { clocks: { name: string; due: string }[] }).clocks.find(c => c.name.startsWith('deadline'))?.due
    }
    expect(await due('eicr:H2')).toBe('2026-10-31')
    expect(await due('eicr:H2:communal')).toBe('2026-11-21')
  })

  test('alarms are known from the counts of the register of homes, and asked again when these change', async () => {
    const w = await apiWorld()
    const homes = 'assetId,type,livingStoreys,combustionRooms\nH1,dwelling,2,1\nH2,dwelling,2,\n'
    const alarms = 'assetId,workflow,lastDoneOn\nH1,smoke-co,2026-05-10\nH2,smoke-co,2026-05-10\n'
    await send(w, 'assets', homes)
    await send(w, 'obligations', alarms)
    expect(await load(w, 'smoke-co:H1')).toMatchObject({
      state: 'compliant',
      facts: { counted: { storeys: 2, rooms: 1 } },
    })
    expect(await load(w, 'smoke-co:H2')).toMatchObject({ state: 'unknown_applicability' })
    expect((await send(w, 'obligations', alarms)).body).toMatchObject({ unchanged: 2 })
    await send(w, 'assets', homes.replace('H2,dwelling,2,', 'H2,dwelling,2,0'))
    expect((await send(w, 'obligations', alarms)).body).toMatchObject({ unchanged: 1, changed: 1 })
    expect(await load(w, 'smoke-co:H2')).toMatchObject({ state: 'compliant' })
  })

  test('a tower is higher-risk by the register of buildings, whatever date its report prints (G45)', async () => {
    const w = await apiWorld()
    await send(w, 'assets', 'assetId,type,storeys,heightMetres\nB1,block,8,25\nB2,block,3,9\n')
    const row = (id: string) => `${id},fra,2026-05-10,TOLERABLE,2029-05-10\n`
    await send(w, 'obligations', `assetId,workflow,lastDoneOn,result,dueOn\n${row('B1')}${row('B2')}`)
    expect(await load(w, 'fra:B1')).toMatchObject({ facts: { checks: [{ nextDue: '2027-05-10' }] } })
    expect(await load(w, 'fra:B2')).toMatchObject({ facts: { checks: [{ nextDue: '2029-05-10' }] } })
  })

  test('again are unchanged, tomorrow too; a changed cell is told to its case alone', async () => {
    const w = await stocked()
    await send(w, 'obligations', file)
    w.clock.now = '2026-11-23T09:00:00.000Z' as typeof w.clock.now
    expect((await send(w, 'obligations', file)).body).toMatchObject({ unchanged: 2, changed: 0 })
    const changed = file.replace('10/02/2026', '2026-03-01')
    expect((await send(w, 'obligations', changed, 'dryRun=true')).body).toMatchObject({ unchanged: 1, changed: 1 })
    expect(await load(w, 'gas:H1')).toMatchObject({ version: 1 })
    expect((await send(w, 'obligations', changed)).body).toMatchObject({ unchanged: 1, changed: 1 })
    expect(await load(w, 'gas:H1')).toMatchObject({ version: 2, facts: { deadline: '2027-03-01' } })
    expect(await load(w, 'gas:H2')).toMatchObject({ version: 1 })
  })

  test('are rejected by line: unknown asset or workflow, a conflict, a row that would undo what was accepted', async () => {
    const w = await stocked()
    await send(w, 'obligations', file)
    const wrong = [
      'assetId,workflow,lastDoneOn',
      'H9,gas,2026-02-10',
      'H1,plumbing,2026-02-10',
      'H1,action,2026-02-10',
      'H2,gas,2026-02-10',
      'H2,gas,2026-02-11',
      'H1,gas,2025-02-10',
      'H1,gas:x,2027-02-10',
    ].join('\n')
    const { status, body } = await send(w, 'obligations', wrong)
    expect(status).toBe(200)
    expect(body).toMatchObject({ rows: 7, created: 0, changed: 0, rejectedRows: 7 })
    const why = Map.groupBy(body.rejected as { line: number; why: string }[], ({ line }) => line)
    expect([...why].map(([line, [first]]) => [line, first!.why])).toEqual([
      [2, expect.stringContaining('ASSET_UNKNOWN')],
      [3, expect.stringContaining('WORKFLOW_UNKNOWN')],
      [4, expect.stringContaining('WORKFLOW_UNKNOWN')],
      [5, expect.stringContaining('CONFLICT: lines 5, 6')],
      [6, expect.stringContaining('CONFLICT: lines 5, 6')],
      [7, expect.stringContaining('not older than what was accepted')],
      [8, expect.stringContaining('CODE')],
    ])
    expect(await load(w, 'gas:H1')).toMatchObject({ version: 1 })
  })

  test('without a last check are owed from the first day, whatever is printed; a result that nobody knows is refused', async () => {
    const w = await stocked()
    const rows = 'assetId,workflow,lastDoneOn,dueOn,result\nH1,gas,,2027-05-01,\nH2,eicr,2026-02-10,,banana\n'
    const { body } = await send(w, 'obligations', rows)
    expect(body).toMatchObject({ created: 1, rejected: [{ line: 3, column: 'result', value: 'banana' }] })
    expect((await load(w, 'gas:H1'))?.facts).not.toHaveProperty('deadline')
    const { body: overdue } = await w.send('/cases', { query: 'overdue=true' })
    expect(overdue.items).toMatchObject([{ caseId: 'gas:H1' }])
  })

  test('every recurring check without a last date is never inspected and waits for somebody at once', async () => {
    const w = await apiWorld()
    const names = Object.values(w.workflows).filter(one => one.obligation && one.name !== 'fire-check')
    await send(w, 'assets', `assetId,type\n${names.map((_, at) => `N${at},dwelling\n`).join('')}`)
    const rows = names.map(({ name }, at) => `N${at},${name}\n`).join('')
    expect((await send(w, 'obligations', `assetId,workflow\n${rows}`)).body).toMatchObject({ created: names.length })
    for (const [at, { name }] of names.entries()) {
      const { body } = await w.send(`/cases/${name}:N${at}`)
      expect([name, ['never_inspected', 'unknown_applicability'].includes(body.position.status)]).toEqual([name, true])
      expect([name, body.clocks.length > 0, body.lead.role]).toEqual([name, true, expect.any(String)])
      if (body.position.status === 'never_inspected')
        expect([name, body.clocks[0].overdueDays]).toEqual([name, expect.any(Number)])
      if (body.position.status === 'never_inspected') expect(body.clocks[0].overdueDays).toBeGreaterThan(0)
    }
  })

  test('a fire check by another of its names is the same duty, in a file or opened by hand', async () => {
    const w = await apiWorld()
    await send(w, 'assets', 'assetId,type\nB1,block\n')
    const rows = (name: string) => `assetId,workflow,subType,lastDoneOn\nB1,fire-check,${name},2026-10-15\n`
    expect((await send(w, 'obligations', rows('emergency_lighting'))).body).toMatchObject({ created: 1, rejected: [] })
    const again = await send(w, 'obligations', rows('emergency_lighting_function'))
    expect(again.body).toMatchObject({ unchanged: 1 })
    const { body } = await w.send('/cases/fire-check:B1:emergency_lighting_function')
    expect(body.clocks).toMatchObject([{ name: 'emergency_lighting_function', due: '2026-11-30' }])
    const opening = { id: 'by-hand', assetId: 'B1', facts: { subType: 'hrb.secure_info_box_check' } }
    const opened = await w.send('/workflows/fire-check/cases', { method: 'POST', body: opening })
    expect(opened.body).toMatchObject({ caseId: 'fire-check:B1:hrb_secure_info_box_check' })
  })

  test('some hundred rows, and again, within the bounds of one request', async () => {
    const w = await apiWorld()
    const ids = Array.from({ length: 300 }, (_, index) => `D${index}`)
    await send(w, 'assets', `assetId,type\n${ids.map(id => `${id},dwelling\n`).join('')}`)
    const rows = `assetId,workflow,lastDoneOn\n${ids.map(id => `${id},gas,2026-05-01\n`).join('')}`
    expect((await send(w, 'obligations', rows)).body).toMatchObject({ rows: 300, created: 300, rejected: [] })
    expect((await send(w, 'obligations', rows)).body).toMatchObject({ unchanged: 300 })
  })
})

describe('actions', () => {
  const header = 'externalId,source,assetId,workflow,description,priority,raisedOn,dueOn,status,owner,completedOn\n'
  const row = (id: string, rest: string) => `${id},clearwater,H1,gas,Flue bracket loose,P2,2026-10-01,${rest}\n`
  const cases = async (w: World) =>
    Map.groupBy((await w.store.byAsset('H1', { limit: 50 })).items, c => String(c.facts.externalId))

  test('keep their dates, are born overdue, and are as far as the other system says, but never closed by it', async () => {
    const w = await stocked()
    const file =
      header +
      row('1', ',,,') +
      row('2', '2026-11-01,,,') +
      row('3', ',,jo@x.org,') +
      row('4', ',in_progress,,') +
      row('5', ',closed,,2026-11-10') +
      row('6', ',risk_accepted,,')
    expect((await send(w, 'actions', file)).body).toMatchObject({ rows: 6, created: 6, rejected: [] })
    const found = await cases(w)
    expect([...found].sort().map(([id, [c]]) => [id, c!.state])).toEqual([
      ['1', 'open'],
      ['2', 'open'],
      ['3', 'assigned'],
      ['4', 'in_progress'],
      ['5', 'claimed_complete'],
      ['6', 'open'],
    ])
    expect(found.get('2')![0]!.facts).toMatchObject({ dueOn: '2026-11-01', bornOverdue: true, raisedOn: '2026-10-01' })
    // raised on 1 October and due by its priority's 90 days; 30 days of a P1 are over
    expect(found.get('1')![0]!.facts.bornOverdue).toBeUndefined()
    expect((await send(w, 'actions', header + row('7', ',,,').replace(/P\d/, 'P1'))).body).toMatchObject({ created: 1 })
    expect((await cases(w)).get('7')![0]!.facts).toMatchObject({ bornOverdue: true })
    expect(found.get('5')![0]!.facts.claimed).toMatchObject({ on: '2026-11-10' })
    expect((await send(w, 'actions', file)).body).toMatchObject({ unchanged: 6 })
    const on = file.replace(row('1', ',,,'), row('1', ',claimed_complete,jo@x.org,2026-11-20'))
    expect((await send(w, 'actions', on)).body).toMatchObject({ unchanged: 5, changed: 1 })
    expect((await cases(w)).get('1')![0]).toMatchObject({ state: 'claimed_complete', facts: { owner: 'jo@x.org' } })
  })

  test('a higher priority is taken over once; what would relieve somebody is decided here', async () => {
    const w = await stocked()
    const file = header + row('1', '2026-12-01,,,')
    await send(w, 'actions', file)
    const raised = file.replace(',P2,', ',P1,')
    expect((await send(w, 'actions', raised, 'dryRun=true')).body).toMatchObject({ changed: 1 })
    expect((await send(w, 'actions', raised)).body).toMatchObject({ changed: 1 })
    expect((await send(w, 'actions', raised)).body).toMatchObject({ unchanged: 1 })
    // An old file again takes nothing back.
    expect((await send(w, 'actions', file)).body).toMatchObject({ unchanged: 1, changed: 0 })
    expect((await cases(w)).get('1')![0]!.facts).toMatchObject({ priority: 'P1' })
    const [later] = (await send(w, 'actions', raised.replace('2026-12-01', '2027-06-01'))).body.rejected
    expect(later).toMatchObject({
      line: 2,
      column: 'dueOn',
      value: '2027-06-01',
      why: expect.stringContaining('DIFFERS'),
    })
    const [lower] = (await send(w, 'actions', file.replace(',P2,', ',P4,'))).body.rejected
    expect(lower).toMatchObject({ column: 'priority', value: 'P4' })
  })

  test('of an unknown asset are rejected', async () => {
    const w = await stocked()
    const { body } = await send(w, 'actions', header + row('1', ',,,').replace('H1', 'H9'))
    expect(body.rejected).toEqual([{ line: 2, column: 'assetId', value: 'H9', why: expect.stringContaining('ASSET') }])
  })
})

describe('people', () => {
  const header = 'email,name,roles,deputy\n'
  test('are taken from an administrator, and refused where a deputy is nobody', async () => {
    const w = await apiWorld()
    const file = `${header}a@x.org,A,complianceManager,b@x.org\nb@x.org,B,officer,\nc@x.org,C,officer,z@x.org\n`
    const { body } = await send(w, 'people', file)
    expect(body).toMatchObject({ rows: 3, created: 2 })
    expect(body.rejected).toMatchObject([{ line: 4, column: 'deputy', value: 'z@x.org' }])
    expect(await w.store.getPerson('a@x.org')).toMatchObject({ roles: ['complianceManager'], deputy: 'b@x.org' })
    expect((await send(w, 'people', file)).body).toMatchObject({ unchanged: 2 })
  })

  test('are not taken from anybody else: they could make themselves what they are not', async () => {
    const w = await apiWorld()
    const { status, body } = await send(w, 'people', `${header}hal@x.org,Hal,administrator,\n`, '', 'hal@x.org')
    expect([status, body.needs]).toEqual([403, ['administrator']])
    expect(await w.store.getPerson('hal@x.org')).toBeUndefined()
  })

  test('an address that bounced stays so', async () => {
    const w = await apiWorld()
    const file = `${header}a@x.org,A,officer,\n`
    await send(w, 'people', file)
    await w.store.putPerson({ ...(await w.store.getPerson('a@x.org'))!, bouncedAt: w.now() })
    expect((await send(w, 'people', file.replace('officer', 'teamLeader'))).body).toMatchObject({ changed: 1 })
    expect(await w.store.getPerson('a@x.org')).toMatchObject({ roles: ['teamLeader'], bouncedAt: w.now() })
  })
})

test('a plan is imported, parents first, and a second time the same', async () => {
  const w = await apiWorld()
  const file =
    'plan,ref,parentRef,outcome,timeBased\nIP,1.1,1,Boilers known,Mar-27\nIP,1,,Homes safe,Mar-27\nIP,2.1,2,x,\n'
  const { body } = await send(w, 'plan-actions', file)
  expect(body).toMatchObject({ rows: 3, created: 2 })
  expect(body.rejected).toMatchObject([{ line: 4, column: 'parentRef' }])
  w.clock.now = '2026-11-23T09:00:00.000Z' as typeof w.clock.now
  expect((await send(w, 'plan-actions', file)).body).toMatchObject({ unchanged: 2, changed: 0 })
  const changed = file.replace('Homes safe', 'Every home safe')
  expect((await send(w, 'plan-actions', changed)).body).toMatchObject({ unchanged: 1, changed: 1 })
})

test.each([
  ['a quote that never closes', 'assetId,type\nH1,dwelling\nH2,"block\n', 400],
  ['no header', '', 400],
  ['an unknown column', 'assetId,type,colour\nH1,dwelling,red\n', 400],
  ['a missing column', 'assetId\nH1\n', 400],
])('a file with %s is refused whole, by line', async (_, csv, status) => {
  const w = await apiWorld()
  const refused = await send(w, 'assets', csv)
  expect(refused).toMatchObject({ status, body: { created: 0, unreadable: true } })
  expect(refused.body.rejected.length).toBeGreaterThan(0)
  expect(await w.store.getAsset('H1')).toBeUndefined()
})

test('other kinds, other content and too much of it are refused', async () => {
  const w = await apiWorld()
  expect((await send(w, 'constructor', assets)).status).toBe(404)
  expect((await send(w, 'assets', assets, 'dryRun=yes')).status).toBe(400)
  expect((await w.send('/imports/assets', { body: {} })).status).toBe(415)
  expect((await send(w, 'assets', `assetId,type\n${'H1,dwelling\n'.repeat(1_800_000)}`)).status).toBe(413)
})

test('an old action is listed by its own date; that nobody owns it is counted from when we knew of it', async () => {
  const w = await stocked()
  const rows = [
    'externalId,source,assetId,workflow,description,priority,raisedOn,dueOn',
    'F1,fenwick-fire,H1,gas,Fire door,P2,2026-06-01,',
    'F2,fenwick-fire,H1,gas,Signage,ADV,2026-06-01,',
  ]
  await send(w, 'actions', rows.join('\n'))
  const { body } = await w.send('/cases', { query: 'workflow=action' })
  const listed = body.items as { clock: string; due: string; overdueDays: number; caseId: string }[]
  expect(listed.map(({ clock, due, overdueDays }) => [clock, due, overdueDays])).toEqual([
    ['due', '2026-08-30', 84],
    ['recommendation', '2027-06-01', 0],
  ])
  const shown = (await w.send(`/cases/${listed[0]!.caseId}`)).body as { clocks: { name: string; due: string }[] }
  expect(shown.clocks.find(({ name }) => name === 'unassigned')?.due).toBe('2026-11-25')
})
