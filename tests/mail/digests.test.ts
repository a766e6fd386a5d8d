import { beforeEach, describe, expect, test } from 'vitest'
import { addHours, addMinutes, type Day, dayOf, type Instant } from '../../shared/core/time.ts'
import { readLink } from '../../shared/links/link.ts'
import { digestId } from '../../shared/mail/reference.ts'
import { gasCase, notice, people, now as start, story } from '../support/mail.ts'
import { postRoom } from '../support/post-room.ts'

let it: ReturnType<typeof postRoom>
beforeEach(() => {
  it = postRoom()
})
const evening = '2027-02-19T19:00:00.000Z' as Instant

describe('digest', () => {
  const morning = '2027-02-19T07:30:00.000Z' as Instant
  const id = digestId('asha@x.org', '2027-02-19')
  const items = ['H00017', 'H00018', 'H00019'].map(home =>
    notice({ id: home, caseId: `gas:${home}`, assetId: home, urgency: 'digest', role: 'complianceManager' }),
  )

  test('everything of a day goes into one mail on the next working morning', async () => {
    await it.owe(...items)
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
      subject: expect.stringMatching(/^3 overdue · Gas safety check · Fri 19 February 2027$/),
    })
    expect(it.records()[0]).toMatchObject({
      about: ['gas:H00017', 'gas:H00018', 'gas:H00019'].map(caseId => ({ caseId, role: 'complianceManager' })),
      intended: { person: 'asha@x.org' },
    })
  })

  test('its cases are read in one go, those that stand since before among them', async () => {
    await it.owe(...items.slice(0, 2))
    await it.sweep()
    expect(it.readings).toEqual([['gas:H00017', 'gas:H00018']])
    it.state.now = morning
    await it.handler({ digest: id })
    await it.owe(items[2]!)
    await it.sweep()
    it.readings.length = 0
    it.state.now = '2027-02-22T07:30:00.000Z' as Instant
    await it.handler({ digest: digestId('asha@x.org', '2027-02-22') })
    expect(it.mails).toHaveLength(2)
    expect(it.readings.map(ids => [...new Set(ids)].sort())).toEqual([['gas:H00017', 'gas:H00018', 'gas:H00019']])
  })

  test('without its schedule the sweep sends it', async () => {
    await it.owe(...items)
    await it.sweep()
    it.state.now = addMinutes(morning, 1)
    await it.sweep()
    expect(it.mails).toHaveLength(1)
  })

  test('what was put right over night is left out and recorded', async () => {
    await it.owe(...items)
    await it.sweep()
    it.stories.set('gas:H00018', story('H00018', { clocks: [] }))
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails[0]!.subject).toMatch(/^2 overdue/)
    expect(it.mails[0]!.html).not.toContain('H00018')
    expect(it.records()[0]!.left).toEqual([{ notice: 'H00018', why: 'the clock check has stopped' }])
  })

  test('when everything was put right, no mail leaves', async () => {
    await it.owe(items[0]!)
    await it.sweep()
    it.stories.set('gas:H00017', story('H00017', { clocks: [] }))
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails).toHaveLength(0)
    expect(it.status({ kind: 'digest', id })).toBe('dropped')
  })

  test('what comes when the digest has gone is in the next one', async () => {
    await it.owe(items[0]!)
    await it.sweep()
    it.state.now = morning
    await it.handler({ digest: id })
    it.state.now = '2027-02-19T07:29:59.000Z' as Instant
    await it.owe(items[1]!)
    await it.sweep()
    expect([...it.schedules.keys()]).toEqual([id, digestId('asha@x.org', '2027-02-22')])
  })

  test('what is overdue comes again every working day, with what changed, until it is put right', async () => {
    await it.owe(items[0]!, items[1]!)
    await it.sweep()
    it.state.now = morning
    await it.sweep()
    it.stories.set('gas:H00018', story('H00018', { clocks: [], state: 'In date' }))
    await it.owe({ ...items[2]!, at: morning })
    await it.sweep()
    it.state.now = '2027-02-22T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails.map(mail => mail.subject)).toEqual([
      '2 overdue · Gas safety check · Fri 19 February 2027',
      '2 overdue · Gas safety check · Mon 22 February 2027',
    ])
    const { text } = it.mails[1]!
    expect(text).toContain('Since Fri 19 February 2027: 1 new, 1 put right.')
    expect(text).toContain('Put right: 12 Example Street, Canterbury CT1 2AB · Gas safety check, In date')
    expect(text).toContain('cases/gas%3AH00017')
    expect(it.records()[1]).toMatchObject({ listed: ['gas:H00017', 'gas:H00019'] })
    // Told of once; listed as long as it stands.
    expect(it.records()[1]!.about.map(one => one.caseId)).toEqual(['gas:H00019'])
    for (const home of ['H00017', 'H00019']) it.stories.set(`gas:${home}`, story(home, { clocks: [] }))
    it.state.now = '2027-02-23T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails).toHaveLength(2)
  })

  test('what somebody is dealing with brings no mail of its own, and stands in the next one', async () => {
    await it.owe(items[0]!)
    await it.sweep()
    it.state.now = morning
    await it.sweep()
    const until = '2027-02-26T06:00:00.000Z' as Instant
    const taken = { clock: 'check', due: '2027-02-09', rung: 5, by: 'asha@x.org', at: morning, until }
    it.stories.set('gas:H00017', story('H00017', { case: gasCase('H00017', { acknowledged: [taken] }) }))
    it.state.now = '2027-02-22T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails).toHaveLength(1)
    await it.owe({ ...items[1]!, at: it.state.now })
    await it.sweep()
    it.state.now = '2027-02-23T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails[1]!.subject).toMatch(/^2 overdue/)
    expect(it.mails[1]!.text).toContain('(Asha Patel is dealing with it)')
  })

  test('what was given to somebody else is gone from the list, which says to whom', async () => {
    await it.owe(items[0]!, items[1]!)
    await it.sweep()
    it.state.now = morning
    await it.sweep()
    it.stories.set('gas:H00018', story('H00018', { case: gasCase('H00018', { assignee: 'kit@x.org' }) }))
    it.state.now = '2027-02-22T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails[1]!.text).toContain('Gas safety check, now with Kit Brown')
    expect(it.mails[1]!.subject).toMatch(/^1 overdue/)
  })

  test('each of the gravest carries links that act', async () => {
    await it.owe(...items)
    await it.sweep()
    it.state.now = morning
    await it.sweep()
    const links = [...it.mails[0]!.text.matchAll(/I am dealing with it: https:\/\/dutyholder\.x\.org\/link\/(\S+)/g)]
    expect(links).toHaveLength(3)
    const read = readLink(['whsec_a-secret-of-the-test'], links[0]![1]!, it.state.now)
    expect(read).toMatchObject({ ok: true, link: { purpose: 'ack', caseId: 'gas:H00017' } })
  })

  test('a gas check stands above lessons of a complaint that are later still, in the mail and in what is kept of it', async () => {
    const learning = { ...story().clocks[0]!, name: 'learning', kind: 'policy' as const, due: '2026-12-01' as Day }
    const complaint = { ...gasCase('CMP-1'), id: 'CMP-1', workflow: 'complaint' }
    it.stories.set('CMP-1', story('CMP-1', { case: complaint, what: 'Complaint', clocks: [learning] }))
    const owed = notice({ id: 'lessons', caseId: 'CMP-1', workflow: 'complaint', clock: 'learning', due: learning.due })
    await it.owe({ ...owed, urgency: 'digest', role: 'complianceManager' }, items[1]!, items[0]!)
    await it.sweep()
    it.state.now = morning
    await it.sweep()
    const { text } = it.mails[0]!
    const order = ['OVERDUE: SAFETY OF LIFE', 'gas%3AH00017', 'gas%3AH00018', 'OVERDUE: THE REST', 'cases/CMP-1']
    expect(text).toMatch(new RegExp(order.join('[^]*')))
    expect(it.records()[0]).toMatchObject({ listed: ['gas:H00017', 'gas:H00018', 'CMP-1'] })
    expect(it.records()[0]!.about.map(one => one.caseId)).toEqual(['gas:H00017', 'gas:H00018', 'CMP-1'])
  })

  describe('on its first day overdue', () => {
    const due = '2027-02-18' as Day
    const alone = { at: '2027-02-19T06:00:00.000Z' as Instant, roles: ['complianceManager'] as const }
    const known = (id: string, more = {}) => story(id, { clocks: [{ ...story().clocks[0]!, due, ...more }] })
    const on = async (moment: string) => {
      it.state.now = moment as Instant
      await it.sweep()
    }
    /** Both were due yesterday, and said so in a digest; this morning the first is told alone. */
    const yesterday = async (...homes: string[]) => {
      it.state.now = '2027-02-18T06:00:00.000Z' as Instant
      for (const home of homes) it.stories.set(`gas:${home}`, known(home))
      await it.owe(...items.filter(one => homes.includes(one.assetId!)).map(one => ({ ...one, due, at: it.state.now })))
      await on('2027-02-18T06:00:00.000Z')
      await on('2027-02-18T07:30:00.000Z')
      it.stories.set('gas:H00017', known('H00017', { alone }))
      const first = { ...items[0]!, id: 'R+1', urgency: 'urgent' as const, rung: 6, due, at: alone.at }
      it.state.now = alone.at
      await it.owe(first)
      await on('2027-02-19T07:30:00.000Z')
      await on('2027-02-19T07:31:00.000Z')
    }

    test('it has a mail of its own and no digest beside it; the next working day it is listed', async () => {
      await yesterday('H00017')
      expect(it.mails.map(mail => mail.subject.slice(0, 16))).toEqual(['1 due today · Ga', '[Overdue 1 day] '])
      await on('2027-02-22T07:30:00.000Z')
      expect(it.mails[2]!.subject).toBe('1 overdue · Gas safety check · Mon 22 February 2027')
      expect(it.mails[2]!.text).toContain('cases/gas%3AH00017')
    })

    test('a digest that leaves for something else says that there is more, and where', async () => {
      await yesterday('H00017', 'H00018')
      const digest = it.mails.find(mail => mail.subject.startsWith('1 overdue'))!
      expect(digest.text).toContain('cases/gas%3AH00018')
      expect(digest.text).not.toContain('gas%3AH00017')
      expect(digest.text).toContain(
        'Not listed here: 1 case told this morning in a mail of its own, listed from the next digest on.',
      )
      await on('2027-02-22T07:30:00.000Z')
      expect(it.mails.at(-1)!.subject).toMatch(/^2 overdue/)
      expect(it.mails.at(-1)!.text).toContain('Since Fri 19 February 2027: 1 worse.')
    })
  })

  test('two rungs of one clock are one line', async () => {
    await it.owe(items[0]!, { ...items[0]!, id: 'second', rung: 6, at: addHours(start, 1) })
    await it.sweep()
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails[0]!.subject).toMatch(/^1 overdue/)
  })

  test('who is away that morning is stood in for', async () => {
    await it.owe(...items)
    await it.sweep()
    it.state.people = people.map(one => (one.email === 'asha@x.org' ? { ...one, leftOn: dayOf(morning) } : one))
    it.state.now = morning
    await it.handler({ digest: id })
    expect(it.mails[0]!.to).toEqual(['sam@x.org'])
    expect(it.mails[0]!.text).toContain('You get this for Asha Patel: ')
  })

  test('an outage that lasts into the evening holds it to the next morning', async () => {
    await it.owe(...items)
    await it.sweep()
    it.state.now = evening
    await it.sweep()
    expect(it.mails).toHaveLength(0)
    it.state.now = '2027-02-22T07:30:00.000Z' as Instant
    await it.sweep()
    expect(it.mails).toHaveLength(1)
  })
})
