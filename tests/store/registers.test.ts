import { expect, it } from 'vitest'
import { addMinutes } from '../../shared/core/time.ts'
import { seal } from '../../shared/store/personal.ts'
import type { Asset, CaseDocument, Mail, Person } from '../../shared/store/records.ts'
import { onBothTables } from './both.ts'
import { aCommit, moment, t0, whole } from './sample.ts'

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
    const ann: Person = { email: 'Ann@Landlord.example', name: 'Ann', roles: ['complianceManager'] }
    expect(await store.putPerson(ann)).toBe('created')
    expect(await store.getPerson('ann@landlord.example ')).toEqual(ann)
    expect(await store.putPerson({ ...ann, undeliverableSince: t0 })).toBe('changed')
    await store.putPerson({ ...ann, email: 'bob@landlord.example' })
    expect(await store.getPerson('eve@landlord.example')).toBeUndefined()
    expect((await whole(asked => store.people(asked), 1)).map(({ email }) => email).sort()).toEqual([
      'Ann@Landlord.example',
      'bob@landlord.example',
    ])
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

  it('change their status', async () => {
    const { store } = await fresh()
    await store.registerDocument(certificate('gas:H1'))
    expect(await store.markDocument('gas:H1', 'a'.repeat(64), 'accepted')).toBe('done')
    expect((await store.documents('gas:H1')).items[0]?.status).toBe('accepted')
    expect(await store.markDocument('gas:H1', 'c'.repeat(64), 'accepted')).toBe('missing')
  })
})

onBothTables('mail', fresh => {
  const aMail = (id: string, at: string, change: Partial<Mail> = {}): Mail => ({
    id,
    at: moment(at),
    intended: ['ann@landlord.example'],
    actual: ['ann@landlord.example'],
    template: 'digest',
    subject: '3 checks need you',
    text: '…',
    cases: ['gas:H1'],
    notices: ['n1'],
    urgent: false,
    outcome: 'claimed',
    ...change,
  })

  it('is found by time over months and by whom it was meant for or went to', async () => {
    const { store } = await fresh()
    await store.putMail(aMail('m1', '2026-09-30T23:59:59Z'))
    await store.putMail(aMail('m2', '2026-10-31T12:00:00Z', { actual: ['Deputy@landlord.example'] }))
    await store.putMail(aMail('m3', '2027-01-01T00:00:00Z', { intended: ['bob@landlord.example'] }))
    const between = async (from: string, to: string) =>
      (await whole(asked => store.mailBetween(moment(from), moment(to), asked), 1)).map(({ id }) => id)
    expect(await between('2026-01-01T00:00:00Z', '2027-12-31T00:00:00Z')).toEqual(['m1', 'm2', 'm3'])
    expect(await between('2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual(['m2', 'm3'])
    expect(await between('2026-10-01T00:00:00Z', '2026-12-31T23:59:59Z')).toEqual(['m2'])
    expect(await between('2027-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual([])
    // 37 years of months are more than one page will look through
    const [longAgo, later] = [moment('1990-01-01T00:00:00Z'), moment('2027-12-31T00:00:00Z')]
    expect(await store.mailBetween(longAgo, later)).toMatchObject({ items: [], cursor: expect.any(String) })
    expect(await whole(asked => store.mailBetween(longAgo, later, asked), 9)).toHaveLength(3)
    const to = async (email: string) => (await whole(asked => store.mailTo(email, asked), 1)).map(({ id }) => id)
    expect(await to('ann@landlord.example')).toEqual(['m3', 'm2', 'm1'])
    expect(await to('deputy@landlord.example')).toEqual(['m2'])
    expect(await to('bob@landlord.example')).toEqual(['m3'])
    expect(await to('nobody@landlord.example')).toEqual([])
  })

  it('keeps what became of it', async () => {
    const { store } = await fresh()
    await store.putMail(aMail('m1', '2026-10-31T12:00:00Z'))
    expect(await store.markMail('m1', { outcome: 'bounced', outcomeAt: t0, why: 'no such mailbox' })).toBe('done')
    expect(await store.getMail('m1')).toMatchObject({ outcome: 'bounced', outcomeAt: t0, subject: '3 checks need you' })
    await store.putMail(aMail('m1', '2026-10-31T12:00:00Z', { outcome: 'sent' }))
    expect(await store.getMail('m1')).toMatchObject({ outcome: 'sent' })
    expect((await store.mailTo('ann@landlord.example')).items).toHaveLength(1)
    expect(await store.markMail('none', { outcome: 'sent' })).toBe('missing')
    expect(await store.getMail('none')).toBeUndefined()
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
