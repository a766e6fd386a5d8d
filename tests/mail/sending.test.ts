import { beforeEach, describe, expect, test } from 'vitest'
import { createHandler } from '../../functions/notify/handler.ts'
import { addDays, addHours, addMinutes, dayOf, type Instant } from '../../shared/core/time.ts'
import type { Mail, Sent } from '../../shared/effects/mail-out.ts'
import { digestId, idOfTag } from '../../shared/mail/reference.ts'
import type { CaseStory } from '../../shared/mail/story.ts'
import { officeHours } from '../../shared/mail/window.ts'
import type { Person } from '../../shared/people/person.ts'
import { weekdays } from '../support/calendar.ts'
import { gasCase, notice, people, sender, now as start, story } from '../support/mail.ts'
import { memoryOutbox } from '../support/outbox.ts'

const world = () => {
  const store = memoryOutbox()
  const mails: Mail[] = []
  const schedules = new Map<string, { at: Instant; input: unknown }>()
  const stories = new Map<string, CaseStory>()
  const state = { now: start, answer: undefined as Sent | undefined, people: [...people] as Person[] }
  const faults: [string, unknown][] = []
  const handler = createHandler({
    outbox: store.outbox,
    mail: {
      send: async mail => {
        mails.push(mail)
        return state.answer ?? { kind: 'sent', messageId: `m${mails.length}` }
      },
    },
    schedules: {
      put: async (name, at, input) => {
        schedules.set(name, { at, input })
        return 'set'
      },
      remove: async () => {},
    },
    load: async id => stories.get(id) ?? story(id.split(':')[1]),
    directory: async () => ({ people: state.people, fallback: { email: 'duty@x.org', name: 'Duty desk' } }),
    calendar: weekdays(),
    window: officeHours,
    sender,
    now: () => state.now,
    fault: (name, error) => void faults.push([name, error]),
    noticeIn: record => ({
      notice: (record as { dynamodb: { NewImage: never } }).dynamodb.NewImage,
      attempt: 0,
      avoid: [],
      reached: [],
    }),
  })
  return { ...store, mails, schedules, stories, state, faults, handler, sweep: () => handler({ sweep: true }) }
}
let it: ReturnType<typeof world>
beforeEach(() => {
  it = world()
})
const parcel = { kind: 'notice' as const, id: notice().id }
const evening = '2027-02-19T19:00:00.000Z' as Instant

describe('urgent', () => {
  test('leaves alone, with its tag, and the proof of it is kept', async () => {
    it.owe(notice())
    await it.sweep()
    expect(it.mails).toHaveLength(1)
    expect(it.mails[0]).toMatchObject({
      to: ['kit@x.org'],
      from: 'compliance@x.org',
      tags: { urgency: 'urgent', attempt: '1' },
    })
    expect(idOfTag(it.mails[0]!.tags.notice!)).toBe(notice().id)
    expect(it.status(parcel)).toBe('sent')
    expect(it.records[0]).toMatchObject({
      intended: { role: 'headOfService' },
      to: ['kit@x.org'],
      templates: ['overdue'],
      attempt: 1,
      copy: false,
    })
    expect(it.outcomes(parcel)).toEqual([{ kind: 'sent', messageId: 'm1', at: start }])
  })

  test('is held on a Friday evening and leaves on Monday at 07:30, not before', async () => {
    it.owe(notice())
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
    expect(it.records[0]!.copy).toBe(false)
  })

  test('comes by the stream, twice, and is sent once', async () => {
    it.owe(notice())
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
  ])('is dropped, with a record, when %s', async (_, more, why) => {
    it.stories.set('gas:H00017', story('H00017', more))
    it.owe(notice())
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
    it.owe(notice({ times }))
    await it.sweep()
    expect(it.mails).toHaveLength(sent)
  })

  test('what merely reports is sent though its case is closed', async () => {
    it.stories.set('gas:H00017', story('H00017', { case: gasCase('H00017', { closedAt: start }), clocks: [] }))
    const { clock: _, due: __, ...plain } = notice({ template: 'opened' })
    it.owe(plain)
    await it.sweep()
    expect(it.mails[0]!.subject).toBe(
      '[Notice] Gas safety check opened, 12 Example Street, Canterbury CT1 2AB (H00017)',
    )
  })

  test('with nobody in the role it still leaves, and is an incident', async () => {
    it.state.people = []
    it.owe(notice())
    await it.sweep()
    expect(it.mails[0]!.to).toEqual(['duty@x.org'])
    expect([...it.incidents.values()]).toMatchObject([{ kind: 'fallback', caseId: 'gas:H00017' }])
  })
})

test('an emergency leaves at any hour, and before everything else', async () => {
  it.state.now = evening
  it.owe(notice({ id: 'a', urgency: 'urgent' }), notice({ id: 'b', urgency: 'emergency', at: evening }))
  await it.sweep()
  expect(it.mails.map(mail => idOfTag(mail.tags.notice!))).toEqual(['b'])
})

test('a failing case is named and keeps nobody else from being told', async () => {
  it.owe(notice({ id: 'bad', template: 'missing' }), notice({ id: 'good' }))
  await expect(it.sweep()).rejects.toThrow('not sent: bad')
  expect(it.mails).toHaveLength(1)
  const records = ['bad', 'fine'].map(id => ({
    dynamodb: {
      SequenceNumber: id,
      NewImage: notice({ id: `${id}2`, template: id === 'bad' ? 'missing' : 'overdue' }),
    },
  }))
  expect(await it.handler({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] })
  expect(it.faults.map(([name]) => name)).toEqual(['bad'])
  expect(it.mails).toHaveLength(2)
})

describe('the answer of SES', () => {
  test('unknown: the lease is waited out, then a copy says that it is one', async () => {
    it.owe(notice())
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
    it.owe(notice())
    it.state.answer = { kind: 'unknown', why: 'TimeoutError' }
    await it.sweep()
    await it.outbox.prove(parcel, 1, { messageId: 'm1', at: start })
    it.state.now = addHours(start, 1)
    await it.sweep()
    expect(it.mails).toHaveLength(1)
    expect(it.status(parcel)).toBe('sent')
  })

  test('throttled: again a minute later, and no copy', async () => {
    it.owe(notice())
    it.state.answer = { kind: 'later', why: 'TooManyRequestsException' }
    await it.sweep()
    it.state.answer = undefined
    it.state.now = addMinutes(start, 1)
    await it.sweep()
    expect(it.mails.map(mail => mail.subject.startsWith('Copy'))).toEqual([false, false])
    expect(it.status(parcel)).toBe('sent')
  })

  test('refused: an incident, and tried again in 15 minutes, 30, … and never given up', async () => {
    it.owe(notice())
    it.state.answer = { kind: 'refused', why: 'MessageRejected' }
    for (const wait of [0, 15, 30, 60]) {
      it.state.now = addMinutes(it.state.now, wait)
      await it.sweep()
    }
    expect(it.mails).toHaveLength(4)
    expect([...it.incidents.values()]).toMatchObject([{ kind: 'refused', why: ['MessageRejected'] }])
    expect(it.status(parcel)).toBe('pending')
  })
})

describe('digest', () => {
  const morning = '2027-02-19T07:30:00.000Z' as Instant
  const id = digestId('asha@x.org', '2027-02-19')
  const items = ['H00017', 'H00018', 'H00019'].map(home =>
    notice({ id: home, caseId: `gas:${home}`, assetId: home, urgency: 'digest', role: 'complianceManager' }),
  )

  test('everything of a day goes into one mail on the next working morning', async () => {
    it.owe(...items)
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    expect([...it.schedules]).toEqual([[id, { at: morning, input: { digest: id } }]])
    it.state.now = morning
    await it.handler({ digest: id })
    await it.handler({ digest: id })
    await it.sweep()
    expect(it.mails).toHaveLength(1)
    expect(it.mails[0]).toMatchObject({
      to: ['asha@x.org'],
      subject: expect.stringMatching(/^3 overdue · Fri,? 19 February 2027$/),
    })
    expect(it.records[0]).toMatchObject({
      cases: ['gas:H00017', 'gas:H00018', 'gas:H00019'],
      intended: { person: 'asha@x.org' },
    })
  })

  test('without its schedule the sweep sends it', async () => {
    it.owe(...items)
    await it.sweep()
    it.state.now = addMinutes(morning, 1)
    await it.sweep()
    expect(it.mails).toHaveLength(1)
  })

  test('what was put right over night is left out and recorded', async () => {
    it.owe(...items)
    await it.sweep()
    it.stories.set('gas:H00018', story('H00018', { clocks: [] }))
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails[0]!.subject).toMatch(/^2 overdue/)
    expect(it.mails[0]!.html).not.toContain('H00018')
    expect(it.records[0]!.left).toEqual([{ notice: 'H00018', why: 'the clock check has stopped' }])
  })

  test('when everything was put right, no mail leaves', async () => {
    it.owe(items[0]!)
    await it.sweep()
    it.stories.set('gas:H00017', story('H00017', { clocks: [] }))
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails).toHaveLength(0)
    expect(it.status({ kind: 'digest', id })).toBe('dropped')
  })

  test('what comes when the digest has gone is in the next one', async () => {
    it.owe(items[0]!)
    await it.sweep()
    it.state.now = morning
    await it.handler({ digest: id })
    it.state.now = '2027-02-19T07:29:59.000Z' as Instant
    it.owe(items[1]!)
    await it.sweep()
    expect([...it.schedules.keys()]).toEqual([id, digestId('asha@x.org', '2027-02-22')])
  })

  test('two rungs of one clock are one line', async () => {
    it.owe(items[0]!, { ...items[0]!, id: 'second', rung: 6, at: addHours(start, 1) })
    await it.sweep()
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails[0]!.subject).toMatch(/^1 overdue/)
  })

  test('who is away that morning is stood in for', async () => {
    it.owe(...items)
    await it.sweep()
    it.state.people = people.map(one => (one.email === 'asha@x.org' ? { ...one, leftOn: dayOf(morning) } : one))
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails[0]!.to).toEqual(['sam@x.org'])
    expect(it.mails[0]!.text).toContain('You get this for Asha Patel: ')
  })

  test('an outage that lasts into the evening holds it to the next morning', async () => {
    it.owe(...items)
    await it.sweep()
    it.state.now = evening
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    it.state.now = '2027-02-22T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails).toHaveLength(1)
  })
})

describe('a mail that did not arrive', () => {
  const again = (reached: string[], ...avoid: string[]) => ({ cause: avoid.join(), avoid, reached, at: start })

  test('goes to whoever stands in, as their first and not as a copy', async () => {
    it.owe(notice())
    await it.sweep()
    await it.outbox.reopen(parcel, again([], 'kit@x.org'))
    await it.sweep()
    expect(it.mails.map(mail => mail.to)).toEqual([['kit@x.org'], ['asha@x.org']])
    expect(it.mails[1]!.subject).toBe(it.mails[0]!.subject)
    expect(it.mails[1]!.text).toContain('Kit Brown could not be reached with this mail: deputy Asha Patel')
  })

  test('climbs on when the deputy cannot be reached either', async () => {
    it.owe(notice())
    await it.outbox.reopen(parcel, again([], 'kit@x.org', 'asha@x.org', 'sam@x.org'))
    await it.sweep()
    expect(it.mails[0]!.to).toEqual(['dee@x.org'])
  })

  test('is not sent to those who have it', async () => {
    it.owe(notice())
    await it.outbox.reopen(parcel, again(['asha@x.org'], 'kit@x.org'))
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    expect(it.outcomes(parcel)).toMatchObject([{ kind: 'dropped', why: 'everybody who is told has had it already' }])
  })

  test('a digest goes to the deputy, who is told whose it is', async () => {
    const id = digestId('asha@x.org', '2027-02-19')
    it.owe(notice({ urgency: 'digest', role: 'complianceManager' }))
    await it.sweep()
    it.state.now = '2027-02-19T07:30:00.000Z' as Instant
    await it.sweep()
    await it.outbox.reopen({ kind: 'digest', id }, again([], 'asha@x.org'))
    await it.sweep()
    expect(it.mails.map(mail => mail.to)).toEqual([['asha@x.org'], ['sam@x.org']])
    expect(it.mails[1]!.text).toContain('You get this for Asha Patel')
  })
})
