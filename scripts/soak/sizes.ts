/** How large the stored cases are, by workflow: a case that lives for decades may hold what its future needs, and no more. */
import type { Case } from '../../shared/core/case.ts'
import { packed } from '../../shared/store/body.ts'

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '')

/** Bytes as stored, deflated, which is what DynamoDB bills. The keys are what the largest is made of, in bytes of JSON, largest first. */
export type Size = { cases: number; mean: number; largest: number; id: string; keys: string }

const stored = (c: Case): number => Buffer.byteLength(packed(JSON.stringify(c), c.id))

const keysOf = (c: Case): string =>
  Object.entries({ ...c, ...c.facts })
    .filter(([key]) => key !== 'facts')
    .map(([key, value]) => [key, bytes(value)] as const)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([key, size]) => `${key} ${size}`)
    .join(', ')

export const sizesOf = (cases: Iterable<Case>): Map<string, Size> => {
  const sizes = new Map<string, Size>()
  for (const c of cases) {
    const size = stored(c)
    const so = sizes.get(c.workflow) ?? { cases: 0, mean: 0, largest: 0, id: '', keys: '' }
    const mean = (so.mean * so.cases + size) / (so.cases + 1)
    const larger = size > so.largest ? { largest: size, id: c.id, keys: keysOf(c) } : {}
    sizes.set(c.workflow, { ...so, ...larger, cases: so.cases + 1, mean })
  }
  return sizes
}
