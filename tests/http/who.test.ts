import { expect, test } from 'vitest'
import { type Persona, type Personas, whoIsAsking } from '../../shared/http/who.ts'
import { type Ask, ask } from './ask.ts'

const known: Persona[] = [
  { email: 'amara@landlord.example', name: 'Amara', roles: ['complianceManager'] },
  { email: 'gone@landlord.example', name: 'Gone', roles: [] },
  { email: 'odd@landlord.example', name: 'Odd', roles: ['system', 'contractor'] },
]
const people = (local: boolean): Personas => ({
  local,
  find: email => known.find(each => each.email === email),
  groups: { '6f1b2c3d-0000-4000-8000-000000000001': 'headOfService' },
})
const here = (asked: Ask) => whoIsAsking(ask(asked), people(true))
const onAws = (claims?: Record<string, unknown>, more: Ask = {}) =>
  whoIsAsking(ask({ ...more, ...(claims ? { claims } : {}) }), people(false))

const amara = { ok: true, actor: { kind: 'staff', id: 'amara@landlord.example', roles: ['complianceManager'] } }

test('a persona by header or cookie, whatever the case of its letters', () => {
  expect(here({ headers: { 'x-persona': 'Amara@Landlord.example' } })).toEqual(amara)
  expect(here({ cookies: ['a=b', 'persona=amara%40landlord.example'] })).toEqual(amara)
})

test('silence is the administrator, on one machine alone', () => {
  expect(here({})).toMatchObject({ actor: { roles: ['administrator'] } })
  expect(onAws()).toMatchObject({ ok: false, problem: { status: 401 } })
  expect(onAws(undefined, { headers: { 'x-persona': 'amara@landlord.example' } })).toMatchObject({ ok: false })
})

test.each<[string, Ask]>([
  ['a stranger', { headers: { 'x-persona': 'nobody@landlord.example' } }],
  ['no address at all', { headers: { 'x-persona': '../../etc' } }],
  ['another machine', { sourceIp: '192.0.2.7' }],
  ['a name that was made to point here', { headers: { host: 'evil.example:3000' } }],
])('%s is 401', (_, asked) => {
  expect(here(asked)).toMatchObject({ ok: false, problem: { status: 401 } })
})

test.each(['127.0.0.1:3000', 'localhost:3000', '[::1]:3000'])('the host %s is this machine', host => {
  expect(here({ headers: { host } }).ok).toBe(true)
})

test.each([
  ['role keys', { email: 'X@y.example', roles: ['complianceOfficer'] }, ['complianceOfficer']],
  [
    'the text that the gateway makes of a list',
    { email: 'x@y.example', roles: '[officer teamLeader]' },
    ['officer', 'teamLeader'],
  ],
  ['a directory group', { email: 'x@y.example', groups: '[6f1b2c3d-0000-4000-8000-000000000001]' }, ['headOfService']],
  ['groups of a user pool', { email: 'x@y.example', 'cognito:groups': 'officer' }, ['officer']],
  ['the address of a work account', { preferred_username: 'x@y.example', roles: 'officer' }, ['officer']],
])('a token with %s', (_, claims, roles) => {
  expect(onAws(claims)).toEqual({ ok: true, actor: { kind: 'staff', id: 'x@y.example', roles } })
})

test('the register of people adds its roles to those of the token', () => {
  expect(onAws({ email: 'amara@landlord.example', roles: 'officer' })).toMatchObject({
    actor: { roles: ['officer', 'complianceManager'] },
  })
})

test.each([
  ['no address', 401, { sub: '1', roles: 'officer' }],
  ['an address that is not verified', 401, { email: 'x@y.example', email_verified: 'false', roles: 'officer' }],
  ['two addresses in one', 401, { email: 'x@y.example,amara@landlord.example', roles: 'officer' }],
  ['no role', 403, { email: 'x@y.example' }],
  ['a role nobody at a landlord holds', 403, { email: 'x@y.example', roles: '[system contractor resident]' }],
  ['the name of something every object has', 403, { email: 'x@y.example', roles: '[constructor __proto__]' }],
])('a token with %s is %i', (_, status, claims) => {
  expect(onAws(claims)).toMatchObject({ ok: false, problem: { status } })
})

test.each(['gone@landlord.example', 'odd@landlord.example'])('%s holds no role here: 403', email => {
  expect(here({ headers: { 'x-persona': email } })).toMatchObject({ ok: false, problem: { status: 403 } })
})
