import { expect, it } from 'vitest'
import * as z from 'zod'
import { type Kept, personal, separate } from '../../shared/core/personal.ts'

const keep = (text: string): Kept => ({ words: `w-${text}`, sha256: '0'.repeat(64) })
const node = z.object({
  note: z.string().optional(),
  get next() {
    return edge.optional()
  },
})
const edge = z.object({
  said: personal().optional(),
  get to() {
    return node.optional()
  },
})

it('finds words wherever they lie, behind schemas that hold each other too', () => {
  expect(separate(node, { next: { said: 'a', to: { next: { said: 'b' } } } }, keep)).toEqual({
    next: { said: keep('a'), to: { next: { said: keep('b') } } },
  })
  expect(separate(edge, { to: { next: { said: 'c' } } }, keep)).toEqual({ to: { next: { said: keep('c') } } })
  expect(separate(z.record(z.string(), z.array(personal())), { x: ['d'] }, keep)).toEqual({ x: [keep('d')] })
})

it('gives data of a schema without words back as it is', () => {
  const data = { checks: [{ on: '2026-11-26' }] }
  expect(separate(z.object({ checks: z.array(z.object({ on: z.string() })) }), data, keep)).toBe(data)
})
