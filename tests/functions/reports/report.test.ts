/** What the calendar owes, over the store as it is: snapshots kept for good, reports that leave once. */
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createHandler } from '../../../functions/report/handler.ts'
import { addHours, at, type Day, type Instant } from '../../../shared/core/time.ts'
import type { Mail, Sent } from '../../../shared/effects/mail-out.ts'
import { officeHours } from '../../../shared/mail/window.ts'
import { directoryFrom } from '../../../shared/people/directory.ts'
import { person } from '../../../shared/people/person.ts'
import { behindOf, type Report } from '../../../shared/position/reports/report.ts'
import { type KeptId, keptName } from '../../../shared/report/kept.ts'
import { makeReport, reportNames } from '../../../shared/report/make.ts'
import { newestSnapshot } from '../../../shared/report/snapshots.ts'
import { sorted } from '../../support/complaints.ts'
import { admin, contractor, sha, staff } from '../../support/history.ts'
import { sender } from '../../support/mail.ts'
import { world } from '../world.ts'

const day = (text: string) => text as Day
const landlord = { name: 'Testham Homes', roles: {}, contractors: [{ id: 'sureheat', name: 'SureHeat Ltd' }] }

const office = async (start: string) => {
  const w = world(undefined, start)
  const mails: (Mail & { at: Instant })[] = []
  const kept = new Map<string, string | Uint8Array>()
  const answers: Sent[] = []
  const archive = (prefix: string) => ({
    put: async (name: string, bytes: Uint8Array) => {
      if (kept.has(prefix + name)) return 'there' as const
      kept.set(prefix + name, name.endsWith('.gz') ? gunzipSync(bytes).toString() : Buffer.from(bytes).toString())
      return 'kept' as const
    },
  })
  for (const [email, roles] of [
    ['exec@x.org', ['executive']],
    ['cllr@x.org', ['portfolioHolder', 'mrc']],
    ['hos@x.org', ['headOfService']],
    ['lead@x.org', ['complaintsLead']],
  ] as const)
    await w.store.putPerson(person.parse({ email, name: email, roles }))
  const deps = {
    ...w.deps,
    landlord,
    reports: archive('reports/'),
    kept: async (asAt: Day, id: KeptId): Promise<Report> =>
      JSON.parse(String(kept.get(`reports/${keptName(asAt, id)}`))),
    heads: archive('heads/'),
    desk: {
      window: officeHours,
      mail: {
        send: async (mail: Mail): Promise<Sent> => {
          // The week's lists have their own tests (weekly.test.ts).
          if (/roll-up/.test(mail.subject)) return { kind: 'sent', messageId: `w${mails.length}` }
          const answer = answers.shift() ?? { kind: 'sent' as const, messageId: `m${mails.length}` }
          if (answer.kind === 'sent') mails.push({ ...mail, at: w.clock.now })
          return answer
        },
      },
      outbox: w.store.outbox,
      directory: directoryFrom(w.store, { fallback: { email: 'duty@x.org', name: 'Duty' }, now: w.now, minutes: 0 }),
      sender,
      now: w.now,
    },
    apply: w.apply,
    keepRegime: async () => undefined,
    fault: () => {},
  }
  const run = createHandler(deps)
  const due = (moment: Instant) => {
    w.clock.now = moment
    return run({ job: 'due' })
  }
  const home = async (id: string, facts: object) => {
    await w.store.putAsset({ id, type: 'dwelling', ownership: 'owned', tenure: 'LCRA', area: 'North' })
    const opened = await w.apply.open('gas', { id: `gas:${id}`, assetId: id, facts, by: admin })
    if (opened.kind !== 'done') throw new Error(JSON.stringify(opened))
  }
  return { ...w, deps, run, due, mails, kept, answers, home }
}
const checked = (on: string, nextDue: string) => ({
  deadline: nextDue,
  contractorId: 'sureheat',
  checks: [{ on, knownOn: on, nextDue, result: 'SATISFACTORY' }],
})
const london = (date: string, clock: string) => at(day(date), clock)

/** What is sent is called last in its subject: how it stands comes first. */
const titleOf = ({ subject }: Pick<Mail, 'subject'>): string => subject.split(' · ').at(-1) ?? ''

describe('the night', () => {
  test('keeps yesterday for good, with every history sealed', async () => {
    const o = await office('2026-11-10T09:00:00Z')
    await o.home('H1', checked('2026-02-10', '2027-02-10'))
    await o.home('H2', checked('2025-10-01', '2026-10-01'))
    const { snapshots } = await o.due(london('2026-11-12', '00:30'))
    expect(snapshots.map(one => [one.asAt, one.kind])).toEqual([
      ['2026-10-31', 'taken'],
      ['2026-11-11', 'taken'],
    ])
    const text = String(o.kept.get('reports/snapshots/2026-11-11.json'))
    expect(JSON.parse(text).figures[0]).toMatchObject({
      id: 'stream.gas',
      numerator: 1,
      denominator: 2,
      behind: { ids: ['gas:H2'] },
    })
    const lines = String(o.kept.get('heads/2026-11-11.tsv.gz')).trim().split('\n')
    const heads = await Promise.all(['gas:H1', 'gas:H2'].map(async id => (await o.store.load(id))!))
    expect(lines).toEqual(heads.map(({ case: c, head }) => `${c.id}\t${c.version}\t${head}`))
    expect((await o.due(london('2026-11-12', '01:30'))).snapshots).toEqual([])
    const again = await o.run({ job: 'snapshot', asAt: '2026-11-11' })
    expect(again.snapshots).toMatchObject([{ kind: 'same', hash: snapshots[1]!.hash }])
    const quality = [...o.kept.keys()].filter(name => /2026-11-11\/data-quality/.test(name))
    expect(quality).toEqual(['reports/kept/2026-11-11/data-quality.missing_duty.0.json.gz'])
    // two days, each with its snapshot, its seal, the head of the seal, every report and what is wrong with the registers
    expect(o.kept.size).toBe(2 * (3 + reportNames.length + quality.length))
    const position = JSON.parse(String(o.kept.get('reports/kept/2026-11-11/position.json.gz')))
    expect(behindOf(position, 'homes.gas')).toMatchObject({ shown: '50.0 %', behind: { of: 'homes', ids: ['H2'] } })
    expect(behindOf(position, 'position.gas.overdue')).toMatchObject({ shown: '1', behind: { ids: ['gas:H2'] } })
    expect(await newestSnapshot(o.store)).toEqual({ latest: '2026-11-11', before: '2026-10-31' })
  })

  test('a corrected register leaves the first snapshot and says what is restated', async () => {
    const o = await office('2026-11-10T09:00:00Z')
    await o.home('H1', checked('2025-10-01', '2026-10-01'))
    await o.due(london('2026-11-12', '00:30'))
    const first = o.kept.get('reports/snapshots/2026-11-11.json')
    await o.home('H2', checked('2026-02-10', '2027-02-10'))
    const { snapshots } = await o.run({ job: 'snapshot', asAt: '2026-11-11' })
    expect(snapshots[0]).toMatchObject({
      kind: 'restated',
      changes: [
        { id: 'stream.gas', was: '0.0 % (0 of 1)', is: '50.0 % (1 of 2)' },
        { id: 'BS01' },
        { id: 'CH01.1.LCRA' },
        { id: 'CH01.2.LCRA' },
        { id: 'homes.gas' },
      ],
    })
    expect(o.kept.get('reports/snapshots/2026-11-11.json')).toBe(first)
    expect([...o.kept.keys()].filter(name => name.startsWith('reports/snapshots/2026-11-11'))).toHaveLength(2)
    expect(await o.store.getSetting('restated:2026-11-11')).toMatchObject({
      value: [
        {
          changes: [
            { id: 'stream.gas' },
            { id: 'BS01' },
            { id: 'CH01.1.LCRA' },
            { id: 'CH01.2.LCRA' },
            { id: 'homes.gas' },
          ],
        },
      ],
    })
  })
})

test('in the nights in which an hour is lost or comes twice, the day is counted once (G6)', async () => {
  for (const [before, night] of [
    ['2027-03-27', '2027-03-28'],
    ['2027-10-30', '2027-10-31'],
  ] as const) {
    const o = await office(`${before}T12:00:00Z`)
    let counted = 0
    // each full hour of the night as the scheduler has them: in UTC, where none is lost and none comes twice
    for (let hour = -2; hour < 8; hour++) {
      const moment = addHours(`${night}T00:00:00.000Z` as Instant, hour)
      counted += (await o.due(moment)).snapshots.filter(one => one.asAt === before).length
    }
    expect([night, counted]).toEqual([night, 1])
    expect(o.kept.has(`reports/snapshots/${before}.json`)).toBe(true)
  }
})

test('a home that turns out to be sold, and a duty to apply: as known then nothing moves, as known now it does', async () => {
  const o = await office('2027-03-01T09:00:00Z')
  await o.home('H1', checked('2026-05-20', '2027-05-20'))
  await o.home('H2', { applicability: 'unknown', dutyBeganOn: '2026-01-01' })
  await o.home('H3', checked('2026-06-20', '2027-06-20'))
  await o.due(london('2027-04-01', '00:30'))
  o.clock.now = london('2027-04-06', '10:00')
  const home = (await o.store.getAsset('H1'))!
  await o.store.putAsset({ ...home, status: 'disposed', ownedTo: day('2027-03-15') }, day('2027-04-06'))
  await o.due(london('2027-04-07', '00:30'))
  expect((await o.store.load('gas:H1'))!.case.state).toBe('retired')
  const found = { applicability: 'not_required', reason: 'all electric' }
  const by = staff('complianceManager')
  const event = { type: 'applicability.confirmed', at: o.clock.now, by, data: found }
  expect((await o.apply.event('gas:H2', event)).kind).toBe('done')
  expect(await o.run({ job: 'snapshot', asAt: '2027-03-31' })).toMatchObject({ snapshots: [{ kind: 'same' }] })
  const behind = async (knownOn?: Day) => {
    const report = await makeReport(o.deps, 'position', { from: day('2027-03-01'), asAt: day('2027-03-31'), knownOn })
    return ['homes.gas', 'position.gas.required'].map(id => behindOf(report, id)?.shown)
  }
  expect(await behind()).toEqual(['66.7 %', '3'])
  expect(await behind(day('2027-04-07'))).toEqual(['100.0 %', '1'])
})

test('last March, as known then and as known now, after a certificate that came in April (G19)', async () => {
  const o = await office('2027-03-01T09:00:00Z')
  await o.home('H1', checked('2026-03-20', '2027-03-20'))
  await o.due(london('2027-04-01', '00:30'))
  const march = String(o.kept.get('reports/snapshots/2027-03-31.json'))
  expect(JSON.parse(march).figures[0]).toMatchObject({ numerator: 0, denominator: 1 })
  o.clock.now = london('2027-04-06', '10:00')
  const officer = staff('complianceOfficer')
  const does = async (type: string, data: object, by = officer, moment = o.clock.now) => {
    const done = await o.apply.event('gas:H1', { type, at: moment, by, data })
    expect(done.kind, JSON.stringify(done)).toBe('done')
  }
  const lgsr = {
    result: 'SATISFACTORY',
    operative: { name: 'A. Fitter', regNo: '1234567' },
    documents: [{ name: 'lgsr.pdf', sha256: sha('a') }],
  }
  await does('inspection.completed', lgsr, contractor(), london('2027-03-18', '10:00'))
  await does('certificate.accepted', {})
  expect(await o.run({ job: 'snapshot', asAt: '2027-03-31' })).toMatchObject({ snapshots: [{ kind: 'same' }] })
  const figure = async (knownOn?: Day) => {
    const report = await makeReport(o.deps, 'monthly', { from: day('2027-03-01'), asAt: day('2027-03-31'), knownOn })
    return report.parts[0]
  }
  expect(await figure()).toMatchObject({ figures: [{ shown: '0.0 %' }] })
  expect(await figure(day('2027-04-06'))).toMatchObject({ figures: [{ shown: '100.0 %' }] })
  const april = await makeReport(o.deps, 'monthly', { from: day('2027-04-01'), asAt: day('2027-04-06') })
  const restated = april.parts.flatMap(part =>
    part.kind === 'table' && part.table.id === 'restated' ? part.table.rows : [],
  )
  expect(restated).toEqual([
    {
      figure: 'Gas safety check',
      published: '0.0 % (0 of 1)',
      knownThen: '0.0 % (0 of 1)',
      knownNow: '100.0 % (1 of 1)',
      why: 'evidence came after the month’s end',
    },
  ])
})

describe('the monthly report', () => {
  test('leaves at 08:00 London on the third working day, to those who hold the roles, once', async () => {
    const o = await office('2027-03-01T09:00:00Z')
    await o.home('H1', checked('2025-10-01', '2026-10-01'))
    // Good Friday is 26 March, Easter Monday 29: April’s third working day is Monday 5
    const sent = async (date: string, clock: string) => (await o.due(london(date, clock))).sent
    expect(await sent('2027-04-03', '08:00')).toBe(0)
    expect(await sent('2027-04-05', '07:59')).toBe(0)
    const before = o.mails.length
    expect(await sent('2027-04-05', '08:00')).toBe(5)
    const monthly = o.mails.slice(before).filter(mail => titleOf(mail).startsWith('Compliance report'))
    expect(monthly.map(mail => mail.to[0]).sort()).toEqual(['cllr@x.org', 'exec@x.org', 'hos@x.org'])
    expect(monthly[0]!.subject).toMatch(/^\d+ (?:red|amber|no data)[^·]* · Compliance report, March 2027$/)
    expect(monthly[0]!.html).toContain('nobody has written')
    expect(await sent('2027-04-05', '09:00')).toBe(0)
    expect(await sent('2027-04-12', '09:00')).toBe(4) // the weekly pack, and since the 7th the draft of the return
  })
  test('an outage delays it; after a week it stands on the pages alone', async () => {
    const o = await office('2027-03-01T09:00:00Z')
    expect((await o.due(london('2027-04-08', '11:00'))).sent).toBe(5)
    expect(new Set(o.mails.map(titleOf))).toEqual(
      new Set(['Compliance report, March 2027', 'Tenant Satisfaction Measures 2026/27, as at Wed 31 March 2027']),
    )
    const late = await office('2027-03-01T09:00:00Z')
    expect((await late.due(london('2027-04-15', '11:00'))).sent).toBe(5) // ten working days after 31 March
    expect(late.mails.map(titleOf)).toEqual([
      ...Array(2).fill('Complaints, Q4 2026/27: for the member responsible'),
      ...Array(3).fill('Annual complaints report 2026/27, draft'),
    ])
    expect(late.mails[0]!.html).toContain('/pages/reports/complaints?from=2027-01-01&amp;to=2027-03-31')
  })
  test('the weekly pack says what was kept of its Sunday, whatever was recorded since', async () => {
    const o = await office('2027-01-29T09:00:00Z')
    expect((await o.due(london('2027-02-01', '00:30'))).snapshots.map(one => one.asAt)).toContain('2027-01-31')
    o.clock.now = london('2027-02-01', '07:00')
    const facts = { text: 'Cold', receivedAt: '2027-01-28T09:00:00.000Z', channel: 'email', persons: [{ name: 'J' }] }
    const by = staff('complaintHandler', 'hal@x.org')
    expect((await o.apply.open('complaint', { id: 'CMP-LATE', facts, by, at: o.now() })).kind).toBe('done')
    for (const [type, data] of [
      ['choice.offered', { answer: 'complaint' }],
      ['classify.complaint', sorted],
    ] as const)
      expect((await o.apply.event('CMP-LATE', { type, at: o.now(), by, data })).kind).toBe('done')
    await o.due(london('2027-02-01', '08:00'))
    const pack = o.mails.find(mail => titleOf(mail).startsWith('Weekly complaints pack'))!
    expect(titleOf(pack)).toBe('Weekly complaints pack, year to Sun 31 January 2027')
    expect(pack.html).toContain('As at the end of Sun 31 January 2027, as known then')
    expect(pack.html).not.toContain('CMP-LATE')
    await o.due(london('2027-02-08', '08:00'))
    const next = o.mails.findLast(mail => titleOf(mail).startsWith('Weekly complaints pack'))!
    expect([next.subject.endsWith('Sun 7 February 2027'), next.html?.includes('CMP-LATE')]).toEqual([true, true])
  })
  test('after an outage that ends at night it waits for the morning, and the figures do not', async () => {
    const o = await office('2027-03-01T09:00:00Z')
    for (const [date, clock] of [
      ['2027-04-06', '03:00'],
      ['2027-04-06', '07:00'],
      ['2027-04-05', '22:00'],
    ] as const) {
      const done = await o.due(london(date, clock))
      expect({ date, clock, sent: done.sent + done.weekly! }).toEqual({ date, clock, sent: 0 })
    }
    expect(o.kept.has('reports/snapshots/2027-04-05.json')).toBe(true)
    expect((await o.due(london('2027-04-06', '08:00'))).sent).toBe(5)
  })
  test('whoever comes back or takes the role after it has left reads it on the pages', async () => {
    const o = await office('2027-03-01T09:00:00Z')
    await o.due(london('2027-04-05', '08:00'))
    await o.store.putPerson(person.parse({ email: 'new@x.org', name: 'New', roles: ['executive'] }))
    expect((await o.due(london('2027-04-05', '09:00'))).sent).toBe(0)
  })
  test('throttled, it is tried again; lost without an answer, it comes again as a copy', async () => {
    const o = await office('2027-03-01T09:00:00Z')
    o.answers.push({ kind: 'later', why: 'throttled' }, { kind: 'unknown', why: 'no answer' })
    const went = async (clock: string) => {
      await o.due(london('2027-05-07', clock))
      return o.mails.length
    }
    expect(await went('09:00')).toBe(1)
    expect(await went('09:05')).toBe(2)
    expect(await went('09:10')).toBe(2)
    expect(await went('09:45')).toBe(3)
    expect(o.mails.map(mail => mail.subject.startsWith('Copy: '))).toEqual([false, false, true])
  })
})

test('a job that is none is refused', async () => {
  const o = await office('2027-03-01T09:00:00Z')
  await expect(o.run({ job: 'monthly', month: '2027-13' })).rejects.toThrow()
  await expect(o.run({})).rejects.toThrow()
})

test('walks over the cases once for all that the night owes, the week’s own lists aside', async () => {
  const o = await office('2026-12-03T07:00:00Z')
  const walks = { everyLoaded: 0, everyCase: 0 }
  for (const name of ['everyLoaded', 'everyCase'] as const) {
    const read = o.deps.store[name] as (...given: Parameters<typeof o.deps.store.everyLoaded>) => never
    o.deps.store[name] = (share, asked) => {
      if (share.segment === 0 && asked?.cursor === undefined) walks[name] += 1
      return read(share, asked)
    }
  }
  await o.home('H1', checked('2026-01-10', '2027-01-10'))
  const done = await o.due(at(day('2026-12-03'), '08:00'))
  // the third working day: the last day of the month before, yesterday, and the monthly report to the three who read it
  expect(done.snapshots.map(one => one.asAt)).toEqual(['2026-11-30', '2026-12-02'])
  expect(done.sent).toBe(3)
  expect(walks.everyLoaded).toBe(1)
  const lists = walks.everyCase
  await o.due(at(day('2026-12-03'), '09:00'))
  expect(walks).toEqual({ everyLoaded: 1, everyCase: lists })
  expect(lists).toBeLessThanOrEqual(2)
})
