import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../shared/core/time.ts'
import { readEmail } from '../../../shared/intake/email/read.ts'
import { type Lists, trustOf } from '../../../shared/intake/email/trust.ts'
import { eml, type Stamp, type Written } from '../../support/eml.ts'

const lists: Lists = {
  person: async email =>
    ({
      'asha@northmere.example': { email, name: 'Asha Patel', roles: ['complianceManager' as const] },
      'gone@northmere.example': { email, name: 'Gone', roles: ['officer' as const], leftOn: '2026-11-22' },
      'next@northmere.example': { email, name: 'Leaving', roles: ['officer' as const], leftOn: '2026-11-23' },
    })[email],
  contractors: [{ id: 'sureheat', email: 'Northmere@sureheat.example' }, { id: 'silent' }],
  now: '2026-11-22T09:00:00.000Z' as Instant,
}
const asha = 'asha@northmere.example'
const who = async (mail: Written, by: Stamp) => {
  const trust = await trustOf(await readEmail(eml(mail, by)), lists)
  return trust.who === 'nobody' ? trust.why : trust.who
}

describe('trust', () => {
  const verdicts = [
    ['pass', 'PASS'],
    ['fail', 'PASS'],
    ['none', 'PASS'],
    ['gray', 'PASS'],
    ['processing_failed', 'PASS'],
    ['pass', 'FAIL'],
    ['pass', 'GRAY'],
    ['pass', 'PROCESSING_FAILED'],
    ['pass', 'nonsense'],
  ] as const
  const senders = [
    ['staff', asha],
    ['contractor', 'northmere@sureheat.example'],
    ['outsider', 'jo@example.org'],
    ['outsider', 'gone@northmere.example'],
    ['staff', 'next@northmere.example'],
  ] as const
  it.each(verdicts.flatMap(([dmarc, virus]) => senders.map(([as, from]) => [dmarc, virus, from, as] as const)))(
    'dmarc %s, virus %s, from %s',
    async (dmarc, virus, from, as) => {
      expect(await who({ from }, { dmarc, virus })).toBe(virus !== 'PASS' ? 'virus' : dmarc !== 'pass' ? 'dmarc' : as)
    },
  )

  it('needs exactly one From', async () => {
    expect(await who({ from: asha, headers: ['From: jo@example.org'] }, {})).toBe('several_froms')
    expect(await who({ from: asha, headers: [`FROM : ${asha}`] }, {})).toBe('several_froms')
    expect(await who({ from: 'nobody' }, {})).toBe('no_from')
  })

  it('gives staff the roles of the register and contractors none but their own', async () => {
    expect(await trustOf(await readEmail(eml({ from: `Somebody Else <${asha.toUpperCase()}>` })), lists)).toMatchObject(
      {
        actor: { kind: 'staff', id: asha, roles: ['complianceManager'] },
        name: 'Asha Patel',
      },
    )
    expect(await trustOf(await readEmail(eml({ from: 'northmere@sureheat.example' })), lists)).toMatchObject({
      id: 'sureheat',
      actor: { kind: 'contractor', id: 'sureheat', roles: ['contractor'] },
    })
  })
})
