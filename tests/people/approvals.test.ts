/** Who approved something is somebody who may, on that day, whatever door the event comes through. */
import { beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { approversOf } from '../../shared/approvals.ts'
import type { Actor } from '../../shared/core/case.ts'
import { at, type Day } from '../../shared/core/time.ts'
import { person } from '../../shared/people/person.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { world } from '../functions/world.ts'
import { admin, contractor, sha, staff } from '../support/history.ts'

const register = [
  { email: 'hana@x.org', name: 'Hana Yusuf', roles: ['headOfService'], deputy: 'tom@x.org', manager: 'diane@x.org' },
  { email: 'tom@x.org', name: 'Tom Briggs', roles: ['teamLeader'] },
  { email: 'ella@x.org', name: 'Ella Hart', roles: ['housingOfficer'] },
  { email: 'diane@x.org', name: 'Diane Foster', roles: ['serviceDirector'] },
  { email: 'old@x.org', name: 'Gus Old', roles: ['headOfService'], leftOn: '2027-03-01' },
  { email: 'bell@x.org', name: 'Joan Bell', roles: ['portfolioHolder'] },
]
const housing = staff('housingOfficer', 'ella@x.org')
const documents = [{ name: 'notice.pdf', sha256: sha('notice') }]

let w: ReturnType<typeof world>
let sent = 0
const tells = (caseId: string, on: string, type: string, data: unknown, by: Actor = housing) => {
  const [day, time = '12:00'] = on.split(' ')
  const moment = at(day as Day, time)
  if (w.clock.now < moment) w.clock.now = moment
  return w.apply.event(
    caseId,
    { type, at: moment, by, data },
    { source: 'test', id: `m${sent++}`, bodyHash: `${sent}` },
  )
}
/** What is kept as the approver, or the reason codes. */
const outcome = async (done: ReturnType<typeof tells>): Promise<unknown> => {
  const answer = await done
  if (answer.kind === 'done') return answer.event.data
  return answer.kind === 'rejected' && answer.rejection.kind === 'guard' ? answer.rejection.codes : answer
}

beforeEach(async () => {
  w = world(undefined, '2027-01-20T09:00:00Z')
  for (const one of register) await w.store.putPerson(person.parse(one))
})

/** Three failed attempts at one home, and its people were thought of. */
const lockedOut = async () => {
  await w.apply.open('access', { id: 'access:H1', assetId: 'H1', facts: { openedFor: 'gas' }, by: admin })
  const attempt = {
    stream: 'gas',
    caseId: 'gas:H1',
    by: 'sureheat',
    outcome: 'no_answer',
    counts: true,
    photo: 'c.jpg',
  }
  for (const [on, type, data, by] of [
    ['2027-01-20 09:30', 'attempt.recorded', attempt, contractor()],
    ['2027-03-03 14:00', 'attempt.recorded', attempt, contractor()],
    ['2027-03-17 18:00', 'attempt.recorded', attempt, contractor()],
    ['2027-03-18', 'vulnerability.checked', { safeToProceed: true, findings: 'nothing known' }, housing],
  ] as const)
    expect(await tells('access:H1', on, type, data, by)).toMatchObject({ kind: 'done' })
}
const notice = (approvedBy: string, on = '2027-03-24') =>
  outcome(tells('access:H1', on, 'finalNotice.sent', { approvedBy, documents }))

describe('a final notice is signed off by the head of service (A.12, step 7)', () => {
  beforeEach(lockedOut)

  test.each([
    ['by address', 'hana@x.org', 'hana@x.org'],
    ['by address, however it is written', ' HANA@x.org ', 'hana@x.org'],
    ['by whole name', 'hana  yusuf', 'hana@x.org'],
    ['whoever is above', 'diane@x.org', 'diane@x.org'],
  ])('%s', async (_, typed, kept) => expect(await notice(typed)).toMatchObject({ approvedBy: kept }))

  test.each([
    ['any typed address', 'anybody@else.example', ['APPROVER_UNKNOWN']],
    ['somebody without the role', 'tom@x.org', ['APPROVER_ROLE']],
    ['a member, who works on no case', 'bell@x.org', ['APPROVER_ROLE']],
    ['who had left by then', 'old@x.org', ['APPROVER_LEFT']],
    ['who sends it', 'ella@x.org', ['APPROVER', 'APPROVER_ROLE']],
  ])('not by %s', async (_, typed, codes) => expect(await notice(typed)).toEqual(codes))

  test('who may is said, and the notice can then be sent', async () => {
    const answer = await tells('access:H1', '2027-03-24', 'finalNotice.sent', { approvedBy: 'tom@x.org', documents })
    expect(answer).toMatchObject({
      rejection: {
        failed: [
          'APPROVER_ROLE: Tom Briggs may not approve this; it can be approved by Hana Yusuf, Diane Foster: Head of service or above, or who stands in for one that is away',
        ],
      },
    })
    expect(await notice('hana@x.org')).toMatchObject({ approvedBy: 'hana@x.org' })
  })

  test('by the deputy while the head is away, and not before or after', async () => {
    const away = { ...register[0], absentFrom: '2027-03-22', absentTo: '2027-03-26' }
    await w.store.putPerson(person.parse(away))
    expect(await notice('tom@x.org', '2027-03-19')).toEqual(['APPROVER_ROLE'])
    expect(await notice('tom@x.org', '2027-03-29')).toEqual(['APPROVER_ROLE'])
    expect(await notice('tom@x.org', '2027-03-26')).toMatchObject({ approvedBy: 'tom@x.org' })
  })

  test('by who has left since, for the day on which they were here', async () => {
    await w.store.putPerson(person.parse({ ...register[0], leftOn: '2027-03-25' }))
    w.clock.now = at('2027-04-01' as Day, '09:00')
    expect(await notice('hana@x.org', '2027-03-24')).toMatchObject({ approvedBy: 'hana@x.org' })
  })

  test('who is refused for what they are not is told of that, not of who may', async () => {
    const done = await tells(
      'access:H1',
      '2027-03-24',
      'finalNotice.sent',
      { approvedBy: 'x', documents },
      contractor(),
    )
    expect(done).toMatchObject({ rejection: { kind: 'forbidden' } })
  })
})

describe('where no role is named', () => {
  const dismissal = (approvedBy: string) =>
    outcome(tells('OCC-1', '2027-01-20 10:00', 'occurrence.dismissed', { reason: 'a burnt pan', approvedBy }, lead))
  const lead = staff('fireSafetyLead', 'lead@x.org')
  beforeEach(async () => {
    const facts = { what: 'smoke in the stairs', awareAt: at('2027-01-20' as Day, '08:00') }
    await w.apply.open('mandatory-occurrence', { id: 'OCC-1', assetId: 'B1', facts, by: admin })
  })

  test.each([['tom@x.org'], ['bell@x.org'], ['Gus Old']])('anybody in the register may: %s', async typed =>
    expect(await dismissal(typed)).toMatchObject({ approvedBy: expect.stringMatching(/@x\.org$/) }),
  )

  test('nobody else may, and of two of one name the address is asked for', async () => {
    expect(await dismissal('nobody@x.org')).toEqual(['APPROVER_UNKNOWN'])
    await w.store.putPerson(person.parse({ email: 'tb@x.org', name: 'Tom Briggs', roles: ['officer'] }))
    expect(await dismissal('Tom Briggs')).toEqual(['APPROVER_UNKNOWN'])
    expect(await dismissal('tb@x.org')).toMatchObject({ approvedBy: 'tb@x.org' })
  })

  test('a name is no way around four eyes', async () => {
    await w.store.putPerson(person.parse({ email: 'lead@x.org', name: 'Lee Lead', roles: ['fireSafetyLead'] }))
    expect(await dismissal('Lee Lead')).toEqual(['APPROVER'])
  })
})

test('while nobody is in the register, whoever is named is believed', async () => {
  w = world(undefined, '2027-01-20T09:00:00Z')
  await lockedOut()
  expect(await notice('head@landlord.example')).toMatchObject({ approvedBy: 'head@landlord.example' })
})

/** Of a policy and of a return it is a body that approves: `Cabinet, 12 June`. */
const bodies = ['policy-review policy.approved', 'statutory-return return.approved']
test('every approver that an event names is held to the register', () => {
  const loose = Object.values(workflows).flatMap(({ name, events }) =>
    Object.entries<z.ZodType>(events).flatMap(([type, schema]) =>
      Object.entries<z.ZodType>(schema instanceof z.ZodObject ? schema.shape : {})
        .filter(([field, inner]) => /approv/i.test(field) && !approversOf(inner))
        .map(() => `${name} ${type}`),
    ),
  )
  expect(loose).toEqual(bodies)
})
