/**
 * From a deadline that passes to the mail about it, over the store as it is: a home's gas check is opened, missed,
 * told, told higher up, and put right. Only SES and the clock are ours.
 */
import { expect, test } from 'vitest'
import type { Actor } from '../../shared/core/case.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { at, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { storiesOf } from '../../shared/mail/stories.ts'
import { person } from '../../shared/people/person.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { admin, contractor, sha, staff } from '../support/history.ts'
import { smallOffice } from '../support/small-office.ts'

const caseId = 'gas:H00017'
const lgsr = {
  result: 'SATISFACTORY',
  operative: { name: 'A. Fitter', regNo: '1234567' },
  documents: [{ name: 'lgsr.pdf', sha256: sha('a') }],
}

const landlord = async () => {
  const { store, mails, clock, does, notify } = smallOffice('2026-11-01')
  for (const [email, name, roles] of [
    ['asha@x.org', 'Asha Patel', ['complianceManager', 'complianceOfficer', 'officer', 'contractor']],
    ['sam@x.org', 'Sam Doyle', ['teamLeader', 'operationalManager']],
    ['kit@x.org', 'Kit Brown', ['headOfService']],
    ['dee@x.org', 'Dee Okafor', ['serviceDirector', 'executive', 'portfolioHolder']],
  ])
    await store.putPerson(person.parse({ email, name, roles }))
  await store.putAsset({
    id: 'H00017',
    type: 'dwelling',
    address: '12 Example Street, Canterbury',
    postcode: 'CT1 2AB',
  })
  const facts = {
    deadline: '2027-02-09',
    checks: [{ on: '2026-02-09', knownOn: '2026-02-09', nextDue: '2027-02-09', result: 'SATISFACTORY' }],
  }
  await does.open('gas', { id: caseId, facts, assetId: 'H00017', by: admin })
  /** Looks at the case and sweeps, as the tick would; answers with the mails that left. */
  const on = async (day: string, time: string) => {
    clock.now = at(day as Day, time)
    const before = mails.length
    await does.fire(caseId)
    await notify({ sweep: true })
    await notify({ sweep: true })
    return mails.slice(before)
  }
  const happens = async (when: string, type: string, data: object, by: Actor) => {
    clock.now = at(when.slice(0, 10) as Day, when.slice(11))
    expect(await does.event(caseId, { type, at: clock.now, by, data })).toMatchObject({ kind: 'done' })
  }
  return { store, on, happens }
}

test('a missed gas check is told, with all that is needed to act, until its certificate is accepted', async () => {
  const { store, on, happens } = await landlord()
  await on('2026-12-11', '06:00')
  await on('2026-12-11', '07:30')

  // The day after the deadline: urgent, alone, when the window opens and not before.
  expect(await on('2027-02-10', '06:00')).toEqual([])
  const [overdue, ...others] = await on('2027-02-10', '07:30')
  expect(others).toEqual([])
  expect(overdue!.to).toEqual(['asha@x.org'])
  expect(overdue!.subject).toContain('[Overdue 1 day] Gas safety check, 12 Example Street')
  for (const said of [
    '12 Example Street, Canterbury CT1 2AB',
    'Due: Tue 9 February 2027 (overdue 1 day)',
    'The law: Every 12 months (GSIUR 1998 reg 36(3)(a))',
    'DO NOW: Get a Gas Safe engineer in now.',
    'https://dutyholder.x.org/cases/gas%3AH00017',
    'Accountable: Asha Patel, Compliance manager',
    'Told before: Asha Patel',
    'Told next: Asha Patel (Compliance manager) and Kit Brown (Head of service), on Tue 16 February 2027',
  ])
    expect(overdue!.text).toContain(said)
  expect((await store.told(caseId)).items[0]).toMatchObject({ role: 'complianceManager', to: ['asha@x.org'] })

  // A week later it goes higher, in the digests of the next opening of the window.
  expect(await on('2027-02-16', '06:00')).toEqual([])
  const digests = (await on('2027-02-16', '07:30')).sort((a, b) => (a.to.join() < b.to.join() ? -1 : 1))
  expect(digests.map(mail => [mail.to, mail.subject])).toEqual([
    [['asha@x.org'], '1 overdue · Gas safety check · Tue 16 February 2027'],
    [['kit@x.org'], '1 overdue · Gas safety check · Tue 16 February 2027'],
  ])
  expect(digests[1]!.text).toContain('Overdue 7 days: 12 Example Street, Canterbury CT1 2AB')
  expect(digests[1]!.text).toContain('https://dutyholder.x.org/cases/gas%3AH00017')
  expect((await store.told(caseId)).items.slice(0, 2).map(one => one.to)).toContainEqual(['kit@x.org'])

  // The engineer comes, but a claim is no proof: the next rung is owed, and its digest is due at half past seven.
  await happens('2027-02-22 11:00', 'inspection.completed', lgsr, contractor())
  expect(await on('2027-02-23', '06:00')).toEqual([])
  expect((await store.outbox.digestsDue(at('2027-02-23' as Day, '07:30'), 10)).length).toBeGreaterThan(0)
  // Accepted in between: nobody is told that it is overdue, and the record says why.
  await happens('2027-02-23 06:30', 'certificate.accepted', {}, staff('complianceOfficer'))
  expect(await on('2027-02-23', '07:30')).toEqual([])
  expect(await on('2027-02-24', '09:00')).toEqual([])
  expect(store.stream).toContainEqual(
    expect.objectContaining({ kind: 'DIGEST', outcome: expect.stringContaining('nothing in it holds any more') }),
  )
})

test('an unknown case is a fault, not silence', async () => {
  const { store } = await landlord()
  const deps = { store, workflows, reckon: reckoner(england), policy: {}, now: () => at('2027-01-01' as Day, '09:00') }
  const directory = async () => ({ people: [], fallback: { email: 'duty@x.org', name: 'Duty desk' } })
  const stories = storiesOf({ ...deps, directory })
  await expect(stories.load('gas:H9')).rejects.toThrow('gas:H9, which is not there')
  await expect(stories.loadMany([caseId, 'gas:H9'])).rejects.toThrow('gas:H9, which is not there')
  const without = storiesOf({ ...deps, directory, workflows: {} })
  await expect(without.load(caseId)).rejects.toThrow('the workflow gas, which is not there')
  await expect(without.loadMany([caseId])).rejects.toThrow('the workflow gas, which is not there')
})
