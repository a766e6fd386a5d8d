/** Going through many partitions, page by page: nothing twice, nothing left out, and not one after the other. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryTable } from '../../shared/store/memory.ts'
import { walk } from '../../shared/store/pages.ts'
import type { Condition, Table } from '../../shared/store/table.ts'
import { runs } from '../support/random.ts'
import { whole } from './sample.ts'

const filled = async (sizes: readonly number[]) => {
  const table = memoryTable()
  const names: string[] = []
  for (const [partition, size] of sizes.entries())
    for (let item = 0; item < size; item++) {
      const sk = String(item).padStart(4, '0')
      names.push(`P${partition} ${sk}`)
      await table.put({ item: { pk: `P${partition}`, sk, odd: item % 2 } })
    }
  return { table, names, partitions: sizes.map((_, partition) => ({ pk: `P${partition}` })) }
}

test('pages of any size hold each item once, in order, with a filter and without', async () => {
  const sizes = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 })), { maxLength: 12 })
  const odd: Condition = { equal: ['odd', 1] }
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 12 }), fc.boolean(), async (sizes, limit, filtered) => {
      const { table, names, partitions } = await filled(sizes)
      const options = filtered ? { only: odd } : {}
      const found = await whole(asked => walk(table, partitions, asked, options), limit)
      const wanted = filtered ? names.filter(name => Number(name.slice(-4)) % 2 === 1) : names
      expect(found.map(({ pk, sk }) => `${pk} ${sk}`)).toEqual(wanted)
    }),
    { numRuns: runs(60) },
  )
})

test('two dozen empty partitions are some waits, and a page that is full at once asks for no more', async () => {
  const { table, partitions } = await filled([5, ...Array.from({ length: 26 }, () => 0), 1])
  let [asked, running, waits] = [0, 0, 0]
  const query: Table['query'] = async one => {
    asked += 1
    if (running++ === 0) waits += 1
    await Promise.resolve()
    running -= 1
    return table.query(one)
  }
  expect((await walk({ ...table, query }, partitions, { limit: 5 })).items).toHaveLength(5)
  expect(asked).toBe(1)
  waits = 0
  expect((await walk({ ...table, query }, partitions, { limit: 50 })).items).toHaveLength(6)
  expect(waits).toBeLessThan(12)
})
