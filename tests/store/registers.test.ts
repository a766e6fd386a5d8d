import { expect, it } from 'vitest'
import { addMinutes, day } from '../../shared/core/time.ts'
import { person } from '../../shared/people/person.ts'
import { decode } from '../../shared/store/items.ts'
import { seal } from '../../shared/store/personal.ts'
import type { Asset, CaseDocument } from '../../shared/store/records.ts'
import { onBothTables } from './both.ts'
import { aCommit, t0, whole } from './sample.ts'

onBothTables('assets and people', fresh => {
  it('say what an import changed', async () => {
    const { store } = await fresh()
    const home: Asset = { id: 'H1', type: 'dwelling', uprn: '100023336956', parentId: 'B1', hasGas: 'yes' }
    expect(await store.putAsset(home)).toBe('created')
    expect(await store.putAsset({ ...home })).toBe('unchanged')
    expect(await store.putAsset({ ...home, parentId: 'B2' })).toBe('changed')
    expect(await store.getAsset('H1')).toEqual({ ...home, parentId: 'B2' })
    expect(await store.getAsset('H2')).toBeUndefined()
    expect((await store.childrenOf('B1')).items).toEqual([])
    expect((await store.childrenOf('B2')).items).toHaveLength(1)
  })

  it('keep beside an asset what it said before, from when it was learned; taken back, it is forgotten', async () => {
    const { store } = await fresh()
    const home: Asset = { id: 'H1', type: 'dwelling', tenure: 'LCRA' }
    await store.putAssets([home], day.parse('2026-01-01'))
    expect(await store.putAsset({ ...home, tenure: 'leasehold' }, day.parse('2026-02-01'))).toBe('changed')
    await store.putAssets([{ ...home, tenure: 'leasehold', status: 'void' }], day.parse('2026-03-01'))
    const { items } = await store.assetsWithChanges()
    expect(items).toEqual([
      {
        asset: { ...home, tenure: 'leasehold', status: 'void' },
        changes: [
          { until: '2026-02-01', was: { tenure: 'LCRA' } },
          { until: '2026-03-01', was: {}, none: ['status'] },
        ],
      },
    ])
    expect((await store.assets()).items).toEqual([{ ...home, tenure: 'leasehold', status: 'void' }])
    await store.takeBackAsset('H1')
    await store.putAsset(home, day.parse('2026-04-01'))
    expect((await store.assetsWithChanges()).items).toEqual([{ asset: home, changes: [] }])
  })

  it('list all assets, and those below one, but no cases among them', async () => {
    const { store } = await fresh()
    await store.putAsset({ id: 'B1', type: 'block' })
    for (let at = 1; at <= 5; at++)
      await store.putAsset({ id: `H${at}`, type: 'dwelling', parentId: at < 4 ? 'B1' : 'B2' })
    await store.commit(aCommit('gas:B1', 0, { case: { assetId: 'B1' } }))
    expect((await whole(asked => store.assets(asked))).map(({ id }) => id)).toEqual([
      'B1',
      'H1',
      'H2',
      'H3',
      'H4',
      'H5',
    ])
    expect((await whole(asked => store.childrenOf('B1', asked))).map(({ id }) => id)).toEqual(['H1', 'H2', 'H3'])
  })

  it('know a person by address, however it is written', async () => {
    const { store } = await fresh()
    const ann = person.parse({ email: 'Ann@Landlord.example', name: 'Ann', roles: ['complianceManager'] })
    expect(await store.putPerson(ann)).toBe('created')
    expect(await store.putPerson({ ...ann })).toBe('unchanged')
    expect(await store.getPerson('ANN@landlord.example ')).toEqual(ann)
    expect(await store.putPerson({ ...ann, name: 'Ann B.' })).toBe('changed')
    await store.putPerson({ ...ann, email: 'bob@landlord.example' })
    expect(await store.getPerson('eve@landlord.example')).toBeUndefined()
    expect((await whole(asked => store.people(asked), 1)).map(({ email }) => email).sort()).toEqual([
      'ann@landlord.example',
      'bob@landlord.example',
    ])
  })

  it('keep every one of several changes of a person made at once', async () => {
    const { store } = await fresh()
    await store.putPerson(person.parse({ email: 'ann@landlord.example', name: 'Ann', roles: ['officer'] }))
    const absent = { absentFrom: '2026-12-21', absentTo: '2027-01-04' }
    await Promise.all([
      store.changePerson('Ann@landlord.example', one => person.parse({ ...one, ...absent })),
      store.changePerson('ann@landlord.example', one => ({ ...one, deputy: 'bob@landlord.example' })),
      store.markBounced('ann@landlord.example', t0),
    ])
    const all = { ...absent, deputy: 'bob@landlord.example', bouncedAt: t0, roles: ['officer'] }
    expect(await store.getPerson('ann@landlord.example')).toMatchObject(all)
    expect(await store.changePerson('eve@landlord.example', one => one)).toBeUndefined()
  })

  it('know since when an address refuses mail, and know it of nobody else', async () => {
    const { store } = await fresh()
    const ann = person.parse({ email: 'ann@landlord.example', name: 'Ann', roles: ['complianceManager'] })
    await store.putPerson(ann)
    await store.markBounced('Ann@landlord.example', t0)
    await store.markBounced('ann@landlord.example', addMinutes(t0, 9))
    await store.markBounced('eve@landlord.example', t0)
    expect((await store.people()).items).toEqual([{ ...ann, bouncedAt: t0 }])
  })
})

onBothTables('what is kept beyond its day, and what went', fresh => {
  it('lists holds in force by when they are looked at again; one let go holds nothing, and can be said again', async () => {
    const { store } = await fresh()
    const hold = (caseId: string, reviewOn: string) => ({
      ...{ subject: { caseId }, kind: 'litigation' as const, by: 'ann@landlord.example', at: t0 },
      reviewOn: day.parse(reviewOn),
    })
    const [late, soon] = [hold('CMP-1', '2027-06-01'), hold('CMP-2', '2027-01-01')]
    for (const one of [late, soon, { ...late, kind: 'ombudsman' as const }]) await store.putHold(one)
    expect((await whole(asked => store.holds(asked), 1)).map(one => one.reviewOn)).toEqual([
      ...['2027-01-01', '2027-06-01', '2027-06-01'],
    ])
    expect((await store.holdsOf({ caseId: 'CMP-1' })).map(one => one.kind)).toEqual(['litigation', 'ombudsman'])
    expect(await store.holdsOf({ assetId: 'CMP-1' })).toEqual([])
    const released = { by: 'bob@landlord.example', at: t0 }
    expect(await store.releaseHold(late.subject, 'litigation', released)).toBe(true)
    expect(await store.releaseHold(late.subject, 'litigation', released)).toBe(false)
    expect((await store.holdsOf({ caseId: 'CMP-1' })).map(one => one.kind)).toEqual(['ombudsman'])
    expect((await store.holds()).items).toHaveLength(2)
    await store.putHold(late)
    expect((await store.holds()).items).toHaveLength(3)
  })

  it('keeps who erased what, newest first, and of a person no more than a digest', async () => {
    const { store, table } = await fresh()
    await store.putPerson(person.parse({ email: 'eve@landlord.example', name: 'Eve Adeyemi', roles: ['officer'] }))
    const digest = await store.erasePerson('Eve@landlord.example')
    expect([await store.getPerson('eve@landlord.example'), (await store.people()).items]).toEqual([undefined, []])
    expect(await store.erasePerson('eve@landlord.example')).toBeUndefined()
    const { items } = await table.query({ pk: `PERSON#${digest}`, limit: 10 })
    expect(JSON.stringify([...items, ...items.map(item => decode('PERSON', item))])).not.toMatch(/eve|Adeyemi/i)
    const gone = (caseId: string, minutes: number) => ({
      ...{ subject: { caseId }, at: addMinutes(t0, minutes), by: 'ann@landlord.example', ground: 'request' as const },
      ...{ whole: false, words: 1, documents: [] },
    })
    for (const one of [gone('CMP-1', 0), gone('CMP-2', 1), gone('CMP-1', 2)]) await store.noteErasure(one)
    expect((await whole(asked => store.erasures(asked), 2)).map(one => one.at)).toEqual([
      ...[addMinutes(t0, 2), addMinutes(t0, 1), t0],
    ])
    expect(await store.erasuresOf('CMP-1')).toHaveLength(2)
  })
})

onBothTables('documents', fresh => {
  const certificate = (caseId: string, letter = 'a'): CaseDocument => ({
    caseId,
    sha256: letter.repeat(64),
    name: 'LGSR.pdf',
    type: 'application/pdf',
    size: 81_920,
    status: 'awaited',
    at: t0,
  })

  it('are registered once for a case, and show where else the same bytes lie (G26)', async () => {
    const { store } = await fresh()
    const first = certificate('gas:H1')
    expect(await store.registerDocument(first)).toEqual({ kind: 'registered', elsewhere: [] })
    const again = { ...first, name: 'same.pdf', at: addMinutes(t0, 9) }
    expect(await store.registerDocument(again)).toEqual({ kind: 'duplicate', first, elsewhere: [] })
    expect(await store.registerDocument(certificate('gas:H2'))).toEqual({ kind: 'registered', elsewhere: ['gas:H1'] })
    expect(await store.casesWithDocument(first.sha256)).toEqual(['gas:H1', 'gas:H2'])
    await store.registerDocument(certificate('gas:H1', 'b'))
    expect(await whole(asked => store.documents('gas:H1', asked), 1)).toHaveLength(2)
    expect(await store.documents('gas:H9')).toEqual({ items: [] })
  })

  it('that were announced are there once their bytes come by another way, and stay so', async () => {
    const { store } = await fresh()
    const announced = { ...certificate('gas:H1'), size: 0 }
    await store.registerDocument(announced)
    const brought = { ...announced, size: 70, status: 'stored' as const }
    expect(await store.registerDocument(brought)).toMatchObject({ kind: 'duplicate', first: { status: 'awaited' } })
    expect((await store.documents('gas:H1')).items).toEqual([brought])
    await store.registerDocument(announced)
    await store.markDocument('gas:H1', 'a'.repeat(64), 'accepted')
    await store.registerDocument(brought)
    expect((await store.documents('gas:H1')).items[0]).toMatchObject({ status: 'accepted', size: 70 })
  })

  it('change their status', async () => {
    const { store } = await fresh()
    await store.registerDocument(certificate('gas:H1'))
    expect(await store.markDocument('gas:H1', 'a'.repeat(64), 'accepted')).toBe('done')
    expect((await store.documents('gas:H1')).items[0]?.status).toBe('accepted')
    expect(await store.markDocument('gas:H1', 'c'.repeat(64), 'accepted')).toBe('missing')
  })
})

onBothTables('words', fresh => {
  const said = { ref: 'w1', salt: 'f3a9c1d27be84065', text: 'My daughter has asthma and the flat is damp.' }

  it('lie beside the event, which keeps their hash; erased, the hash remains and nothing else', async () => {
    const { store, table } = await fresh()
    const sealed = seal(said)
    await store.commit(aCommit('CMP-1', 0, { words: [said], event: { data: { account: sealed } } }))
    expect(await store.words('CMP-1', 'w1')).toEqual(said)
    expect(JSON.stringify((await store.history('CMP-1')).items)).not.toContain('asthma')
    expect(seal({ ...said, text: `${said.text} ` }).hash).not.toBe(sealed.hash)

    expect(await store.eraseWords('CMP-1', 'w1', t0)).toBe('done')
    expect(await store.words('CMP-1', 'w1')).toEqual({ ref: 'w1', erasedAt: t0 })
    const { items } = await table.query({ pk: 'CASE#CMP-1', limit: 100 })
    expect(JSON.stringify(items)).not.toMatch(/asthma|f3a9c1d27be84065/)
    expect((await store.history('CMP-1')).items[0]?.event.data).toEqual({ account: sealed })
    expect(await store.eraseWords('CMP-1', 'w2', t0)).toBe('missing')
  })

  it('are not overwritten by another event that uses their reference', async () => {
    const { store } = await fresh()
    await store.commit(aCommit('CMP-1', 0, { words: [said] }))
    const second = aCommit('CMP-1', 1, { words: [{ ...said, text: 'something else' }] })
    await expect(store.commit(second)).rejects.toThrow('a reference of words twice')
    expect(await store.words('CMP-1', 'w1')).toEqual(said)
  })
})
