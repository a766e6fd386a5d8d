import { expect, it } from 'vitest'
import { addMinutes, day, type Instant } from '../../shared/core/time.ts'
import type { DeliveryEvent, Incident, MailRecord } from '../../shared/mail/outbox.ts'
import type { Store } from '../../shared/store/store.ts'
import { onBothTables } from './both.ts'
import { aCommit, aNotice, aRecord, moment, t0, whole } from './sample.ts'

const parcel = { kind: 'notice' as const, id: 'n1' }
const sent = (at: Instant = t0) => ({ kind: 'sent' as const, messageId: 'm1', at })
const owing = async (store: Store, id = 'n1') => {
  await store.commit(aCommit(`case:${id}`, 0, { notices: [aNotice(id, `case:${id}`)] }))
  await store.outbox.claim({ kind: 'notice', id }, 0, t0, addMinutes(t0, 5))
}

onBothTables('mail', fresh => {
  it('is found by time over months, by whom it was meant for or went to, and by its case', async () => {
    const { store } = await fresh()
    const keep = async (id: string, at: string, change: Partial<MailRecord> = {}) => {
      const one = { kind: 'notice' as const, id }
      await store.outbox.mark(one, 1, sent(moment(at)), aRecord(one, 1, { at: moment(at), ...change }))
    }
    await keep('m1', '2026-09-30T23:59:59Z')
    await keep('m2', '2026-10-31T12:00:00Z', {
      to: ['Deputy@landlord.example'],
      intended: { person: 'ann@landlord.example' },
    })
    await keep('m3', '2027-01-01T00:00:00Z', {
      to: ['bob@landlord.example'],
      about: [{ caseId: 'gas:H2', role: 'executive' }],
    })
    const ids = (mails: MailRecord[]) => mails.map(one => one.parcel.id)
    const between = async (from: string, to: string) =>
      ids(await whole(asked => store.mailBetween(moment(from), moment(to), asked), 1))
    expect(await between('2026-01-01T00:00:00Z', '2027-12-31T00:00:00Z')).toEqual(['m1', 'm2', 'm3'])
    expect(await between('2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual(['m2', 'm3'])
    expect(await between('2026-10-01T00:00:00Z', '2026-12-31T23:59:59Z')).toEqual(['m2'])
    expect(await between('2027-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual([])
    const to = async (email: string) => ids(await whole(asked => store.mailTo(email, asked), 1))
    expect(await to('ann@landlord.example')).toEqual(['m2', 'm1'])
    expect(await to('deputy@landlord.example')).toEqual(['m2'])
    expect(await to('nobody@landlord.example')).toEqual([])
    expect((await whole(asked => store.told('gas:H1', asked), 1)).map(({ to: [first] }) => first)).toEqual([
      'Deputy@landlord.example',
      'ann@landlord.example',
    ])
    expect((await store.told('gas:H2')).items).toMatchObject([{ role: 'executive', to: ['bob@landlord.example'] }])
  })

  it('is recorded with its outcome, and by the record alone when the claim stands elsewhere', async () => {
    const { store } = await fresh()
    await owing(store)
    await store.outbox.mark(parcel, 1, sent(), aRecord(parcel))
    expect(await store.standing(parcel)).toEqual({ status: 'sent', attempt: 1, outcome: sent() })
    const late = { kind: 'waiting' as const, why: 'refused', until: t0, at: t0 }
    await store.outbox.mark(parcel, 2, late, aRecord(parcel, 2))
    expect(await store.standing(parcel)).toMatchObject({ status: 'sent', attempt: 1 })
    expect((await store.mailsOf(parcel)).map(one => one.outcome.kind)).toEqual(['sent', 'waiting'])
    expect((await store.told('gas:H1')).items).toHaveLength(1)
  })

  it.each(['proof first', 'answer first'])(
    'whose answer was lost counts as told once it is proven: %s',
    async order => {
      const { store } = await fresh()
      await owing(store)
      const lost = () => store.outbox.mark(parcel, 1, { kind: 'unknown', why: 'timeout', at: t0 }, aRecord(parcel))
      const prove = () => store.outbox.prove(parcel, 1, { messageId: 'm1', at: addMinutes(t0, 1) })
      for (const step of order === 'proof first' ? [prove, lost, prove] : [lost, prove, prove]) await step()
      expect(await store.standing(parcel)).toMatchObject({ status: 'sent', attempt: 1 })
      expect(await store.mailsOf(parcel)).toMatchObject([{ outcome: sent(addMinutes(t0, 1)) }])
      expect((await store.told('gas:H1')).items).toHaveLength(1)
      expect((await store.mailTo('ann@landlord.example')).items).toHaveLength(1)
    },
  )

  it('in doubt tells nobody', async () => {
    const { store } = await fresh()
    await owing(store)
    await store.outbox.mark(parcel, 1, { kind: 'unknown', why: 'timeout', at: t0 }, aRecord(parcel))
    expect((await store.told('gas:H1')).items).toEqual([])
    expect((await store.mailTo('ann@landlord.example')).items).toHaveLength(1)
  })

  it('of hundreds of cases tells of each of them', async () => {
    const { store } = await fresh()
    const digest = { kind: 'digest' as const, id: 'd1' }
    const about = Array.from({ length: 250 }, (_, at) => ({ caseId: `gas:H${at}`, role: 'complianceManager' as const }))
    await store.outbox.mark(digest, 1, sent(), aRecord(digest, 1, { about: [...about, ...about] }))
    expect((await store.told('gas:H0')).items).toHaveLength(1)
    expect((await store.told('gas:H249')).items).toHaveLength(1)
  })
})

onBothTables('what is said of mail', fresh => {
  it('is kept once an event, beside its notice', async () => {
    const { store } = await fresh()
    const event: DeliveryEvent = {
      id: 'e2',
      kind: 'bounced',
      messageId: 'm1',
      addresses: ['a@x.org'],
      at: addMinutes(t0, 2),
    }
    for (const one of [event, event, { ...event, id: 'e3', kind: 'sent' as const, at: t0 }])
      await store.outbox.delivery(parcel, one)
    expect((await store.deliveriesOf(parcel)).map(one => one.kind)).toEqual(['sent', 'bounced'])
    expect(await store.deliveriesOf({ kind: 'digest', id: 'n1' })).toEqual([])
  })

  it('is an incident, once, and is seen by the time of the first', async () => {
    const { store } = await fresh()
    const incident: Incident = { id: 'fallback:n1', kind: 'fallback', parcel, why: ['nobody is executive'], at: t0 }
    for (const at of [t0, addMinutes(t0, 60)]) await store.outbox.incident({ ...incident, at })
    await store.outbox.incident({ ...incident, id: 'fallback:n2', at: moment('2026-12-01T00:00:00Z') })
    const seen = await whole(asked => store.incidentsBetween(t0, moment('2027-01-01T00:00:00Z'), asked), 1)
    expect(seen.map(({ id, at }) => [id, at])).toEqual([
      ['fallback:n1', t0],
      ['fallback:n2', '2026-12-01T00:00:00.000Z'],
    ])
  })
})

onBothTables('at the same moment', fresh => {
  it('one of ten claims holds', async () => {
    const { store } = await fresh()
    await store.commit(aCommit('gas:H1', 0, { notices: [aNotice('n1', 'gas:H1')] }))
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => store.outbox.claim(parcel, 0, t0, addMinutes(t0, 5))),
    )
    expect(claims.filter(claim => claim.kind === 'claimed')).toHaveLength(1)
    expect(await store.outbox.claim({ kind: 'notice', id: 'none' }, 0, t0, t0)).toEqual({ kind: 'done' })
    await store.outbox.reopen({ kind: 'notice', id: 'none' }, { causes: ['c'], avoid: ['a'], reached: [], at: t0 })
    expect(await store.standing({ kind: 'notice', id: 'none' })).toBeUndefined()
  })

  it('no notice is lost from a digest, and none is taken into a full one', async () => {
    const { store } = await fresh()
    const notices = Array.from({ length: 40 }, (_, at) => aNotice(`n${at}`, 'gas:H1', { at: addMinutes(t0, 40 - at) }))
    await store.commit(aCommit('gas:H1', 0, { notices }))
    const digest = { id: 'd1', to: 'ann@landlord.example', day: day.parse('2026-11-03'), opens: t0 }
    const added = await Promise.all(notices.map(one => store.outbox.append(digest, one)))
    expect(new Set(added)).toEqual(new Set(['new', 'in']))
    const read = await store.outbox.readDigest('d1')
    expect(read?.notices.map(one => one.id)).toEqual(notices.map(one => one.id).reverse())
    for (let at = 40; at < 1000; at++) await store.outbox.append(digest, aNotice(`n${at}`, 'gas:H1'))
    expect(await store.outbox.append(digest, aNotice('n1000', 'gas:H1'))).toBe('closed')
    expect(await store.outbox.append(digest, aNotice('n7', 'gas:H1'))).toBe('in')
  })

  it('an outcome and a bounce both stand', async () => {
    const { store } = await fresh()
    await owing(store)
    const bounced = { causes: ['m1:a'], avoid: ['a@x.org'], reached: ['b@x.org'], at: t0 }
    await Promise.all([
      store.outbox.mark(parcel, 1, sent(), aRecord(parcel)),
      store.outbox.reopen(parcel, bounced).catch(() => store.outbox.reopen(parcel, bounced)),
    ])
    expect(await store.mailsOf(parcel)).toHaveLength(1)
    // Whom the mail reached is known besides, where the outcome was there first.
    const [owed] = await store.outbox.pending(t0, 10)
    expect(owed).toMatchObject({ avoid: ['a@x.org'], reached: expect.arrayContaining(['b@x.org']) })
  })
})
