/** Complaints in flight: each goes on where it stood, by the days on which it got there. */
import { expect, test } from 'vitest'
import { running } from '../../../shared/core/clocks.ts'
import { freshId } from '../../../shared/core/ids.ts'
import { complaint } from '../../../shared/workflows/complaint.ts'
import { apiWorld } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const send = async (w: World, csv: string, query = '') =>
  (await w.send('/imports/complaints', { method: 'POST', body: csv, type: 'text/csv', query })).body
const idOf = (reference: string) => freshId('CMP', 'complaint', `import|${reference}`)
const found = async (w: World, reference: string) => (await w.store.load(idOf(reference)))!.case
const clocks = async (w: World, reference: string) =>
  Object.fromEntries(running(complaint, await found(w, reference), w.reckon).map(({ name, due }) => [name, due]))

const header =
  'reference,receivedOn,category,name,summary,acknowledgedOn,handler,extendedOn,extendedTo,respondedOn,outcome,stage2RequestedOn,stage2AcknowledgedOn,stage2Handler,stage2RespondedOn,stage2Outcome\n'
// Today is Sunday 22 November 2026.
const file = `${header}${[
  'C-1,20/11/2026,,Ann Example,"No heating, again",,,,,,,,,,,',
  'C-2,20/11/2026,Heating,,,,,,,,,,,,,',
  'C-3,02/11/2026,Damp,,,06/11/2026,hal@x.org,,,,,,,,,',
  'C-4,02/11/2026,Damp,,,06/11/2026,hal@x.org,19/11/2026,04/12/2026,,,,,,,',
  'C-5,02/11/2026,Damp,,,06/11/2026,hal@x.org,19/11/2026,30/12/2026,,,,,,,',
  'C-6,01/10/2026,Noise,,,05/10/2026,hal@x.org,,,16/10/2026,upheld,,,,,',
  'C-7,01/10/2026,Noise,,,05/10/2026,hal@x.org,,,16/10/2026,upheld,18/11/2026,,,,',
  'C-8,01/09/2026,Noise,,,03/09/2026,hal@x.org,,,16/09/2026,not_upheld,01/10/2026,05/10/2026,ruth@x.org,,',
  'C-9,01/09/2026,Noise,,,03/09/2026,hal@x.org,,,16/09/2026,not_upheld,01/10/2026,05/10/2026,ruth@x.org,20/10/2026,upheld',
].join('\n')}\n`

test('each opens in its own state with the clocks of its own days', async () => {
  const w = await apiWorld()
  expect(await send(w, file, 'dryRun=true')).toMatchObject({ rows: 9, created: 9, rejected: [] })
  expect(await w.store.load(idOf('C-1'))).toBeUndefined()
  expect(await send(w, file)).toMatchObject({ rows: 9, created: 9, rejected: [] })
  const states = await Promise.all(
    ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(async n => (await found(w, `C-${n}`)).state),
  )
  expect(states).toEqual([
    'intake',
    's1_logged',
    's1_acknowledged',
    's1_extended',
    's1_extended',
    's1_responded',
    's2_logged',
    's2_acknowledged',
    's2_final',
  ])
  // received on Friday 20 November, to be acknowledged by the 27th
  expect(await clocks(w, 'C-1')).toMatchObject({ ack1: '2026-11-27' })
  // acknowledged on 6 November: ten working days
  expect(await clocks(w, 'C-3')).toMatchObject({ response1: '2026-11-20' })
  // told in time and within ten more: valid
  expect(await clocks(w, 'C-4')).toMatchObject({ response1: '2026-12-04' })
  // beyond what the Code lets one extend: the Code's own date goes on
  expect(await clocks(w, 'C-5')).toMatchObject({ response1: '2026-11-20', beyond1: '2026-12-30' })
  expect(await clocks(w, 'C-7')).toMatchObject({ ack2: '2026-11-25' })
  expect(await clocks(w, 'C-8')).toMatchObject({ response2: '2026-11-02' })
  expect(await clocks(w, 'C-9')).toMatchObject({ learning: expect.any(String) })
})

test('what is long late is told once, by its gravest rung, and not again that day', async () => {
  const w = await apiWorld()
  await send(w, file)
  const fired = await w.apply.fire(idOf('C-8'))
  expect(fired.kind).toBe('done')
  const { rungs } = (fired as Extract<typeof fired, { kind: 'done' }>).event.data as {
    rungs: { clock: string; told: boolean }[]
  }
  const told = rungs.filter(rung => rung.told).map(({ clock }) => clock)
  expect(new Set(told).size).toBe(told.length)
  expect(rungs.length).toBeGreaterThan(told.length)
  expect((await w.apply.fire(idOf('C-8'))).kind).toBe('nothing')
})

test('the same file again changes nothing; a row that says something else is sent to the case', async () => {
  const w = await apiWorld()
  await send(w, file)
  expect(await send(w, file)).toMatchObject({ created: 0, unchanged: 9 })
  const { rejected } = await send(w, file.replace('C-2,20/11/2026,Heating', 'C-2,20/11/2026,Repairs'))
  expect(rejected).toEqual([
    {
      line: 3,
      column: 'reference',
      value: 'C-2',
      why: expect.stringContaining(`IMPORTED: this complaint is ${idOf('C-2')}`),
    },
  ])
})

test('names and words lie beside the history', async () => {
  const w = await apiWorld()
  await send(w, file)
  const { items } = await w.store.history(idOf('C-1'))
  expect(JSON.stringify(items)).not.toMatch(/Ann Example|No heating/)
})

test.each([
  ['C-1,23/11/2026,,,,,,,,,,,,,,', 'receivedOn DATE_IN_FUTURE'],
  ['C-1,20/11/2026,x,,,19/11/2026,,,,,,,,,,', 'acknowledgedOn DATE_ORDER'],
  ['C-1,02/11/2026,,,,06/11/2026,,,,,,,,,,', 'category MISSING'],
  ['C-1,02/11/2026,x,,,,,,,06/11/2026,upheld,,,,,', 'acknowledgedOn MISSING'],
  ['C-1,02/11/2026,x,,,03/11/2026,,,,06/11/2026,,,,,,', 'outcome MISSING'],
  ['C-1,02/11/2026,x,,,03/11/2026,,,,,,06/11/2026,,,,', 'respondedOn MISSING'],
  ['C-1,02/11/2026,x,,,03/11/2026,a@x.org,,,04/11/2026,upheld,06/11/2026,,a@x.org,,', 'stage2Handler PERSON'],
])('%s is refused: %s', async (row, why) => {
  const w = await apiWorld()
  const { rejected } = await send(w, `${header}${row}\n`)
  expect(rejected.map((one: { column: string; why: string }) => `${one.column} ${one.why.split(':')[0]}`)).toEqual([
    why,
  ])
})
