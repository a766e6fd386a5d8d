/** A published figure is reproducible: the API and the pages open what was kept, and say beside it what changed since. */
import { expect, test } from 'vitest'
import { addMinutes, type Day, instant } from '../../../shared/core/time.ts'
import type { Report } from '../../../shared/position/reports/report.ts'
import { tablesOf } from '../../../shared/position/reports/report.ts'
import { behindPage } from '../../../shared/report/behind-page.ts'
import { keptName, keptParts, unpacked } from '../../../shared/report/kept.ts'
import { makeReport, reportNames } from '../../../shared/report/make.ts'
import { spanOf, takes } from '../../../shared/report/span.ts'
import { admin } from '../../support/history.ts'
import { home, withHome } from '../api-world.ts'
import { createPages } from '../pages/pages-world.ts'

const MARCH = '2026-03-31' as Day
const ASKED = { query: 'month=2026-03' }

/** March as it was kept; then a check that nobody knew of in March is put into the register. */
const corrected = async () => {
  const w = await withHome()
  w.clock.now = instant.parse('2026-04-01T03:00:00Z')
  const taken = await w.night(MARCH)
  w.clock.now = instant.parse('2027-03-01T09:00:00Z')
  const facts = { ...home, checks: [], deadline: '2026-03-10' }
  const opened = await w.apply.open('gas', { id: 'gas:H00018', assetId: 'H00018', facts, by: admin, at: w.now() })
  expect(opened.kind).toBe('done')
  await w.store.putAsset({ id: 'H00018', type: 'dwelling', uprn: '100012346' })
  return { ...w, taken }
}

const plain = ({ made: _, ...report }: Report & { kept?: unknown; restated?: unknown }) => report

const unasked = async () => {
  throw new Error('not asked for')
}

const longer = ({ lists }: Report) => ({ ...lists!['position.gas.required']!, ids: ['gas:A', 'gas:B', 'gas:C'] })

test('last March’s figure is the same a year on, byte for byte, in the API and on the page', async () => {
  const w = await corrected()
  const first = (await w.send('/reports/monthly', ASKED)).body
  expect(first).toMatchObject({ asAt: MARCH, knownOn: MARCH, kept: true, restated: [] })
  w.clock.now = addMinutes(w.clock.now, 60 * 24 * 30)
  expect((await w.send('/reports/monthly', ASKED)).body).toEqual(first)
  const file = await w.send('/reports/monthly', { query: 'month=2026-03&as=csv' })
  expect((await w.send('/reports/monthly', { query: 'month=2026-03&as=csv' })).text).toBe(file.text)
})

test('as known now is another report, and counting March again is a restatement beside the first', async () => {
  const w = await corrected()
  const then = (await w.send('/reports/position', { query: `asAt=${MARCH}` })).body
  const now = (await w.send('/reports/position', { query: `asAt=${MARCH}&knownOn=2027-03-01` })).body
  expect([then.kept, now.kept, then.knownOn, now.knownOn]).toEqual([true, false, MARCH, '2027-03-01'])
  const homes = (report: Report) => tablesOf(report).flatMap(one => one.rows).length
  expect(homes(now)).toBeGreaterThan(0)
  const again = await w.night(MARCH)
  expect(again.kind).toBe('restated')
  const after = (await w.send('/reports/position', { query: `asAt=${MARCH}` })).body
  expect(plain(after)).toMatchObject(plain({ ...then, restated: after.restated }))
  expect(after.restated).toMatchObject([{ changes: again.changes }])
  expect(again.changes.length).toBeGreaterThan(0)
})

test('the page opens the very report that the API gives', async () => {
  const w = await corrected()
  let made = 0
  const reports = {
    kept: w.kept,
    bytes: unasked,
    make: async () => {
      made += 1
      throw new Error('a month that was kept is not counted again')
    },
  }
  const pages = createPages(w, { reports })
  for (const name of reportNames.filter(one => one === 'monthly' || one === 'position' || one === 'tsm')) {
    const query = name === 'monthly' ? 'month=2026-03' : `asAt=${MARCH}`
    const shown = await pages.send({ path: `/pages/reports/${name}`, query: `${query}&as=json` })
    const { kept, restated: _, ...told } = (await w.send(`/reports/${name}`, { query })).body
    expect([name, kept, JSON.parse(shown.text)]).toEqual([name, true, told])
  }
  expect(made).toBe(0)
})

test.each(reportNames)(
  'what is kept at night of %s is what would be counted for the days that it is asked for',
  async name => {
    const w = await withHome()
    w.clock.now = instant.parse('2026-04-01T03:00:00Z')
    await w.night(MARCH)
    const asked = spanOf(name, takes[name].includes('from') ? { to: MARCH } : { asAt: MARCH }, '2026-04-01' as Day)
    if (!asked.ok) throw new Error(asked.message)
    const landlord = { name: 'Northmere District Council', roles: {}, contractors: [] }
    const made = await makeReport({ ...w.deps, landlord }, name, asked.span)
    expect(JSON.parse(JSON.stringify(made))).toEqual(await w.kept(MARCH, name))
  },
)

test('the quarter’s pack for the member responsible is what the night of its end kept', async () => {
  const w = await withHome()
  w.clock.now = instant.parse('2026-04-01T03:00:00Z')
  await w.night(MARCH)
  const asked = { query: `from=2026-01-01&to=${MARCH}` }
  const pack = (await w.send('/reports/complaints', asked)).body
  expect(pack).toMatchObject({ kept: true, from: '2026-01-01', asAt: MARCH, made: '2026-04-01T03:00:00.000Z' })
  const year = (await w.send('/reports/complaints', { query: `to=${MARCH}` })).body
  expect(year).toMatchObject({ kept: true, from: '2025-04-01' })
  const other = (await w.send('/reports/complaints', { query: `from=2026-02-01&to=${MARCH}` })).body
  expect(other).toMatchObject({ kept: false, from: '2026-02-01' })
})

test('a long list of a kept report lies by itself, and is the same list', async () => {
  const w = await corrected()
  const made = (await w.send('/reports/position', { query: `asAt=${MARCH}&knownOn=2027-03-01` })).body as Report
  const report = { ...made, lists: { ...made.lists, 'position.gas.required': longer(made) } }
  const lying = new Map<string, Uint8Array>()
  for await (const [name, bytes] of keptParts(report, { most: 2 })) lying.set(name, bytes)
  const kept = await unpacked(lying.get(keptName(made.asAt, 'position'))!)
  expect(kept.lists?.['position.gas.required']).toMatchObject({ ids: [], apart: 3 })
  const bytes = async (name: string) => lying.get(name)!
  const [inside, apart] = await Promise.all(
    [report, kept].map(one => behindPage(w.store, one, 'position.gas.required', 0, bytes)),
  )
  expect(apart).toEqual(inside)
  expect(apart?.rows.map(row => row.id)).toEqual(['gas:A', 'gas:B', 'gas:C'])
})

test('the registers over HTTP are those of the page: the night’s, or counted again, and said which', async () => {
  const w = await withHome()
  w.clock.now = instant.parse('2026-04-01T03:00:00Z')
  await w.night(MARCH)
  w.clock.now = instant.parse('2026-04-01T09:00:00Z')
  await w.store.putAsset({ id: 'H00018', type: 'dwelling', uprn: '100012346', hasGas: 'yes' })
  const [night, again] = [await w.send('/data-quality'), await w.send('/data-quality', { query: 'now=true' })]
  expect(night.body).toMatchObject({ asAt: MARCH, kept: true, made: '2026-04-01T03:00:00.000Z' })
  expect(again.body).toMatchObject({ asAt: '2026-04-01', kept: false })
  expect(again.body.findings).toBeGreaterThan(night.body.findings)
  const pages = createPages(w, { reports: { kept: w.kept, bytes: w.bytes, make: unasked } })
  for (const [query, { body }] of [['', night] as const, ['now=1', again] as const]) {
    const { text } = await pages.send({ path: '/pages/data-quality', query })
    for (const { title, count } of body.groups.filter((one: { count: number }) => one.count > 0))
      expect(text.replaceAll(/<[^>]+>/g, ' ')).toMatch(new RegExp(`${title}.*?\\s${count}\\s`, 's'))
  }
})
