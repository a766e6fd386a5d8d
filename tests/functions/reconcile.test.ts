import { describe, expect, test } from 'vitest'
import { apiWorld } from './api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const compare = (w: World, csv: string, query = 'workflow=gas&contractor=sureheat') =>
  w.send('/reconcile', { body: csv, type: 'text/csv', query })

const stocked = async () => {
  const w = await apiWorld()
  const open = async (assetId: string, due: string, contractorId: string) => {
    await w.store.putAsset({ id: assetId, type: 'dwelling' })
    const checks = [{ on: '2026-02-10', knownOn: '2026-02-10', nextDue: due, result: 'SATISFACTORY' }]
    const facts = { deadline: due, contractorId, checks }
    const opened = await w.send('/workflows/gas/cases', { body: { id: `o-${assetId}`, assetId, facts } })
    if (opened.status !== 201) throw new Error(opened.text)
  }
  for (const assetId of ['H1', 'H2', 'H3', 'H4']) await open(assetId, '2027-02-10', 'sureheat')
  await open('H5', '2027-02-10', 'otherheat')
  return w
}

describe('a contractor’s list beside ours', () => {
  test('each difference has its owner, and nothing is changed', async () => {
    const w = await stocked()
    const before = await w.store.history('gas:H2')
    const csv = 'assetId,dueOn,status\nH1,10/02/2027,\nH2,2027-03-10,open\nH3,,Completed\nH9,2027-01-01,open\n'
    const { status, body } = await compare(w, csv)
    expect(status).toBe(200)
    expect(body).toEqual({
      both: ['H1'],
      onlyTheirs: [{ ref: 'H9', owner: 'complianceOfficer', act: expect.any(String) }],
      onlyOurs: [{ ref: 'H4', owner: 'contractor', act: expect.any(String) }],
      differing: [
        {
          ref: 'H2',
          field: 'dueOn',
          ours: '2027-02-10',
          theirs: '2027-03-10',
          owner: 'contractor',
          act: 'Work to our date.',
        },
        expect.objectContaining({
          ref: 'H3',
          field: 'status',
          ours: 'open',
          theirs: 'closed',
          owner: 'complianceOfficer',
        }),
      ],
    })
    expect(await w.store.history('gas:H2')).toEqual(before)
  })

  test('a list of assets alone is enough', async () => {
    const { body } = await compare(await stocked(), 'assetId\nH1\nH2\nH3\nH4\n')
    expect(body).toEqual({ both: ['H1', 'H2', 'H3', 'H4'], onlyTheirs: [], onlyOurs: [], differing: [] })
  })

  test.each([
    ['an unknown column', 'assetId,colour\nH1,red\n', ['line 1: colour']],
    ['no asset column', 'dueOn\n2027-02-10\n', ['line 1: assetId']],
    [
      'wrong cells, all named',
      'assetId,dueOn,status\nH1,31/02/2027,\nH2,,maybe\n',
      ['line 2: dueOn', 'line 3: status'],
    ],
    ['nothing', '\n', ['line 1']],
  ])('with %s is refused by line', async (_, csv, paths) => {
    const { status, body } = await compare(await apiWorld(), csv)
    expect([status, body.issues.map((one: { path: string }) => one.path)]).toEqual([400, paths])
  })

  test.each([
    ['workflow=action&contractor=sureheat', 'workflow'],
    ['workflow=constructor&contractor=sureheat', 'workflow'],
    ['workflow=gas&contractor=nobody', 'contractor'],
    ['workflow=gas', 'contractor'],
  ])('%s is refused', async (query, path) => {
    const { status, body } = await compare(await apiWorld(), 'assetId\nH1\n', query)
    expect([status, body.issues[0].path]).toEqual([400, path])
  })

  test('is CSV and nothing else', async () => {
    const w = await apiWorld()
    expect((await w.send('/reconcile', { body: {}, query: 'workflow=gas&contractor=sureheat' })).status).toBe(415)
  })
})
