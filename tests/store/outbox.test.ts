import { expect, it } from 'vitest'
import type { Notice } from '../../shared/core/case.ts'
import { addDays, addMinutes, day } from '../../shared/core/time.ts'
import type { Lease } from '../../shared/store/store.ts'
import { onBothTables } from './both.ts'
import { aCommit, aNotice, anErrand, t0, whole } from './sample.ts'

const lease = (minute: number, attempt: number): Lease => ({
  now: addMinutes(t0, minute),
  until: addMinutes(t0, minute + 5),
  attempt,
})

onBothTables('notices', fresh => {
  const owing = async (...notices: Notice[]) => {
    const { store } = await fresh()
    await store.commit(aCommit('gas:H1', 0, { notices }))
    const ready = async (minute: number) =>
      (await store.pendingNotices(addMinutes(t0, minute))).items.map(item => item.id)
    return { store, ready }
  }

  it('come gravest first, then oldest, from all shards, in pages of any size', async () => {
    const made = (['digest', 'urgent', 'emergency'] as const).flatMap(urgency =>
      [5, 3, 9, 1, 7].map(minute => aNotice(`${urgency}-${minute}`, 'gas:H1', { urgency, at: addMinutes(t0, minute) })),
    )
    const { store } = await owing(...made)
    const order = ['emergency', 'urgent', 'digest'].flatMap(urgency => [1, 3, 5, 7, 9].map(at => `${urgency}-${at}`))
    for (const limit of [1, 2, 4, 5, 100]) {
      const items = await whole(asked => store.pendingNotices(addMinutes(t0, 60), asked), limit)
      expect(items.map(item => item.id)).toEqual(order)
    }
    const urgent = await store.pendingNotices(addMinutes(t0, 5), { urgency: 'urgent' })
    expect(urgent.items.map(item => item.id)).toEqual(['urgent-1', 'urgent-3', 'urgent-5'])
  })

  it('are claimed by one, until the lease has run out', async () => {
    const { store, ready } = await owing(aNotice('n1', 'gas:H1'))
    const claims = await Promise.all([1, 2, 3].map(() => store.claimNotice('n1', lease(0, 1))))
    expect(claims.filter(claim => claim.ok)).toHaveLength(1)
    expect(claims.filter(claim => !claim.ok)).toEqual([
      { ok: false, why: 'leased' },
      { ok: false, why: 'leased' },
    ])
    expect(await ready(4)).toEqual([])
    expect(await store.claimNotice('n1', lease(4, 2))).toEqual({ ok: false, why: 'leased' })
    // the lease ends at minute 5, and with it the claim
    expect(await ready(5)).toEqual(['n1'])
    expect(await store.claimNotice('n1', lease(5, 1))).toEqual({ ok: false, why: 'attempt' })
    expect(await store.claimNotice('n1', lease(5, 2))).toMatchObject({ ok: true, item: { attempts: 2 } })
  })

  it('answer with a value when there is no such notice', async () => {
    const { store } = await owing()
    expect(await store.getNotice('none')).toBeUndefined()
    expect(await store.claimNotice('none', lease(0, 1))).toEqual({ ok: false, why: 'missing' })
    expect(await store.markNotice('none', { kind: 'sent', mail: 'm1' })).toBe('missing')
    expect(await store.settleErrand('none')).toBe('missing')
    expect(await store.getNotice('none')).toBeUndefined()
  })

  it('are no longer pending when sent, and cannot be claimed again', async () => {
    const { store, ready } = await owing(aNotice('n1', 'gas:H1'))
    await store.claimNotice('n1', lease(0, 1))
    expect(await store.markNotice('n1', { kind: 'sent', mail: 'm1' }, 1)).toBe('done')
    expect(await store.markNotice('n1', { kind: 'sent', mail: 'm1' })).toBe('refused')
    expect(await store.claimNotice('n1', lease(60, 2))).toEqual({ ok: false, why: 'done' })
    expect(await ready(999)).toEqual([])
    expect(await store.getNotice('n1')).toMatchObject({ status: 'sent', mail: 'm1', attempts: 1 })
  })

  it('wait when held, without losing their place in line', async () => {
    const { store, ready } = await owing(aNotice('n1', 'gas:H1', { urgency: 'urgent' }))
    await store.claimNotice('n1', lease(0, 1))
    expect(await store.markNotice('n1', { kind: 'held', until: addMinutes(t0, 30) }, 1)).toBe('done')
    expect(await ready(29)).toEqual([])
    expect(await ready(30)).toEqual(['n1'])
    expect(await store.claimNotice('n1', lease(30, 2))).toMatchObject({ ok: true })
  })

  it('are not put off or dropped by whoever slept through his lease, but a proof that they were sent stands', async () => {
    const { store } = await owing(aNotice('n1', 'gas:H1'))
    await store.claimNotice('n1', lease(0, 1))
    await store.claimNotice('n1', lease(6, 2))
    expect(await store.markNotice('n1', { kind: 'failed' }, 1)).toBe('refused')
    expect(await store.markNotice('n1', { kind: 'held', until: addMinutes(t0, 90) }, 1)).toBe('refused')
    expect(await store.markNotice('n1', { kind: 'failed' }, 2)).toBe('done')
    expect(await store.markNotice('n1', { kind: 'sent', mail: 'm1' })).toBe('done')
    expect(await store.getNotice('n1')).toMatchObject({ status: 'sent' })
  })

  it('are owed again when what was sent did not arrive', async () => {
    const { store, ready } = await owing(aNotice('n1', 'gas:H1'))
    expect(await store.markNotice('n1', { kind: 'again', at: addMinutes(t0, 10) })).toBe('refused')
    await store.markNotice('n1', { kind: 'bundled', digest: 'd1' })
    expect(await ready(99)).toEqual([])
    expect(await store.markNotice('n1', { kind: 'again', at: addMinutes(t0, 10) })).toBe('done')
    expect(await ready(10)).toEqual(['n1'])
    expect(await store.claimNotice('n1', lease(10, 1))).toMatchObject({ ok: true })
  })
})

onBothTables('errands', fresh => {
  it('are pending, oldest first, until settled', async () => {
    const { store } = await fresh()
    const errands = [4, 2, 6].map(minute => anErrand(`e${minute}`, 'gas:H1', { at: addMinutes(t0, minute) }))
    await store.commit(aCommit('gas:H1', 0, { errands }))
    const ready = async () =>
      (await whole(asked => store.pendingErrands(addMinutes(t0, 5), asked), 1)).map(({ id }) => id)
    expect(await ready()).toEqual(['e2', 'e4'])
    expect(await store.settleErrand('e2')).toBe('done')
    expect(await store.settleErrand('e2')).toBe('refused')
    expect(await ready()).toEqual(['e4'])
  })
})

onBothTables('digests', fresh => {
  const today = day.parse('2026-11-02')
  const forAnn = { person: 'ann@landlord.example', day: today, part: 1, sendAt: addMinutes(t0, 30) }

  it('gather notices once each, whoever adds them, and are due at their time', async () => {
    const { store } = await fresh()
    const added = await Promise.all(['n1', 'n2', 'n1', 'n3'].map(id => store.addToDigest(forAnn, id)))
    const [{ id } = { id: '' }] = added
    expect(added).toEqual(Array(4).fill({ kind: 'added', id }))
    expect((await store.getDigest(id))?.notices).toEqual(new Set(['n1', 'n2', 'n3']))
    // the address is the same address however it is written, and stands in no key
    expect((await store.addToDigest({ ...forAnn, person: ' Ann@Landlord.example' }, 'n4')).id).toBe(id)
    expect(id).not.toContain('ann')
    expect((await store.addToDigest({ ...forAnn, day: addDays(today, 1) }, 'n1')).id).not.toBe(id)
    expect((await store.pendingDigests(addMinutes(t0, 29))).items).toEqual([])
    expect((await store.pendingDigests(addMinutes(t0, 30))).items).toHaveLength(2)
  })

  it('are closed when claimed: what was read is what is sent, what comes later is told so', async () => {
    const { store } = await fresh()
    const { id } = await store.addToDigest(forAnn, 'n1')
    expect(await store.claimDigest(id, lease(30, 1))).toMatchObject({ ok: true, item: { notices: new Set(['n1']) } })
    expect(await store.claimDigest(id, lease(31, 2))).toEqual({ ok: false, why: 'leased' })
    expect(await store.addToDigest(forAnn, 'n2')).toEqual({ kind: 'closed', id })
    expect(await store.addToDigest(forAnn, 'n1')).toEqual({ kind: 'added', id })
    // the sender crashed: after its lease another sends the same
    expect((await store.pendingDigests(addMinutes(t0, 35))).items.map(item => item.id)).toEqual([id])
    expect(await store.claimDigest(id, lease(35, 2))).toMatchObject({ ok: true, item: { notices: new Set(['n1']) } })
    expect(await store.markDigest(id, { kind: 'sent', mail: 'm1' })).toBe('done')
    expect(await store.claimDigest(id, lease(60, 3))).toEqual({ ok: false, why: 'done' })
    expect((await store.pendingDigests(addMinutes(t0, 999))).items).toEqual([])
  })

  it('are full at 500 notices; held ones wait; missing ones are a value', async () => {
    const { store } = await fresh()
    for (let at = 0; at < 500; at++) await store.addToDigest(forAnn, `n${at}`)
    expect(await store.addToDigest(forAnn, 'n0')).toMatchObject({ kind: 'added' })
    const { kind, id } = await store.addToDigest(forAnn, 'one more')
    expect(kind).toBe('closed')
    expect(await store.addToDigest({ ...forAnn, part: 2 }, 'one more')).toMatchObject({ kind: 'added' })
    expect(await store.markDigest(id, { kind: 'held', until: addMinutes(t0, 600) })).toBe('done')
    expect((await store.pendingDigests(addMinutes(t0, 60))).items).toHaveLength(1)
    expect(await store.markDigest('none', { kind: 'failed' })).toBe('missing')
    expect(await store.claimDigest('none', lease(0, 1))).toEqual({ ok: false, why: 'missing' })
    expect(await store.getDigest('none')).toBeUndefined()
  })
})
