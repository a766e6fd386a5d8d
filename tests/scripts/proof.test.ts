/** The index of proofs names tests that are there, every point and defect once. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const sections = read('docs/proof.md')
  .split(/^## /m)
  .slice(1)
  .map(section => ({
    title: section.split('\n')[0]!,
    rows: [...section.matchAll(/^\| (.+?) \| `(.+?)` \| (.+) \|$/gm)].map(([, what, file, named]) => ({
      what: what!,
      file: file!,
      named: named!,
    })),
  }))

test.each(sections.flatMap(one => one.rows))('$what: $named', ({ file, named }) => {
  expect(read(file)).toContain(`'${named}'`)
})

test('has all twenty points, all seventeen defects and every kind of bad input', () => {
  const [points, defects, input] = sections.map(one => one.rows)
  expect(points!.map(one => one.what)).toEqual(Array.from({ length: 20 }, (_, n) => String(n + 1)))
  expect(new Set(defects!.map(one => one.named)).size).toBe(17)
  expect(input!.length).toBeGreaterThanOrEqual(13)
})
