import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyChain } from '../../shared/store/chain.ts'
import { TooLarge } from '../../shared/store/faults.ts'
import { caseKey } from '../../shared/store/keys.ts'
import { onBothTables } from './both.ts'
import { aCommit, aNotice, anErrand, grown, send, whole } from './sample.ts'

const message = (id: string, bodyHash = 'b1') => ({ source: 'forms', id, bodyHash })

onBothTables('commit', fresh => {
  it('opens a case and gives it back as it was', async () => {
    const { store } = await fresh()
    const input = aCommit('gas:H1', 0, { due: '2026-11-20' as never })
    const result = await store.commit(input)
    const loaded = await store.load('gas:H1')
    expect(result).toEqual({ kind: 'committed', head: loaded?.head })
    expect(loaded?.case).toEqual(input.case)
    expect(loaded?.due).toBe('2026-11-20')
    expect(await store.load('gas:H2')).toBeUndefined()
  })

  // G74
  it('lets exactly one of two writers win', async () => {
    const { store } = await fresh()
    await grown(store, 'gas:H1', 1)
    const results = await Promise.all(
      ['left', 'right'].map(side => store.commit(aCommit('gas:H1', 1, { event: { data: { side } } }))),
    )
    expect(results.map(result => result.kind).sort()).toEqual(['committed', 'conflict'])
    expect((await store.history('gas:H1')).items).toHaveLength(2)
  })

  it('refuses to open what is open, and to go on from what is not there', async () => {
    const { store } = await fresh()
    await grown(store, 'gas:H1', 1)
    expect(await store.commit(aCommit('gas:H1'))).toEqual({ kind: 'conflict' })
    expect(await store.commit(aCommit('gas:H2', 4))).toEqual({ kind: 'conflict' })
    expect(await store.load('gas:H2')).toBeUndefined()
  })

  it('answers a repeated message as the first time, and notices another body', async () => {
    const { store } = await fresh()
    await store.commit(aCommit('gas:H1', 0, { seen: message('m1') }))
    const first = { caseId: 'gas:H1', seq: 1 }
    expect(await store.seen('forms', 'm1')).toEqual({ ...first, bodyHash: 'b1' })
    // as it was, decided anew on the next version, and sent about another case
    expect(await store.commit(aCommit('gas:H1', 0, { seen: message('m1') }))).toEqual({ kind: 'duplicate', first })
    expect(await store.commit(aCommit('gas:H1', 1, { seen: message('m1') }))).toEqual({ kind: 'duplicate', first })
    expect(await store.commit(aCommit('gas:H9', 0, { seen: message('m1', 'b2') }))).toEqual({ kind: 'mismatch', first })
    expect((await store.load('gas:H1'))?.case.version).toBe(1)
    expect(await store.load('gas:H9')).toBeUndefined()
  })

  it('does not take the same id of another source, or parts cut elsewhere, for the same message', async () => {
    const { store } = await fresh()
    const ids = [
      { source: 'a#b', id: 'c', bodyHash: 'x' },
      { source: 'a', id: 'b#c', bodyHash: 'y' },
      { source: 'a%23b', id: 'c', bodyHash: 'z' },
      { source: 'a', id: `b${'#'.repeat(900)}`, bodyHash: 'w' },
    ]
    for (const [at, seen] of ids.entries())
      expect(await store.commit(aCommit(`c${at}`, 0, { seen }))).toMatchObject({ kind: 'committed' })
    for (const [at, seen] of ids.entries())
      expect(await store.seen(seen.source, seen.id)).toMatchObject({ caseId: `c${at}`, bodyHash: seen.bodyHash })
    expect(await store.seen('a', 'nothing')).toBeUndefined()
  })

  it('keeps ids with odd characters apart', async () => {
    const { store } = await fresh()
    const ids = ['gas:Flat 1/2', 'gas:Flat#1', 'gas:Flat%231', 'Ö🔥', 'EVENT#1', '~', '__proto__', 'O\'Brien & "Co"']
    for (const id of ids) await grown(store, id, 2)
    for (const id of ids) {
      expect((await store.load(id))?.case.id).toBe(id)
      expect((await store.history(id)).items.map(link => link.event.caseId)).toEqual([id, id])
    }
  })

  it('refuses a commit whose parts do not fit together', async () => {
    const { store } = await fresh()
    await expect(store.commit(aCommit('gas:H1', 0, { event: { seq: 2 } }))).rejects.toThrow('does not fit together')
    await expect(store.commit(aCommit('gas:H1', 0, { case: { version: 3 } }))).rejects.toThrow('does not fit together')
    await expect(store.commit(aCommit('gas:H1', 0, { event: { caseId: 'x' } }))).rejects.toThrow('does not fit')
  })

  it('refuses a head that is not the one stored with that version', async () => {
    const { store } = await fresh()
    await grown(store, 'gas:H1', 1)
    expect(await store.commit(aCommit('gas:H1', 1, { head: 'f'.repeat(64) }))).toEqual({ kind: 'conflict' })
    const loaded = await store.load('gas:H1')
    expect(await store.commit(aCommit('gas:H1', 1, { head: loaded?.head }))).toMatchObject({ kind: 'committed' })
  })

  it('loses none of 50 writers at once who try again', async () => {
    const { store } = await fresh()
    await grown(store, 'gas:H1', 1)
    const writer = async (name: number): Promise<number> => {
      for (let tries = 1; ; tries++) {
        const { case: read, head } = (await store.load('gas:H1'))!
        const result = await store.commit(aCommit('gas:H1', read.version, { head, event: { data: { name } } }))
        if (result.kind === 'committed') return tries
      }
    }
    const tries = await Promise.all(Array.from({ length: 50 }, (_, name) => writer(name)))
    const links = await whole(asked => store.history('gas:H1', asked), 20)
    expect(verifyChain(links, (await store.load('gas:H1'))?.head)).toMatchObject({ ok: true })
    expect(new Set(links.slice(1).map(link => link.event.data.name)).size).toBe(50)
    expect(links).toHaveLength(51)
    expect(Math.max(...tries)).toBeGreaterThan(1)
  })

  it('owes the same notice once, whoever decides it again', async () => {
    const { store } = await fresh()
    const notices = [aNotice('n1', 'gas:H1'), aNotice('n1', 'gas:H1')]
    await store.commit(aCommit('gas:H1', 0, { notices, errands: [anErrand('e1', 'gas:H1')] }))
    await send(store, 'n1')
    const again = aCommit('gas:H1', 1, {
      notices: [...notices, aNotice('n2', 'gas:H1')],
      errands: [anErrand('e1', 'gas:H1'), anErrand('e2', 'gas:H1')],
    })
    expect(await store.commit(again)).toMatchObject({ kind: 'committed' })
    expect(await store.standing({ kind: 'notice', id: 'n1' })).toMatchObject({ status: 'sent', attempt: 1 })
    expect((await store.outbox.pending(again.event.received, 10)).map(({ notice }) => notice.id)).toEqual(['n2'])
    expect((await store.pendingErrands(again.event.received)).items).toHaveLength(2)
  })

  it('keeps an outbox of exactly 100 items as items and a larger one in a bundle', async () => {
    const { store } = await fresh()
    const notices = (count: number, word: string) =>
      Array.from({ length: count }, (_, at) => aNotice(`${word}${at}`, 'gas:H1'))
    const later = aNotice('x', 'gas:H1').at
    await store.commit(aCommit('gas:H1', 0, { notices: notices(98, 'a') }))
    expect((await store.pendingBundles(aCommit('x').event.received)).items).toHaveLength(0)
    expect(await store.outbox.pending(later, 1000)).toHaveLength(98)

    const errands = Array.from({ length: 40 }, (_, at) => anErrand(`e${at}`, 'gas:H1'))
    // one of them was owed before and has been sent since
    await send(store, 'a0')
    const owed = [aNotice('a0', 'gas:H1'), ...notices(99, 'b')]
    const large = aCommit('gas:H1', 1, { notices: owed, errands })
    expect(await store.commit(large)).toMatchObject({ kind: 'committed' })
    const [bundle, ...more] = (await store.pendingBundles(large.event.received)).items
    expect(more).toHaveLength(0)
    // unpacked twice, as after a crash
    for (const outcome of ['done', 'refused']) expect(await store.unpackBundle(bundle!.id)).toBe(outcome)
    expect(await store.outbox.pending(later, 1000)).toHaveLength(97 + 99)
    expect(await store.standing({ kind: 'notice', id: 'a0' })).toMatchObject({ status: 'sent', attempt: 1 })
    expect(await whole(asked => store.pendingErrands(later, asked), 50)).toHaveLength(40)
    expect((await store.pendingBundles(large.event.received)).items).toHaveLength(0)
    expect(await store.unpackBundle('none')).toBe('missing')
  })

  it('names the item and its size when it is too large, and writes nothing', async () => {
    const { store } = await fresh()
    const large = aCommit('gas:H1', 0, { case: { facts: { text: 'x'.repeat(420_000) } } })
    await expect(store.commit(large)).rejects.toThrow(TooLarge)
    await expect(store.commit(large)).rejects.toThrow(/CASE#gas:H1 CASE has 42\d{4} bytes; an item may have 409600/)
    expect(await store.load('gas:H1')).toBeUndefined()
    // what shrinks is kept shrunk, so only what does not can be too much
    const noise = (bytes: number) => randomBytes(bytes).toString('base64')
    const many = Array.from({ length: 200 }, (_, at) => anErrand(`e${at}`, 'c', { to: noise(30_000) }))
    await expect(store.commit(aCommit('gas:H1', 0, { errands: many }))).rejects.toThrow('one transaction can hold')
  })

  it('takes several megabytes of outbox in bundles', async () => {
    const { store } = await fresh()
    const errands = Array.from({ length: 100 }, (_, at) => anErrand(`e${at}`, 'c', { to: 'y'.repeat(30_000) }))
    const input = aCommit('gas:H1', 0, { errands })
    expect(await store.commit(input)).toMatchObject({ kind: 'committed' })
    const bundles = await whole(asked => store.pendingBundles(input.event.received, asked))
    expect(
      bundles
        .flatMap(bundle => bundle.body.errands)
        .map(errand => errand.id)
        .sort(),
    ).toEqual(errands.map(errand => errand.id).sort())
    expect(bundles.length).toBeGreaterThan(5)
  })

  it('will not take a stored item that it cannot read for anything', async () => {
    const { store, table } = await fresh()
    await grown(store, 'gas:H1', 1)
    const item = (await table.get(caseKey('gas:H1')))!
    for (const [broken, why] of [
      [{ ...item, body: 'no JSON' }, 'not JSON'],
      [{ ...item, body: '{"id":"gas:H1"}' }, 'workflow'],
      [{ ...item, kind: 'CASK' }, 'its kind is CASK'],
      [{ ...item, head: 'short' }, 'head'],
    ] as const) {
      await table.put({ item: broken })
      await expect(store.load('gas:H1')).rejects.toThrow(new RegExp(`CASE CASE#gas:H1 CASE cannot be read: .*${why}`))
    }
  })
})
