import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { jsonObject } from '../../shared/core/json.ts'
import { runs } from '../support/random.ts'

const whole = z.record(z.string(), z.json())
const anything = fc.anything({
  withDate: true,
  withMap: true,
  withBigInt: true,
  withSparseArray: true,
  withNullPrototype: true,
})

it('takes what zod takes as JSON, and gives it back as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), anything)), anything), value => {
      const parsed = jsonObject.safeParse(value)
      expect(parsed.success).toBe(whole.safeParse(value).success)
      if (parsed.success) expect(parsed.data).toBe(value)
    }),
    { numRuns: runs(500) },
  )
})

it.each([
  ['undefined', { a: undefined }],
  ['a number that is none', { a: [Number.NaN] }],
  ['a date', { a: new Date(0) }],
  ['a list', []],
  // biome-ignore lint/suspicious/noSparseArray: a hole is what this is about
  ['a list with a hole', { a: [, 1] }],
])('refuses %s', (_, value) => {
  expect(jsonObject.safeParse(value).success).toBe(false)
})
