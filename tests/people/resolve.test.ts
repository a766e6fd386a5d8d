import { describe, expect, test } from 'vitest'
import type { Day } from '../../shared/core/time.ts'
import { type Member, type Person, person } from '../../shared/people/person.ts'
import { resolve } from '../../shared/people/resolve.ts'

const today = '2026-12-21' as Day
const one = (email: string, roles: string, more: Record<string, unknown> = {}): Person =>
  person.parse({ email: `${email}@x.org`, name: email, roles: roles.split(' '), ...more })
const fallback = { email: 'duty@x.org', name: 'Duty desk' }
const gasNorth = { workflow: 'gas', area: 'north' }
const emails = (
  people: Person[],
  role: 'complianceManager' | 'officer' | 'director' | 'complaintHandler',
  avoid?: string[],
) => resolve({ role }, gasNorth, { people, fallback }, today, avoid).all.map(found => found.email.split('@')[0])

const general = one('general', 'complianceManager')
const north = one('north', 'complianceManager', { areas: ['north'] })
const gas = one('gas', 'complianceManager', { workflows: ['gas'] })
const both = one('both', 'complianceManager', { workflows: ['gas'], areas: ['north'] })
const lifts = one('lifts', 'complianceManager', { workflows: ['lifts'] })

describe('the most specific holder is told', () => {
  test.each<[string, Person[], string[]]>([
    ['area and workflow before all', [general, north, gas, both], ['both']],
    ['workflow before area', [general, north, gas], ['gas']],
    ['area before everything', [general, north], ['north']],
    ['another workflow is no match', [general, lifts], ['general']],
    [
      'all who match equally, in order',
      [one('zoe', 'complianceManager'), one('amy', 'complianceManager')],
      ['amy', 'zoe'],
    ],
  ])('%s', (_, people, expected) => expect(emails(people, 'complianceManager')).toEqual(expected))

  test('an asset without an area is not sent to somebody for one area', () => {
    const found = resolve(
      { role: 'complianceManager' },
      { workflow: 'gas' },
      { people: [north, general], fallback },
      today,
    )
    expect(found.person.email).toBe('general@x.org')
  })
})

describe('whoever is not there is stood in for', () => {
  const away = { absentFrom: '2026-12-19', absentTo: '2027-01-03' }
  const ben = one('ben', 'officer')
  test.each<[string, Person[], string[]]>([
    ['absent: the deputy', [one('amy', 'complianceManager', { ...away, deputy: 'ben@x.org' }), ben], ['ben']],
    [
      'last day of absence',
      [one('amy', 'complianceManager', { absentFrom: '2026-12-01', absentTo: today, deputy: 'ben@x.org' }), ben],
      ['ben'],
    ],
    [
      'back since today',
      [one('amy', 'complianceManager', { absentFrom: '2026-12-01', absentTo: '2026-12-20', deputy: 'ben@x.org' }), ben],
      ['amy'],
    ],
    [
      'not yet away',
      [one('amy', 'complianceManager', { absentFrom: '2026-12-22', absentTo: '2026-12-23', deputy: 'ben@x.org' }), ben],
      ['amy'],
    ],
    [
      'deputy of the deputy',
      [
        one('amy', 'complianceManager', { ...away, deputy: 'cat@x.org' }),
        one('cat', 'officer', { ...away, deputy: 'ben@x.org' }),
        ben,
      ],
      ['ben'],
    ],
    [
      'deputies in a loop: the manager',
      [
        one('amy', 'complianceManager', { ...away, deputy: 'cat@x.org', manager: 'ben@x.org' }),
        one('cat', 'officer', { ...away, deputy: 'amy@x.org' }),
        ben,
      ],
      ['ben'],
    ],
    ['left: the manager', [one('amy', 'complianceManager', { leftOn: today, manager: 'ben@x.org' }), ben], ['ben']],
    [
      'leaving tomorrow',
      [one('amy', 'complianceManager', { leftOn: '2026-12-22', manager: 'ben@x.org' }), ben],
      ['amy'],
    ],
    [
      'bounced: the deputy before the manager',
      [
        one('amy', 'complianceManager', {
          bouncedAt: '2026-12-01T09:00:00Z',
          deputy: 'ben@x.org',
          manager: 'dan@x.org',
        }),
        ben,
        one('dan', 'director'),
      ],
      ['ben'],
    ],
    [
      'one of two away: the other, not a manager',
      [
        one('amy', 'complianceManager', { ...away, manager: 'dan@x.org' }),
        one('eve', 'complianceManager'),
        one('dan', 'director'),
      ],
      ['eve'],
    ],
    [
      'nobody for gas there: the general one',
      [one('amy', 'complianceManager', { ...away, workflows: ['gas'] }), general],
      ['general'],
    ],
  ])('%s', (_, people, expected) => expect(emails(people, 'complianceManager')).toEqual(expected))

  test('an address this mail bounced from is passed over', () => {
    const amy = one('amy', 'complianceManager', { deputy: 'ben@x.org' })
    expect(emails([amy, ben], 'complianceManager', ['amy@x.org'])).toEqual(['ben'])
  })

  test('a named person stands before the role, and says so when away', () => {
    const directory = { people: [general, ben, one('cat', 'officer', { ...away, deputy: 'ben@x.org' })], fallback }
    const found = resolve({ role: 'complianceManager', person: 'Cat@x.org' }, gasNorth, directory, today)
    expect(found.person.email).toBe('ben@x.org')
    expect(found.why).toEqual(['given to cat by name', 'cat is absent until Sun 3 January 2027: deputy ben'])
    expect(found.fallback).toBe(false)
  })

  test('a named person whom nobody knows falls to the role', () => {
    const found = resolve(
      { role: 'complianceManager', person: 'gone@x.org' },
      gasNorth,
      { people: [general], fallback },
      today,
    )
    expect(found.person.email).toBe('general@x.org')
  })
})

describe('a lead is never nobody', () => {
  const chain = ['complianceManager', 'headOfService', 'serviceDirector', 'director', 'executive', 'administrator']
  test.each(chain)('an officer who is not there falls to %s when those before are missing (G68)', role => {
    const people = chain.slice(chain.indexOf(role)).map(held => one(held, held))
    const found = resolve({ role: 'officer' }, gasNorth, { people, fallback }, today)
    expect(found).toMatchObject({ person: { name: role }, role, fallback: true })
  })

  test.each<['director' | 'complaintHandler', string[], string]>([
    ['director', ['headOfService', 'executive', 'administrator'], 'executive'],
    ['director', ['headOfService', 'complianceManager', 'administrator'], 'headOfService'],
    ['complaintHandler', ['complianceManager', 'complaintsLead', 'headOfService'], 'complaintsLead'],
    ['complaintHandler', ['complianceManager', 'headOfService'], 'headOfService'],
  ])('%s among %j is %s', (role, held, expected) => {
    expect(
      emails(
        held.map(name => one(name, name)),
        role,
      ),
    ).toEqual([expected.toLowerCase()])
  })

  test('with no people at all it is the fallback address, and an incident', () => {
    const found = resolve({ role: 'officer' }, gasNorth, { people: [], fallback }, today)
    expect(found).toMatchObject({ person: fallback, all: [fallback], fallback: true })
    expect(found.why.at(-1)).toContain('fallback address')
  })

  test('everybody away, left, or bounced is still somebody', () => {
    const people = [
      one('amy', 'complianceManager', { leftOn: '2020-01-01', manager: 'dan@x.org' }),
      one('dan', 'director', { absentFrom: '2026-12-01', absentTo: '2027-12-01', deputy: 'amy@x.org' }),
    ]
    expect(resolve({ role: 'complianceManager' }, gasNorth, { people, fallback }, today).person).toEqual(fallback)
  })
})

describe('a job is told to the contractor that has it', () => {
  const desk = (id: string, ...workflows: string[]): Member => ({
    ...one(id, 'contractor', { workflows }),
    contractors: [id],
  })
  const desks = [desk('sureheat', 'gas', 'smoke-co'), desk('dalefix', 'gas'), desk('marlow', 'eicr')]
  test.each<[string, string, string | undefined, string[]]>([
    ['of two that do such work, the one it names', 'gas', 'dalefix', ['dalefix']],
    ['the one it names, whatever it is listed for', 'legionella', 'dalefix', ['dalefix']],
    ['it names none, and one alone does such work', 'eicr', undefined, ['marlow']],
    ['it names none, and two do such work', 'gas', undefined, ['boss']],
    ['it names one that the landlord does not list', 'gas', 'gone', ['boss']],
  ])('%s', (_, workflow, contractor, expected) => {
    const people = [...desks, one('boss', 'complianceManager')]
    const { all, fallback: none } = resolve(
      { role: 'contractor' },
      { workflow, contractor },
      { people, fallback },
      today,
    )
    expect([all.map(({ name }) => name), none]).toEqual([expected, expected[0] === 'boss'])
  })
})

test('the same people answer each question by itself, in whichever order and however often it is asked', () => {
  const people = [
    north,
    gas,
    one('lifty', 'complianceManager', { workflows: ['lifts'] }),
    one('ann', 'officer', { deputy: 'bob@x.org', absentFrom: '2026-12-22' }),
    one('bob', 'officer', { areas: ['south'] }),
  ]
  const asked = (['complianceManager', 'officer'] as const).flatMap(role =>
    ['gas', 'lifts'].flatMap(workflow =>
      ['north', 'south', undefined].flatMap(area =>
        [today, '2026-12-22' as Day].flatMap(day =>
          [undefined, 'ann@x.org'].flatMap(named =>
            [[], ['gas@x.org'], ['gas@x.org', 'ann@x.org']].map(
              avoid => [{ role, person: named }, { workflow, area }, day, avoid] as const,
            ),
          ),
        ),
      ),
    ),
  )
  const shared = { people, fallback }
  type Asked = (typeof asked)[number]
  const found = (directory: typeof shared, [wanted, about, day, avoid]: Asked) =>
    resolve(wanted, about, directory, day, avoid)
  const alone = asked.map(one => found({ people, fallback }, one))
  expect(asked.toReversed().map(one => found(shared, one))).toEqual(alone.toReversed())
  expect(asked.map(one => found(shared, one))).toEqual(alone)
  expect(new Set(alone.map(found => JSON.stringify(found))).size).toBeGreaterThan(20)
})
