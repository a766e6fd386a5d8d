import { expect, it } from 'vitest'
import { addHours, addMinutes, day, type Instant } from '../../shared/core/time.ts'
import { everyShard, pendingKeys, shardOf } from '../../shared/store/keys.ts'
import type { Store } from '../../shared/store/store.ts'
import { timerIn } from '../../shared/store/timers.ts'
import { onBothTables } from './both.ts'
import { aCommit, aNotice, anErrand, grown, moment, send, t0, whole } from './sample.ts'

const due = async (store: Store, from: Instant, to: Instant): Promise<string[]> => {
  const shares = await Promise.all(everyShard.map(shard => whole(asked => store.dueBetween(from, to, shard, asked))))
  return shares
    .flat()
    .map(entry => entry.caseId)
    .sort()
}

onBothTables('timers', fresh => {
  it('stands in the index at its wake, moves with it, and is gone when final', async () => {
    const { store } = await fresh()
    await grown(store, 'gas:H1', 1)
    const wake = addHours(t0, 24)
    expect(await store.dueBetween(t0, wake, shardOf('gas:H1'))).toEqual({ items: [{ caseId: 'gas:H1', at: wake }] })
    expect(await due(store, t0, addHours(t0, 23))).toEqual([])

    const later = addHours(t0, 100)
    await store.commit(aCommit('gas:H1', 1, { case: { wake: later } }))
    expect(await due(store, t0, addHours(t0, 99))).toEqual([])
    expect(await due(store, t0, later)).toEqual(['gas:H1'])

    await store.commit(aCommit('gas:H1', 2, { case: { wake: undefined, closedAt: later, state: 'retired' } }))
    expect(await due(store, t0, addHours(t0, 1000))).toEqual([])
  })

  it('says beside the wake how grave it would be to leave it, and knows nothing of what was written before', async () => {
    const { store } = await fresh()
    const wake = addHours(t0, 24)
    await store.commit({ ...aCommit('gas:H1', 0, { case: { wake } }), gravity: '1.hq1.hq2,0.hq3.hq2' })
    await store.commit(aCommit('gas:H2', 0, { case: { wake } }))
    const of = async (id: string) =>
      (await store.dueBetween(t0, wake, shardOf(id))).items.find(one => one.caseId === id)
    expect(await of('gas:H1')).toEqual({ caseId: 'gas:H1', at: wake, gravity: '1.hq1.hq2,0.hq3.hq2' })
    expect(await of('gas:H2')).toEqual({ caseId: 'gas:H2', at: wake })
  })

  it('includes the very instant and excludes the millisecond after it', async () => {
    const { store } = await fresh()
    await grown(store, 'a', 1, { wake: moment('2026-11-03T10:59:59.999Z') })
    await grown(store, 'b', 1, { wake: moment('2026-11-03T11:00:00.000Z') })
    await grown(store, 'c', 1, { wake: moment('2026-11-03T11:00:00.001Z') })
    expect(await due(store, t0, moment('2026-11-03T11:00:00Z'))).toEqual(['a', 'b'])
    expect(await due(store, moment('2026-11-03T11:00:00Z'), moment('2026-11-03T11:40:00Z'))).toEqual(['b', 'c'])
    expect(await due(store, moment('2026-11-03T11:30:00Z'), moment('2026-11-03T11:40:00Z'))).toEqual([])
  })

  it('puts a wake that is already past at the receipt of its event, where the tick still looks', async () => {
    const { store } = await fresh()
    const received = moment('2026-11-10T12:34:00Z')
    await store.commit(aCommit('gas:H1', 0, { case: { wake: moment('2026-10-01T06:00:00Z') }, event: { received } }))
    expect(await due(store, addMinutes(received, -10), addMinutes(received, 1))).toEqual(['gas:H1'])
    expect((await store.load('gas:H1'))?.case.wake).toBe('2026-10-01T06:00:00.000Z')
  })

  it('finds 60 cases of one instant, spread over the shards, after a month of silence', async () => {
    const { store } = await fresh()
    const ids = Array.from({ length: 60 }, (_, at) => `gas:H${at}`)
    for (const id of ids) await grown(store, id, 1)
    expect(await due(store, addHours(t0, -700), addHours(t0, 48))).toEqual(ids.sort())
    expect(new Set(ids.map(shardOf)).size).toBe(everyShard.length)
  })

  it('names the next of all', async () => {
    const { store } = await fresh()
    expect(await store.nextDue()).toBeUndefined()
    for (const [id, hours] of [
      ['a', 30],
      ['b', 20],
      ['c', 25],
    ] as const)
      await grown(store, id, 1, { wake: addHours(t0, hours) })
    expect(await store.nextDue()).toEqual({ caseId: 'b', at: addHours(t0, 20) })
    await store.commit(aCommit('b', 1, { case: { wake: undefined, closedAt: t0 } }))
    expect(await store.nextDue()).toEqual({ caseId: 'c', at: addHours(t0, 25) })
  })

  it('moves the low-water mark forward only', async () => {
    const { store } = await fresh()
    expect(await store.lowWater()).toBeUndefined()
    expect(await store.moveLowWater(t0)).toBe(true)
    expect(await store.moveLowWater(t0)).toBe(false)
    expect(await store.moveLowWater(addMinutes(t0, -1))).toBe(false)
    expect(await store.lowWater()).toBe(t0)
    const moves = await Promise.all([3, 1, 2].map(minutes => store.moveLowWater(addMinutes(t0, minutes))))
    expect(moves).toContain(true)
    expect(await store.lowWater()).toBe(addMinutes(t0, 3))
  })

  it('keeps settings that were read from being overwritten unread', async () => {
    const { store } = await fresh()
    expect(await store.getSetting('clock')).toBeUndefined()
    expect(await store.putSetting('clock', { offset: 5 }, 3)).toBe(false)
    expect(await store.putSetting('clock', { offset: 5 }, 0)).toBe(true)
    expect(await store.putSetting('clock', { offset: 6 }, 0)).toBe(false)
    expect(await store.putSetting('clock', { offset: 6 }, 1)).toBe(true)
    expect(await store.getSetting('clock')).toEqual({ value: { offset: 6 }, rev: 2 })
    expect(await store.putSetting('a name # with %', 'said', 0)).toBe(true)
    const several = await store.getSettings(['clock', 'nowhere', 'a name # with %', 'clock'])
    expect([...several].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['a name # with %', { value: 'said', rev: 1 }],
      ['clock', { value: { offset: 6 }, rev: 2 }],
    ])
    expect(await store.getSettings([])).toEqual(new Map())
  })
})

onBothTables('what is owed next', fresh => {
  it('is the earliest of notices, errands and digests that are not done', async () => {
    const { store } = await fresh()
    expect(await store.nextOwed()).toBeUndefined()
    const notices = [aNotice('n1', 'gas:H1', { at: addMinutes(t0, 5), urgency: 'urgent' })]
    await store.commit(
      aCommit('gas:H1', 0, { notices, errands: [anErrand('e1', 'gas:H1', { at: addMinutes(t0, 2) })] }),
    )
    expect(await store.nextOwed()).toBe(addMinutes(t0, 2))
    await store.settleErrand('e1')
    expect(await store.nextOwed()).toBe(addMinutes(t0, 5))
    await store.outbox.append(
      { id: 'd1', to: 'a@x.org', day: day.parse('2026-11-02'), opens: addMinutes(t0, 3) },
      notices[0]!,
    )
    await store.outbox.hold({ kind: 'notice', id: 'n1' }, addMinutes(t0, 1))
    expect(await store.nextOwed()).toBe(addMinutes(t0, 1))
    await send(store, 'n1', addMinutes(t0, 1))
    expect(await store.nextOwed()).toBe(addMinutes(t0, 3))
  })

  it('is among all timers, as is every open case; what is done is not, nor is a dead order', async () => {
    const { store, table } = await fresh()
    const notices = [aNotice('n1', 'gas:H1', { at: addMinutes(t0, 5), urgency: 'urgent' })]
    const errands = [anErrand('e1', 'gas:H1', { at: addMinutes(t0, 2) })]
    await store.commit(aCommit('gas:H1', 0, { case: { wake: addHours(t0, 30) }, notices, errands }))
    await store.commit(aCommit('gas:H2', 0, { case: { wake: undefined } }))
    await store.settleErrand('e1')
    const key = { pk: 'CASE#x', sk: 'ORDER#1' }
    await table.put({ item: { ...key, kind: 'ORDER', ...pendingKeys('DEADORDER', '1', t0) } })
    const found = await whole(asked => store.everyTimer({ ...asked, limit: 1 }))
    expect(found).toEqual([
      { key: 'CASE#gas:H1 CASE', at: addHours(t0, 30) },
      { key: 'NOTICE#n1 NOTICE', at: addMinutes(t0, 5) },
    ])
    for (const [pk, sk, at] of [
      ['CASE#gas:H1', 'CASE', addHours(t0, 30)],
      ['NOTICE#n1', 'NOTICE', addMinutes(t0, 5)],
      ['CASE#gas:H2', 'CASE', undefined],
      ['ERRAND#e1', 'ERRAND', undefined],
      [key.pk, key.sk, undefined],
    ] as const)
      expect(timerIn((await table.get({ pk, sk }))!)).toEqual({ key: `${pk} ${sk}`, at })
  })
})
