import { describe, expect, test } from 'vitest'
import { apply } from '../../shared/apply.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { at, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { beAway, leave } from '../../shared/people/leavers.ts'
import { person } from '../../shared/people/person.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { admin } from '../support/history.ts'

const today = '2027-02-09' as Day
const landlord = async () => {
  const store = memoryStore()
  const now = () => at(today, '09:00')
  const does = apply({
    store,
    workflows,
    reckon: reckoner(england),
    now,
    salt: () => 'a salt of the test',
    pause: async () => {},
  })
  for (const [email, more] of [
    ['asha@x.org', { deputy: 'sam@x.org', manager: 'kit@x.org' }],
    ['sam@x.org', {}],
    ['kit@x.org', {}],
  ] as const)
    await store.putPerson(person.parse({ email, name: email, roles: ['complianceManager'], ...more }))
  for (const [id, to] of [
    ['gas:H1', 'asha@x.org'],
    ['gas:H2', 'asha@x.org'],
    ['gas:H3', 'sam@x.org'],
  ] as const) {
    await does.open('gas', { id, facts: { deadline: '2027-03-01' }, by: admin })
    await does.event(id, { type: 'reassigned', at: now(), by: admin, data: { to } })
  }
  let forgotten = 0
  const deps = {
    store,
    apply: does,
    workflows: Object.keys(workflows),
    now,
    forgetPeople: () => {
      forgotten += 1
    },
  }
  const lead = async (id: string) => (await store.load(id))?.case.assignee
  return { store, deps, lead, forgotten: () => forgotten }
}
const leaving = { email: 'Asha@x.org', on: today, by: admin }

describe('a leaver', () => {
  test('everything they lead moves to their deputy in one operation, each case with its event', async () => {
    const { store, deps, lead, forgotten } = await landlord()
    const done = await leave(deps, leaving)
    expect(done).toEqual({ ok: true, to: 'sam@x.org', moved: ['gas:H1', 'gas:H2'], refused: [] })
    expect([await lead('gas:H1'), await lead('gas:H2'), await lead('gas:H3')]).toEqual(Array(3).fill('sam@x.org'))
    const last = (await store.history('gas:H1')).items.at(-1)!.event
    expect(last).toMatchObject({ type: 'reassigned', by: { id: admin.id }, data: { reason: 'asha@x.org has left' } })
    expect((await store.getPerson('asha@x.org'))?.leftOn).toBe(today)
    expect(forgotten()).toBe(1)
  })

  test('twice moves nothing twice, and finishes what a crash left over', async () => {
    const { store, deps, lead } = await landlord()
    let calls = 0
    const event: typeof deps.apply.event = async (...given) => {
      if (++calls === 2) throw new Error('died')
      return deps.apply.event(...given)
    }
    await expect(leave({ ...deps, apply: { event } }, leaving)).rejects.toThrow('died')
    expect(await leave(deps, leaving)).toMatchObject({ ok: true, moved: ['gas:H2'] })
    expect(await lead('gas:H2')).toBe('sam@x.org')
    expect(await leave(deps, leaving)).toMatchObject({ ok: true, moved: [] })
    expect((await store.history('gas:H1')).items.filter(one => one.event.type === 'reassigned')).toHaveLength(2)
  })

  test.each<[string, object, object]>([
    ['to whom it is said', { to: 'kit@x.org' }, { ok: true, to: 'kit@x.org' }],
    ['never to themselves', { to: 'asha@x.org' }, { ok: false }],
    ['never to nobody we know', { to: 'no@x.org' }, { ok: false }],
    ['not a person', { email: 'no@x.org' }, { ok: false }],
  ])('%s', async (_, given, expected) => {
    const { deps } = await landlord()
    expect(await leave(deps, { ...leaving, ...given })).toMatchObject(expected)
  })

  test('when the deputy has gone too, the manager follows', async () => {
    const { store, deps } = await landlord()
    await store.putPerson({ ...(await store.getPerson('sam@x.org'))!, leftOn: today })
    expect(await leave(deps, leaving)).toMatchObject({ ok: true, to: 'kit@x.org' })
  })
})

describe('an absence', () => {
  const away = { email: 'asha@x.org', from: '2027-02-15' as Day, to: '2027-02-19' as Day }
  test.each<[string, object, string | undefined]>([
    ['with a first and a last day is taken', {}, undefined],
    ['without an end is refused', { to: undefined }, 'without an end'],
    ['that ends before it begins is refused', { to: '2027-02-14' }, 'ends before it begins'],
    ['with themselves as deputy is refused', { deputy: 'asha@x.org' }, 'is their own deputy'],
    ['with a deputy whom nobody knows is refused', { deputy: 'no@x.org' }, 'no person has the address'],
  ])('%s', async (_, change, why) => {
    const { store, deps } = await landlord()
    const { to, ...rest } = { ...away, ...change }
    const done = await beAway(deps, { ...rest, ...(to ? { to } : {}) })
    if (why === undefined) expect(done).toEqual({ ok: true })
    else expect(done).toMatchObject({ ok: false, why: expect.stringContaining(why) })
    expect((await store.getPerson('asha@x.org'))?.absentFrom).toBe(why === undefined ? away.from : undefined)
  })
})
