import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { check } from '../../shared/core/check.ts'
import { workflow } from '../../shared/core/declare.ts'
import { draw } from '../../shared/core/draw.ts'
import { isShortId, shortId } from '../../shared/core/ids.ts'
import { personal, separate } from '../../shared/core/personal.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { lamp } from '../support/lamp.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is broken on purpose fits no type
type Loose = any
const changed = (change: (w: Loose) => AnyWorkflow): string => check(change(lamp)).join('; ')

describe('check proves what types cannot', () => {
  it('finds nothing wrong with what is sound', () => expect(check(lamp)).toEqual([]))
  it.each<[string, (w: Loose) => Loose, string]>([
    [
      'a state nobody reaches',
      w => ({ ...w, states: { ...w.states, lost: { title: 'Lost' } } }),
      'state lost cannot be reached',
    ],
    ['a silent state', w => ({ ...w, clocks: { hurry: w.clocks.hurry } }), 'no clock runs in state dark'],
    [
      'a case that cannot be closed',
      w => ({ ...w, states: { ...w.states, gone: { title: 'Gone' } } }),
      'can never be closed',
    ],
    [
      'an event nobody handles',
      w => ({ ...w, events: { ...w.events, 'a.b': z.strictObject({}) } }),
      'event a.b is handled in no state',
    ],
    [
      'a rule that does not exist',
      w => ({ ...w, clocks: { ...w.clocks, hurry: { ...w.clocks.hurry, source: 'no.rule' } } }),
      'no rule no.rule',
    ],
    [
      'words never used',
      w => ({ ...w, words: { ...w.words, more: { subject: '', body: '', act: '' } } }),
      'words more are never used',
    ],
    [
      'a placeholder nobody fills',
      w => ({ ...w, words: { ...w.words, late: { subject: '{wher}', body: '', act: '' } } }),
      'no placeholder {wher}',
    ],
    [
      'a ladder that descends',
      w => ({
        ...w,
        clocks: { ...w.clocks, yearly: { ...w.clocks.yearly, ladder: [...w.clocks.yearly.ladder].reverse() } },
      }),
      'the ladder descends',
    ],
    [
      'a ladder that ends in silence',
      w => ({
        ...w,
        clocks: { ...w.clocks, yearly: { ...w.clocks.yearly, ladder: w.clocks.yearly.ladder.slice(0, 2) } },
      }),
      'the last rung does not repeat',
    ],
  ])('%s', (_, change, finding) => expect(changed(change)).toContain(finding))
})

describe('types catch what is mistyped', () => {
  it('does not compile', () => {
    const words = { t: { subject: '', body: '', act: '' } }
    const events = { 'a.b': z.strictObject({}) }
    const facts = z.strictObject({})
    const base = { name: 'x', title: 'X', law: [] as const, facts, lead: 'officer' as const, words, events }
    const clock = {
      title: '',
      source: 'gas.check.interval' as const,
      kind: 'policy' as const,
      runs: 'live' as const,
      due: () => undefined,
    }
    workflow({
      ...base,
      initial: 'a',
      // @ts-expect-error a target state that does not exist
      states: { a: { title: '', on: { 'a.b': { to: 'typo' } } } },
      clocks: {},
    })
    workflow({
      ...base,
      // @ts-expect-error an initial state that does not exist
      initial: 'typo',
      states: { a: { title: '' } },
      clocks: {},
    })
    workflow({
      ...base,
      initial: 'a',
      // @ts-expect-error an event that does not exist
      states: { a: { title: '', on: { 'a.typo': { to: 'a' } } } },
      clocks: {},
    })
    workflow({
      ...base,
      initial: 'a',
      states: { a: { title: '' } },
      // @ts-expect-error a template that does not exist
      clocks: { c: { ...clock, ladder: [{ at: { days: 1 }, tell: ['officer'], template: 'typo' }] } },
    })
    workflow({
      ...base,
      initial: 'a',
      states: { a: { title: '' } },
      // @ts-expect-error a rule that does not exist
      clocks: { c: { ...clock, source: 'gas.typo', ladder: [] } },
    })
    const runs = ['typo'] as const
    workflow({
      ...base,
      initial: 'a',
      states: { a: { title: '' } },
      // @ts-expect-error a clock running in a state that does not exist
      clocks: { c: { ...clock, runs, ladder: [] } },
    })
    const sound = { ...base, initial: 'a' as const, states: { a: { title: '' } }, clocks: {} }
    expect(workflow(sound)).toMatchObject(sound)
  })
})

it('draws the machine with the present state marked', () => {
  const text = draw(lamp, 'due')
  expect(text).toContain('lit --> claimed: test.claimed')
  expect(text).toContain('lit --> due: clock yearly')
  expect(text).toContain('gone --> [*]')
  expect(text).toContain('class due here')
})

it('makes ids that are the same for the same seed, and notices two swapped letters', () => {
  const id = shortId('CMP', 'seed')
  expect(id).toMatch(/^CMP-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  expect(shortId('CMP', 'seed')).toBe(id)
  expect(isShortId(id)).toBe(true)
  const at = [...id].findIndex((letter, i) => i > 3 && letter !== '-' && id[i + 1] !== '-' && letter !== id[i + 1])
  expect(isShortId(id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2))).toBe(false)
  expect(new Set(Array.from({ length: 20_000 }, (_, n) => shortId('A', String(n)))).size).toBe(20_000)
})

it('parts words about people from the rest, wherever they stand', () => {
  const schema = z.strictObject({
    who: personal().optional(),
    points: z.array(z.strictObject({ text: personal(), n: z.int() })),
  })
  const sealed: string[] = []
  const data = separate(schema, { who: 'Ann', points: [{ text: 'cold', n: 1 }] }, text => {
    sealed.push(text)
    return { words: `w${sealed.length}`, sha256: 'a'.repeat(64) }
  })
  expect(sealed).toEqual(['Ann', 'cold'])
  expect(JSON.stringify(data)).not.toMatch(/Ann|cold/)
  expect(schema.parse(data)).toEqual(data)
})
