/** Reports as pages: figures with the lists behind them, days as they were known, what people write beside them. */
import { describe, expect, test } from 'vitest'
import type { Day } from '../../../shared/core/time.ts'
import { formOf, landlord } from './pages-world.ts'

const day = (text: string) => text as Day
const hrefs = (text: string): string[] =>
  [...text.slice(text.indexOf('<main')).matchAll(/href="(\/pages\/reports\/[^"#]+)"/g)].map(([, href]) =>
    href!.replaceAll('&amp;', '&'),
  )
const open = async (w: Awaited<ReturnType<typeof landlord>>, href: string, as?: string) => {
  const [path, query = ''] = href.split('?')
  return w.send({ path: path!, query, ...(as ? { as } : {}) })
}

describe('the home page', () => {
  test('before the first night says so; after it counts homes, and what changed since the night before', async () => {
    const w = await landlord()
    expect((await open(w, '/')).text).toContain('Homes are counted every night; the first count is tomorrow’s.')
    await w.night(day('2026-11-20'))
    await w.night(day('2026-11-22'))
    const { text } = await open(w, '/')
    expect(text).toContain('Homes as at the end of Sun 22 November 2026')
    expect(text).toContain('Since Fri 20 November')
    expect(text).toMatch(/▲ \d+ more|▼ \d+ fewer|no change/)
    const list = hrefs(text).find(href => href.includes('list=homes.gas'))!
    const behind = await open(w, list)
    expect(behind.text).toContain('Gas safety check: homes in date')
    expect(behind.text).toContain('homes not in date</strong>')
    const shown = /(\d+)<span class="govuk-visually-hidden"> homes not in date: Gas/.exec(text)![1]
    expect(behind.text.match(/<th scope="row"/g)).toHaveLength(Number(shown))
  })
})

describe('every figure', () => {
  test.each(['position', 'monthly', 'tsm', 'complaints', 'actions', 'hazards'])(
    'of %s opens to its list, with definition and day',
    async name => {
      const w = await landlord()
      const { text } = await open(w, `/pages/reports/${name}`)
      const lists = [...new Set(hrefs(text).filter(href => href.includes('list=')))]
      expect(lists.length).toBeGreaterThan(1)
      for (const href of lists) {
        const behind = await open(w, href)
        expect([href, behind.status, behind.text.includes('As at the end of')]).toEqual([href, 200, true])
        expect(behind.text).not.toMatch(/>undefined<|\[object/)
      }
      expect(w.faults).toEqual([])
    },
  )

  test('that nobody knows, a table that is none, a report that is none: each is said', async () => {
    const w = await landlord()
    for (const [href, words] of [
      ['/pages/reports/tsm?list=BS99', 'There is no such figure'],
      ['/pages/reports/tsm?list=__proto__', 'There is no such figure'],
      ['/pages/reports/tsm?table=nothing', 'There is no such table'],
      ['/pages/reports/gas', 'There is no such report'],
    ] as const) {
      const { status, text } = await open(w, href)
      expect([href, status, text.includes(words)]).toEqual([href, 404, true])
    }
  })
})

describe('days', () => {
  test.each([
    ['/pages/reports/monthly?month=2026-13', 'The month must be one that has begun'],
    ['/pages/reports/monthly?month=2027-01', 'The month must be one that has begun'],
    ['/pages/reports/position?asAt=2026-11-31', 'The day must be a real date'],
    ['/pages/reports/position?asAt=2027-01-01', 'The day must be a real date'],
    [
      '/pages/reports/complaints?from=2026-11-20&to=2026-11-10',
      'The first day must be a real date, not after the last',
    ],
  ])('%s is refused in words, and asked again', async (href, words) => {
    const w = await landlord()
    const { status, text } = await open(w, href)
    expect([status, text.includes(words), text.includes('<title>Error: ')]).toEqual([400, true, true])
  })

  test('a day that was kept is shown as it was known then, also after the register was corrected', async () => {
    const w = await landlord()
    await w.night(day('2026-11-22'))
    const before = await open(w, '/pages/reports/position?asAt=2026-11-22')
    expect(before.text).toContain('as known then. Made and kept')
    const asset = { id: 'H09999', type: 'dwelling' as const, ownership: 'owned', tenure: 'LCRA' }
    await w.store.putAsset(asset)
    const by = { kind: 'staff' as const, id: 'admin', roles: ['administrator' as const] }
    const facts = { checks: [], dutyBeganOn: '2026-01-01', deadline: '2026-01-01' }
    const opened = await w.apply.open('gas', { id: 'gas:H09999', assetId: 'H09999', facts, by })
    expect(opened.kind).toBe('done')
    expect((await w.night(day('2026-11-22'))).kind).toBe('restated')
    const after = await open(w, '/pages/reports/position?asAt=2026-11-22')
    const figures = (text: string) => text.slice(text.indexOf('Homes in date, by stream'))
    expect(figures(after.text)).toBe(figures(before.text))
    expect(after.text).toContain('Restated since')
    expect(after.text).toContain('Gas safety check: homes in date')
    const now = await open(w, '/pages/reports/position?asAt=2026-11-22&knownOn=2026-11-23')
    expect(now.text).toContain('as known on Mon 23 November 2026')
    expect(figures(now.text)).not.toBe(figures(before.text))
  })

  test('a large landlord is told which day was kept, not made to wait', async () => {
    const w = await landlord()
    await w.night(day('2026-11-22'))
    const held = (await w.store.getSetting('snapshot:2026-11-22'))!
    await w.store.putSetting('snapshot:2026-11-22', { ...(held.value as object), stock: 60_000 }, held.rev)
    const { status, text } = await open(w, '/pages/reports/position?asAt=2026-11-15')
    expect([status, text.includes('The newest that was kept is of Sun 22 November 2026')]).toEqual([400, true])
    expect((await open(w, '/pages/reports/position')).status).toBe(200)
  })
})

describe('files', () => {
  test.each([
    ['html', 'text/html'],
    ['csv', 'text/csv'],
    ['xlsx', 'spreadsheetml'],
    ['json', 'application/json'],
  ])('%s', async (as, type) => {
    const w = await landlord()
    const { status, headers } = await open(w, `/pages/reports/monthly?month=2026-10&as=${as}`)
    expect([status, headers['content-type']?.includes(type)]).toEqual([200, true])
  })
})

describe('what people write', () => {
  const path = '/pages/reports/monthly/2026-11/gas'
  const words = { position: 'Two homes.', corrective: 'Warrant.', impact: 'None else.', progress: 'Hearing on 3 Dec.' }
  const manager = 'owen.clarke@northmere.example'

  test('stands in the report, also in the one that was kept that night', async () => {
    const w = await landlord()
    await w.night(day('2026-11-22'))
    expect((await open(w, '/pages/reports/monthly')).text).toContain(
      'Gas safety check is red and nobody has written why',
    )
    const form = await open(w, path)
    const body = formOf(form.text, words)
    const sent = await w.send({ path, body })
    expect([sent.status, sent.headers.location]).toEqual([303, '/pages/reports/monthly?month=2026-11#behind'])
    expect((await w.send({ path, body })).status).toBe(303)
    const { text } = await open(w, '/pages/reports/monthly')
    expect(text).toContain('Hearing on 3 Dec.')
    expect(text).not.toContain('Gas safety check is red and nobody has written why')
  })

  test('left out is asked for, and what was typed is kept; script is text', async () => {
    const w = await landlord()
    const form = await open(w, path)
    const body = formOf(form.text, { ...words, position: '<script>alert(1)</script>', progress: ' ' })
    const { status, text } = await w.send({ path, body })
    expect([status, text.includes('Write: progress on follow-up')]).toEqual([400, true])
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain('Warrant.')
  })

  test('is for those who answer for it, for months that have begun, and for forms of ours', async () => {
    const w = await landlord()
    const people = (await w.store.people({ limit: 100 })).items
    const officer = people.find(one => one.roles.join() === 'complianceOfficer')
    expect((await open(w, path, officer?.email ?? manager)).status).toBe(403)
    expect((await open(w, '/pages/reports/monthly/2027-11/gas')).status).toBe(404)
    expect((await w.send({ path, body: new URLSearchParams(words).toString() })).status).toBe(403)
  })
})
