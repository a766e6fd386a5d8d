import { expect, test } from 'vitest'
import { ageInDays, retire, rotate } from '../../scripts/keys/rotation.ts'
import type { Instant } from '../../shared/core/time.ts'
import { awsSecrets } from '../../shared/effects/secrets.ts'
import { newSecret, sign, verify } from '../../shared/intake/signature.ts'

const now = '2026-11-26T09:00:00Z' as Instant

/** A secret as Secrets Manager keeps it, and the same seen through what the functions read it with. */
const world = (text: string) => {
  const held = { text }
  const secrets = awsSecrets(async () => ({ SecretString: held.text }), 'dutyholder/northmere/', 0)
  const takes = async (key: string): Promise<boolean> => {
    const headers = sign(key, 'message-0001', now, '{}')
    return verify({ secrets: await secrets.of('contractors/sureheat'), headers, body: Buffer.from('{}'), now }).ok
  }
  const put = async (next: string): Promise<void> => {
    held.text = next
  }
  return { held, takes, vault: { get: async () => held.text, put } }
}

test('a changed key holds at once and the old one beside it, until it is retired', async () => {
  const [first, second, third] = [newSecret(), newSecret(), newSecret()]
  const { takes, vault } = world(JSON.stringify({ current: first, previous: '' }))
  await rotate(vault, second)
  expect([await takes(first), await takes(second)]).toEqual([true, true])
  expect(await retire(vault)).toBe('retired')
  expect([await takes(first), await takes(second)]).toEqual([false, true])
  expect(await retire(vault)).toBe('none')
  await rotate(vault, third)
  await rotate(vault, newSecret())
  expect([await takes(second), await takes(third)]).toEqual([false, true])
})

test('the key that the stack generates is changed as any other', async () => {
  const generated = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP01'
  const { takes, vault } = world(JSON.stringify({ previous: '', current: generated }))
  const next = newSecret()
  await rotate(vault, next)
  expect([await takes(`whsec_${generated}`), await takes(next)]).toEqual([true, true])
})

test('the same key again is refused: the old one would be lost for nothing', async () => {
  const key = newSecret()
  const { held, vault } = world(JSON.stringify({ current: key, previous: 'whsec_x' }))
  await expect(rotate(vault, key)).rejects.toThrow('already')
  expect(held.text).toContain('whsec_x')
})

test('age is in whole days', () => {
  expect(ageInDays(Date.parse('2025-11-26T09:00:01Z'), Date.parse('2026-11-26T09:00:00Z'))).toBe(364)
})
