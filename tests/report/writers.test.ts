import { describe, expect, test } from 'vitest'
import type { Day, Instant } from '../../shared/core/time.ts'
import { type Report, type Table, tablesOf } from '../../shared/position/reports/report.ts'
import { reportCsv } from '../../shared/report/csv.ts'
import { reportHtml } from '../../shared/report/html.ts'
import { reportSubject, reportText } from '../../shared/report/text.ts'
import { reportXlsx, sheetNames } from '../../shared/report/xlsx.ts'
import { wrongWith } from '../support/as-read.ts'
import { monthlyOf } from '../support/monthly.ts'

/** What the text part says of a figure’s colour, and of a table that it does not read out. */
const layout = ['rows', 'misses', 'close', 'meets']
const post = { as: 'mail', link: 'https://x.example/r', reference: 'D-1' } as const

describe('a report of 5,000 homes', () => {
  const report = monthlyOf(5000)
  test('as a mail is below what Gmail cuts, and counts what it leaves out', () => {
    const text = reportHtml(report, post)
    expect(Buffer.byteLength(text)).toBeLessThan(102_000)
    expect(text).toMatch(/and \d+ more in the whole report/)
    expect(text).not.toMatch(/<script|<svg|<img/)
  })
  test('in print has every table under its title', () => {
    const text = reportHtml(report, { as: 'print' })
    for (const { title } of tablesOf(report)) expect(text).toContain(`>${title}</h2>`)
  })
  test('as plain text says each figure and where the rest is', () => {
    const text = reportText(report, post)
    expect(text).toMatch(/Gas safety check in date: \d+\.\d % \(/)
    expect(text).toContain('https://x.example/r')
  })
  test('as a mail is read in both parts, whole', () => {
    const mail = { subject: reportSubject(report), text: reportText(report, post), html: reportHtml(report, post) }
    expect(
      wrongWith(mail, { shorter: true, layout })
        // Of a long table the text reads out more rows; Gmail cuts at the HTML alone, which is counted above.
        .filter(one => !/text alone: (?:\d+|h\d{4})$|bytes$/.test(one)),
    ).toEqual([])
    expect(mail.text).not.toMatch(/, \d+(?:\.\d+)?(?:,|$)/m)
  })
  test('says on a telephone how it stands before what it is', () =>
    expect(reportSubject(report)).toMatch(/^\d+ (?:red|amber|no data).* · Compliance report, October 2026$/))
  test('sent once more says so in both parts', () => {
    expect(reportText(report, { ...post, copy: true })).toContain('This is a copy of D-1')
    expect(reportHtml(report, { ...post, copy: true })).toContain('This is a copy of D-1')
  })
  test('on a telephone a wide table is a list of its cells, each with its name', () => {
    const text = reportHtml(report, post)
    expect(text).toMatch(/<table class="s"/)
    expect(text).toMatch(/<td[^>]* data-th="[^"]+: "/)
    expect(reportHtml(report, { as: 'print' })).not.toContain('data-th')
  })
  test('as a workbook has a sheet a table', async () => {
    const bytes = await reportXlsx(report)
    const sheets = bytes.toString('latin1').match(/xl\/worksheets\/sheet\d+\.xml/g)
    expect(new Set(sheets).size).toBe(tablesOf(report).length + 2)
  })
  test('says the six duties first, and the page order of the report', () => {
    expect(
      tablesOf(report)[0]
        ?.rows.map(row => row.stream)
        .slice(0, 2),
    ).toEqual(['Gas safety check', 'Electrical inspection'])
    expect(tablesOf(report).map(one => one.id)).toEqual([
      'streams',
      'restated',
      'overdue',
      'actions',
      'access',
      'hazard-limits',
      'hazard-damp',
      'hazard-kinds',
      'hazard-others',
      'reportable',
      'surveys',
      'decent',
      'complaints-received',
      'complaints-open',
      'contractors',
      'evidence',
      'tsm',
      'risks',
    ])
  })
})

describe('a report of few rows', () => {
  const table = (id: string, rows: Table['rows']): Table => ({
    id,
    title: id,
    definition: '',
    columns: [
      { key: 'stream', title: 'Stream' },
      { key: 'kind', title: 'Kind', wide: true },
      { key: 'what', title: 'What' },
    ],
    rows,
    empty: 'None.',
  })
  const written = { position: 'Two homes', corrective: 'Visits', impact: 'None', progress: 'One done' }
  const [asAt, made] = ['2027-03-31' as Day, '2027-04-05T07:00:00.000Z' as Instant]
  const box = {
    section: 'gas',
    title: 'Gas safety check',
    rag: { state: 'red' as const, words: 'Red' },
    required: true,
    written: { ...written, by: 'e@x.org', at: made },
  }
  const some = table('some', [
    { stream: 'Gas', kind: '', what: '=1+1' },
    { stream: 'Gas', kind: 'plant', what: '+44, "x"' },
  ])
  const report: Report = {
    id: 'monthly',
    title: 'Report',
    landlord: 'Testham',
    from: '2027-03-01' as Day,
    asAt,
    knownOn: asAt,
    made,
    parts: [
      { kind: 'boxes', title: 'Behind the figures', boxes: [box] },
      { kind: 'table', table: some },
      { kind: 'table', table: table('none', []) },
    ],
  }
  test('the row of a kind says which, where there is no room for its column', () => {
    expect(reportHtml(report, post)).toContain('Gas: plant</th>')
    expect(reportHtml(report, { as: 'print' })).not.toContain('Gas: plant')
    expect(reportText(report, post)).toContain('- Gas: plant, +44')
  })
  test('what people wrote is in the text part too', () =>
    expect(reportText(report, post)).toContain('GAS SAFETY CHECK (red)\n- Current position: Two homes'))
  test('a table for a program is a header and its rows, and no formula', () => {
    expect(reportCsv(report, 'none')).toBe('\ufeffStream,Kind,What\r\n')
    expect(reportCsv(report, 'some')).toBe(`\ufeffStream,Kind,What\r\nGas,,'=1+1\r\nGas,plant,"'+44, ""x"""\r\n`)
    expect(reportCsv(report)).toContain('None.')
  })
})

test('sheets have names that Excel takes, each once', () => {
  const long = 'Complaints received: were they answered in time?'
  expect(sheetNames([long, long, 'a/b', 'A b'])).toEqual([
    'Complaints received were they a',
    'Complaints received were the 2',
    'a b',
    'A b 2',
  ])
})
