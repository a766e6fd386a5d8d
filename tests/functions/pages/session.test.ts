import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type OidcSettings, oidcClient } from '../../../functions/pages/sign-in/oidc.ts'
import { seal, unseal } from '../../../functions/pages/sign-in/sealed.ts'
import { addMinutes, instant, toEpoch } from '../../../shared/core/time.ts'
import { landlord } from './pages-world.ts'

const ISSUER = 'https://issuer.example/tenant'
const NIA = 'nia.morgan@northmere.example'
const code = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An issuer that keeps to the book, unless told to lie. */
const issuer = (lie: { claims?: object; header?: object; discovery?: object; otherKey?: boolean } = {}) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const asked: { url: string; body: URLSearchParams }[] = []
  const state = { nonce: '', challenge: '' }
  const now = { seconds: 0 }
  const token = () => {
    const claims = {
      iss: ISSUER,
      aud: 'pages',
      exp: now.seconds + 300,
      nonce: state.nonce,
      email: NIA,
      name: 'Nia Morgan',
      roles: [],
      ...lie.claims,
    }
    const text = `${code({ alg: 'RS256', kid: 'one', ...lie.header })}.${code(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), lie.otherKey ? other : privateKey).toString('base64url')}`
  }
  const fetch: OidcSettings['fetch'] = async (url, init) => {
    asked.push({ url, body: new URLSearchParams(String(init?.body ?? '')) })
    if (url.endsWith('/openid-configuration'))
      return Response.json({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        jwks_uri: `${ISSUER}/keys`,
        ...lie.discovery,
      })
    if (url.endsWith('/keys')) return Response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] })
    const verifier = asked.at(-1)!.body.get('code_verifier') ?? ''
    return createHash('sha256').update(verifier).digest('base64url') === state.challenge &&
      asked.at(-1)!.body.get('code') === 'the-code'
      ? Response.json({ id_token: token() })
      : new Response('{"error":"invalid_grant"}', { status: 400 })
  }
  return { fetch, asked, state, now }
}

const deployed = async (lie: Parameters<typeof issuer>[0] = {}) => {
  const fake = issuer(lie)
  let clock = () => instant.parse('2026-11-23T08:40:00Z')
  const oidc = oidcClient({
    issuer: ISSUER,
    clientId: 'pages',
    redirectUri: 'https://dutyholder.example/pages/session/callback',
    now: () => clock(),
    fetch: fake.fetch,
  })
  const w = await landlord({ local: false, oidc })
  clock = w.now
  fake.now.seconds = toEpoch(w.now()) / 1000
  return { ...w, fake }
}
type Deployed = Awaited<ReturnType<typeof deployed>>
const first = (cookies: string[]): string => cookies[0]!.split(';')[0]!

/** Follows the issuer's redirect as a person does who signs in. */
const goThere = async ({ send, fake }: Deployed, back = '/pages/my-work') => {
  const begun = await send({ path: '/pages/session/start', query: `back=${encodeURIComponent(back)}` })
  const url = new URL(begun.headers.location!)
  fake.state.nonce = url.searchParams.get('nonce')!
  fake.state.challenge = url.searchParams.get('code_challenge')!
  return { url, cookie: first(begun.cookies), state: url.searchParams.get('state')! }
}
const signIn = async (w: Deployed, back?: string) => {
  const { cookie, state } = await goThere(w, back)
  return w.send({ path: '/pages/session/callback', query: `code=the-code&state=${state}`, cookies: [cookie] })
}

describe('signing in', () => {
  test('a stranger is sent to the issuer, with PKCE, and comes back to where they wanted to be', async () => {
    const w = await deployed()
    const stranger = await w.send({ path: '/pages/cases', query: 'overdue=true' })
    expect([stranger.status, stranger.headers.location]).toEqual([
      303,
      `/pages/session/start?back=${encodeURIComponent('/pages/cases?overdue=true')}`,
    ])
    const { url } = await goThere(w)
    expect([
      url.origin + url.pathname,
      url.searchParams.get('code_challenge_method'),
      url.searchParams.get('response_type'),
    ]).toEqual([`${ISSUER}/authorize`, 'S256', 'code'])
    const back = await signIn(w)
    expect([back.status, back.headers.location]).toEqual([303, '/pages/my-work'])
    expect(back.cookies[0]).toMatch(/^__Host-dutyholder=.*; Path=\/; Max-Age=36000; HttpOnly; SameSite=Lax; Secure$/)
    const { body } = w.fake.asked.find(({ url }) => url.endsWith('/token'))!
    expect([body.has('client_secret'), body.get('code_verifier')?.length]).toEqual([false, 52])
    const mine = await w.send({ path: '/pages/my-work', cookies: [first(back.cookies)] })
    expect([mine.status, mine.text.includes('with the compliance officer')]).toEqual([200, true])
    expect(mine.text).not.toContain('Push the clock')
  })

  test.each(['//elsewhere.example', 'https://elsewhere.example', '/\\elsewhere.example', '/pages/session/start'])(
    'never leads on to %s',
    async back => {
      expect((await signIn(await deployed(), back)).headers.location).toBe('/')
    },
  )

  test('with the state of another attempt, or without the cookie of this one, is refused', async () => {
    const w = await deployed()
    const { cookie, state } = await goThere(w)
    const path = '/pages/session/callback'
    expect((await w.send({ path, query: 'code=the-code&state=other', cookies: [cookie] })).status).toBe(400)
    expect((await w.send({ path, query: `code=the-code&state=${state}` })).status).toBe(400)
    w.clock.now = addMinutes(w.clock.now, 16)
    expect((await w.send({ path, query: `code=the-code&state=${state}`, cookies: [cookie] })).status).toBe(400)
  })

  test.each([
    ['signed by another', { otherKey: true }],
    ['not signed at all', { header: { alg: 'none' } }],
    ['signed with a shared key', { header: { alg: 'HS256' } }],
    ['by another issuer', { claims: { iss: 'https://other.example' } }],
    ['for another client', { claims: { aud: 'other' } }],
    ['for another attempt', { claims: { nonce: 'other' } }],
    ['that is over', { claims: { exp: 1_700_000_000 } }],
    ['without an address', { claims: { email: undefined } }],
    ['with an address nobody verified', { claims: { email_verified: false } }],
    ['of an issuer that calls itself otherwise', { discovery: { issuer: 'https://other.example' } }],
  ])('with a token %s is refused', async (_, lie) => {
    const w = await deployed(lie)
    const done = Object.hasOwn(lie, 'discovery') ? await w.send({ path: '/pages/session/start' }) : await signIn(w)
    expect(done.status).toBeGreaterThanOrEqual(400)
    expect(done.cookies).toEqual([])
  })

  test('is no way in for somebody who holds no role here', async () => {
    const w = await deployed({ claims: { email: 'visitor@northmere.example' } })
    const back = await signIn(w)
    const { status, text } = await w.send({ path: '/', cookies: [first(back.cookies)] })
    expect([status, text.includes('hold no role here')]).toEqual([403, true])
  })

  test('takes roles from the directory’s claims where the landlord keeps them there', async () => {
    const w = await deployed({ claims: { email: 'visitor@northmere.example', roles: ['headOfService'] } })
    const back = await signIn(w)
    expect((await w.send({ path: '/pages/my-work', cookies: [first(back.cookies)] })).text).toContain(
      'with the head of service',
    )
  })
})

describe('a session', () => {
  test('ends after ten hours; a form sent then is kept in the page and can be sent again', async () => {
    const w = await deployed()
    const cookies = [first((await signIn(w)).cookies)]
    const path = '/pages/cases/gas%3AH00004/do/note.added'
    const csrf = /name="csrf" value="([^"]+)"/.exec((await w.send({ path, cookies })).text)![1]!
    w.clock.now = addMinutes(w.clock.now, 601)
    const body = `csrf=${csrf}&id=drawn-0000000000000000abcd&version=5&data.text=${encodeURIComponent('spoke to "her" & son')}`
    const late = await w.send({ path, cookies, body })
    expect(late.status).toBe(401)
    expect(late.text).toContain('value="spoke to &quot;her&quot; &amp; son"')
    w.fake.now.seconds = toEpoch(w.now()) / 1000
    const again = await w.send({ path, body, cookies: [first((await signIn(w)).cookies)] })
    expect(again.status).toBe(303)
  })

  test('that ended while a file was sent says that the file has to be chosen once more', async () => {
    const w = await deployed()
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const sent = await w.send({ path: '/pages/cases/gas%3AH00004/documents', body: '--x--', headers })
    expect([sent.status, sent.text.includes('a file has to be chosen once more')]).toEqual([401, true])
    expect(sent.text).not.toContain('Send it again')
  })

  test('that was changed, or of another purpose, is nobody’s', async () => {
    const w = await deployed()
    const good = first((await signIn(w)).cookies)
    const changed = good.replace(/=(.)/, (_, letter) => `=${letter === 'a' ? 'b' : 'a'}`)
    expect((await w.send({ path: '/', cookies: [changed] })).status).toBe(303)
    const now = w.now()
    const asFeed = seal('whsec_a-key-for-sessions-of-this-test', 'feed', { email: NIA, roles: [] }, now)
    expect((await w.send({ path: '/', cookies: [`__Host-dutyholder=${asFeed}`] })).status).toBe(303)
  })

  test('believes neither a persona nor a header where it is no local machine', async () => {
    const w = await deployed()
    expect((await w.send({ path: '/', as: NIA, cookies: [`persona=${encodeURIComponent(NIA)}`] })).status).toBe(303)
    expect((await w.send({ path: '/pages/personas', cookies: [first((await signIn(w)).cookies)] })).status).toBe(404)
  })

  test('ends when its person says so', async () => {
    const w = await deployed()
    const out = await w.send({ method: 'POST', path: '/pages/session/end' })
    expect(out.cookies[0]).toContain('__Host-dutyholder=; Path=/; Max-Age=0')
  })
})

test('what is sealed is believed under the previous key too, and under no other', () => {
  const now = instant.parse('2026-11-23T08:40:00Z')
  const sealed = seal('old', 'session', { a: 1 }, now, 10)
  const schema = z.object({ a: z.number() })
  expect(unseal(['new', 'old'], 'session', sealed, schema, now)).toEqual({ a: 1 })
  expect(unseal(['new'], 'session', sealed, schema, now)).toBeUndefined()
  expect(unseal(['old'], 'session', sealed, schema, addMinutes(now, 10))).toBeUndefined()
  for (const text of [undefined, '', '.', 'a.b', `${sealed}.x`, sealed.slice(1)])
    expect(unseal(['old'], 'session', text, schema, now)).toBeUndefined()
})
