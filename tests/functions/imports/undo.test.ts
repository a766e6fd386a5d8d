/** A run of an import is undone whole while nothing else touched its cases, or refused by name. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { replay } from '../../../shared/core/replay.ts'
import { addDays, type Day, instant } from '../../../shared/core/time.ts'
import { Transient } from '../../../shared/store/faults.ts'
import { runs } from '../../support/random.ts'
import { apiWorld, directory } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const send = async (w: World, kind: string, body: string) => {
  const answer = await w.send(`/imports/${kind}`, { method: 'POST', body, type: 'text/csv' })
  if (answer.status !== 200 || answer.body.rejected.length > 0) throw new Error(answer.text)
  return answer.body
}
const undo = (w: World, run: string, query = '') =>
  w.send(`/imports/runs/${run}/undo`, { body: { reason: 'the wrong file' }, query })
const later = (w: World, days = 0) => {
  const [day, time] = w.clock.now.split('T') as [Day, string]
  w.clock.now = instant.parse(
    `${addDays(day, days)}T${time.slice(0, 6)}${String(Number(time.slice(6, 8)) + 1).padStart(2, '0')}.000Z`,
  )
}
const load = async (w: World, id: string) => (await w.store.load(id))?.case
const historyOf = async (w: World, id: string) =>
  (await w.store.history(id, { limit: 200 })).items.map(({ event }) => event)
const repeats = async (w: World, id: string) => {
  const c = (await load(w, id))!
  expect(JSON.stringify(replay(w.workflows[c.workflow]!, await historyOf(w, id), w.reckon))).toBe(JSON.stringify(c))
}
const homes = 'assetId,type\nH1,dwelling\nH2,dwelling\n'
const gas = (...rows: string[]) => `assetId,workflow,lastDoneOn\n${rows.join('\n')}\n`

test('cases that it opened are withdrawn: out of every list and figure, in the export, begun again by the same row', async () => {
  const w = await apiWorld()
  await send(w, 'assets', homes)
  const file = gas('H1,gas,2026-05-01', 'H2,gas,2026-06-01')
  const { run } = await send(w, 'obligations', file)
  later(w)
  const before = await load(w, 'gas:H1')
  expect((await undo(w, run, 'dryRun=true')).body).toMatchObject({
    withdrawn: 2,
    restored: 0,
    dryRun: true,
    touched: [],
  })
  expect(await load(w, 'gas:H1')).toEqual(before)
  expect((await undo(w, run)).body).toMatchObject({ withdrawn: 2, restored: 0, touchedCount: 0 })
  expect((await w.store.byAsset('H1')).items).toEqual([])
  expect((await w.store.everyCase({ segment: 0, of: 1 }, { limit: 100 })).items).toEqual([])
  expect((await w.store.everyLoaded({ segment: 0, of: 1 }, { limit: 100 })).items).toHaveLength(2)
  for (const query of ['workflow=gas', 'workflow=gas&closed=true'])
    expect((await w.send('/cases', { query })).body.items).toEqual([])
  expect((await w.send('/position', { query: 'workflow=gas&asAt=2026-11-22' })).text).not.toContain('gas:H1')
  expect((await w.send('/export')).text.match(/case.withdrawn/g)).toHaveLength(2)
  const seen = await w.send('/cases/gas:H1')
  expect([seen.body.allowed, seen.body.position, seen.body.clocks]).toEqual([['note.added'], undefined, []])
  expect(seen.body.history.at(-1)).toMatchObject({ data: { run, reason: 'the wrong file' } })
  expect((await undo(w, run)).body).toMatchObject({ withdrawn: 0, restored: 0, touchedCount: 0 })
  expect((await w.send('/imports/runs')).body.items[0].undone).toMatchObject({ withdrawn: 2, reason: 'the wrong file' })
  later(w)
  const again = await send(w, 'obligations', file)
  expect(again).toMatchObject({ created: 2, unchanged: 0 })
  expect((await w.store.byAsset('H1')).items).toMatchObject([{ id: 'gas:H1', state: before!.state, version: 3 }])
  expect((await undo(w, run)).body).toMatchObject({ withdrawn: 0 })
  later(w)
  expect((await undo(w, again.run)).body).toMatchObject({ withdrawn: 2 })
  await repeats(w, 'gas:H1')
})

test('is not for members who oversee, as the import was not', async () => {
  const w = await apiWorld()
  const { run } = await send(w, 'assets', homes)
  const cllr = { email: 'cllr@x.org', name: 'Cllr', roles: ['portfolioHolder' as const], workflows: [], areas: [] }
  directory.people.push(cllr)
  const asked = { body: { reason: 'the wrong file' }, as: cllr.email }
  expect((await w.send(`/imports/runs/${run}/undo`, asked)).status).toBe(403)
  expect(await w.store.getAsset('H1')).toBeDefined()
})

test('cases that it changed have their facts of before, checks that were merged too', async () => {
  const w = await apiWorld()
  await send(w, 'assets', homes)
  await send(w, 'obligations', gas('H1,eicr,2023-05-01', 'H1,gas,2026-05-01'))
  const before = [await load(w, 'eicr:H1'), await load(w, 'gas:H1')]
  later(w)
  const { run, changed } = await send(w, 'obligations', gas('H1,eicr,2024-05-01', 'H1,gas,2026-07-01'))
  expect(changed).toBe(2)
  later(w)
  expect((await undo(w, run)).body).toMatchObject({ withdrawn: 0, restored: 2 })
  for (const [at, id] of ['eicr:H1', 'gas:H1'].entries()) {
    expect(JSON.stringify({ ...(await load(w, id)), version: 1 })).toBe(JSON.stringify(before[at]))
    await repeats(w, id)
  }
})

test('a row of a plan that was undone is taken again, and the one before it still repeats', async () => {
  const w = await apiWorld()
  const plan = (owner: string) => `plan,ref,issue,owner\nP,1,late surveys,${owner}\n`
  await send(w, 'plan-actions', plan('Ms Bright'))
  later(w)
  const { run } = await send(w, 'plan-actions', plan('Mr Dale'))
  later(w)
  expect((await undo(w, run)).body).toMatchObject({ restored: 1 })
  later(w)
  expect(await send(w, 'plan-actions', plan('Ms Bright'))).toMatchObject({ unchanged: 1 })
  expect(await send(w, 'plan-actions', plan('Mr Dale'))).toMatchObject({ changed: 1 })
  expect(await send(w, 'plan-actions', plan('Mr Dale'))).toMatchObject({ unchanged: 1 })
})

test('refused whole, naming what was touched', async () => {
  const w = await apiWorld()
  await send(w, 'assets', homes)
  const { run } = await send(w, 'obligations', gas('H1,gas,2026-05-01', 'H2,gas,2026-06-01'))
  later(w)
  await w.send('/cases/gas:H2/events', { body: { id: 'n1', type: 'note.added', data: { text: 'mine' } } })
  const { status, body } = await undo(w, run)
  expect([status, body.failed]).toEqual([409, ['gas:H2: note.added on 2026-11-22']])
  expect((await undo(w, run, 'dryRun=true')).body).toMatchObject({ withdrawn: 1, touchedCount: 1 })
  expect(await load(w, 'gas:H1')).toMatchObject({ version: 1 })
})

test('the system’s own clocks do not keep it', async () => {
  const w = await apiWorld()
  await send(w, 'assets', homes)
  const { run } = await send(w, 'obligations', gas('H1,gas,2025-06-01'))
  later(w)
  expect((await w.apply.fire('gas:H1')).kind).toBe('done')
  expect((await undo(w, run)).body).toMatchObject({ withdrawn: 1 })
  await repeats(w, 'gas:H1')
})

test('assets and people get the earlier record back, new ones go, what others hang on stays', async () => {
  const w = await apiWorld()
  await send(w, 'assets', 'assetId,type,parentId,area\nB1,block,,north\n')
  later(w)
  const { run } = await send(w, 'assets', 'assetId,type,parentId,area\nB1,block,,south\nH1,dwelling,B1,south\n')
  later(w)
  expect((await undo(w, run)).body).toMatchObject({ records: 2, touchedCount: 0 })
  expect(await w.store.getAsset('B1')).toMatchObject({ area: 'north' })
  expect([await w.store.getAsset('H1'), (await w.store.childrenOf('B1')).items]).toEqual([undefined, []])
  expect(await send(w, 'assets', 'assetId,type,parentId\nH1,dwelling,B1\n')).toMatchObject({ created: 1 })
  later(w)
  const homesRun = (await w.send('/imports/runs')).body.items[0].id
  await send(w, 'obligations', gas('H1,gas,2026-05-01'))
  expect((await undo(w, homesRun)).body.failed).toEqual(['H1: gas:H1 hangs on it'])
  expect((await undo(w, 'nothing')).status).toBe(404)
})

test('actions and complaints: with the steps that the file told', async () => {
  const w = await apiWorld()
  const action = 'source,externalId,assetId,workflow,description,priority,raisedOn,status,completedOn\n'
  const { run } = await send(w, 'actions', `${action}PORTAL,7,H00017,fra,Door closer,P2,2026-10-01,closed,2026-10-20\n`)
  later(w)
  expect((await undo(w, run)).body).toMatchObject({ withdrawn: 1, touchedCount: 0 })
  expect((await w.store.byAsset('H00017')).items).toEqual([])
  later(w)
  expect(
    await send(w, 'actions', `${action}PORTAL,7,H00017,fra,Door closer,P2,2026-10-01,closed,2026-10-20\n`),
  ).toMatchObject({
    created: 1,
  })
})

test('complaints: words lie beside the history the second time too', async () => {
  const w = await apiWorld()
  const file = 'reference,receivedOn,name,summary\nC-1,20/11/2026,Ann Example,No heating\n'
  const { run } = await send(w, 'complaints', file)
  later(w)
  expect((await undo(w, run)).body).toMatchObject({ withdrawn: 1, touchedCount: 0 })
  later(w)
  expect(await send(w, 'complaints', file)).toMatchObject({ created: 1 })
  const { items } = await w.store.list({ workflows: ['complaint'] })
  const [c] = items
  await repeats(w, c!.id)
  expect(JSON.stringify(await historyOf(w, c!.id))).not.toContain('No heating')
  expect(await send(w, 'complaints', file)).toMatchObject({ unchanged: 1 })
})

test('people: an earlier record comes back, and only an administrator says so', async () => {
  const w = await apiWorld()
  const header = 'email,name,roles\n'
  await send(w, 'people', `${header}mo@x.org,Mo,housingOfficer\n`)
  const { run } = await send(w, 'people', `${header}mo@x.org,Mo,teamLeader\nnew@x.org,New,housingOfficer\n`)
  const as = 'hal@x.org'
  expect((await w.send(`/imports/runs/${run}/undo`, { body: { reason: 'not mine' }, as })).status).toBe(403)
  expect((await undo(w, run)).body).toMatchObject({ records: 2, touchedCount: 0 })
  expect([(await w.store.getPerson('mo@x.org'))?.roles, await w.store.getPerson('new@x.org')]).toEqual([
    ['housingOfficer'],
    undefined,
  ])
})

test('a run that was killed half way is undone as far as it came, and so is an undo', async () => {
  const w = await apiWorld()
  const ids = Array.from({ length: 180 }, (_, at) => `K${at}`)
  await send(w, 'assets', `assetId,type\n${ids.map(id => `${id},dwelling\n`).join('')}`)
  const write = w.store.commitAll
  let calls = 0
  w.store.commitAll = async inputs => {
    calls += 1
    if (calls === 3) throw new Transient('killed')
    return write(inputs)
  }
  const file = gas(...ids.map(id => `${id},gas,2026-05-01`))
  expect((await w.send('/imports/obligations', { method: 'POST', body: file, type: 'text/csv' })).status).toBe(503)
  w.store.commitAll = write
  const run = (await w.send('/imports/runs')).body.items[0].id
  const opened = (await w.store.loadMany(ids.map(id => `gas:${id}`))).size
  later(w)
  const commit = w.store.commit
  let told = 0
  w.store.commit = async input => {
    told += 1
    if (told > 20) throw new Transient('killed')
    return commit(input)
  }
  expect((await undo(w, run)).status).toBe(503)
  w.store.commit = commit
  expect((await undo(w, run)).body.withdrawn).toBe(opened - 20)
  const left = [...(await w.store.loadMany(ids.map(id => `gas:${id}`))).values()]
  expect(left.every(one => one.case.withdrawnAt !== undefined && one.case.version === 2)).toBe(true)
})

type Act = 'fire' | 'note' | 'nothing' | 'month' | 'again'
test('whatever comes between: refused, or exactly as before', async () => {
  const acts = fc.array(fc.constantFrom<Act>('fire', 'note', 'nothing', 'month', 'again'), { maxLength: 5 })
  const day = fc.constantFrom('2025-10-01', '2026-02-01', '2026-06-01', '2026-10-01')
  await fc.assert(
    fc.asyncProperty(
      acts,
      day,
      fc.option(day),
      fc.constantFrom('gas', 'eicr', 'legionella', 'fra'),
      async (between, on, first, stream) => {
        const w = await apiWorld()
        await send(w, 'assets', homes)
        const id = `${stream}:H1`
        if (first !== null && first <= on) await send(w, 'obligations', gas(`H1,${stream},${first}`))
        later(w)
        await w.apply.fire(id)
        later(w)
        const before = await load(w, id)
        const file = gas(`H1,${stream},${on}`)
        const done = await send(w, 'obligations', file)
        let touched = false
        for (const [at, act] of between.entries()) {
          later(w, act === 'month' ? 31 : 0)
          if (act === 'fire' || act === 'month') await w.apply.fire(id)
          if (act === 'again') await send(w, 'obligations', file)
          if (act !== 'note') continue
          await w.send(`/cases/${id}/events`, { body: { id: `n${at}`, type: 'note.added', data: { text: 'x' } } })
          touched = done.created + done.changed > 0
        }
        later(w)
        const { status } = await undo(w, done.run)
        expect(status).toBe(touched ? 409 : 200)
        const after = await load(w, id)
        if (status === 200 && done.changed > 0)
          expect(JSON.stringify({ ...after, version: 0 })).toBe(JSON.stringify({ ...before, version: 0 }))
        if (status === 200 && done.created > 0) expect((await w.store.byAsset('H1')).items).toEqual([])
        await repeats(w, id)
      },
    ),
    { numRuns: runs(40) },
  )
})
