/**
 * Ids that people read aloud: a prefix, eleven Crockford letters and a check letter, `CMP-7K3Q-9D4H-2XMP`.
 * Deterministic: the same seed is the same id, so that doing a thing twice makes one case. 55 bits: among a million
 * ids the chance of one clash is about one in 70,000, and a clash is refused when the case is opened.
 */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** cyrb53, a public-domain 53-bit string hash; not for secrets. */
const hash53 = (text: string, seed: number): number => {
  let high = 0xdeadbeef ^ seed
  let low = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

const letters = (value: number, count: number): string => {
  let rest = value
  let text = ''
  for (let i = 0; i < count; i++) {
    text = LETTERS[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/** Weighted by position, so that two swapped letters are noticed. */
const check = (body: string): string =>
  LETTERS[[...body].reduce((sum, letter, index) => sum + (index * 2 + 1) * LETTERS.indexOf(letter), 0) % 32] ?? '0'

/** An id from a seed: a random one for what people open, a path for children. */
export const shortId = (prefix: string, seed: string): string => {
  const body = letters(hash53(seed, 1), 6) + letters(hash53(seed, 2), 5)
  const whole = body + check(body)
  return `${prefix}-${whole.slice(0, 4)}-${whole.slice(4, 8)}-${whole.slice(8)}`
}

/** Whether a short id was copied right. */
export const isShortId = (id: string): boolean => {
  const whole = id.split('-').slice(1).join('')
  return whole.length === 12 && check(whole.slice(0, 11)) === whole[11]
}

/** `gas:H00017`, `fire-check:B001:dry-riser`: one obligation per asset, workflow and subtype, so that an import is idempotent. */
export const obligationId = (workflow: string, assetId: string, subType?: string): string =>
  subType ? `${workflow}:${assetId}:${subType}` : `${workflow}:${assetId}`

const prefixOf = (workflow: string) =>
  workflow
    .replace(/[^a-z]/g, '')
    .slice(0, 3)
    .toUpperCase()

/** `prefix`: the workflow's own, where it declares one. */
export const childId = (workflow: string, parent: string, key: string, prefix = prefixOf(workflow)): string =>
  shortId(prefix, `${workflow}|${parent}|${key}`)
export const freshId = (prefix: string | undefined, workflow: string, random: string): string =>
  shortId(prefix ?? prefixOf(workflow), random)
