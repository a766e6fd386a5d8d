import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packed, unpacked } from '../../shared/store/body.ts'
import { dictionaries, newest } from '../../shared/store/dictionary.ts'
import { TooLarge } from '../../shared/store/faults.ts'
import { aCase } from './sample.ts'

describe('the body of an item', () => {
  it('comes back byte for byte, whatever was said', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(unpacked(packed(text, 'x'))).toBe(text)
      }),
    )
  })

  it('is a fraction of its text, and short text stays as it is', () => {
    const text = JSON.stringify(aCase('gas:H1', { assetId: 'H1', lead: 'complianceManager' }))
    const bytes = packed(text, 'x')
    expect(bytes).toBeInstanceOf(Uint8Array)
    expect(bytes.length).toBeLessThan(text.length * 0.55)
    expect(packed('{"rev":1}', 'x')).toBe('{"rev":1}')
  })

  it.each([500, 2_300, 2_500, 60_000])('of %s bytes comes out no larger than with a whole window', length => {
    const text = JSON.stringify(aCase('gas:H1', { assetId: 'H1' }))
    const body = text.repeat(Math.ceil(length / text.length)).slice(0, length)
    const whole = deflateRawSync(body, { dictionary: dictionaries[newest]! })
    expect(packed(body, 'x').length).toBeLessThanOrEqual(whole.length + 1)
  })

  it('is read as text when it was written as text', () => {
    const text = JSON.stringify(aCase('gas:H1'))
    expect(unpacked(text)).toBe(text)
  })

  it('is refused when it is longer than an item, however far it would shrink', () => {
    expect(() => packed(JSON.stringify('x'.repeat(420_000)), 'CASE#gas:H1 CASE')).toThrow(TooLarge)
  })

  it.each([
    ['a dictionary nobody knows', Buffer.from([9, 1, 2, 3])],
    ['nothing', new Uint8Array()],
    ['bytes cut off', (packed(JSON.stringify(aCase('gas:H1')), 'x') as Uint8Array).subarray(0, 40)],
  ])('is never guessed: %s', (_, bytes) => {
    expect(() => unpacked(bytes)).toThrow()
  })

  /** Items live for years: what the first dictionary wrote must be readable with it for ever. */
  it('reads what version 1 wrote', () => {
    const written = 'AUOLSg8DEDAk1cVGugYWIYaGOAsvPKoI+ArUAcpITSwh7Du0pA2x0NAco9xETvBwRYZGKAU3cdkAAA=='
    expect(JSON.parse(unpacked(Buffer.from(written, 'base64')))).toEqual({
      caseId: 'gas:H000001',
      seq: 3,
      type: 'appointment.made',
      at: '2026-12-08T11:00:00.000Z',
      received: '2026-12-08T11:00:00.000Z',
      by: { kind: 'contractor', id: 'sureheat', roles: ['contractor'] },
      data: { slotStart: '2026-12-17T09:00:00.000Z', slotEnd: '2026-12-17T12:00:00.000Z' },
      from: 'due_issued',
      to: 'appointed',
    })
  })
})
