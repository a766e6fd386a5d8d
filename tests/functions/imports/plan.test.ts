/** Plans through POST /imports/plan-actions: parents wait for their children, and a file may be sent again at any time. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { instant } from '../../../shared/core/time.ts'
import { planId } from '../../../shared/workflows/parts/plan.ts'
import { staff } from '../../support/history.ts'
import { apiWorld } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const head = staff('headOfService')
const evidence = [{ name: 'Minutes', link: 'https://landlord.example/minutes' }]

const planned = async () => {
  const w = await apiWorld()
  w.clock.now = instant.parse('2026-04-07T09:00:00Z')
  return w
}
const send = async (w: World, csv: string, query = '') =>
  (await w.send('/imports/plan-actions', { method: 'POST', body: csv, type: 'text/csv', query })).body
const load = async (w: World, ref: string, plan = 'IP') => (await w.store.load(planId(plan, ref)))?.case
const tell = (w: World, ref: string, type: string, data: Record<string, unknown>, by = staff('operationalManager')) =>
  w.apply.event(planId('IP', ref), { type, at: w.now(), by, data })

/** What the table's stream does: runs what cases owe to each other until nothing is owed. */
const deliver = async ({ store, apply, now }: World): Promise<void> => {
  for (;;) {
    const owed = (await store.pendingErrands(now(), { limit: 500 })).items
    if (owed.length === 0) return
    for (const { body } of owed) {
      expect((await apply.errand(body)).kind).not.toBe('rejected')
      await store.settleErrand(body.id)
    }
  }
}

const file =
  'plan,ref,parentRef,outcome,timeBased\nIP,1.1,1,Boilers known,Mar-27\nIP,1,,Homes safe,Mar-27\nIP,1.2,1,Lifts known,Mar-27\n'

test('of two actions with one number the second has a letter, and the same file again changes neither', async () => {
  const w = await planned()
  const twice =
    'plan,ref,issue,timeBased\nIP,4.5,No timescales,Jul-26\nIP,4.5,Too little capital,Aug-26\nIP,4.5,No timescales,Jul-26\n'
  expect(await send(w, twice)).toMatchObject({ created: 2, repeated: 1, rejectedRows: 0 })
  expect(await load(w, '4.5')).toMatchObject({ facts: { dueOn: '2026-07-31' } })
  expect(await load(w, '4.5b')).toMatchObject({ facts: { ref: '4.5b', dueOn: '2026-08-31' } })
  expect(await send(w, twice)).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
})

test('a parent is not complete before its children are', async () => {
  const w = await planned()
  expect(await send(w, file)).toMatchObject({ created: 3, rejected: [] })
  const refused = { kind: 'rejected', rejection: { codes: ['CHILDREN_OPEN'] } }
  expect(await tell(w, '1', 'completion.claimed', { evidence })).toMatchObject(refused)
  await deliver(w)
  expect(await load(w, '1.1')).toMatchObject({ parent: planId('IP', '1'), facts: { parentRef: '1' } })
  for (const ref of ['1.1', '1.2']) {
    expect(await tell(w, '1', 'completion.claimed', { evidence })).toMatchObject(refused)
    await tell(w, ref, 'completion.claimed', { evidence })
    await tell(w, ref, 'completion.verified', {}, head)
    await deliver(w)
  }
  expect(await tell(w, '1', 'completion.claimed', { evidence })).toMatchObject({ kind: 'done' })
})

describe('the same file again', () => {
  it('changes nothing: before the children are open, after it, and on another day', async () => {
    const w = await planned()
    await send(w, file)
    const version = (await load(w, '1'))?.version
    expect(await send(w, file)).toMatchObject({ created: 0, changed: 0, unchanged: 3, rejected: [] })
    await deliver(w)
    w.clock.now = instant.parse('2026-04-09T09:00:00Z')
    expect(await send(w, file)).toMatchObject({ created: 0, changed: 0, unchanged: 3, rejected: [] })
    await deliver(w)
    expect((await load(w, '1'))?.version).toBe(version)
    expect((await load(w, '1.1'))?.version).toBe(1)
  })

  it('does not undo what people did since, and is no error when an action is completed', async () => {
    const w = await planned()
    await send(w, file)
    await deliver(w)
    await tell(w, '1.1', 'completion.claimed', { evidence })
    await tell(w, '1.1', 'completion.verified', {}, head)
    await tell(w, '1.2', 'update.given', { text: 'Stuck', actionStatus: 'Concerns/blockages' })
    await deliver(w)
    expect(await send(w, file)).toMatchObject({ created: 0, changed: 0, unchanged: 3, rejected: [] })
    expect(await load(w, '1.2')).toMatchObject({ state: 'blocked' })
  })
})

it('takes a changed cell once; not while the case is still being opened', async () => {
  const w = await planned()
  await send(w, file)
  const changed = file.replace('Boilers known', 'Every boiler known')
  expect(await send(w, changed)).toMatchObject({
    unchanged: 2,
    rejected: [{ column: 'ref', why: expect.stringContaining('OPENING') }],
  })
  await deliver(w)
  expect(await send(w, changed)).toMatchObject({ unchanged: 2, changed: 1, rejected: [] })
  expect(await send(w, changed)).toMatchObject({ unchanged: 3, changed: 0 })
  expect(await load(w, '1.1')).toMatchObject({ facts: { outcome: 'Every boiler known' } })
})

it('opens three levels and twenty children from one file, and a dry run none', async () => {
  const w = await planned()
  const many = Array.from({ length: 20 }, (_, index) => `IP,1.1.${index + 1},1.1,Detail ${index},\n`).join('')
  expect(await send(w, file + many, 'dryRun=true')).toMatchObject({ created: 23, rejected: [] })
  expect(await load(w, '1')).toBeUndefined()
  expect(await send(w, file + many)).toMatchObject({ created: 23, rejected: [] })
  await deliver(w)
  expect(Object.keys((await load(w, '1'))!.children)).toHaveLength(2)
  expect(Object.keys((await load(w, '1.1'))!.children)).toHaveLength(20)
  expect(await load(w, '1.1.20')).toMatchObject({ parent: planId('IP', '1.1') })
  expect(await send(w, file + many)).toMatchObject({ unchanged: 23, rejected: [] })
})

it('refuses a child of a closed action, and of a row that is nowhere', async () => {
  const w = await planned()
  await send(w, 'plan,ref,outcome\nIP,1,Homes safe\n')
  await tell(w, '1', 'completion.claimed', { evidence })
  await tell(w, '1', 'completion.verified', {}, head)
  const { created, rejected } = await send(w, 'plan,ref,parentRef\nIP,1.1,1\nIP,9.1,9\n')
  expect([created, rejected.map((each: { why: string }) => each.why.split(':')[0])]).toEqual([
    0,
    [expect.stringContaining('completed'), 'PARENT_UNKNOWN'],
  ])
})

test.each([
  ['improvement-plan', 58],
  ['code-action-plan', 24],
  ['self-assessment-plan', 15],
])('%s: all %i rows, twice', async (name, count) => {
  const w = await planned()
  const csv = readFileSync(new URL(`../../fixtures/plans/${name}.csv`, import.meta.url), 'utf8')
  expect(await send(w, csv)).toMatchObject({ rows: count, created: count, rejected: [], rejectedRows: 0 })
  await deliver(w)
  expect(await send(w, csv)).toMatchObject({ created: 0, changed: 0, unchanged: count, rejected: [] })
})

test('what was typed and what is so stand side by side', async () => {
  const w = await planned()
  await send(w, readFileSync(new URL('../../fixtures/plans/improvement-plan.csv', import.meta.url), 'utf8'))
  await deliver(w)
  const { body } = await w.send(`/cases/${encodeURIComponent(planId('Improvement plan', '3.3'))}`)
  expect(body.case.facts).toMatchObject({ dueOn: '2025-12-31', typed: { action: 'Started and on target' } })
  expect(body.computed).toEqual({ status: 'OVERDUE', days: 97, typed: 'on_target', contradicts: true })
  const gas = await w.send('/workflows/gas/cases', {
    body: { id: 'g', assetId: 'H00017', facts: { dutyBeganOn: '2020-01-01' } },
  })
  expect(gas.status).toBe(201)
  expect((await w.send('/cases/g')).body).not.toHaveProperty('computed')
})
