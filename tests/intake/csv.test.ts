import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../../shared/intake/csv/csv.ts'
import type { Mapping } from '../../shared/intake/csv/csv-header.ts'
import type { CsvItem } from '../../shared/intake/csv/csv-row.ts'
import type { CsvSource } from '../../shared/intake/csv/csv-text.ts'
import { plainLayout } from '../../shared/intake/csv/layout.ts'
import { HANGS } from '../support/hangs.ts'
import { runs } from '../support/random.ts'

const columns = { required: ['assetId', 'type'], optional: ['address', 'builtYear'], joined: ['address'] }
const read = async (source: CsvSource, mapping: Mapping = {}, layout = plainLayout): Promise<CsvItem[]> => {
  const items: CsvItem[] = []
  for await (const item of readCsv(source, columns, { ...layout, columns: mapping }))
    if (!('header' in item)) items.push(item)
  return items
}
const rows = async (source: CsvSource, mapping: Mapping = {}, layout = plainLayout) =>
  (await read(source, mapping, layout)).map(item => ('row' in item ? item.row.values : item))
const h1 = { assetId: 'H1', type: 'dwelling' }

describe('a table as people write it', () => {
  test.each([
    ['commas', 'assetId,type\nH1,dwelling'],
    ['semicolons', 'assetId;type\nH1;dwelling\n'],
    ['tabs', 'assetId\ttype\r\nH1\tdwelling\r\n'],
    ['a byte order mark', '\uFEFFassetId,type\nH1,dwelling'],
    ['carriage returns alone', 'assetId,type\rH1,dwelling\r'],
    ['any order and case', 'TYPE, AssetID \ndwelling, H1 '],
    ['quotes', '"assetId","type"\n"H1" , "dwelling"'],
    ['empty lines and empty rows', '\n\nassetId,type\n\n,\nH1,dwelling\n , \n'],
    ['empty cells at the end of each line', 'assetId,type,,\nH1,dwelling,,'],
    ['nothing in many words', 'assetId,type,address,builtYear\nH1,dwelling,N/A,-'],
    ['names with blanks and underscores', 'Asset ID,TYPE_\nH1,dwelling'],
    ['nothing and what is not known', 'assetId,type,address,builtYear\nH1,dwelling,(blank),TBC'],
    ['marks that nobody sees', '\u200BassetId,type\nH1\u200B,\u2060dwelling'],
    [
      'a title, and whose list it is, above the header',
      'Homes 2026/27,\n\nPrinted by,J. Bell\nassetId,type\nH1,dwelling',
    ],
    ['hard spaces', 'assetId,type\n"\u00A0H1\u00A0",dwelling'],
  ])('%s', async (_, text) => {
    expect(await rows(text)).toEqual([h1])
  })

  test('commas inside a file of semicolons, quotes and lines inside a cell', async () => {
    expect(await rows('assetId;type;address\nH1;dwelling;1, High St\nH2;block;"The ""Old""\nMill"')).toEqual([
      { ...h1, address: '1, High St' },
      { assetId: 'H2', type: 'block', address: 'The "Old"\nMill' },
    ])
  })

  test('a header in quotes that holds the other delimiter', async () => {
    expect(await rows('"Ref, own";type\nH1;dwelling', { 'ref, own': 'assetId' })).toEqual([h1])
  })

  test('a mapping names foreign columns, or leaves them out', async () => {
    const mapping = { 'Property Ref': 'assetId', Notes: null }
    expect(await rows('property ref,type,notes\nH1,dwelling,secret', mapping)).toEqual([h1])
  })

  test('their words, what is said for the whole file, an address in two columns, the header on each page', async () => {
    const layout = {
      ...plainLayout,
      words: { type: { 'bed  sit': 'dwelling', Garage: null } },
      fixed: { builtYear: '1950' },
    }
    const mapping = { Ref: 'assetId', 'Line 1': 'address', 'Line 2': 'address' }
    const file = 'Ref,Type,Line 1,Line 2\nH1,BED SIT,1 High St,Northmere\nH2,Garage,,\nRef,Type,Line 1,Line 2\n'
    expect(await rows(file, mapping, layout)).toEqual([
      { ...h1, address: '1 High St, Northmere', builtYear: '1950' },
      { assetId: 'H2', builtYear: '1950' },
    ])
    expect(await rows('assetId\nH1', {}, { ...plainLayout, fixed: { type: 'dwelling' } })).toEqual([h1])
  })

  test.each([
    ['UTF-8', Buffer.from('assetId,type,address\nH1,dwelling,£ é ’–')],
    ['UTF-16, little end first', Buffer.from('\uFEFFassetId\ttype\taddress\r\nH1\tdwelling\t£ é ’–', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFassetId,type,address\nH1,dwelling,£ é ’–', 'utf16le').swap16()],
    ['Windows-1252', Buffer.from('assetId,type,address\nH1,dwelling,\xa3 \xe9 \x92\x96', 'latin1')],
  ])('letters in %s', async (_, bytes) => {
    expect(await rows(bytes)).toEqual([{ ...h1, address: '£ é ’–' }])
  })

  test('letters cut by the edge of a chunk', async () => {
    const bytes = Buffer.from('assetId,type,address\nH1,dwelling,£ Straße 🏠')
    const source = (async function* () {
      for (const byte of bytes) yield Uint8Array.of(byte)
    })()
    expect(await rows(source)).toEqual([{ ...h1, address: '£ Straße 🏠' }])
  })
})

describe('a file that is no table: one clear fault, and nothing else', () => {
  test.each([
    ['nothing', '', 1, 'EMPTY'],
    ['blank lines', '\n\n', 1, 'EMPTY'],
    [
      'UTF-16 that a gateway read as text',
      Buffer.from(Buffer.from('\uFEFFassetId,type\n', 'utf16le').toString()),
      1,
      'ENCODING: this was UTF-16',
    ],
    ['half a letter of UTF-16', Buffer.from('\uFEFFassetId,type\nH1,x\uD800', 'utf16le'), 2, 'not UTF-16LE'],
    [
      'UTF-8 that was damaged',
      Buffer.from('assetId,type\nH1,caf\xc3\xa9\nH2,caf\xe9,x\nH3,y', 'latin1'),
      3,
      'ENCODING: this is not UTF-8',
    ],
    ['no letters', Buffer.from('assetId,type\nH1,\x81', 'latin1'), 2, 'ENCODING: this is not UTF-8'],
  ])('%s', async (_, source, line, why) => {
    const items = await read(source)
    expect(items.at(-1)).toEqual({ fault: { line, column: '', value: '', why: expect.stringContaining(why) } })
  })

  test.each([
    ['unknown', 'assetId,type,colour\nH1,dwelling,red', 'colour', 'COLUMN_UNKNOWN'],
    ['unnamed in the middle', 'assetId,,type\nH1,,dwelling', '', 'COLUMN_UNKNOWN'],
    ['none under a title', 'Homes as at 1 May,,\nassetId,colour\nH1,red', 'Homes as at 1 May', 'HEADER'],
    ['missing', 'assetId\nH1', 'type', 'COLUMN_MISSING'],
    ['twice', 'assetId,type,TYPE\nH1,dwelling,block', 'type', 'COLUMN_TWICE'],
    ['named as what every object has', 'assetId,type,__proto__\nH1,dwelling,x', '__proto__', 'COLUMN_UNKNOWN'],
  ])('a column that is %s', async (_, text, column, why) => {
    expect(await read(text)).toEqual([{ fault: { line: 1, column, value: column, why: expect.stringContaining(why) } }])
  })

  test('a quote that is never closed stops early and names the line where its row begins', async () => {
    const started = performance.now()
    const items = await read(`assetId,type\nH1,dwelling\n\nH2,"block\n${'H3,dwelling\n'.repeat(500_000)}`)
    expect(items.at(-1)).toMatchObject({ fault: { line: 3, why: expect.stringContaining('ROW_TOO_LONG') } })
    expect(performance.now() - started).toBeLessThan(HANGS)
  })

  test.each([
    ['of one line', 'x'.repeat(10_000_000)],
    ['of quotes', '"'.repeat(10_000_000)],
    ['of empty lines', '\n'.repeat(10_000_000)],
    ['of commas', ','.repeat(10_000_000)],
  ])('10 MB %s', async (_, text) => {
    const started = performance.now()
    const items = await read(text)
    expect(items.length).toBe(1)
    expect(items[0]).toHaveProperty('fault')
    expect(performance.now() - started).toBeLessThan(HANGS)
  })

  test.each([
    ['at the end of the file', 'assetId,type\nH1,dwelling\nH2,"block\n', 'QUOTE_NOT_CLOSED'],
    ['inside a cell', 'assetId,type\nH1,dwelling\nH2,12" block\n', 'QUOTE'],
    ['before more text', 'assetId,type\nH1,dwelling\nH2,"block"s\n', 'QUOTE'],
  ])('a quote %s', async (_, text, why) => {
    expect((await read(text)).at(-1)).toMatchObject({ fault: { line: 3, why: expect.stringContaining(why) } })
  })
})

describe('a row that is wrong: rejected by line, the next one is read', () => {
  test.each([
    ['a total', 'Grand Total:,17', 'TOTAL'],
    ['too few cells', 'H1', 'CELLS: 1 cells under 2 columns'],
    ['too many', 'H1,dwelling,more', 'CELLS: 3 cells under 2 columns'],
    ['a control character', 'H1,dwel\u0007ling', 'CHARACTER'],
  ])('%s', async (_, row, why) => {
    const [rejected, next] = await read(`assetId,type\n${row}\nH1,dwelling`)
    expect(rejected).toMatchObject({ rejected: { line: 2, why: expect.stringContaining(why) } })
    expect(next).toEqual({ row: { line: 3, values: h1 } })
  })
})

test('60,000 rows are read as they are taken, never far ahead', async () => {
  let made = 0
  const source = (async function* () {
    yield 'assetId,type,address\n'
    for (let block = 0; block < 600; block += 1) {
      made += 100
      yield Array.from({ length: 100 }, (_, row) => `H${block}-${row},dwelling,"${'x'.repeat(200)}"\n`).join('')
    }
  })()
  let count = 0
  let ahead = 0
  for await (const item of readCsv(source, columns)) {
    if ('row' in item) count += 1
    ahead = Math.max(ahead, made - count)
  }
  expect(count).toBe(60_000)
  expect(ahead).toBeLessThan(5_000)
})

test('a row is named by the line on which it begins', async () => {
  const items = await read('assetId,type,address\r\nH1,dwelling,"1\r\n2\r\n3"\r\n\r\nH2,block,"a\nb"\r\nH3,lift\r\n')
  expect(items.map(item => ('row' in item ? item.row.line : 'rejected' in item ? item.rejected.line : 0))).toEqual([
    2, 6, 8,
  ])
})

test('fuzz: any bytes end in rows, rejections or a fault, soon', async () => {
  const bytes = fc.uint8Array({ maxLength: 3000 })
  const texts = fc.array(
    fc.constantFrom('"', ',', ';', '\t', '\n', '\r', 'assetId', 'type', 'x', ' ', '\uFEFF', '=1+1', '\0'),
  )
  const source = fc.oneof(
    bytes,
    texts.map(parts => parts.join('')),
    texts.map(parts => `assetId,type\n${parts.join('')}`),
  )
  await fc.assert(
    fc.asyncProperty(source, async any => {
      const started = performance.now()
      const items = await read(any)
      const first = items.findIndex(item => 'fault' in item)
      if (first >= 0) expect(items.slice(first).every(item => 'fault' in item)).toBe(true)
      expect(performance.now() - started).toBeLessThan(HANGS)
    }),
    { numRuns: runs(300) },
  )
})
