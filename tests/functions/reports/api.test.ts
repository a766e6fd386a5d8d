import { describe, expect, test } from 'vitest'
import { apiWorld } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const open = async (w: World, assetId: string, facts: object) => {
  await w.store.putAsset({ id: assetId, type: 'dwelling', area: 'north', ownership: 'owned', tenure: 'LCRA' })
  const opened = await w.send('/workflows/gas/cases', { body: { id: `o-${assetId}`, assetId, facts } })
  if (opened.status !== 201) throw new Error(opened.text)
}
const check = (on: string, nextDue: string) => ({
  deadline: nextDue,
  contractorId: 'sureheat',
  checks: [{ on, knownOn: on, nextDue, result: 'SATISFACTORY' }],
})
const stocked = async () => {
  const w = await apiWorld()
  await open(w, 'H1', check('2026-08-01', '2027-08-01'))
  await open(w, 'H2', check('2025-11-01', '2026-11-01'))
  await open(w, 'H3', { applicability: 'unknown' })
  return w
}
type Part = {
  kind: string
  table?: { id: string; rows: Record<string, unknown>[] }
  figures?: { id: string; shown: string }[]
}
const table = (body: { parts: Part[] }, id: string) => body.parts.find(part => part.table?.id === id)?.table?.rows

describe('reports', () => {
  test('the month, with the day, the counts and the list behind each figure', async () => {
    const { status, body } = await (await stocked()).send('/reports/monthly', { query: 'month=2026-10' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: 'monthly',
      landlord: 'Testham Homes',
      from: '2026-10-01',
      asAt: '2026-10-31',
      knownOn: '2026-10-31',
    })
    expect(body.parts[0].figures[0]).toMatchObject({
      shown: '66.7 %',
      numerator: 2,
      denominator: 3,
      behind: { ids: ['gas:H3'] },
      asAt: '2026-10-31',
    })
    expect(table(body, 'streams')).toMatchObject([
      { stream: 'Gas safety check', required: 3, compliant: 2, rag: 'red' },
    ])
  })
  test('a running month ends today', async () => {
    const { body } = await (await stocked()).send('/reports/monthly', { query: 'month=2026-11' })
    expect(body).toMatchObject({
      asAt: '2026-11-22',
      title: 'Compliance report, November 2026, up to Sun 22 November 2026',
    })
    expect(table(body, 'overdue')).toMatchObject([
      { home: 'H2', days: 21 },
      { home: 'H3', status: 'To verify' },
    ])
  })
  test('the measures count homes, say what is not held, and never 0 for it', async () => {
    const { body } = await (await stocked()).send('/reports/tsm', { query: 'asAt=2026-11-22' })
    const shown = Object.fromEntries(
      (body.parts[0].figures as { id: string; shown: string }[]).map(one => [one.id, one.shown]),
    )
    expect(shown).toMatchObject({
      // one of four: of one home nobody says whether it needs a check, of another not even whether it has gas
      BS01: '25.0 %',
      BS02: 'no data',
      BS03: 'no data',
      'RP02.1': 'no data',
      TP: 'no data',
      'CH02.1': 'no data',
    })
    expect(table(body, 'tsm-decisions')).toContainEqual(
      expect.objectContaining({
        measure: 'BS01',
        rule: 'Not known whether a check is required: counted, never as in date',
        homes: 2,
      }),
    )
  })
  test.each(['position', 'tsm', 'complaints', 'monthly', 'actions', 'hazards', 'no-access', 'contractors'])(
    '%s as page, text and workbook',
    async name => {
      const w = await stocked()
      const page = await w.send(`/reports/${name}`, { query: 'as=html' })
      expect(page.headers['content-type']).toContain('text/html')
      expect(page.headers['content-security-policy']).toContain("default-src 'none'")
      expect(page.text).toContain('<h1')
      expect(page.text).toContain('Testham Homes')
      const text = await w.send(`/reports/${name}`, { query: 'as=csv' })
      expect(text.text.startsWith('\ufeffTestham Homes\r\n')).toBe(true)
      const book = await w.send(`/reports/${name}`, { query: 'as=xlsx' })
      expect(Buffer.from(book.text, 'base64').subarray(0, 2).toString()).toBe('PK')
      expect(book.headers['content-disposition']).toMatch(
        new RegExp(`^attachment; filename="${name}-2026-11-22.xlsx"$`),
      )
    },
  )
  test('one table as CSV, and a cell that would be run is not', async () => {
    const w = await stocked()
    await w.store.putAsset({ id: 'H3', type: 'dwelling', area: '=HYPERLINK(1)', ownership: 'owned' })
    const { text } = await w.send('/reports/monthly', { query: 'as=csv&table=overdue' })
    expect(text.split('\r\n')[0]).toBe(
      '\ufeffStream,Where,Asset,UPRN,Area,How,Was due,Days overdue,Attempts,Stage,Contractor,Lead,Case',
    )
    expect(text).toContain("'=HYPERLINK(1)")
    expect((await w.send('/reports/monthly', { query: 'as=csv&table=none' })).status).toBe(400)
  })
  test('script in a name is text', async () => {
    const w = await stocked()
    await w.store.putAsset({ id: 'H4', type: 'dwelling', area: '<script>alert(1)</script>', ownership: 'owned' })
    const opened = await w.send('/workflows/gas/cases', {
      body: { id: 'o-4', assetId: 'H4', facts: check('2025-11-01', '2026-11-01') },
    })
    expect(opened.status).toBe(201)
    const { text } = await w.send('/reports/monthly', { query: 'as=html' })
    expect(text).toContain('&lt;script&gt;')
    expect(text).not.toContain('<script')
  })
  test.each([
    ['monthly', 'month=2026-13'],
    ['monthly', 'month=2026-12'],
    ['monthly', 'month=October'],
    ['tsm', 'asAt=2026-11-23'],
    ['tsm', 'asAt=2026-02-30'],
    ['complaints', 'from=2026-11-01&to=2026-10-01'],
    ['complaints', 'month=2026-10&from=2026-10-01'],
    ['complaints', 'to=1889-01-01'],
    ['contractors', 'as=pdf'],
    ['no-access', 'colour=red'],
    ['monthly', 'table=streams'],
  ])('%s?%s is refused', async (name, query) => {
    const { status, body } = await (await apiWorld()).send(`/reports/${name}`, { query })
    expect([status, body.issues?.length ?? 0]).toEqual([400, 1])
  })
  test.each([
    ['tsm', '2026-04-01'],
    ['complaints', '2026-04-01'],
    ['monthly', '2026-10-01'],
    ['no-access', '2026-04-01'],
    ['contractors', '2026-10-01'],
  ])('%s can be asked for as at a day and for a month, with its flows from %s', async (name, from) => {
    const w = await stocked()
    const asAt = await w.send(`/reports/${name}`, { query: 'asAt=2026-10-31' })
    expect(asAt).toMatchObject({ status: 200, body: { from, asAt: '2026-10-31' } })
    const ofMonth = name === 'complaints' ? '2026-10-01' : from
    const month = await w.send(`/reports/${name}`, { query: 'month=2026-10' })
    expect(month).toMatchObject({ status: 200, body: { from: ofMonth, asAt: '2026-10-31' } })
    expect((await w.send(`/reports/${name}`, { query: 'asAt=2026-10-31&month=2026-10' })).status).toBe(400)
    expect((await w.send(`/reports/${name}`, { query: 'asAt=2026-10-31&to=2026-10-31' })).status).toBe(400)
  })
  test('another report is not known', async () => {
    expect((await (await apiWorld()).send('/reports/gossip')).status).toBe(404)
  })
})

describe('what is written beside the figures', () => {
  const words = {
    month: '2026-10',
    section: 'gas',
    position: 'Two homes.',
    corrective: 'Evenings.',
    impact: 'One done.',
    progress: 'Notice served.',
  }
  const missing = async (w: World) => {
    const { body } = await w.send('/reports/monthly', { query: 'month=2026-10' })
    return (body.parts as { kind: string; boxes?: { section: string; written?: { by: string } }[] }[])
      .find(part => part.kind === 'boxes')
      ?.boxes?.find(box => box.section === 'gas')
  }
  test('fills the box of a section that is not green', async () => {
    const w = await stocked()
    expect((await missing(w))?.written).toBeUndefined()
    expect(
      (await w.send('/reports/monthly/narratives', { as: 'asha@x.org', body: { id: 'n1', ...words } })).status,
    ).toBe(200)
    expect(await missing(w)).toMatchObject({ written: { position: 'Two homes.', by: 'asha@x.org' } })
  })
  test('the same message twice is one; other words need another id; the last words stand', async () => {
    const w = await stocked()
    const post = (id: string, more: object = {}) =>
      w.send('/reports/monthly/narratives', { as: 'asha@x.org', body: { id, ...words, ...more } })
    expect((await post('n1')).status).toBe(200)
    expect((await post('n1')).status).toBe(200)
    expect((await post('n1', { impact: 'None.' })).status).toBe(409)
    expect((await post('n2', { impact: 'None.' })).body.sections.gas.impact).toBe('None.')
  })
  test('not by everybody, not for a month to come, not empty', async () => {
    const w = await stocked()
    const post = async (as: string, more: object = {}) =>
      (await w.send('/reports/monthly/narratives', { as, body: { id: 'n1', ...words, ...more } })).status
    expect(await post('cora@x.org')).toBe(403)
    expect(await post('asha@x.org', { month: '2026-12' })).toBe(400)
    expect(await post('asha@x.org', { progress: '  ' })).toBe(400)
  })
})
