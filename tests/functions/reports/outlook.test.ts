import { describe, expect, test } from 'vitest'
import { replay } from '../../../shared/core/replay.ts'
import { positionLists } from '../../../shared/position/streams/position-lists.ts'
import { verifyChain } from '../../../shared/store/chain.ts'
import { gas } from '../../../shared/workflows/gas.ts'
import { admin } from '../../support/history.ts'
import { apiWorld, home, withHome } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
type Line = { event: Parameters<typeof verifyChain>[0][number]['event']; prevHash: string; hash: string }
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

const open = async (w: World, assetId: string, facts: object) => {
  await w.store.putAsset({ id: assetId, type: 'dwelling', area: 'north' })
  const opened = await w.send('/workflows/gas/cases', { body: { id: `o-${assetId}`, assetId, facts } })
  if (opened.status !== 201) throw new Error(opened.text)
}

describe('an export', () => {
  test('of a case holds its whole history, in order, with a chain that verifies and replays', async () => {
    const w = await withHome()
    for (let index = 0; index < 210; index++)
      await w.apply.event('gas:H00017', { type: 'note.added', at: w.now(), by: admin, data: { text: `${index}` } })
    const { headers, text } = await w.send('/cases/gas:H00017/export')
    expect(headers['content-type']).toContain('application/x-ndjson')
    const lines = linesOf(text)
    expect(lines).toHaveLength(211)
    expect(verifyChain(lines)).toMatchObject({ ok: true })
    expect(
      replay(
        gas,
        lines.map(line => line.event),
        w.reckon,
      ),
    ).toEqual((await w.store.load('gas:H00017'))!.case)
  })

  test('of everything comes in parts of bounded size, each event once', async () => {
    const w = await apiWorld()
    for (let index = 0; index < 30; index++) await open(w, `H${index}`, home)
    const bulky = { result: 'SATISFACTORY', remarks: 'x'.repeat(300_000) }
    for (let index = 0; index < 30; index++)
      await w.send(`/cases/gas:H${index}/events`, {
        body: { id: `e-${index}`, type: 'inspection.completed', data: bulky },
      })
    const seen: string[] = []
    let cursor: string | undefined
    let parts = 0
    do {
      const { status, headers, text } = await w.send('/export', cursor ? { query: `cursor=${cursor}` } : {})
      expect(status).toBe(200)
      expect(text.length).toBeLessThan(5_000_000)
      seen.push(...linesOf(text).map(({ event }) => `${event.caseId} ${event.seq}`))
      cursor = headers['x-next-cursor']
      parts += 1
    } while (cursor)
    expect(parts).toBeGreaterThan(1)
    expect(seen).toHaveLength(60)
    expect(new Set(seen).size).toBe(60)
  })

  test('of an unknown case, or from a cursor that is none, is refused', async () => {
    const w = await withHome()
    expect((await w.send('/cases/gas:H9/export')).status).toBe(404)
    expect((await w.send('/export', { query: 'cursor=rubbish' })).status).toBe(400)
    expect((await w.send('/cases/gas:H00017/export', { query: 'cursor=e30' })).status).toBe(400)
  })
})

describe('the position', () => {
  const stocked = async () => {
    const w = await apiWorld()
    const check = (on: string, nextDue: string, knownOn = on) => ({
      deadline: nextDue,
      checks: [{ on, knownOn, nextDue, result: 'SATISFACTORY' }],
    })
    await open(w, 'H1', check('2026-08-01', '2027-08-01'))
    await open(w, 'H2', check('2025-12-10', '2026-12-10'))
    await open(w, 'H3', check('2025-11-01', '2026-11-01'))
    await open(w, 'H4', { dutyBeganOn: '2026-01-01' })
    await open(w, 'H5', { applicability: 'unknown' })
    await open(w, 'H6', { applicability: 'not_required', reason: 'all electric' })
    await open(w, 'H7', { ...check('2026-01-01', '2027-01-01'), rests: [{ from: '2026-10-01', why: 'void' }] })
    return w
  }

  test('counts what applies, never what is only believed', async () => {
    const { body } = await (await stocked()).send('/position', { query: 'workflow=gas' })
    expect(body.workflows).toEqual([
      {
        workflow: 'gas',
        title: 'Gas safety check',
        required: 5,
        compliant: 2,
        overdue: 1,
        neverInspected: 1,
        unknown: 1,
        suspended: 1,
        notRequired: 1,
        retired: 0,
        dueIn: { 30: 1, 60: 1, 90: 1 },
        percentCompliant: 40,
      },
    ])
  })

  test('of an earlier day is that of the day, not of today', async () => {
    const { body } = await (await stocked()).send('/position', { query: 'workflow=gas&asAt=2026-10-31' })
    expect(body).toMatchObject({
      asAt: '2026-10-31',
      workflows: [{ compliant: 3, overdue: 0, dueIn: { 30: 1, 60: 2 } }],
    })
    const { body: before } = await (await stocked()).send('/position', { query: 'workflow=gas&asAt=2025-12-31' })
    expect(before.workflows[0]).toMatchObject({ compliant: 2, neverInspected: 2 })
  })

  test('each figure opens to the list behind it, as at the day asked for', async () => {
    const w = await stocked()
    for (const asAt of ['2026-11-20', '2026-10-31', '2025-12-31']) {
      const { body } = await w.send('/position', { query: `workflow=gas&asAt=${asAt}` })
      const [{ dueIn, ...counts }] = body.workflows
      const figures = { ...counts, due30: dueIn[30], due60: dueIn[60], due90: dueIn[90] }
      for (const list of positionLists) {
        const { body: behind } = await w.send('/position', { query: `workflow=gas&asAt=${asAt}&list=${list}` })
        expect([list, behind.items.length, behind.cursor]).toEqual([list, figures[list], undefined])
        expect(behind).toMatchObject({ asAt, list, workflow: 'gas' })
        expect(behind.definition).toContain(asAt.slice(0, 4))
      }
    }
    const { body: late } = await w.send('/position', { query: 'workflow=gas&list=overdue' })
    expect(late.items).toMatchObject([
      { caseId: 'gas:H3', assetId: 'H3', status: 'overdue', nextDue: '2026-11-01', lastDone: '2025-11-01' },
    ])
  })

  test('a long list comes page by page, each case once', async () => {
    const w = await apiWorld()
    const ids = Array.from({ length: 230 }, (_, n) => `H${n}`)
    for (const id of ids) await open(w, id, { dutyBeganOn: '2026-01-01' })
    const seen: string[] = []
    let cursor = ''
    let pages = 0
    do {
      const { body } = await w.send('/position', {
        query: `workflow=gas&list=neverInspected${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      })
      seen.push(...body.items.map(({ assetId }: { assetId: string }) => assetId))
      cursor = body.cursor ?? ''
      pages += 1
    } while (cursor)
    expect(pages).toBeGreaterThan(2)
    expect(seen.sort()).toEqual([...ids].sort())
  })

  test('a list of no check, of no kind or from no cursor is refused', async () => {
    const w = await apiWorld()
    for (const query of [
      'list=overdue',
      'workflow=action&list=overdue',
      'workflow=gas&list=late',
      'workflow=gas&list=overdue&cursor=rubbish',
      'workflow=gas&list=overdue&cursor=o.rubbish',
      'workflow=gas&cursor=o.',
    ])
      expect([query, (await w.send('/position', { query })).status]).toEqual([query, 400])
  })

  test('has the open actions by priority and age', async () => {
    const w = await apiWorld()
    const action = (id: string, priority: string, raisedOn: string) =>
      w.send('/workflows/action/cases', {
        body: { id, facts: { stream: 'gas', description: 'x', priority, raisedOn } },
      })
    await action('a-1', 'P1', '2026-11-20')
    await action('a-2', 'P1', '2026-08-01')
    await action('a-3', 'P3', '2026-10-01')
    const { body } = await w.send('/position')
    expect(body.actions).toEqual({
      P1: { open: 2, byAge: { '0-30': 1, '31-60': 0, '61-90': 0, 'over 90': 1 } },
      P3: { open: 1, byAge: { '0-30': 0, '31-60': 1, '61-90': 0, 'over 90': 0 } },
    })
  })

  test.each(['asAt=2026-11-23', 'asAt=1066-10-14', 'asAt=2026-02-30', 'workflow=plumbing', 'colour=red'])(
    'refuses %s',
    async query => expect((await (await apiWorld()).send('/position', { query })).status).toBe(400),
  )
})

type Sending = { kind: string; at: string; report?: { title: string } }
type Looked = { day: string; sendings: Sending[] }
/** Days with mails about cases. */
const withoutReports = (days: Looked[]): Looked[] =>
  days
    .map(one => ({ ...one, sendings: one.sendings.filter(({ kind }) => kind !== 'report') }))
    .filter(one => one.sendings.length > 0)

describe('the look ahead', () => {
  test('has what falls due, who is told in which mail, and what is overdue then, day by day', async () => {
    const w = await withHome()
    const { body } = await w.send('/look-ahead', { query: 'days=120' })
    expect(body).toMatchObject({ from: '2026-11-22', through: '2027-03-22', complete: true })
    const due = body.days.find((one: { day: string }) => one.day === '2027-02-10')
    expect(due.fallsDue).toContainEqual(expect.objectContaining({ caseId: 'gas:H00017', due: '2027-02-10' }))
    expect(due.overdue).toEqual({})
    const next = body.days.find((one: { day: string }) => one.day === '2027-02-11')
    // on the day before it was due today, and nobody had taken it on: the digest comes again, beside the mail of its own
    const sent = [
      { kind: 'digest', cases: 0, again: 1 },
      { kind: 'notice', urgency: 'urgent' },
    ]
    expect(next).toMatchObject({ overdue: { gas: 1 }, sendings: sent })
    // Saturday's rung waits for Monday's digest, in which the duty desk stands for whoever is missing
    const [first] = withoutReports(body.days)
    expect(first).toMatchObject({ day: '2026-12-14', sendings: [{ kind: 'digest', at: '2026-12-14T07:30:00.000Z' }] })
    // The week's pack and roll-up of Monday, each with its name and hour.
    const monday = body.days.find((one: { day: string }) => one.day === '2026-11-23')
    const titles = monday.sendings.map((one: Sending) => `${one.at} ${one.report?.title}`)
    expect(new Set(titles)).toEqual(
      new Set([
        '2026-11-23T08:00:00.000Z Weekly complaints pack, year to Sun 22 November 2026',
        '2026-11-23T08:00:00.000Z Weekly roll-up for directors, Mon 23 November 2026',
      ]),
    )
  })

  test('of one contractor is of their jobs alone, and of one that we do not have is refused', async () => {
    const w = await withHome()
    // Theirs are mails about their jobs; what the landlord's reports say hangs on everybody's.
    const all = withoutReports((await w.send('/look-ahead')).body.days)
    const theirs = async () => (await w.send('/look-ahead', { query: 'contractor=sureheat' })).body.days
    const happens = (days: Looked[]) => days.map(({ day, sendings }) => ({ day, sendings }))
    expect(happens((await theirs()).filter((one: Looked) => one.sendings.length > 0))).toEqual(happens(all))
    const before = await theirs()
    await w.apply.open('complaint', { id: 'CMP-1', facts: { text: 'x' }, by: admin })
    expect(await theirs()).toEqual(before)
    expect((await w.send('/look-ahead', { query: 'contractor=nobody' })).status).toBe(422)
  })

  test('names whoever will be told, and changes nothing', async () => {
    const w = await withHome()
    const { body } = await w.send('/look-ahead')
    const mails = body.days.flatMap((one: { mails: object[] }) => one.mails)
    expect(mails).toContainEqual(
      expect.objectContaining({ role: 'complianceManager', person: { email: 'asha@x.org', name: 'Asha Patel' } }),
    )
    expect((await w.store.load('gas:H00017'))!.case.version).toBe(1)
  })

  test.each(['days=0', 'days=367', 'days=x'])('refuses %s', async query =>
    expect((await (await apiWorld()).send('/look-ahead', { query })).status).toBe(400),
  )
})
