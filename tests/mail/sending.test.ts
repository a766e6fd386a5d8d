import { beforeEach, describe, expect, test } from 'vitest'
import type { Notice } from '../../shared/core/case.ts'
import { addDays, addHours, addMinutes, dayOf, type Instant } from '../../shared/core/time.ts'
import { digestId, idOfTag, tagOf } from '../../shared/mail/reference.ts'
import type { CaseStory } from '../../shared/mail/story.ts'
import { type Person, person } from '../../shared/people/person.ts'
import { gasCase, notice, now as start, story } from '../support/mail.ts'
import { postRoom } from '../support/post-room.ts'

let it: ReturnType<typeof postRoom>
beforeEach(() => {
  it = postRoom()
})
const parcel = { kind: 'notice' as const, id: notice().id }
const evening = '2027-02-19T19:00:00.000Z' as Instant

describe('urgent', () => {
  test('leaves alone, with its tag, and the proof of it is kept', async () => {
    await it.owe(notice())
    await it.sweep()
    expect(it.mails).toHaveLength(1)
    expect(it.mails[0]).toMatchObject({
      to: ['kit@x.org'],
      from: 'compliance@x.org',
      tags: { urgency: 'urgent', attempt: '1' },
    })
    expect(idOfTag(it.mails[0]!.tags.notice!)).toBe(notice().id)
    expect(it.status(parcel)).toBe('sent')
    expect(it.records()[0]).toMatchObject({
      intended: { role: 'headOfService' },
      to: ['kit@x.org'],
      templates: ['overdue'],
      attempt: 1,
      copy: false,
    })
    expect(it.outcomes(parcel)).toEqual([{ kind: 'sent', messageId: 'm1', at: start }])
  })

  test('is held on a Friday evening and leaves on Monday at 07:30, not before', async () => {
    await it.owe(notice())
    it.state.now = evening
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    expect(it.until(parcel)).toBe('2027-02-22T07:30:00.000Z')
    it.state.now = '2027-02-22T07:29:00.000Z' as Instant
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    it.state.now = '2027-02-22T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails.map(mail => mail.subject)).toEqual([expect.stringContaining('[Overdue 13 days]')])
    expect(it.records()[0]!.copy).toBe(false)
  })

  test('comes by the stream, twice, and is sent once', async () => {
    await it.owe(notice())
    const record = { dynamodb: { SequenceNumber: '1', NewImage: notice() } }
    await it.handler({ Records: [record] })
    await it.handler({ Records: [record] })
    expect(it.mails).toHaveLength(1)
  })

  test.each<[string, Partial<CaseStory>, string]>([
    ['its clock was met', { clocks: [] }, 'has stopped'],
    ['its case was closed', { case: gasCase('H00017', { closedAt: start }) }, 'was closed'],
    [
      'its due date has moved',
      { clocks: [{ ...story().clocks[0]!, due: addDays(dayOf(start), 300) }] },
      'the due date is now 2027-12-15',
    ],
  ])('is dropped, with a record, when %s (G65)', async (_, more, why) => {
    it.stories.set('gas:H00017', story('H00017', more))
    await it.owe(notice())
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    expect(it.outcomes(parcel)).toMatchObject([{ kind: 'dropped', why: expect.stringContaining(why) }])
  })

  test.each([
    ['the repeat of its level is not sent', 5, 1, 0],
    ['the first telling of its level is', 5, 0, 1],
    ['a higher level is', 4, 1, 1],
  ])('acknowledged: %s', async (_, rung, times, sent) => {
    const until = addDays(dayOf(start), 5)
    const taken = {
      clock: 'check',
      due: '2027-02-09',
      rung,
      by: 'kit@x.org',
      at: start,
      until: `${until}T00:00:00.000Z` as Instant,
    }
    it.stories.set('gas:H00017', story('H00017', { case: gasCase('H00017', { acknowledged: [taken] }) }))
    await it.owe(notice({ times }))
    await it.sweep()
    expect(it.mails).toHaveLength(sent)
  })

  test('what merely reports is sent though its case is closed', async () => {
    it.stories.set('gas:H00017', story('H00017', { case: gasCase('H00017', { closedAt: start }), clocks: [] }))
    const { clock: _, due: __, ...plain } = notice({ template: 'opened' })
    await it.owe(plain)
    await it.sweep()
    expect(it.mails[0]!.subject).toBe(
      '[Notice] Gas safety check opened, 12 Example Street, Canterbury CT1 2AB (H00017)',
    )
  })

  test('with nobody in the role it still leaves, and is an incident (G68)', async () => {
    it.state.people = []
    await it.owe(notice())
    await it.sweep()
    expect(it.mails[0]!.to).toEqual(['duty@x.org'])
    expect([...it.incidents().values()]).toMatchObject([{ kind: 'fallback', caseId: 'gas:H00017' }])
  })
})

test('an emergency leaves at any hour, and before everything else', async () => {
  it.state.now = evening
  await it.owe(notice({ id: 'a', urgency: 'urgent' }), notice({ id: 'b', urgency: 'emergency', at: evening }))
  await it.sweep()
  expect(it.mails.map(mail => idOfTag(mail.tags.notice!))).toEqual(['b'])
})

test('a failing case is named and keeps nobody else from being told', async () => {
  await it.owe(notice({ id: 'bad', template: 'missing' }), notice({ id: 'good' }))
  await expect(it.sweep()).rejects.toThrow('not sent: bad')
  expect(it.mails).toHaveLength(1)
  const records = ['bad', 'fine'].map(id => ({
    dynamodb: {
      SequenceNumber: id,
      NewImage: notice({ id: `${id}2`, template: id === 'bad' ? 'missing' : 'overdue' }),
    },
  }))
  await it.owe(...records.map(one => one.dynamodb.NewImage))
  expect(await it.handler({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] })
  expect(it.faults.map(([name]) => name)).toEqual(['bad'])
  expect(it.mails).toHaveLength(2)
})

test('a case that cannot be read for a moment is told a minute later, not when the lease runs out, and no copy', async () => {
  await it.owe(notice())
  it.state.away = true
  await expect(it.sweep()).rejects.toThrow('not sent')
  it.state.away = false
  it.state.now = addMinutes(start, 1)
  await it.sweep()
  expect(it.mails.map(mail => mail.subject.startsWith('Copy'))).toEqual([false])
})

describe('the answer of SES', () => {
  test('unknown: the lease is waited out, then a copy says that it is one', async () => {
    await it.owe(notice())
    it.state.answer = { kind: 'unknown', why: 'TimeoutError' }
    await it.sweep()
    it.state.now = addMinutes(start, 4)
    await it.sweep()
    expect(it.mails).toHaveLength(1)
    it.state.answer = undefined
    it.state.now = addMinutes(start, 5)
    await it.sweep()
    expect(it.mails).toHaveLength(2)
    expect(it.mails[1]!.subject).toBe(`Copy: ${it.mails[0]!.subject}`)
    expect(it.mails[1]!.reference).toBe(it.mails[0]!.reference)
  })

  test('unknown, but a Send event proves it: no copy', async () => {
    await it.owe(notice())
    it.state.answer = { kind: 'unknown', why: 'TimeoutError' }
    await it.sweep()
    await it.outbox.prove(parcel, 1, { messageId: 'm1', at: start })
    it.state.now = addHours(start, 1)
    await it.sweep()
    expect(it.mails).toHaveLength(1)
    expect(it.status(parcel)).toBe('sent')
  })

  test('throttled: again a minute later, and no copy', async () => {
    await it.owe(notice())
    it.state.answer = { kind: 'later', why: 'TooManyRequestsException' }
    await it.sweep()
    it.state.answer = undefined
    it.state.now = addMinutes(start, 1)
    await it.sweep()
    expect(it.mails.map(mail => mail.subject.startsWith('Copy'))).toEqual([false, false])
    expect(it.status(parcel)).toBe('sent')
  })

  test('refused: an incident, and tried again in 15 minutes, 30, … and never given up', async () => {
    await it.owe(notice())
    it.state.answer = { kind: 'refused', why: 'MessageRejected' }
    for (const wait of [0, 15, 30, 60]) {
      it.state.now = addMinutes(it.state.now, wait)
      await it.sweep()
    }
    expect(it.mails).toHaveLength(4)
    expect([...it.incidents().values()]).toMatchObject([{ kind: 'refused', why: ['MessageRejected'] }])
    expect(it.status(parcel)).toBe('pending')
  })
})

describe('a mail that did not arrive', () => {
  const again = (reached: string[], ...avoid: string[]) => ({ causes: avoid, avoid, reached, at: start })

  test('goes to whoever stands in, as their first and not as a copy', async () => {
    await it.owe(notice())
    await it.sweep()
    await it.outbox.reopen(parcel, again([], 'kit@x.org'))
    await it.sweep()
    expect(it.mails.map(mail => mail.to)).toEqual([['kit@x.org'], ['asha@x.org']])
    expect(it.mails[1]!.subject).toBe(it.mails[0]!.subject)
    expect(it.mails[1]!.text).toContain('Kit Brown could not be reached with this mail: deputy Asha Patel')
  })

  test('climbs on when the deputy cannot be reached either', async () => {
    await it.owe(notice())
    await it.outbox.reopen(parcel, again([], 'kit@x.org', 'asha@x.org', 'sam@x.org'))
    await it.sweep()
    expect(it.mails[0]!.to).toEqual(['dee@x.org'])
  })

  test('is not sent to those who have it', async () => {
    await it.owe(notice())
    await it.outbox.reopen(parcel, again(['asha@x.org'], 'kit@x.org'))
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    expect(it.outcomes(parcel)).toMatchObject([{ kind: 'dropped', why: 'everybody who is told has had it already' }])
  })

  test('a digest goes to the deputy, who is told whose it is', async () => {
    const id = digestId('asha@x.org', '2027-02-19')
    await it.owe(notice({ urgency: 'digest', role: 'complianceManager' }))
    await it.sweep()
    it.state.now = '2027-02-19T07:30:00.000Z' as Instant
    await it.sweep()
    await it.outbox.reopen({ kind: 'digest', id }, again([], 'asha@x.org'))
    await it.sweep()
    expect(it.mails.map(mail => mail.to)).toEqual([['asha@x.org'], ['sam@x.org']])
    expect(it.mails[1]!.text).toContain('You get this for Asha Patel')
  })
})

describe('one step that falls to one person in several roles', () => {
  const roles = ['headOfService', 'serviceDirector', 'executive'] as const
  const step = (role: Notice['role'], more: Partial<Notice> = {}) =>
    notice({ id: `gas:H00017~check~2027-02-09~5~0~${role}`, role, urgency: 'emergency', ...more })
  const standing = (role: string) => it.status({ kind: 'notice', id: step(role as Notice['role']).id })
  const people = (roles: Person['roles']) => [
    person.parse({ email: 'kit@x.org', name: 'Kit Brown', roles, deputy: 'dee@x.org' }),
    person.parse({ email: 'dee@x.org', name: 'Dee Okafor', roles: ['director'] }),
  ]
  beforeEach(async () => {
    it.state.people = people([...roles])
    await it.owe(...roles.map(role => step(role)))
  })
  const minute = async () => {
    it.state.now = addMinutes(it.state.now, 1)
    await it.sweep()
  }

  test('is one mail, which names them all; each of them is told and finished', async () => {
    await it.sweep()
    await minute()
    expect(it.mails.map(mail => mail.to)).toEqual([['kit@x.org']])
    expect(it.mails[0]!.text).toContain('told as Head of service, Service director and Executive team')
    expect(roles.map(standing)).toEqual(['sent', 'dropped', 'dropped'])
    expect((await it.store.told('gas:H00017')).items.map(one => one.role).sort()).toEqual([...roles].sort())
    for (let after = 0; after < 5; after++) await minute()
    expect(it.mails).toHaveLength(1)
  })

  test('two notices for two people stay two mails, and a role that others hold too reaches all of them', async () => {
    it.state.people = [
      ...people(['headOfService', 'serviceDirector']),
      person.parse({ email: 'eve@x.org', name: 'Eve Lund', roles: ['executive', 'serviceDirector'] }),
    ]
    await it.sweep()
    await minute()
    expect(it.mails.map(mail => mail.to)).toEqual([['eve@x.org', 'kit@x.org']])
    expect(it.mails[0]!.text).toContain('told as Service director, Head of service and Executive team')
  })

  test('comes back: whoever stands in is told as all of them, once', async () => {
    await it.sweep()
    await minute()
    const cause = { causes: ['m1:kit@x.org'], avoid: ['kit@x.org'], reached: [], at: it.state.now }
    for (const _ of ['once', 'again']) await it.outbox.reopen({ kind: 'notice', id: step('headOfService').id }, cause)
    expect(roles.map(standing)).toEqual(['pending', 'pending', 'pending'])
    for (let after = 0; after < 5; after++) await minute()
    expect(it.mails.slice(1).map(mail => mail.to)).toEqual([['dee@x.org']])
    expect(roles.map(standing)).toEqual(['sent', 'dropped', 'dropped'])
  })

  test('is told by itself when the mail that speaks for it does not leave: nobody is lost for another', async () => {
    const { id } = step('headOfService')
    await it.outbox.claim({ kind: 'notice', id }, 0, it.state.now, addMinutes(it.state.now, 60))
    for (let after = 0; after < 5; after++) await minute()
    const ids = [step('serviceDirector'), step('executive')].map(one => tagOf(one.id))
    expect(it.mails.map(mail => mail.tags.notice).sort()).toEqual(ids.sort())
    expect(roles.map(standing)).toEqual(['claimed', 'sent', 'sent'])
  })

  test('of a contractor’s desk is a mail of its own', async () => {
    it.state.people = people(['headOfService', 'contractor']).map(one => ({ ...one, workflows: ['gas'] }))
    await it.owe(step('contractor'))
    await it.sweep()
    expect(standing('contractor')).toBe('sent')
    expect(it.records().flatMap(one => one.also ?? [])).not.toContain(step('contractor').id)
  })
})
