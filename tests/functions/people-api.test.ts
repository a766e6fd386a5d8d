import { describe, expect, test } from 'vitest'
import { person } from '../../shared/people/person.ts'
import { withHome } from './api-world.ts'

const staffed = async () => {
  const w = await withHome()
  for (const [email, more] of [
    ['cora@x.org', { deputy: 'sam@x.org', manager: 'asha@x.org' }],
    ['sam@x.org', {}],
    ['asha@x.org', { roles: ['complianceManager'] }],
    ['root@x.org', { roles: ['administrator'] }],
  ] as const)
    await w.store.putPerson(person.parse({ email, name: email, roles: ['complianceOfficer'], ...more }))
  const given = { id: 'r1', type: 'reassigned', data: { to: 'cora@x.org' } }
  const done = await w.send('/cases/gas:H00017/events', { body: given })
  if (done.status !== 200) throw new Error(done.text)
  const post = (path: string, body: object, as = 'asha@x.org') => w.send(`/people/${path}`, { as, body })
  return { ...w, post }
}
const on = '2026-11-22'

describe('a leaver', () => {
  test('what was theirs goes to their deputy, by an event of each case', async () => {
    const w = await staffed()
    const { status, body } = await w.post('Cora@x.org/leave', { id: 'l1', on })
    expect([status, body]).toEqual([
      200,
      { email: 'cora@x.org', leftOn: on, to: 'sam@x.org', moved: ['gas:H00017'], refused: [] },
    ])
    expect((await w.store.load('gas:H00017'))?.case.assignee).toBe('sam@x.org')
    expect((await w.store.getPerson('cora@x.org'))?.leftOn).toBe(on)
    expect((await w.store.history('gas:H00017')).items.at(-1)?.event).toMatchObject({
      type: 'reassigned',
      by: { id: 'asha@x.org' },
    })
  })

  test('the same message again moves nothing twice, another body needs another id, a late retry undoes nothing', async () => {
    const w = await staffed()
    await w.post('cora@x.org/leave', { id: 'l1', on })
    expect((await w.post('cora@x.org/leave', { id: 'l1', on })).body).toMatchObject({ leftOn: on, moved: [] })
    expect((await w.post('cora@x.org/leave', { id: 'l1', on: '2026-12-01' })).status).toBe(409)
    expect((await w.post('cora@x.org/leave', { id: 'l2', on: '2026-12-01' })).status).toBe(200)
    expect((await w.post('cora@x.org/leave', { id: 'l1', on })).status).toBe(409)
    expect((await w.store.getPerson('cora@x.org'))?.leftOn).toBe('2026-12-01')
  })

  test.each([
    ['nobody', 'no@x.org', { on }, 'asha@x.org', 404],
    ['follower nobody knows', 'cora@x.org', { on, to: 'no@x.org' }, 'asha@x.org', 422],
    ['follower is the leaver', 'cora@x.org', { on, to: 'cora@x.org' }, 'asha@x.org', 422],
    ['no day', 'cora@x.org', {}, 'asha@x.org', 400],
    ['an officer asks', 'sam@x.org', { on }, 'cora@x.org', 403],
    ['an officer asks for nobody', 'no@x.org', { on }, 'cora@x.org', 403],
    ['a manager shuts an administrator out', 'root@x.org', { on }, 'asha@x.org', 403],
  ])('%s: refused, and nothing is written', async (_, email, body, as, status) => {
    const w = await staffed()
    const before = await w.store.getPerson(email)
    expect((await w.post(`${email}/leave`, { id: 'l1', ...body }, as)).status).toBe(status)
    expect(await w.store.getPerson(email)).toEqual(before)
  })

  test('an administrator is let go by another', async () => {
    const w = await staffed()
    const { status } = await w.send('/people/root@x.org/leave', { body: { id: 'l1', on } })
    expect([status, (await w.store.getPerson('root@x.org'))?.leftOn]).toEqual([200, on])
  })
})

describe('an absence', () => {
  const days = { from: '2026-12-01', to: '2026-12-10' }

  test('is kept with its deputy; a late retry does not bring the former one back', async () => {
    const w = await staffed()
    const first = { id: 'a1', ...days, deputy: 'asha@x.org' }
    const { status, body } = await w.post('cora@x.org/absence', first)
    const kept = { absentFrom: days.from, absentTo: days.to, deputy: 'asha@x.org' }
    expect([status, body]).toEqual([200, { email: 'cora@x.org', ...kept }])
    expect(await w.store.getPerson('cora@x.org')).toMatchObject(kept)
    expect((await w.post('cora@x.org/absence', first)).body).toEqual(body)
    expect((await w.post('cora@x.org/absence', { ...first, to: '2026-12-11' })).status).toBe(409)
    await w.post('cora@x.org/absence', { ...first, id: 'a2', to: '2026-12-11' })
    expect((await w.post('cora@x.org/absence', first)).status).toBe(409)
    expect((await w.store.getPerson('cora@x.org'))?.absentTo).toBe('2026-12-11')
  })

  test.each([
    ['without an end', { from: days.from }, 'without an end'],
    ['that ends before it begins', { from: days.to, to: days.from }, 'ends before it begins'],
    ['with themselves as deputy', { ...days, deputy: 'Cora@x.org' }, 'is their own deputy'],
    ['with a deputy nobody knows', { ...days, deputy: 'no@x.org' }, 'no person has the address no@x.org'],
  ])('%s is refused in words', async (_, body, why) => {
    const w = await staffed()
    const refused = await w.post('cora@x.org/absence', { id: 'a1', ...body })
    expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining(why)])
    expect((await w.store.getPerson('cora@x.org'))?.absentFrom).toBeUndefined()
  })

  test('of nobody is 404, by an officer 403', async () => {
    const w = await staffed()
    expect((await w.post('no@x.org/absence', { id: 'a1', ...days })).status).toBe(404)
    expect((await w.post('sam@x.org/absence', { id: 'a1', ...days }, 'hal@x.org')).status).toBe(403)
  })
})

test('an address that refused mail is told again once it was put right, until a mail comes back', async () => {
  const w = await staffed()
  await w.store.markBounced('cora@x.org', w.now())
  expect((await w.post('cora@x.org/reachable', { id: 'm1' }, 'hal@x.org')).status).toBe(403)
  const { status, body } = await w.post('cora@x.org/reachable', { id: 'm1' })
  expect([status, body]).toEqual([200, { email: 'cora@x.org', reachable: true }])
  expect(await w.store.getPerson('cora@x.org')).not.toHaveProperty('bouncedAt')
  await w.store.markBounced('cora@x.org', w.now())
  await w.post('cora@x.org/reachable', { id: 'm1' })
  expect(await w.store.getPerson('cora@x.org')).toHaveProperty('bouncedAt')
  expect((await w.post('no@x.org/reachable', { id: 'm2' })).status).toBe(404)
})
