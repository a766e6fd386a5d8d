/** What is remembered of runs, and what a landlord's own columns are called. */
import { expect, test } from 'vitest'
import { apiWorld } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const send = (w: World, kind: string, body: string, query = '') =>
  w.send(`/imports/${kind}`, { method: 'POST', body, type: 'text/csv', query })

const file = 'assetId,type,parentId\nH1,dwelling,\nH2,castle,\n=H3,dwelling,\nH4,dwelling,B9\nH5,dwelling,H4\n'

test('a run in earnest is listed with what it did; what it refused is a file without formulas', async () => {
  const w = await apiWorld()
  expect((await send(w, 'assets', file, 'dryRun=true')).body).not.toHaveProperty('run')
  expect((await w.send('/imports/runs')).body).toEqual({ items: [] })
  const { body } = await send(w, 'assets', file)
  const counts = { kind: 'assets', state: 'done', rows: 5, done: 5, created: 1, rejectedRows: 4 }
  expect((await w.send('/imports/runs')).body.items).toMatchObject([{ id: body.run, ...counts }])
  expect((await w.send(`/imports/runs/${body.run}`)).body).toMatchObject({ ...counts, rejected: body.rejected })
  const csv = await w.send(`/imports/runs/${body.run}`, { query: 'as=csv' })
  expect(csv.headers['content-type']).toContain('text/csv')
  expect(csv.text.replace('\uFEFF', '').split('\r\n').slice(0, 3)).toEqual([
    'line,column,value,why',
    expect.stringMatching(/^3,type,castle,/),
    expect.stringMatching(/^4,assetId,'=H3,/),
  ])
  expect((await w.send('/imports/runs/nothing')).status).toBe(404)
})

test('a child of a row that was refused is refused with it, in a dry run and in earnest', async () => {
  const w = await apiWorld()
  for (const query of ['dryRun=true', '']) {
    const { rejected } = (await send(w, 'assets', file, query)).body
    expect(rejected.map((one: { line: number; why: string }) => [one.line, one.why.split(':')[0]])).toEqual([
      [3, 'CHOICE'],
      [4, 'ID'],
      [5, 'PARENT_UNKNOWN'],
      [6, 'PARENT_UNKNOWN'],
    ])
  }
})

test('mistakes are asked for as a file at once, by a dry run too', async () => {
  const w = await apiWorld()
  const dry = await send(w, 'assets', file, 'dryRun=true&as=csv')
  expect([dry.status, dry.text.split('\r\n').length]).toEqual([200, 6])
  const unreadable = await send(w, 'assets', 'assetId,type,colour\nH1,dwelling,red\n', 'as=csv')
  expect([unreadable.status, unreadable.text]).toEqual([400, expect.stringContaining('1,colour,colour,')])
})

test('a run that fails says so, and the file sent again finishes it', async () => {
  const w = await apiWorld()
  const put = w.store.putAssets
  w.store.putAssets = async () => {
    throw new Error('the table is gone')
  }
  expect((await send(w, 'assets', 'assetId,type\nH1,dwelling\n')).status).toBe(500)
  expect((await w.send('/imports/runs')).body.items).toMatchObject([{ state: 'failed', created: 0 }])
  w.store.putAssets = put
  expect((await send(w, 'assets', 'assetId,type\nH1,dwelling\n')).body).toMatchObject({ created: 1 })
})

test('columns by the landlord’s own names; what a mapping leaves out is left out', async () => {
  const w = await apiWorld()
  await send(w, 'assets', 'assetId,type\nH1,dwelling\n')
  const own = 'Notes;last lgsr;Workflow;PROPERTY REF\nold boiler;1/2/2026;gas;H1\n'
  expect((await send(w, 'obligations', own)).body).toMatchObject({ rows: 1, created: 1, rejected: [] })
  expect((await w.store.load('gas:H1'))?.case.facts).toMatchObject({ deadline: '2027-02-01' })
})

test.each([
  [
    'Windows’ own letters',
    Buffer.from('assetId,type,address\nH1,dwelling,Caf\xe9 Row\nH2,dwelling,x\n', 'latin1').toString('utf8'),
    2,
    'ENCODING',
  ],
  ['a line that names the delimiter', 'sep=;\nassetId;type\nH1;castle\n', 3, 'CHOICE'],
])('%s', async (_, text, line, why) => {
  const w = await apiWorld()
  const { status, body } = await send(w, 'assets', text)
  expect([status, body.rejected[0]]).toMatchObject([200, { line, why: expect.stringContaining(why) }])
})

test('UTF-16, as a gateway passes it on, is named', async () => {
  const w = await apiWorld()
  const text = Buffer.from('\uFEFFassetId,type\nH1,dwelling\n', 'utf16le').toString('utf8')
  const { status, body } = await send(w, 'assets', text)
  expect([status, body.rejected[0].why]).toEqual([400, expect.stringContaining('UTF-16')])
})

test('a layout names a file’s columns, words and what all of it is about; never what a check found', async () => {
  const w = await apiWorld()
  const post = (kind: string, body: string, query: string) =>
    w.send(`/imports/${kind}`, { method: 'POST', type: 'text/csv', body, query })
  await post('assets', 'assetId,type\nH1,dwelling\nH2,dwelling', '')
  const tracker = 'Property,LGSR date,Outcome,Engineer\nH1,01/06/2026,PASS,S. Jones\nH2,,No access,\nH3,,Pass,\n'
  expect((await post('obligations', tracker, 'layout=lgsr')).body).toMatchObject({
    created: 2,
    rejected: [{ line: 4, column: 'LGSR date', why: 'MISSING: a result without the day of its check' }],
  })
  expect((await w.store.load('gas:H1'))?.case).toMatchObject({ state: 'compliant' })
  expect((await w.store.load('gas:H2'))?.case.facts.lastCheckedOn).toBeUndefined()
  for (const [kind, layout, said] of [
    ['obligations', 'eicr', { detail: 'there is no layout eicr of obligations; there are lgsr, guessed' }],
    ['assets', 'lgsr', { detail: expect.stringContaining('names none of that kind') }],
    [
      'obligations',
      'guessed',
      {
        failed: [
          'layouts.guessed: columns: there is no column doneOn',
          expect.stringContaining('layouts.guessed: fixed: result is not the same for every line'),
        ],
      },
    ],
  ] as const)
    expect(await post(kind, tracker, `layout=${layout}`)).toMatchObject({ status: 422, body: said })
})
