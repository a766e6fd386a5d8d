import { expect, test } from 'vitest'
import { instant } from '../../shared/core/time.ts'
import { type AssetRow, assets } from '../../shared/intake/imports/assets.ts'
import { rowByRow } from '../../shared/intake/imports/row-by-row.ts'
import { type ImportTarget, runImport } from '../../shared/intake/imports/run.ts'

const now = instant.parse('2026-11-22T09:00:00Z')

/** A register of assets as the store would keep it: it knows parents, and it can fail. */
const register = () => {
  const kept = new Map<string, string>()
  const written: string[] = []
  let underWay = 0
  let most = 0
  let failAt = Number.POSITIVE_INFINITY
  const target: ImportTarget<AssetRow> = rowByRow<AssetRow>({
    plan: async (row, inFile) => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise(resolve => setImmediate(resolve))
      underWay -= 1
      if (row.parentId && !kept.has(row.parentId) && !inFile(row.parentId))
        return { rejected: 'PARENT_UNKNOWN: there is no such asset', column: 'parentId' }
      const before = kept.get(row.assetId)
      return before === undefined ? 'created' : before === JSON.stringify(row) ? 'unchanged' : 'changed'
    },
    write: async row => {
      if (written.length >= failAt) throw new Error('throttled')
      if (row.parentId && !kept.has(row.parentId)) throw new Error(`${row.assetId} before its parent`)
      kept.set(row.assetId, JSON.stringify(row))
      written.push(row.assetId)
    },
  })
  return { kept, written, target, most: () => most, failAfter: (count: number) => (failAt = count) }
}

const run = (text: string, target: ImportTarget<AssetRow>, dryRun = false) =>
  runImport(assets, text, { now, target }, { dryRun })

const file = 'assetId,type,parentId\nH1,dwelling,B1\nH2,dwelling,B1\nB1,block,S1\nS1,scheme,\n'

test('a dry run says what a run would do, and writes nothing', async () => {
  const { kept, target } = register()
  const dry = await run(file, target, true)
  expect(dry).toMatchObject({ rows: 4, created: 4, changed: 0, unchanged: 0, rejected: [] })
  expect(kept.size).toBe(0)
  expect(await run(file, target)).toEqual(dry)
  expect(kept.size).toBe(4)
})

test('parents are written before children, whatever their order in the file', async () => {
  const { written, target } = register()
  await run(file, target)
  expect(written.slice(0, 2)).toEqual(['S1', 'B1'])
})

test('a second run changes nothing; a changed cell changes its row alone', async () => {
  const { written, target } = register()
  await run(file, target)
  expect(await run(file, target)).toMatchObject({ created: 0, changed: 0, unchanged: 4 })
  expect(await run(file.replace('H2,dwelling', 'H2,lift'), target)).toMatchObject({ changed: 1, unchanged: 3 })
  expect(written).toHaveLength(5)
})

test('good rows are written, bad ones are reported by line, column and value', async () => {
  const { written, target } = register()
  const report = await run('assetId,type,parentId\nH1,dwelling,\nH2,castle,\nH3,dwelling,B9\n', target)
  expect(written).toEqual(['H1'])
  expect(report).toMatchObject({ rows: 3, created: 1, rejectedRows: 2, unreadable: false })
  expect(report.rejected).toEqual([
    { line: 3, column: 'type', value: 'castle', why: expect.stringContaining('CHOICE') },
    { line: 4, column: 'parentId', value: 'B9', why: expect.stringContaining('PARENT_UNKNOWN') },
  ])
})

test('a quote that breaks near the end leaves nothing written', async () => {
  const { written, target } = register()
  const report = await run(`assetId,type\n${'H1,dwelling\n'.repeat(2000)}H2,"block\n`, target)
  expect(report).toMatchObject({ unreadable: true, created: 0, rejected: [{ line: 2002 }] })
  expect(written).toEqual([])
})

test('a circle of parents is rejected, and so is what hangs on it', async () => {
  const { written, target } = register()
  const report = await run('assetId,type,parentId\nB1,block,B2\nB2,block,B1\nH1,dwelling,B1\nH2,dwelling,\n', target)
  expect(written).toEqual(['H2'])
  expect(report.rejected.map(({ line, why }) => [line, why.split(':')[0]])).toEqual([
    [2, 'CIRCLE'],
    [3, 'CIRCLE'],
    [4, 'CIRCLE'],
  ])
})

test('a failure of the store is thrown when what is under way is at rest, and the next run finishes', async () => {
  const { kept, written, target, failAfter } = register()
  const many = `assetId,type\n${Array.from({ length: 200 }, (_, index) => `H${index},dwelling\n`).join('')}`
  failAfter(50)
  await expect(run(many, target)).rejects.toThrow('throttled')
  const atRest = written.length
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(written.length).toBe(atRest)
  failAfter(Number.POSITIVE_INFINITY)
  expect(await run(many, target)).toMatchObject({ unchanged: 50, created: 150 })
  expect(kept.size).toBe(200)
})

test('50,000 rows, never more than 8 at once', async () => {
  const { target, most, kept } = register()
  const many = `assetId,type,parentId\nB1,block,\n${Array.from({ length: 50_000 }, (_, index) => `H${index},dwelling,B1\n`).join('')}`
  const report = await run(many, target)
  expect(report).toMatchObject({ rows: 50_001, created: 50_001, rejected: [] })
  expect(kept.size).toBe(50_001)
  expect(most()).toBe(8)
})

test('a thousand mistakes are listed, all are counted', async () => {
  const { target } = register()
  const report = await run(`assetId,type\n${'H1,castle\n'.repeat(3000)}`, target)
  expect(report.rejected).toHaveLength(1000)
  expect(report.rejectedRows).toBe(3000)
})
