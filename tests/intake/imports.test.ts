import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../../shared/core/time.ts'
import { actions } from '../../shared/intake/imports/actions.ts'
import { assets } from '../../shared/intake/imports/assets.ts'
import type { ImportKind } from '../../shared/intake/imports/kind.ts'
import { obligations } from '../../shared/intake/imports/obligations.ts'
import { people } from '../../shared/intake/imports/people.ts'
import { planActions } from '../../shared/intake/imports/plan-actions.ts'
import { HANGS } from '../support/hangs.ts'
import { readImport } from '../support/read-import.ts'

const known = { today: day.parse('2026-11-22'), workflows: new Set(['gas', 'eicr', 'lifts']) }

const table = (cells: Record<string, string>): string =>
  `${Object.keys(cells).join(';')}\n${Object.values(cells).join(';')}\n`
const first = async <R>(kind: ImportKind<R>, cells: Record<string, string>) => {
  const read = await readImport(kind, table(cells), known)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return { row: read.rows[0]?.row, rejected: read.rejected.map(({ column, why }) => `${column} ${why.split(':')[0]}`) }
}
const both = async <R>(kind: ImportKind<R>, text: string) => {
  const read = await readImport(kind, text, known)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return { rows: read.rows.map(({ row }) => row), rejected: read.rejected, repeated: read.repeated }
}

test('an asset, whole', async () => {
  const { row } = await first(assets, {
    assetId: 'H00017',
    type: 'Dwelling',
    uprn: '000123456789',
    parentId: 'B1',
    address: '1, High Street',
    postcode: 'ct11aa',
    tenure: 'lcra',
    storeys: '2',
    heightMetres: '5,5',
    hasGas: 'YES',
    builtYear: '1936',
    ownedFrom: '1/4/1990',
    status: 'occupied',
    serves: 'N/A',
  })
  expect(row).toEqual({
    assetId: 'H00017',
    type: 'dwelling',
    uprn: '123456789',
    parentId: 'B1',
    address: '1, High Street',
    postcode: 'CT1 1AA',
    tenure: 'LCRA',
    storeys: 2,
    heightMetres: 5.5,
    hasGas: 'yes',
    builtYear: 1936,
    ownedFrom: '1990-04-01',
    status: 'occupied',
  })
})

test('a flat is a dwelling that is known to be a flat', () => {
  const rows = [{ type: 'Flat' }, { type: 'dwelling' }, { type: 'House', homeType: 'Bedsit' }].map((row, n) =>
    assets.schema(known).parse({ assetId: `H${n}`, ...row }),
  )
  expect(rows.map(({ type, homeType }) => [type, homeType])).toEqual([
    ['dwelling', 'flat'],
    ['dwelling', undefined],
    ['dwelling', 'bedsit'],
  ])
})

test('a system serves assets by their ids', async () => {
  const { row } = await first(assets, { assetId: 'S1', type: 'system', serves: 'H1  H2 B-3' })
  expect(row?.serves).toEqual(['H1', 'H2', 'B-3'])
})

test.each<[Record<string, string>, string[]]>([
  [{ assetId: 'H1#2', type: 'dwelling' }, ['assetId ID']],
  [{ assetId: '../H1', type: 'dwelling' }, ['assetId ID']],
  [{ assetId: 'gas:H1', type: 'dwelling' }, ['assetId ID']],
  [{ assetId: 'n/a', type: 'garage' }, ['assetId MISSING', 'type CHOICE']],
  [{ assetId: 'H1', type: 'dwelling', uprn: '1234567890123' }, ['uprn UPRN']],
  [{ assetId: 'H1', type: 'dwelling', uprn: '1.00023E+11' }, ['uprn UPRN_ROUNDED']],
  [{ assetId: 'H1', type: 'dwelling', parentId: 'H1' }, ['parentId PARENT']],
  [{ assetId: 'H1', type: 'dwelling', postcode: 'nowhere' }, ['postcode POSTCODE']],
  [{ assetId: 'H1', type: 'dwelling', storeys: '-1' }, ['storeys NUMBER']],
  [{ assetId: 'H1', type: 'dwelling', storeys: '1e3' }, ['storeys NUMBER']],
  [{ assetId: 'H1', type: 'dwelling', builtYear: '2126' }, ['builtYear NUMBER']],
  [{ assetId: 'H1', type: 'dwelling', ownedFrom: '2026-01-02', ownedTo: '2026-01-01' }, ['ownedTo DATE_ORDER']],
  [{ assetId: 'H1', type: 'dwelling', status: 'disposed' }, ['ownedTo MISSING']],
  [{ assetId: 'H1', type: 'dwelling', address: 'x'.repeat(301) }, ['address TOO_LONG']],
])('an asset is rejected: %j', async (cells, why) => {
  expect(await first(assets, cells)).toEqual({ row: undefined, rejected: why })
})

test('an obligation, whole; required unless it is said otherwise', async () => {
  const cells = {
    assetId: 'H1',
    workflow: 'GAS',
    lastDoneOn: '10/02/2026',
    result: 'satisfactory',
    dueOn: '2027-02-10',
  }
  expect((await first(obligations, cells)).row).toEqual({
    assetId: 'H1',
    workflow: 'gas',
    applicability: 'required',
    lastDoneOn: '2026-02-10',
    result: 'SATISFACTORY',
    dueOn: '2027-02-10',
  })
})

test.each<[string, string[]]>([
  ['2026-11-22', []],
  ['2026-11-23', ['lastDoneOn DATE_IN_FUTURE']],
  ['2126-11-22', ['lastDoneOn DATE_IN_FUTURE']],
  ['1969-12-31', ['lastDoneOn DATE_TOO_OLD']],
  ['30/12/1899', ['lastDoneOn DATE_ZERO', 'lastDoneOn DATE_TOO_OLD']],
  ['2026-02-30', ['lastDoneOn DATE']],
  ['11/22/2026', ['lastDoneOn DATE']],
  ['2026-11-22T00:00:00Z', ['lastDoneOn DATE']],
  ['22/11', ['lastDoneOn DATE']],
  ['22/11-2026', ['lastDoneOn DATE']],
  ['November 2026', ['lastDoneOn DATE']],
  ['31-Feb-2026', ['lastDoneOn DATE']],
  ['9999', ['lastDoneOn DATE']],
  ['46349', ['lastDoneOn DATE_IN_FUTURE']],
  ['22/11/98', []],
  ['22/11/27', ['lastDoneOn DATE_IN_FUTURE']],
  ['TBC', []],
])('last done on %s', async (lastDoneOn, why) => {
  expect((await first(obligations, { assetId: 'H1', workflow: 'gas', lastDoneOn })).rejected).toEqual(why)
})

test.each([
  '4/3/2026',
  '04/03/26',
  '04.03.2026',
  '4-3-26',
  '2026/03/04',
  '04-Mar-2026',
  '4 March 2026',
  '4th Mar 26',
  '04/03/2026 00:00:00',
  '2026-03-04T09:30',
  '46085',
  '46085.5',
  '\u00A004/03/2026\u200B',
])('the fourth of March 2026, written %s', async lastDoneOn => {
  const { row } = await first(obligations, { assetId: 'H1', workflow: 'gas', lastDoneOn })
  expect(row?.lastDoneOn).toBe('2026-03-04')
})

test('a result that is to be confirmed is not one that was passed', async () => {
  const cells = { assetId: 'H1', workflow: 'gas', lastDoneOn: '2026-03-04', contractorId: 'TBC' }
  const { row } = await first(obligations, { ...cells, result: 'TBC' })
  expect(row).toMatchObject({ result: 'TBC' })
  expect(row).not.toHaveProperty('contractorId')
})

test.each<[Record<string, string>, object]>([
  [
    { type: 'Flat', hasGas: 'Y', uprn: '100,021,234,567', builtYear: '1,974' },
    { type: 'dwelling', hasGas: 'yes', uprn: '100021234567', builtYear: 1974 },
  ],
  [
    { type: 'House', hasGas: 'FALSE', uprn: '10002.0', storeys: '2.0', status: 'Not handed over' },
    { hasGas: 'no', uprn: '10002', storeys: 2, status: 'not_handed_over' },
  ],
  [{ type: 'dwelling', ownedFrom: '1-Apr-1974' }, { ownedFrom: '1974-04-01' }],
])('an asset as a spreadsheet shows it: %j', async (cells, row) => {
  expect((await first(assets, { 'Asset ID': 'H1', ...cells })).row).toMatchObject(row)
})

test.each<[Record<string, string>, string[]]>([
  [{ heightMetres: '1,250' }, ['heightMetres NUMBER']],
  [{ uprn: '1,00,021' }, ['uprn UPRN']],
  [{ ownedFrom: '1/4/65' }, ['ownedFrom DATE_YEAR']],
])('what could be read in two ways is not read: %j', async (cells, why) => {
  expect((await first(assets, { assetId: 'H1', type: 'dwelling', ...cells })).rejected).toEqual(why)
})

test.each<[Record<string, string>, string[]]>([
  [{ assetId: 'H1', workflow: 'boilers' }, ['workflow WORKFLOW_UNKNOWN']],
  [{ assetId: 'H1', workflow: 'gas', applicability: 'not_required' }, ['reason REASON_MISSING']],
  [{ assetId: 'H1', workflow: 'gas', applicability: 'maybe' }, ['applicability CHOICE']],
  [{ assetId: 'H1', workflow: 'gas', result: 'SATISFACTORY' }, ['lastDoneOn MISSING']],
  [{ assetId: 'H1', workflow: 'gas', lastDoneOn: '2026-02-10', dueOn: '2026-02-10' }, ['dueOn DATE_ORDER']],
])('an obligation is rejected: %j', async (cells, why) => {
  expect(await first(obligations, cells)).toEqual({ row: undefined, rejected: why })
})

test('a person, whole', async () => {
  const cells = {
    email: 'Amara@Landlord.example',
    name: 'Amara O’Neil',
    roles: 'complianceManager headofservice',
    workflows: 'gas, eicr',
    areas: 'North | St Peter’s, East',
    absentFrom: '2026-12-21',
    absentTo: '2027-01-02',
  }
  const read = await readImport(people, table(cells), known)
  expect(read.ok && read.rows[0]?.row).toEqual({
    email: 'amara@landlord.example',
    name: 'Amara O’Neil',
    roles: ['complianceManager', 'headOfService'],
    workflows: ['gas', 'eicr'],
    areas: ['North', 'St Peter’s, East'],
    absentFrom: '2026-12-21',
    absentTo: '2027-01-02',
  })
})

const amara = { email: 'amara@landlord.example', name: 'Amara', roles: 'officer' }
test.each<[Record<string, string>, string[]]>([
  [{ ...amara, email: 'a@b.example, c@d.example' }, ['email EMAIL']],
  [{ ...amara, email: 'amara' }, ['email EMAIL']],
  [{ ...amara, roles: 'boss' }, ['roles ROLE_UNKNOWN']],
  [{ ...amara, roles: 'system' }, ['roles ROLE_UNKNOWN']],
  [{ ...amara, roles: 'constructor' }, ['roles ROLE_UNKNOWN']],
  [{ ...amara, deputy: 'AMARA@landlord.example' }, ['deputy PERSON']],
  [{ ...amara, absentTo: '2026-12-01' }, ['absentTo DATE_ORDER']],
  [{ ...amara, workflows: 'gas boilers' }, ['workflows WORKFLOW_UNKNOWN']],
])('a person is rejected: %j', async (cells, why) => {
  expect(await first(people, cells)).toEqual({ row: undefined, rejected: why })
})

const action = {
  externalId: 'P-1',
  source: 'sureheat',
  assetId: 'B1',
  workflow: 'gas',
  description: 'Seal the riser',
  priority: 'p1',
  raisedOn: '2025-01-10',
}
test('an action keeps its original dates, even when they are long over', async () => {
  expect((await first(actions, { ...action, dueOn: '2025-02-09', status: 'Open' })).row).toMatchObject({
    priority: 'P1',
    raisedOn: '2025-01-10',
    dueOn: '2025-02-09',
    status: 'open',
  })
})
test.each<[Record<string, string>, string[]]>([
  [{ ...action, raisedOn: '2026-11-23' }, ['raisedOn DATE_IN_FUTURE']],
  [{ ...action, priority: 'urgent' }, ['priority CHOICE']],
  [{ ...action, status: 'closed' }, ['completedOn MISSING']],
  [{ ...action, completedOn: '2025-01-09' }, ['completedOn DATE_ORDER']],
  [{ ...action, dueOn: '2025-01-09' }, ['dueOn DATE_ORDER']],
])('an action is rejected: %j', async (cells, why) => {
  expect(await first(actions, cells)).toEqual({ row: undefined, rejected: why })
})

test('references of a plan are text: 3.10 is not 3.1', async () => {
  const { rows, rejected } = await both(planActions, 'plan,ref\nCCC,3.1\nCCC,3.10\n')
  expect(rows.map(({ ref }) => ref)).toEqual(['3.1', '3.10'])
  expect(rejected).toEqual([])
})

describe('the same twice in one file', () => {
  test('identical rows are one, however they are written', async () => {
    const { rows, repeated } = await both(obligations, 'assetId,workflow,dueOn\nH1,gas,2027-02-10\nH1,GAS,10/02/2027\n')
    expect(rows).toHaveLength(1)
    expect(repeated).toBe(1)
  })

  test('rows that contradict each other are both rejected, and say where the other one is', async () => {
    const { rows, rejected } = await both(
      obligations,
      'assetId,workflow,dueOn\nH1,gas,2027-02-10\nH2,gas,\nH1,gas,2027-03-10\n',
    )
    expect(rows.map(({ assetId }) => assetId)).toEqual(['H2'])
    expect(rejected.map(({ line, why }) => [line, why])).toEqual([
      [2, 'CONFLICT: lines 2, 4 say different things about the same'],
      [4, 'CONFLICT: lines 2, 4 say different things about the same'],
    ])
  })

  test('sub-types are different obligations', async () => {
    const text = 'assetId,workflow,subType\nB1,lifts,passenger\nB1,lifts,goods\nB1,lifts,\n'
    expect((await both(obligations, text)).rows).toHaveLength(3)
  })

  test('two homes cannot have one UPRN; a block may have that of its entry', async () => {
    const { rows, rejected } = await both(
      assets,
      'assetId,type,uprn\nH1,dwelling,42\nH2,dwelling,0042\nB1,block,42\nH3,dwelling,43\n',
    )
    expect(rows.map(({ assetId }) => assetId)).toEqual(['B1', 'H3'])
    expect(rejected.map(({ line, column, why }) => [line, column, why])).toEqual([
      [2, 'uprn', 'TWICE: lines 2, 3 cannot all have it'],
      [3, 'uprn', 'TWICE: lines 2, 3 cannot all have it'],
    ])
  })
})

test('fuzz: any table ends in rows and errors, soon', async () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('H1', 'gas', '2026-01-01', '31/02/2026', '__proto__', '1E+11', 'N/A'),
  )
  const kinds = [assets, obligations, people, actions, planActions] as ImportKind<unknown>[]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...kinds), fc.array(fc.array(cell, { maxLength: 25 })), async (kind, rows) => {
      const header = [...kind.columns.required, ...kind.columns.optional]
      const quoted = [header, ...rows.map(row => header.map((_, index) => row[index] ?? ''))]
        .map(row => row.map(text => `"${text.replaceAll('"', '""')}"`).join(','))
        .join('\n')
      const started = performance.now()
      const read = await readImport(kind, quoted, known)
      expect(read.ok).toBe(true)
      expect(performance.now() - started).toBeLessThan(HANGS)
    }),
  )
})
