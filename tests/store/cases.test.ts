import { expect, it } from 'vitest'
import { day } from '../../shared/core/time.ts'
import { genesis, verifyChain } from '../../shared/store/chain.ts'
import { BadCursor } from '../../shared/store/faults.ts'
import type { CaseFilter } from '../../shared/store/lists/filter.ts'
import { firstLinesOver } from '../../shared/store/lists/first-lines.ts'
import type { Table } from '../../shared/store/table.ts'
import { onBothTables } from './both.ts'
import { aCommit, grown, moment, t0, whole } from './sample.ts'

onBothTables('history', fresh => {
  it('comes in order, in pages, from any event on, and its chain holds', async () => {
    const { store } = await fresh()
    await grown(store, 'gas:H1', 12)
    await grown(store, 'gas:H10', 3)
    const links = await whole(asked => store.history('gas:H1', asked), 5)
    expect(links.map(link => link.event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(links[0]?.prevHash).toBe(genesis)
    expect(verifyChain(links, (await store.load('gas:H1'))?.head)).toMatchObject({ ok: true })
    expect((await store.history('gas:H1', { from: 11 })).items.map(link => link.event.seq)).toEqual([11, 12])
    expect(await store.history('gas:H9')).toEqual({ items: [] })
    const some = await store.events([
      { caseId: 'gas:H1', from: 11, to: 14 },
      { caseId: 'gas:H10', from: 2, to: 2 },
      { caseId: 'gas:H9', from: 1, to: 3 },
      { caseId: 'gas:H10', from: 2, to: 1 },
    ])
    expect(some.map(({ caseId, seq }) => `${caseId} ${seq}`).sort()).toEqual(['gas:H1 11', 'gas:H1 12', 'gas:H10 2'])
  })

  it('refuses cursors that it did not make or made for something else', async () => {
    const { store } = await fresh()
    await grown(store, 'gas:H1', 3)
    await grown(store, 'gas:H2', 3)
    const { cursor } = await store.history('gas:H1', { limit: 1 })
    await expect(store.history('gas:H2', { cursor })).rejects.toThrow(BadCursor)
    for (const made of ['', 'nonsense', Buffer.from('{"at":99}').toString('base64url')])
      await expect(store.history('gas:H1', { cursor: made })).rejects.toThrow(BadCursor)
  })
})

it('goes through so much of a list and no more, and says that there may be others', async () => {
  const asked: (number | undefined)[] = []
  const endless = {
    query: async ({ limit }: { limit: number }) => {
      asked.push(limit)
      return { items: [], more: { pk: 'CASE#1', sk: 'CASE' } }
    },
  } as unknown as Table
  const found = await firstLinesOver(endless)([{ workflow: 'gas', choices: [{ lead: 'officer' }] }], { each: 25 })
  expect(found).toEqual([[{ lines: [], more: true }]])
  expect(asked).toEqual([2_000, 2_000, 2_000, 2_000, 2_000])
})

onBothTables('lists', fresh => {
  const estate = async () => {
    const { store } = await fresh()
    const open = (id: string, due: string | undefined, change: Parameters<typeof aCommit>[2] = {}) =>
      store.commit(
        aCommit(id, 0, {
          ...change,
          due: due === undefined ? undefined : due.length > 10 ? moment(due) : day.parse(due),
        }),
      )
    await open('gas:1', '2026-12-01', { case: { assetId: 'H1' } })
    await open('gas:2', '2026-11-01', { case: { state: 'no_access', lead: 'complianceManager' } })
    await open('gas:3', undefined)
    await open('gas:4', '2026-11-22', { case: { assignee: 'ann@landlord.example' } })
    await open('gas:5', '2026-10-01', { case: { state: 'retired', closedAt: t0, wake: undefined } })
    await open('eicr:1', '2026-11-21T10:00:00Z', { case: { workflow: 'eicr', assetId: 'H1' } })
    await open('eicr:2', '2026-11-21', { case: { workflow: 'eicr', state: 'no_access', assetId: 'H1#2' } })
    const ids = async (filter: Partial<CaseFilter>, limit = 2) => {
      const found = await whole(asked => store.list({ workflows: ['gas', 'eicr'], ...filter }, asked), limit)
      return found.map(one => one.id)
    }
    return { store, ids }
  }

  it('lists open and closed cases alike where both are wanted', async () => {
    const { ids } = await estate()
    const all = ['gas:5', 'gas:2', 'gas:4', 'gas:1', 'gas:3']
    for (const limit of [1, 2, 100]) expect(await ids({ workflows: ['gas'], closed: 'either' }, limit)).toEqual(all)
    expect(await ids({ closed: 'either', state: 'no_access' })).toEqual(['gas:2', 'eicr:2'])
  })

  it('gives the beginnings of several lists at once, for each choice its own', async () => {
    const { store } = await estate()
    const first = async (...[wanted, asked]: Parameters<typeof store.firstLines>) =>
      (await store.firstLines(wanted, asked)).map(list =>
        list.map(({ lines, more }) => [lines.map(one => one.caseId), more]),
      )
    const all = [
      { workflow: 'gas', choices: [{}] },
      { workflow: 'eicr', choices: [{}] },
    ]
    expect(await first(all, { each: 3 })).toEqual([
      [[['gas:2', 'gas:4', 'gas:1'], true]],
      [[['eicr:1', 'eicr:2'], false]],
    ])
    expect(await first(all, { each: 9 })).toEqual([
      [[['gas:2', 'gas:4', 'gas:1', 'gas:3'], false]],
      [[['eicr:1', 'eicr:2'], false]],
    ])
    expect(await first(all, { each: 9, overdueAt: moment('2026-11-21T12:00:00Z') })).toEqual([
      [[['gas:2'], false]],
      [[['eicr:1'], false]],
    ])
    const choices = [
      { assignee: 'ann@landlord.example' },
      { lead: 'complianceManager' },
      { state: ['retired', 'no_access'] },
    ]
    expect(
      await first(
        [
          { workflow: 'gas', choices },
          { workflow: 'none', choices },
        ],
        { each: 1 },
      ),
    ).toEqual([
      [
        [['gas:4'], false],
        [['gas:2'], false],
        [['gas:2'], false],
      ],
      [
        [[], false],
        [[], false],
        [[], false],
      ],
    ])
    const { lines } = (await store.firstLines([all[0]!], { each: 9 }))[0]![0]!
    expect(lines[0]).toMatchObject({ workflow: 'gas', ends: '2026-11-02T00:00:00.000Z', lead: 'complianceManager' })
    expect(lines[3]).not.toHaveProperty('ends')
  })

  it('lists by workflow and deadline, in pages of any size', async () => {
    const { ids } = await estate()
    const all = ['gas:2', 'gas:4', 'gas:1', 'gas:3', 'eicr:1', 'eicr:2']
    for (const limit of [1, 2, 3, 100]) expect(await ids({}, limit)).toEqual(all)
    expect(await ids({ workflows: ['eicr'] })).toEqual(['eicr:1', 'eicr:2'])
    expect(await ids({ closed: true })).toEqual(['gas:5'])
  })

  it('filters by state, lead, assignee, in pages of any size', async () => {
    const { ids } = await estate()
    for (const limit of [1, 2, 100]) {
      expect(await ids({ state: 'no_access' }, limit)).toEqual(['gas:2', 'eicr:2'])
      expect(await ids({ lead: 'complianceManager' }, limit)).toEqual(['gas:2'])
      expect(await ids({ assignee: 'ann@landlord.example' }, limit)).toEqual(['gas:4'])
      expect(await ids({ state: 'no_access', lead: 'director' }, limit)).toEqual([])
    }
  })

  it('counts a day as overdue when it has ended in London, an instant when it is over', async () => {
    const { ids } = await estate()
    expect(await ids({ overdueAt: moment('2026-11-21T09:59:59Z') })).toEqual(['gas:2'])
    expect(await ids({ overdueAt: moment('2026-11-21T23:59:59Z') })).toEqual(['gas:2', 'eicr:1'])
    expect(await ids({ overdueAt: moment('2026-11-22T00:00:00Z') })).toEqual(['gas:2', 'eicr:1', 'eicr:2'])
    expect(await ids({ overdueAt: moment('2026-11-23T00:00:00Z') })).toEqual(['gas:2', 'gas:4', 'eicr:1', 'eicr:2'])
  })

  it('follows a case that changes', async () => {
    const { store, ids } = await estate()
    await store.commit(aCommit('gas:2', 1, { case: { state: 'appointed' }, due: day.parse('2026-12-24') }))
    await store.commit(aCommit('gas:1', 1, { case: { closedAt: t0, wake: undefined, assetId: 'H1' } }))
    expect(await ids({ workflows: ['gas'] })).toEqual(['gas:4', 'gas:2', 'gas:3'])
    expect(await ids({ state: 'no_access' })).toEqual(['eicr:2'])
    expect(await ids({ closed: true })).toEqual(['gas:5', 'gas:1'])
  })

  it('finds everything about one asset, and nothing of its neighbour', async () => {
    const { store } = await estate()
    const of = async (asset: string) => (await whole(asked => store.byAsset(asset, asked), 1)).map(one => one.id)
    expect((await of('H1')).sort()).toEqual(['eicr:1', 'gas:1'])
    expect(await of('H1#2')).toEqual(['eicr:2'])
    expect(await of('H')).toEqual([])
  })

  it('gives every case once over all segments', async () => {
    const { store, ids } = await estate()
    await store.putAsset({ id: 'H1', type: 'dwelling' })
    for (const of of [1, 3]) {
      const shares = await Promise.all(
        Array.from({ length: of }, (_, segment) => whole(asked => store.everyCase({ segment, of }, asked))),
      )
      const found = shares.flat().map(one => one.id)
      expect(found.sort()).toEqual([...(await ids({})), ...(await ids({ closed: true }))].sort())
    }
  })

  it('pages through more than DynamoDB gives at once', async () => {
    const { store } = await fresh()
    // 1 MB per answer: 12 events of 150 KB are at least two
    for (let version = 0; version < 12; version++)
      await store.commit(aCommit('gas:H1', version, { event: { data: { text: 'x'.repeat(150_000) } } }))
    expect((await store.history('gas:H1', { limit: 50 })).items).toHaveLength(12)
  })
})

onBothTables('what somebody has taken on', fresh => {
  const ack = (at: string) => ({
    clock: 'deadline',
    due: day.parse('2027-12-01'),
    rung: 0,
    by: 'ann@x.org',
    at: moment(at),
    until: moment('2026-12-01T06:00:00Z'),
  })

  it('is found by when, longest ago first, in pages of any size, however far off its deadline', async () => {
    const { store } = await fresh()
    for (const [id, acknowledged] of [
      ['gas:1', [ack('2026-11-03T09:00:00Z')]],
      ['gas:2', [ack('2026-11-09T09:00:00Z'), ack('2026-11-01T09:00:00Z')]],
      ['gas:3', []],
      ['gas:4', [ack('2026-11-05T09:00:00Z')]],
    ] as const)
      await store.commit(aCommit(id, 0, { case: { acknowledged: [...acknowledged] }, due: day.parse('2027-12-01') }))
    const by = (at: string, limit: number) => whole(asked => store.takenOn(moment(at), asked), limit)
    for (const limit of [1, 2, 100])
      expect((await by('2026-11-05T09:00:00Z', limit)).map(one => one.id)).toEqual(['gas:2', 'gas:1', 'gas:4'])
    expect((await by('2026-11-04T09:00:00Z', 5)).map(one => one.id)).toEqual(['gas:2', 'gas:1'])
  })

  it('is gone once it is let go, closed or withdrawn, and is nothing to be seen to by the tick', async () => {
    const { store } = await fresh()
    const acknowledged = [ack('2026-11-03T09:00:00Z')]
    for (const id of ['gas:1', 'gas:2', 'gas:3', 'gas:4'])
      await store.commit(aCommit(id, 0, { case: { acknowledged, wake: undefined } }))
    const after = async (id: string, change: Parameters<typeof aCommit>[2]) =>
      store.commit(aCommit(id, 1, { case: { acknowledged, wake: undefined, ...change?.case } }))
    await after('gas:1', { case: { acknowledged: [] } })
    await after('gas:2', { case: { closedAt: t0 } })
    await after('gas:3', { case: { closedAt: t0, withdrawnAt: t0 } })
    expect((await store.takenOn(moment('2027-01-01T00:00:00Z'))).items.map(one => one.id)).toEqual(['gas:4'])
    expect(await store.nextOwed()).toBe(undefined)
    expect((await store.everyTimer()).items).toEqual([])
  })
})
