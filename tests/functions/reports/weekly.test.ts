/** The week's lists, over the store as it is: to whom, when, once, and what they say. */
import { expect, test } from 'vitest'
import { createHandler } from '../../../functions/report/handler.ts'
import { MOST, type Most } from '../../../shared/concerned.ts'
import { at, type Day, dayOf, type Instant } from '../../../shared/core/time.ts'
import type { Mail } from '../../../shared/effects/mail-out.ts'
import { lookAhead } from '../../../shared/look-ahead.ts'
import { officeHours } from '../../../shared/mail/window.ts'
import { directoryFrom } from '../../../shared/people/directory.ts'
import { person } from '../../../shared/people/person.ts'
import { keptName, unpacked } from '../../../shared/report/kept.ts'
import { admin, staff } from '../../support/history.ts'
import { sender } from '../../support/mail.ts'
import { world } from '../world.ts'

const london = (date: string, clock: string): Instant => at(date as Day, clock)
const lists = (mails: readonly Mail[]) =>
  mails
    .filter(mail => /roll-up|not moved/.test(mail.subject))
    .map(mail => [mail.to.join(), mail.subject.split(' · ').at(-1)])

const office = async () => {
  const w = world(undefined, '2026-11-02T09:00:00Z')
  const mails: Mail[] = []
  for (const [name, roles] of [
    ['dee', ['serviceDirector']],
    ['dan', ['director', 'executive']],
    ['kit', ['headOfService']],
    ['asha', ['complianceManager', 'complianceOfficer']],
    ['lee', ['fireSafetyLead', 'complaintsLead']],
  ] as const)
    await w.store.putPerson(person.parse({ email: `${name}@x.org`, name: `${name} Jones`, roles }))
  const lying = new Map<string, Uint8Array>()
  const archive = {
    put: async (name: string, bytes: Uint8Array) => {
      lying.set(name, bytes)
      return 'kept' as const
    },
  }
  const run = createHandler({
    ...w.deps,
    landlord: { name: 'Testham Homes', roles: { complianceManager: 'Gas manager' }, contractors: [] },
    reports: archive,
    kept: async (asAt, id) => unpacked(lying.get(keptName(asAt, id))!),
    heads: archive,
    apply: w.apply,
    keepRegime: async () => undefined,
    desk: {
      window: officeHours,
      mail: {
        send: async mail => {
          mails.push(mail)
          return { kind: 'sent', messageId: `m${mails.length}` }
        },
      },
      outbox: w.store.outbox,
      directory: directoryFrom(w.store, { fallback: { email: 'duty@x.org', name: 'Duty' }, now: w.now, minutes: 0 }),
      sender,
      now: w.now,
    },
    fault: (name, error) => {
      throw new Error(name, { cause: error })
    },
  })
  const on = async (date: string, clock: string) => {
    w.clock.now = london(date, clock)
    const before = mails.length
    await run({ job: 'due' })
    return mails.slice(before)
  }
  /** The home's gas check was due on that day; what has come since is told as of now. */
  const overdueHome = async (id: string, due: string) => {
    const asset = { id, type: 'dwelling' as const, ownership: 'owned' as const, tenure: 'LCRA' as const }
    await w.store.putAsset({ ...asset, address: `${id} Example Street` })
    const facts = {
      deadline: due,
      checks: [{ on: '2025-10-01', knownOn: '2025-10-01', nextDue: due, result: 'SATISFACTORY' }],
    }
    await w.apply.open('gas', { id: `gas:${id}`, assetId: id, facts, by: admin })
    await w.apply.fire(`gas:${id}`)
  }
  return { ...w, on, overdueHome }
}

test('directors get one roll-up a week, on the chosen working day from eight, also after an outage', async () => {
  const o = await office()
  await o.overdueHome('H1', '2026-10-01')
  expect(lists(await o.on('2026-11-09', '07:30')).filter(([, subject]) => subject?.includes('9 November'))).toEqual([])
  expect(lists(await o.on('2026-11-09', '08:00'))).toEqual([
    ['dee@x.org', 'Weekly roll-up for directors, Mon 9 November 2026'],
    ['dan@x.org', 'Weekly roll-up for directors, Mon 9 November 2026'],
  ])
  expect(lists(await o.on('2026-11-09', '09:00'))).toEqual([])
  // Three days without a run: it comes late, once.
  expect(lists(await o.on('2026-11-19', '10:00')).map(([to]) => to)).toEqual(['dee@x.org', 'dan@x.org'])
  expect(lists(await o.on('2026-11-20', '10:00'))).toEqual([])
})

test('on a bank holiday it waits for the next working day', async () => {
  const o = await office()
  await o.on('2026-12-21', '09:00')
  // Monday 28 December 2026 is a substitute day, Tuesday is not.
  expect(lists(await o.on('2026-12-28', '10:00'))).toEqual([])
  expect(lists(await o.on('2026-12-29', '08:00')).map(([to]) => to)).toEqual(['dee@x.org', 'dan@x.org'])
})

test('the roll-up says what is overdue by service and level, against last week, and what came up', async () => {
  const o = await office()
  await o.overdueHome('H1', '2026-10-01')
  o.clock.now = london('2026-11-06', '09:00')
  const [first] = (await o.on('2026-11-09', '08:00')).filter(mail => mail.to.includes('dee@x.org'))
  expect(first!.text).toContain('1 overdue in all, 1 by law.')
  expect(first!.text).toContain('This is the first roll-up')
  o.clock.now = london('2026-11-12', '09:00')
  await o.overdueHome('H2', '2026-10-20')
  const facts = { kind: 'electrical', severityHint: 'emergency', awareAt: london('2026-11-12', '09:00') }
  await o.apply.open('hazard', { id: 'HAZ-1', assetId: 'H2', facts, by: admin })
  const [second] = (await o.on('2026-11-16', '08:00')).filter(mail => mail.to.includes('dee@x.org'))
  expect(second!.text).toContain('3 overdue in all, 3 by law, 2 more than a week ago.')
  expect(second!.text).toContain('1 came up to directors or above since Mon 9 November 2026.')
  expect(second!.html).toContain('Gas safety check')
  expect(second!.text).toContain(
    '- H1 Example Street: Gas safety check, 46 days late, safety of life, a date set by law. Accountable: Gas manager.',
  )
  // An emergency of three days comes before a check of six weeks.
  expect(second!.text).toMatch(
    /ASK ABOUT THESE FIRST\n- H2 Example Street: Emergency hazard: .*, 3 days late, safety of life, a date set by law/,
  )
  const came = second!.text.split('ESCALATED TO DIRECTORS THIS WEEK')[1]
  expect(came).toContain('H2 Example Street')
  expect(came).not.toContain('H1 Example Street')
})

test('leads get what was acknowledged and has not moved, the head of service all of it, nobody an empty list', async () => {
  const o = await office()
  await o.overdueHome('H1', '2026-10-01')
  expect(lists(await o.on('2026-11-09', '08:00')).map(([to]) => to)).toEqual(['dee@x.org', 'dan@x.org'])
  o.clock.now = london('2026-11-10', '10:00')
  const asha = { ...staff('complianceManager'), id: 'asha@x.org' }
  await o.apply.event('gas:H1', { type: 'acknowledged', at: o.clock.now, by: asha, data: {} })
  const policy = { policy: 'Repairs', approvedOn: '2022-09-01', publishedOn: '2022-09-02' }
  await o.apply.open('policy-review', { id: 'POL-1', facts: policy, by: admin })
  await o.apply.fire('POL-1')
  const kit = { ...staff('headOfService'), id: 'kit@x.org' }
  await o.apply.event('POL-1', { type: 'acknowledged', at: o.clock.now, by: kit, data: {} })
  // Not a week old yet.
  expect(lists(await o.on('2026-11-16', '08:00')).filter(([, subject]) => subject?.includes('not moved'))).toEqual([])
  const later = (await o.on('2026-11-23', '08:00')).filter(mail => mail.subject.includes('not moved'))
  expect(later.map(mail => mail.to)).toEqual([['asha@x.org'], ['kit@x.org']])
  expect(later[0]!.html).toContain('H1 Example Street')
  expect(later[0]!.html).toContain('asha Jones')
  expect(later[0]!.text).toContain('1 taken on more than 5 working days ago and not moved since; 1 of them is overdue.')
  // 14 months without a review are no gas check seven weeks late.
  expect(later[1]!.html).toMatch(/H1 Example Street[\s\S]*Review of a policy/)
  expect(later[1]!.html).toContain('Safety of life first')
  expect(lists(await o.on('2026-11-23', '09:00'))).toEqual([])
})

/** Gas jobs issued two months before their dates, and taken on then: nothing else comes of them for a month. */
const takenOn = async (o: Awaited<ReturnType<typeof office>>, homes: number, due = '2027-01-01') => {
  // That week's has left: to nobody.
  await o.on('2026-11-03', '09:00')
  o.clock.now = london('2026-11-03', '10:00')
  for (let home = 1; home <= homes; home++) {
    await o.overdueHome(`H${home}`, due)
    await o.apply.event(`gas:H${home}`, { type: 'acknowledged', at: o.clock.now, by: admin, data: {} })
  }
  // Nothing is owed about them, either.
  for (const { notice, attempt } of await o.store.outbox.pending(o.clock.now, 100))
    await o.store.outbox.mark({ kind: 'notice', id: notice.id }, attempt, {
      kind: 'dropped',
      why: 'x',
      at: o.clock.now,
    })
  const directory = directoryFrom(o.store, { fallback: { email: 'duty@x.org', name: 'Duty' }, now: o.now, minutes: 0 })
  const foreseen = async (days: number, cases: number, most: Most = { ...MOST, cases }) => {
    const found = await lookAhead({ ...o.deps, window: officeHours, directory }, days, undefined, most)
    const { mails, through, overdue, overdueAtLeast } = found
    const stuck = mails.filter(one => one.report?.id.startsWith('stuck'))
    const late = [...overdue].map(([day, { gas }]) => `${day} ${gas}`)
    return {
      mails,
      through,
      lists: stuck.map(({ at, to }) => `${at} ${to.map(one => one.email)}`),
      late,
      overdueAtLeast,
    }
  }
  return foreseen
}

test('the look-ahead knows the lists of cases whose dates lie beyond the days it is asked for', async () => {
  const o = await office()
  const foreseen = await takenOn(o, 2)
  const said = await foreseen(14, 100)
  expect(said.through).toBe('2026-11-17')
  const left: string[] = []
  for (const day of ['2026-11-09', '2026-11-16'])
    for (const mail of await o.on(day, '08:00'))
      if (mail.subject.includes('not moved')) left.push(`${o.clock.now} ${mail.to}`)
  expect(left.map(one => one.slice(25))).toEqual(['asha@x.org', 'kit@x.org'])
  expect(said.lists).toEqual(left)
})

test('whoever has room for so many mails is told of whole days until there are more, and spared the rest', async () => {
  const o = await office()
  const foreseen = await takenOn(o, 2)
  const whole = await foreseen(14, 100)
  const some = await foreseen(14, 100, { ...MOST, mails: 1 })
  expect(some.through < whole.through).toBe(true)
  expect(some.mails.length).toBeGreaterThan(1)
  expect(some.mails).toEqual(whole.mails.filter(mail => dayOf(mail.at) <= some.through))
  // The days before the last had left room.
  const last = dayOf(some.mails.at(-1)!.at)
  expect(some.mails.filter(mail => dayOf(mail.at) < last).length).toBeLessThanOrEqual(1)
})

test('with more taken on than it may read it is whole until the next list, and says so', async () => {
  const o = await office()
  const foreseen = await takenOn(o, 3)
  expect((await foreseen(14, 2)).through).toBe('2026-11-08')
  // This week's has left to everybody.
  await o.on('2026-11-09', '08:00')
  o.clock.now = london('2026-11-09', '12:00')
  expect((await foreseen(14, 2)).through).toBe('2026-11-15')
})

test('what is overdue is counted whole, however much more of it there is than the look-ahead may read', async () => {
  const o = await office()
  const foreseen = await takenOn(o, 5, '2026-10-01')
  const whole = await foreseen(1, 100)
  expect(whole).toMatchObject({ late: ['2026-11-03 5', '2026-11-04 5'], overdueAtLeast: false })
  expect(await foreseen(1, 2)).toEqual(whole)
})
