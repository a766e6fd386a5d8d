/** What must hold of every workflow there is: the registry is current, and each is sound, served and drawn. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { functionNames } from '../../infra/topology.ts'
import { documents } from '../../scripts/generate/docs.ts'
import { lazyRegistry, registry } from '../../scripts/generate/registry.ts'
import { check } from '../../shared/core/check.ts'
import { draw } from '../../shared/core/draw.ts'
import { workflows } from '../../shared/workflows/index.ts'

it('the registry names every file', () => {
  const written = readFileSync(new URL('../../shared/workflows/index.ts', import.meta.url), 'utf8')
  expect(written).toBe(registry())
  const lazy = readFileSync(new URL('../../shared/workflows/lazy.cjs', import.meta.url), 'utf8')
  expect(lazy).toBe(lazyRegistry())
})

it.each(Object.entries(documents()))('%s shows what the code says', (path, text) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(text)
})

it('draws every function into the README', () => {
  const drawn = documents()['README.md']?.split('```mermaid')[1]?.split('```')[0]
  for (const name of functionNames) expect(drawn).toContain(`\n    ${name}\n`)
})

describe.each(Object.values(workflows).map(w => [w.name, w] as const))('%s', (_, workflow) => {
  it('is sound', () => expect(check(workflow)).toEqual([]))
  it('can be drawn', () => {
    for (const state of Object.keys(workflow.states)) expect(draw(workflow)).toContain(`${state}: `)
  })
})
