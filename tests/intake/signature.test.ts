import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { addMinutes, fromEpoch, type Instant, instant } from '../../shared/core/time.ts'
import { keyOf, newSecret, sign, verify } from '../../shared/intake/signature.ts'
import { HANGS } from '../support/hangs.ts'

const now = instant.parse('2026-11-26T10:40:30Z')
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const other = `whsec_${Buffer.alloc(24, 9).toString('base64')}`
const id = '7b0c2f5e-5d0a-4a53-9d2e-0d7f6a1c9b11'
const body = '{"eventType":"inspection.completed","notes":"£"}'
const headers = sign(secret, id, now, body)
const check = (more: Partial<Parameters<typeof verify>[0]> = {}) =>
  verify({ headers, body, secrets: [secret], now, ...more })
const whyWith = (changed: Record<string, string | undefined>) => {
  const verdict = check({ headers: { ...headers, ...changed } })
  return verdict.ok ? undefined : verdict.why
}

describe('what is accepted', () => {
  test.each(['1', 'evt-1', 'x'.repeat(100)])('however its sender numbers it: %j', own =>
    expect(check({ headers: sign(secret, own, now, body) })).toEqual({ ok: true, id: own }),
  )

  test('a message signed now, as text or as bytes', () => {
    expect(check()).toEqual({ ok: true, id })
    expect(check({ body: Buffer.from(body) })).toEqual({ ok: true, id })
  })

  test('the specification’s own layout: id.timestamp.body, in base64', () => {
    // reckoned with `openssl dgst -sha256 -mac HMAC`
    expect(headers).toMatchObject({
      'webhook-timestamp': '1795689630',
      'webhook-signature': 'v1,KgsD0Lp0wh7hPLTqe18yw1rGk0aE4R047gN0gAlo0Wo=',
    })
  })

  test('during a rotation: the previous secret, and a message signed with both', () => {
    const old = sign(other, id, now, body)
    expect(check({ headers: old, secrets: [secret, other] }).ok).toBe(true)
    const both = { ...headers, 'webhook-signature': `${old['webhook-signature']} ${headers['webhook-signature']}` }
    expect(check({ headers: both }).ok).toBe(true)
  })

  test('a v1a signature beside ours is passed over', () => {
    expect(whyWith({ 'webhook-signature': `v1a,AAAA ${headers['webhook-signature']}` })).toBeUndefined()
  })

  test.each([-5, 5])('%i minutes off, to the second', minutes => {
    const edge = addMinutes(now, minutes)
    expect(check({ now: edge }).ok).toBe(true)
    const past = fromEpoch(Date.parse(edge) + Math.sign(minutes) * 1000)
    expect(check({ now: past })).toEqual({ ok: false, why: minutes > 0 ? 'too_old' : 'too_new' })
  })
})

describe('what is refused', () => {
  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s', name => {
    expect(whyWith({ [name]: undefined })).toBe('headers_missing')
  })

  test.each(['a.b.c.d.e.f', 'with space', 'ünïcödé-id', '../../../etc', 'x'.repeat(101), `${id},${id}`, `${id}\n`])(
    'the id %j',
    odd => expect(whyWith({ 'webhook-id': odd })).toBe('id'),
  )

  test.each(['-1795689630', '1795689630.5', '1.795689630e9', ' 1795689630', '0x6B08', '179568963000000', 'NaN'])(
    'the timestamp %j',
    odd => expect(whyWith({ 'webhook-timestamp': odd })).toBe('timestamp'),
  )

  test('a body, an id or a time that was changed', () => {
    expect(check({ body: `${body} ` })).toEqual({ ok: false, why: 'signature' })
    expect(whyWith({ 'webhook-id': `${id}0` })).toBe('signature')
    expect(whyWith({ 'webhook-timestamp': '1795689631' })).toBe('signature')
  })

  test.each([
    'v1,',
    'v1',
    'v2,x',
    'v1,====',
    headers['webhook-signature']!.slice(0, -1),
    headers['webhook-signature']!.slice(3),
  ])('the signature %j', odd => expect(check({ headers: { ...headers, 'webhook-signature': odd } }).ok).toBe(false))

  test('another contractor’s key, and a contractor that nobody knows, read the same', () => {
    expect(check({ secrets: [other] })).toEqual({ ok: false, why: 'signature' })
    expect(check({ secrets: [] })).toEqual({ ok: false, why: 'signature' })
  })

  test('the age is told to those alone who can sign', () => {
    expect(check({ now: addMinutes(now, 60) })).toEqual({ ok: false, why: 'too_old' })
    expect(check({ now: addMinutes(now, 60), secrets: [other] })).toEqual({ ok: false, why: 'signature' })
  })

  test.each([
    ['3 bytes', `whsec_${Buffer.from('abc').toString('base64')}`],
    ['23 bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['65 bytes', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['no prefix', Buffer.alloc(32).toString('base64')],
    ['no base64', 'whsec_not-base64-at-all-but-long-enough-to-be'],
    ['nothing', 'whsec_'],
  ])('a secret of %s', (_, weak) => {
    expect(keyOf(weak)).toBeUndefined()
    expect(check({ secrets: [weak] })).toEqual({ ok: false, why: 'signature' })
    expect(() => sign(weak, id, now, body)).toThrow('24 to 64 bytes')
  })
})

describe('beside the published library', () => {
  // The library has no clock to be given: it reads the machine's.
  const today = (): Instant => fromEpoch(Date.now())

  test('it accepts what we sign, and we what it signs', () => {
    const fresh = newSecret()
    const at = today()
    expect(new Webhook(fresh).verify(body, sign(fresh, id, at, body))).toEqual(JSON.parse(body))
    const theirs = new Webhook(fresh).sign(id, new Date(at), body)
    const timestamp = String(Math.floor(Date.parse(at) / 1000))
    const sent = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': theirs }
    expect(verify({ headers: sent, body, secrets: [fresh], now: at })).toEqual({ ok: true, id })
  })

  test('any body: the same signature, byte for byte', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter(text => text.isWellFormed()),
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        (text, key) => {
          const any = `whsec_${Buffer.from(key).toString('base64')}`
          expect(sign(any, id, now, text)['webhook-signature']).toBe(new Webhook(any).sign(id, new Date(now), text))
        },
      ),
    )
  })

  test('a signed message re-framed through a dotted id: the library takes it, we do not', () => {
    const at = today()
    const seconds = String(Math.floor(Date.parse(at) / 1000))
    // signed for the id `msg_00001` and the body `<seconds>.{}`; replayed as id `msg_00001.<seconds>` and body `{}`
    const signature = new Webhook(secret).sign('msg_00001', new Date(at), `${seconds}.{}`)
    const reframed = {
      'webhook-id': `msg_00001.${seconds}`,
      'webhook-timestamp': seconds,
      'webhook-signature': signature,
    }
    expect(new Webhook(secret).verify('{}', reframed)).toEqual({})
    expect(verify({ headers: reframed, body: '{}', secrets: [secret], now: at })).toEqual({ ok: false, why: 'id' })
  })

  test('a secret of three bytes: the library takes it, we do not', () => {
    const weak = `whsec_${Buffer.from('abc').toString('base64')}`
    const at = today()
    const seconds = String(Math.floor(Date.parse(at) / 1000))
    const sent = {
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': new Webhook(weak).sign(id, new Date(at), body),
    }
    expect(new Webhook(weak).verify(body, sent)).toEqual(JSON.parse(body))
    expect(verify({ headers: sent, body, secrets: [weak], now: at })).toEqual({ ok: false, why: 'signature' })
  })
})

test('fuzz: any headers, any body, any secrets: a verdict, soon', () => {
  const any = fc.option(fc.string({ unit: 'binary' }), { nil: undefined })
  fc.assert(
    fc.property(any, any, any, fc.uint8Array({ maxLength: 5000 }), fc.array(fc.string()), (...given) => {
      const [a, b, c, bytes, secrets] = given
      const started = performance.now()
      const sent = { 'webhook-id': a, 'webhook-timestamp': b, 'webhook-signature': c }
      expect(verify({ headers: sent, body: bytes, secrets: [...secrets, secret], now }).ok).toBe(false)
      expect(performance.now() - started).toBeLessThan(HANGS)
    }),
  )
  expect(whyWith({ 'webhook-signature': 'v1,x '.repeat(1_000_000) })).toBe('signature')
})
