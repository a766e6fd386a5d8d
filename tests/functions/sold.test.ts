/** What the register says of a home's end reaches its cases on its day, and is taken back when the register is corrected. */
import { expect, test } from 'vitest'
import { createHandler } from '../../functions/report/handler.ts'
import type { Deps as NightDeps } from '../../functions/report/ports.ts'
import { replay } from '../../shared/core/replay.ts'
import { type Day, day, instant } from '../../shared/core/time.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { position } from '../../shared/position/position.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { admin } from '../support/history.ts'
import { apiWorld } from './api-world.ts'
import { settle } from './pages/pages-world.ts'

const header = 'assetId,type,status,ownedTo\n'
const street = 'B1,block,,\nH1,dwelling,occupied,\nH2,dwelling,occupied,\n'

/** Gas due on 10 February 2027 and a claimed fault in H1, a complaint of who lived there; gas in H2. */
const owned = async () => {
  const w = await apiWorld()
  const register = async (rows: string) => {
    const { status, body, text } = await w.send('/imports/assets', { body: header + rows, type: 'text/csv' })
    expect([status, body.rejected], text).toEqual([200, []])
    return body.run as string
  }
  await register(street)
  const duties =
    'assetId,workflow,lastDoneOn\nH1,gas,2026-02-10\nH1,eicr,2024-05-01\nH2,gas,2026-02-10\nB1,fra,2026-05-01\n'
  const { run } = (await w.send('/imports/obligations', { body: duties, type: 'text/csv' })).body
  const action = {
    kind: 'gas.ar',
    assetId: 'H1',
    workflow: 'gas',
    description: 'x',
    priority: 'P2',
    raisedOn: '2026-11-20',
  }
  const { kind: _, ...facts } = action
  const actions = `externalId,source,assetId,workflow,description,priority,raisedOn\nA1,system,${facts.assetId},gas,flue,P2,2026-11-20\n`
  expect((await w.send('/imports/actions', { body: actions, type: 'text/csv' })).body.rejected).toEqual([])
  const complaint = {
    id: 'CMP-open-1',
    assetId: 'H1',
    facts: { text: 'cold all winter', receivedAt: '2026-11-20T10:00:00Z', channel: 'email' },
  }
  const opened = await w.send('/workflows/complaint/cases', { body: complaint })
  expect(opened.status, opened.text).toBe(201)
  const archive = { put: async () => 'kept' as const }
  const faults: string[] = []
  const night = createHandler({
    ...w.deps,
    apply: w.apply,
    landlord: { name: 'Testham Homes', roles: {}, contractors: [] },
    reports: archive,
    heads: archive,
    kept: async () => undefined,
    keepRegime: async () => undefined,
    desk: {
      window: officeHours,
      mail: undefined,
      outbox: w.store.outbox,
      directory: async () => ({ people: [], fallback: { email: 'd@x.org', name: 'D' } }),
      sender: {},
      now: w.now,
    },
    fault: (name: string) => void faults.push(name),
  } as unknown as NightDeps)
  const at = async (moment: string) => {
    w.clock.now = instant.parse(moment)
    await settle(w)
  }
  const states = async () => {
    const found = (await w.store.byAsset('H1')).items.map(c => [
      c.workflow,
      c.closedAt === undefined ? 'open' : c.state,
    ])
    return Object.fromEntries(found)
  }
  const repeats = async (id: string) => {
    const events = (await w.store.history(id, { limit: 200 })).items.map(({ event }) => event)
    const c = (await w.store.load(id))!.case
    expect(replay(w.workflows[c.workflow]!, events, w.reckon)).toEqual(c)
  }
  return { ...w, register, run, night, at, states, repeats, faults }
}
const open = { gas: 'open', eicr: 'open', action: 'open', complaint: 'open' }
const ended = { gas: 'retired', eicr: 'retired', action: 'disposed', complaint: 'open' }
const sold = (on: string) => `B1,block,,\nH1,dwelling,disposed,${on}\nH2,dwelling,occupied,\n`

test('sold before today: its duties and faults end with the import, the complaint of who lived there and the others go on', async () => {
  const w = await owned()
  expect(await w.states()).toEqual(open)
  await w.register(sold('2026-11-20'))
  expect(await w.states()).toEqual(ended)
  const c = (await w.store.load('gas:H1'))!.case
  expect(c.facts).toMatchObject({ retiredOn: '2026-11-20', reason: 'on the register: sold or given up' })
  for (const id of ['gas:H2', 'fra:B1']) expect((await w.store.load(id))!.case.closedAt).toBeUndefined()
  const standing = (asAt: string) => position(gas, c.facts, day.parse(asAt), { reckon: w.reckon }).status
  expect(['2026-11-19', '2026-11-20'].map(standing)).toEqual(['compliant', 'retired'])
  await w.register(sold('2026-11-20'))
  expect((await w.store.load('gas:H1'))!.case.version).toBe(c.version)
  for (const id of ['gas:H1', 'eicr:H1']) await w.repeats(id)
})

test('sold on the day on which it is due, said months before: the night ends it, never overdue, and nobody is to be told (G34)', async () => {
  const w = await owned()
  await w.register(sold('2027-02-10'))
  await w.at('2027-02-09T12:00:00Z')
  type Ahead = { day: string; fallsDue: { caseId: string }[]; mails: { caseId: string }[]; overdue: { gas?: number } }
  const days: Ahead[] = (await w.send('/look-ahead', { query: 'days=30' })).body.days
  const from = days.filter(one => one.day >= '2027-02-10')
  const about = (id: string) =>
    [from.flatMap(one => one.fallsDue), from.flatMap(one => one.mails)].map(list => list.some(one => one.caseId === id))
  expect([about('gas:H2'), about('gas:H1')]).toEqual([
    [true, true],
    [false, false],
  ])
  expect(from.at(-1)?.overdue.gas).toBe(1)
  expect(await w.states()).toEqual(open)
  w.clock.now = instant.parse('2027-02-10T00:00:20Z')
  const done = await w.night({ job: 'due' })
  expect([done.ended, w.faults]).toEqual([3, []])
  await w.at('2027-06-01T09:00:00Z')
  expect(await w.states()).toMatchObject(ended)
  const c = (await w.store.load('gas:H1'))!.case
  expect(c.facts.retiredOn).toBe('2027-02-10')
  const events = (await w.store.history('gas:H1', { limit: 200 })).items.map(({ event }) => event.type)
  expect(events.at(-1)).toBe('asset.disposed')
  const named = JSON.stringify((await w.store.history('gas:H1', { limit: 200 })).items)
  expect(named).not.toContain('overdue')
})

test('the register is corrected: what it ended goes on as it was, and what a person ended stays', async () => {
  const w = await owned()
  const own = { id: 'own-1', type: 'asset.disposed', data: { on: '2026-11-21', reason: 'gas meter taken out' } }
  expect((await w.send('/cases/eicr:H1/events', { body: own })).status).toBe(200)
  const before = (await w.store.load('gas:H1'))!.case
  await w.register(sold('2026-11-20'))
  await settle(w)
  await w.register(street)
  expect(await w.states()).toEqual({ ...open, eicr: 'retired' })
  const after = (await w.store.load('gas:H1'))!.case
  expect({ ...after, version: before.version }).toEqual(before)
  await w.repeats('gas:H1')
  await w.at('2027-02-11T09:00:00Z')
  expect((await w.store.load('gas:H1'))!.case.wake).toBeDefined()
  expect((await w.send('/cases', { query: 'asset=H1&overdue=true' })).text).toContain('gas:H1')
})

test('another day is said: it ends on that one; the import that said so undone, it goes on', async () => {
  const w = await owned()
  await w.register(sold('2026-11-20'))
  const second = await w.register(sold('2026-11-21'))
  expect((await w.store.load('gas:H1'))!.case.facts.retiredOn).toBe('2026-11-21')
  const undo = (run: string) => w.send(`/imports/runs/${run}/undo`, { body: { reason: 'the wrong file' } })
  expect((await undo(second)).status).toBe(200)
  expect((await w.store.load('gas:H1'))!.case.facts.retiredOn).toBe('2026-11-20')
  await w.register(street)
  expect(await w.states()).toEqual(open)
  // What the register said and took back keeps nobody from undoing the import of the duties.
  expect((await undo(w.run)).body).toMatchObject({ touchedCount: 0, withdrawn: 4 })
})

test('a duty that is imported for a home sold before ends in the night, and one that cannot is named', async () => {
  const w = await owned()
  await w.register(`${street}H9,dwelling,disposed,2026-10-01\n`)
  await w.apply.open('gas', { id: 'gas:H9', assetId: 'H9', by: admin, facts: { dutyBeganOn: '2020-01-01' as Day } })
  w.clock.now = instant.parse('2026-11-24T00:00:20Z')
  expect((await w.night({ job: 'due' })).ended).toBe(1)
  expect((await w.store.load('gas:H9'))!.case).toMatchObject({ state: 'retired', facts: { retiredOn: '2026-10-01' } })
  w.clock.now = instant.parse('2026-11-25T00:00:20Z')
  expect((await w.night({ job: 'due' })).ended).toBe(0)
})
