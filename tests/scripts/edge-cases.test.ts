/** The edge cases and their labels: each has its row and its test, and no label in the code leads nowhere. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hasTest, read, sectionsOf } from '../support/named-tests.ts'

const DOCUMENT = 'docs/edge-cases.md'
const MOST = 118
const LABEL = /\bG\d+\b/g

const rows = sectionsOf(DOCUMENT).flatMap(one => one.rows)
const labelled = rows.filter(({ cells }) => /^G\d+$/.test(cells[0] ?? ''))

const sources = ['shared', 'functions', 'infra', 'scripts', 'tests'].flatMap(folder =>
  readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !path.includes('node_modules'))
    .map(path => `${folder}/${path}`),
)

test.each(rows)('$cells.0: $named', row => expect(hasTest(row)).toBe(true))

test.each(labelled)('$cells.0 stands in $file', ({ cells, file }) => {
  expect(read(file).match(LABEL) ?? []).toContain(cells[0])
})

test('has a row for each number, in order', () => {
  const numbers = [...new Set(labelled.map(({ cells }) => cells[0]))]
  expect(numbers).toEqual(Array.from({ length: MOST }, (_, n) => `G${n + 1}`))
})

test('explains every label that is used', () => {
  const known = new Set(labelled.map(({ cells }) => cells[0]))
  const unknown = sources.flatMap(path =>
    (read(path).match(LABEL) ?? []).filter(label => !known.has(label)).map(label => `${label} in ${path}`),
  )
  expect(unknown).toEqual([])
})

test('says in each row what the case is and what is done with it', () => {
  for (const { cells } of rows)
    expect([cells[0], cells.length, cells.every(cell => cell !== '')]).toEqual([cells[0], 3, true])
})
