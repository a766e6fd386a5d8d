/** Any file, whatever is wrong with it: every row is accounted for, twice is once, a dry run tells the truth, undone is as before. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, toEpoch } from '../../../shared/core/time.ts'
import { runs } from '../../support/random.ts'
import { apiWorld } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
type Counts = Record<'rows' | 'created' | 'changed' | 'unchanged' | 'repeated' | 'rejectedRows', number>
type Report = Counts & { run: string; changes: object[]; rejected: object[] }

const send = async (w: World, kind: string, body: string, query = ''): Promise<Report> => {
  const answer = await w.send(`/imports/${kind}`, { method: 'POST', body, type: 'text/csv', query })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body
}
const later = (w: World): void => {
  w.clock.now = instant.parse(new Date(toEpoch(w.clock.now) + 1000).toISOString())
}

const columns = {
  assets: ['assetId', 'type', 'parentId', 'uprn', 'address', 'storeys', 'hasGas', 'ownedFrom', 'status'],
  obligations: ['assetId', 'workflow', 'lastDoneOn', 'result', 'applicability', 'reason', 'dueOn'],
  actions: ['externalId', 'source', 'assetId', 'workflow', 'description', 'priority', 'raisedOn', 'dueOn', 'status'],
  complaints: ['reference', 'receivedOn', 'assetId', 'channel', 'summary', 'acknowledgedOn', 'category'],
  'plan-actions': ['plan', 'ref', 'parentRef', 'issue', 'actionStatus', 'owner'],
} as const
type Kind = keyof typeof columns

/** What is right, and what is wrong or odd, of each column. */
const cells: Readonly<Record<string, readonly [good: readonly string[], bad: readonly string[]]>> = {
  assetId: [
    ['H1', 'H2', ' H3', 'B1'],
    ['h1', 'H9', 'N/A', 'a b'],
  ],
  type: [
    ['dwelling', 'Flat', 'block'],
    ['garage', ''],
  ],
  parentId: [
    ['', '', 'B1'],
    ['H1', 'H2', 'H3', 'nowhere'],
  ],
  uprn: [
    ['', '', '42', '43'],
    ['0042', '1.2E+11'],
  ],
  storeys: [
    ['', '2', '3.0'],
    ['1,000', 'two'],
  ],
  hasGas: [['', 'Y', 'no'], ['perhaps']],
  workflow: [
    ['gas', 'EICR', 'asbestos'],
    ['boilers', ''],
  ],
  result: [
    ['', '', 'Satisfactory'],
    ['PASS', 'TBC', 'no access'],
  ],
  applicability: [
    ['', 'required', 'unknown', '?'],
    ['Not required', 'x'],
  ],
  reason: [['', 'no gas'], ['\u0007']],
  priority: [['P1', 'p2', 'ADV'], ['urgent']],
  status: [
    ['', ''],
    ['open', 'In progress', 'closed', 'void', 'disposed'],
  ],
  source: [['kelly', 'Portal'], ['']],
  externalId: [['1', '2', '3', '4', '5', '6', '7'], ['']],
  reference: [['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7'], ['TBC']],
  channel: [['', 'Telephone', 'email'], ['pigeon']],
  category: [['Repairs'], ['']],
  plan: [['P'], ['Total', '']],
  ref: [['1', '1.1', '1.10', '2', '3', '4', '5'], ['']],
  parentRef: [
    ['', '', '1'],
    ['2', '1.1', '9'],
  ],
  actionStatus: [['', 'Complete', 'Started and on target'], ['x']],
  owner: [['', 'Ms O’Neil', 'x'], ['-']],
}
const dates = [
  ['1/3/26', '2026-05-06', '4-Mar-2025', '46085', '', '12/11/2019'],
  ['31/02/2026', '2027-01-01', 'TBC', '1/2/65'],
] as const
const comings = [
  ['', '2027-01-01', '1/3/27'],
  ['12/11/2019', '30/02/2027'],
] as const
const texts = [
  ['x', '“é”', 'a "b"\nc', ''],
  ['=1+1', 'N/A', '\u0007'],
] as const
const cell = (column: string): fc.Arbitrary<string> => {
  const usual = column === 'dueOn' ? comings : column.endsWith('On') || column === 'ownedFrom' ? dates : texts
  const [good, bad] = cells[column] ?? usual
  return fc.oneof(
    { weight: 14, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  )
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const fileOf = (kind: Kind): fc.Arbitrary<string> => {
  const header: readonly string[] = columns[kind]
  const row = fc.tuple(...header.map(cell)).map(all => all.map(quoted).join(','))
  const damaged = fc.constantFrom('', ',,,', 'H1', 'Grand total,17', `${'x,'.repeat(20)}`)
  const line = fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: damaged })
  const lists = fc.array(line, { minLength: 1, maxLength: 8 })
  const some = fc.tuple(lists, fc.boolean()).map(([lines, twice]) => (twice ? [...lines, lines[0]] : lines))
  return some.map(lines => `${[header.join(','), ...lines].join('\r\n')}\r\n`)
}
const sheet = fc
  .constantFrom<Kind>('assets', 'obligations', 'actions', 'complaints', 'plan-actions')
  .chain(kind => fc.tuple(fc.constant(kind), fileOf(kind), fileOf(kind)))

/** What people see of each record, without what only says how often it was written. */
const register = async (w: World) => {
  const loaded = (await w.store.everyLoaded({ segment: 0, of: 1 }, { limit: 500 })).items
  const cases = loaded.map(({ case: c }) => c).filter(c => c.withdrawnAt === undefined)
  return {
    cases: cases.map(({ version: _, ...c }) => c).sort((a, b) => (a.id < b.id ? -1 : 1)),
    assets: (await w.store.assets({ limit: 500 })).items.sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

const told = ({ run: _, ...report }: Report): object => report
const accounted = ({ rows, created, changed, unchanged, repeated, rejectedRows }: Counts): void =>
  expect(created + changed + unchanged + repeated + rejectedRows).toBe(rows)

test('any file', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(sheet, async ([kind, first, second]) => {
      const w = await apiWorld()
      await send(
        w,
        'assets',
        'assetId,type,ownedFrom\nH1,dwelling,2000-01-01\nH2,dwelling,\nH3,dwelling,\nH4,dwelling,\nB1,block,\n',
      )
      for (const file of [first, second]) {
        later(w)
        const before = await register(w)
        const would = await send(w, kind, file, 'dryRun=true')
        expect(await register(w)).toEqual(before)
        const done = await send(w, kind, file)
        accounted(done)
        expect(told(done)).toEqual(told(would))
        expect(done.changes).toHaveLength(done.changed)
        const after = await register(w)
        later(w)
        const again = await send(w, kind, file)
        expect(again).toMatchObject({ created: 0, changed: 0, unchanged: done.created + done.changed + done.unchanged })
        expect(again.rejected).toEqual(done.rejected)
        expect(await register(w)).toEqual(after)
        later(w)
        const undone = await w.send(`/imports/runs/${done.run}/undo`, { body: { reason: 'the wrong file' } })
        expect([undone.status, undone.text.slice(0, 300)]).toEqual([200, expect.any(String)])
        expect(await register(w)).toEqual(before)
        later(w)
        expect(await send(w, kind, file)).toMatchObject({ created: done.created, changed: done.changed })
      }
    }),
    { numRuns: runs(40) },
  )
})
