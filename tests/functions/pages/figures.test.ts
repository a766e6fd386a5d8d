/** Every number that opens something opens as much as it says: on reports, in their tables, on the home page. */
import { describe, expect, test } from 'vitest'
import type { Day, Instant } from '../../../shared/core/time.ts'
import { reportNames } from '../../../shared/report/make.ts'
import { sorted } from '../../support/complaints.ts'
import { admin, staff } from '../../support/history.ts'
import { landlord } from './pages-world.ts'

type World = Awaited<ReturnType<typeof landlord>>

/** The sample, with actions of several ages and complaints beside its checks. */
const busy = async (): Promise<World> => {
  const w = await landlord()
  const by = staff('complaintHandler', 'hana.yusuf@northmere.example')
  for (const [n, raisedOn] of ['2026-06-01', '2026-10-01', '2026-11-02', '2026-11-20'].entries()) {
    const facts = { stream: 'fra', description: `Door ${n}`, priority: n > 1 ? 'P2' : 'P3', raisedOn }
    await w.apply.open('action', { id: `ACT-${n}`, facts, assetId: 'B001', by: admin, at: w.now() })
  }
  for (const [n, day] of ['2026-10-05', '2026-11-02', '2026-11-16'].entries()) {
    const at = `${day}T09:00:00.000Z` as Instant
    const told = { text: `Cold, ${n}`, receivedAt: at, channel: 'email', persons: [{ name: 'J. Okonkwo' }] }
    await w.apply.open('complaint', { id: `CMP-${n}`, facts: told, assetId: 'H00004', by, at })
    await w.apply.event(`CMP-${n}`, { type: 'choice.offered', at, by, data: { answer: 'complaint' } })
    const done = await w.apply.event(`CMP-${n}`, { type: 'classify.complaint', at, by, data: sorted })
    expect(done.kind).toBe('done')
  }
  const mould = { awareAt: '2026-11-02T09:00:00.000Z', kind: 'damp_mould', description: 'Black mould' }
  await w.apply.open('hazard', { id: 'HAZ-0', facts: mould, assetId: 'H00004', by: admin, at: w.now() })
  const call = {
    complaint: 'CMP-0',
    stage: 1,
    what: 'Call',
    by: '2026-11-20',
    madeOn: '2026-11-02',
    type: 'action',
    area: 'Repairs',
  }
  const { kind } = await w.apply.open('promise', { id: 'PRO-0', facts: call, assetId: 'H00004', by, at: w.now() })
  expect(kind).toBe('done')
  return w
}

const open = async (w: World, href: string) => {
  const [path, query = ''] = href.replaceAll('&amp;', '&').split('?')
  const { status, text } = await w.send({ path: path!, query })
  expect([href, status]).toEqual([href, 200])
  return text
}

const shownIn = (words: string): number => Number(/[\d,]+/.exec(words)![0].replaceAll(',', ''))

/** What a list counts, over all its pages: a row says how often it stands for more than one. */
const rowsOf = async (w: World, href: string): Promise<number> => {
  let rows = 0
  let next: string | undefined = href
  for (let turn = 0; next && turn < 40; turn++) {
    const text: string = await open(w, next)
    const main = text.slice(text.indexOf('<main'))
    rows += main.match(/<th scope="row"/g)?.length ?? 0
    for (const [, times] of main.matchAll(/<strong>×(\d+)</g)) rows += Number(times) - 1
    next = /href="([^"]+)" rel="next"/.exec(text)?.[1]
  }
  return rows
}

describe('every number of a report that is a link', () => {
  test.each(reportNames)('of %s opens as many homes or cases as it says', async name => {
    const w = await busy()
    await w.night('2026-11-22' as Day)
    const text = await open(w, `/pages/reports/${name}`)
    const cells = [...text.matchAll(/href="([^"]*[?;]list=[^"]*)">([\d,]+)<span/g)]
    for (const [, href, number] of cells) expect([href, await rowsOf(w, href!)]).toEqual([href, shownIn(number!)])
    for (const href of [...text.matchAll(/dh-figure.*?href="([^"]*[?;]list=[^"]*)"/g)].map(([, one]) => one!)) {
      const list = await open(w, href)
      const [, total, what] = /, ([\d,]+) (homes?|cases?|in [\d,]+ (?:homes?|cases?))\./.exec(list) ?? []
      expect([href, what === undefined]).toEqual([href, false])
      expect(await rowsOf(w, href)).toBe(shownIn(total!))
      expect(list).toContain('As at the end of Sun 22 November 2026')
    }
    expect(cells.length).toBeGreaterThanOrEqual({ 'no-access': 0, contractors: 1, hazards: 3 }[name as string] ?? 5)
  })

  test.each(reportNames)('and %s as data: a list is as long as its number', async name => {
    const w = await busy()
    const { text } = await w.send({ path: `/pages/reports/${name}`, query: 'as=json' })
    type Row = Record<string, string | number>
    type Column = { key: string; as?: string; reckoned?: true }
    type Figure = { id: string; numerator: number; denominator?: number; definition: string; behind: { ids: string[] } }
    const report = JSON.parse(text) as {
      parts: { table?: { id: string; definition: string; columns: Column[]; rows: Row[] }; figures?: Figure[] }[]
      lists?: Record<string, { ids: string[] }>
    }
    const lists = new Map(Object.entries(report.lists ?? {}))
    for (const { table } of report.parts)
      for (const row of table?.rows ?? [])
        for (const column of table!.columns) {
          const [id, value] = [`${table!.id}.${row.key}.${column.key}`, row[column.key]]
          const list = lists.get(id)
          lists.delete(id)
          // A row that is one case or one home leads there itself; a share stands beside the two counts it is made of.
          const leads = row.case !== undefined || table!.id === 'self-assessment'
          if (column.as !== 'number' || typeof value !== 'number' || value === 0 || leads) continue
          expect([id, list?.ids.length]).toEqual([id, column.reckoned ? expect.any(Number) : value])
        }
    expect([...lists.keys()]).toEqual([])
    for (const { id, numerator, denominator = numerator, definition, behind } of report.parts.flatMap(
      part => part.figures ?? [],
    )) {
      expect([id, definition.length > 20]).toEqual([id, true])
      expect([id, [numerator, denominator, denominator - numerator].includes(behind.ids.length)]).toEqual([id, true])
    }
  })
})

test('every number of the home page opens as many cases or homes as it says', async () => {
  const w = await busy()
  await w.night('2026-11-22' as Day)
  const text = await open(w, '/')
  const tiles = [...text.matchAll(/<strong>(\d+)<\/strong><a class="govuk-link" href="([^"]+)"/g)]
  expect(tiles).toHaveLength(3)
  const cells = [...text.matchAll(/class="govuk-link[^"]*" href="([^"]+)">([\d,]+)<span/g)]
  expect(cells.length).toBeGreaterThan(10)
  const all = [...tiles.map(([, number, href]) => [href, number]), ...cells.map(([, href, number]) => [href, number])]
  for (const [href, number] of all) expect([href, await rowsOf(w, href!)]).toEqual([href, shownIn(number!)])
})
