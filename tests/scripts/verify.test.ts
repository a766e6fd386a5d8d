import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Heads, verifyExport } from '../../scripts/verify/export.ts'
import { addHours } from '../../shared/core/time.ts'
import { genesis, hashOf, type Link, sha256 } from '../../shared/store/chain.ts'
import { withHome } from '../functions/api-world.ts'

type World = Awaited<ReturnType<typeof withHome>>
const rules = ({ workflows, reckon }: World) => ({ workflows, reckon })

/** A gas check with a history of its own, another case beside it, and both exported by the API. */
const exported = async () => {
  const w = await withHome()
  for (const id of ['n1', 'n2', 'n3']) {
    w.clock.now = addHours(w.clock.now, 1)
    const sent = await w.send('/cases/gas:H00017/events', { body: { id, type: 'note.added', data: { text: id } } })
    expect(sent.status).toBe(200)
  }
  await w.store.putAsset({ id: 'H00018', type: 'dwelling' })
  const second = await w.send('/workflows/gas/cases', { body: { id: 'open-2', assetId: 'H00018', facts: {} } })
  expect(second.status).toBe(201)
  const { text } = await w.send('/export')
  const links = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Link)
  return { w, text, links }
}

let world: World
let text: string
let links: Link[]
beforeAll(async () => {
  ;({ w: world, text, links } = await exported())
})

const lines = (changed: readonly Link[]): string[] => changed.map(one => JSON.stringify(one))
const verify = (changed: readonly Link[], heads?: Heads) => verifyExport(lines(changed), rules(world), heads)
const at = (caseId: string, seq: number) => links.findIndex(({ event }) => event.caseId === caseId && event.seq === seq)
const edited = (index: number, change: (link: Link) => Link) =>
  links.map((one, place) => (place === index ? change(structuredClone(one)) : one))
/** The same events under hashes made anew from `from` on: what somebody with the table in hand would write. */
const rechained = (changed: readonly Link[]): Link[] => {
  let prevHash = genesis
  return changed.map(({ event }) => {
    if (event.seq === 1) prevHash = genesis
    const link = { event, prevHash, hash: hashOf(prevHash, event) }
    prevHash = link.hash
    return link
  })
}

test('an export as the API gives it is whole', async () => {
  expect(await verify(links)).toEqual({ cases: 2, events: 5 })
})

test('a case that came twice while it grew is whole', async () => {
  const gas = links.filter(({ event }) => event.caseId === 'gas:H00017')
  const others = links.filter(({ event }) => event.caseId !== 'gas:H00017')
  expect(await verify([...gas.slice(0, 2), ...others, ...gas])).toEqual({ cases: 2, events: 7 })
})

describe('the first break is named', () => {
  test('an event that was edited', async () => {
    const index = at('gas:H00017', 3)
    const changed = edited(index, one => ({ ...one, event: { ...one.event, at: '2026-11-01T09:00:00.000Z' as never } }))
    expect((await verify(changed)).broken).toEqual({
      caseId: 'gas:H00017',
      line: index + 1,
      seq: 3,
      why: 'was changed after it was recorded',
    })
  })

  test('an event taken out of the middle', async () => {
    const changed = links.filter((_, place) => place !== at('gas:H00017', 2))
    expect((await verify(changed)).broken).toMatchObject({ caseId: 'gas:H00017', seq: 2, why: 'event 2 is missing' })
  })

  test('an event whose hashes were made anew: the engine would not have decided so', async () => {
    const changed = rechained(
      edited(at('gas:H00017', 2), one => ({ ...one, event: { ...one.event, to: 'compliant_closed' } })),
    )
    const { broken } = await verify(changed)
    expect(broken).toMatchObject({ caseId: 'gas:H00017', seq: 2 })
    expect(broken?.why).toContain('repeats differently')
  })

  test('a line that is no event', async () => {
    const broken = lines(links)
    broken.splice(2, 0, '{"event":{}}')
    expect((await verifyExport(broken, rules(world))).broken?.line).toBe(3)
    expect((await verifyExport(['<html>'], rules(world))).broken?.why).toBe('the line is not JSON')
  })

  test('a workflow that nobody knows', async () => {
    const [first] = links.filter(({ event }) => event.seq === 1)
    const changed = rechained([{ ...first!, event: { ...first!.event, data: { workflow: 'constructor' } } }])
    expect((await verify(changed)).broken?.why).toBe('no workflow constructor')
  })
})

describe('against heads kept elsewhere', () => {
  const headsOf = (): Heads =>
    new Map(links.map(({ event: { caseId, seq }, hash }) => [caseId, { caseId, seq, head: hash }]))

  test('the same history is whole, and so is one that has grown since', async () => {
    expect((await verify(links, headsOf())).broken).toBeUndefined()
    const early = links.find(({ event }) => event.caseId === 'gas:H00017' && event.seq === 2)!
    const old: Heads = new Map([['gas:H00017', { caseId: 'gas:H00017', seq: 2, head: early.hash }]])
    expect((await verify(links, old)).broken).toBeUndefined()
  })

  test('a history cut off at its end, which no chain shows by itself', async () => {
    const cut = links.filter((_, place) => place !== at('gas:H00017', 4))
    expect((await verify(cut)).broken).toBeUndefined()
    expect((await verify(cut, headsOf())).broken).toMatchObject({
      caseId: 'gas:H00017',
      why: 'the history ends at event 3, before event 4 whose head was recorded',
    })
  })

  test('a history written anew from an earlier event on, which replays', async () => {
    const index = at('gas:H00017', 4)
    const rewritten = rechained(
      edited(index, one => ({ ...one, event: { ...one.event, by: { ...one.event.by, id: 'somebody@x.org' } } })),
    )
    expect((await verify(rewritten)).broken).toBeUndefined()
    expect((await verify(rewritten, headsOf())).broken).toMatchObject({
      seq: 4,
      why: 'event 4 is not the one whose head was recorded',
    })
  })

  test('a case left out whole', async () => {
    const without = links.filter(({ event }) => event.caseId === 'gas:H00017')
    expect((await verify(without, headsOf())).broken).toMatchObject({
      line: 0,
      caseId: links.find(({ event }) => event.caseId !== 'gas:H00017')!.event.caseId,
    })
  })
})

/** Each starts a process that loads every workflow: on a busy machine that takes its time. */
describe('the command', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const run = (name: string, content: string | undefined, ...more: string[]) => {
    const file = join(folder, name)
    if (content !== undefined) writeFileSync(file, content)
    return spawnSync(process.execPath, ['scripts/verify.ts', file, ...more], { encoding: 'utf8' })
  }

  test('exits 0 on a whole export, 1 on a broken one, 2 on none', () => {
    const whole = run('whole.ndjson', text)
    expect([whole.status, whole.stdout]).toEqual([
      0,
      'Whole: 2 cases, 5 events; every chain holds and every history repeats.\nWhat was left out at the end of a history, or a whole case, shows only beside a night’s heads: --heads <day>.tsv.gz\n',
    ])
    const broken = run('broken.ndjson', text.replace('"n2"', '"n9"').replace('note.added', 'note.removed'))
    expect([broken.status, broken.stderr]).toEqual([1, expect.stringMatching(/^BROKEN: case gas:H00017, line \d+/)])
    expect(run('nowhere.ndjson', undefined).status).toBe(2)
    expect(run('empty.ndjson', '').status).toBe(2)
  })

  test('takes the heads of a night as they lie in the audit bucket, with their seal', () => {
    const heads = join(folder, '2026-11-11.tsv.gz')
    const last = links.find(({ event }) => event.caseId === 'gas:H00017' && event.seq === 4)!
    const night = `gas:H00017\t4\t${last.hash}\n`
    writeFileSync(heads, gzipSync(night))
    writeFileSync(join(folder, '2026-11-11.json'), JSON.stringify({ asAt: '2026-11-11', root: sha256(night) }))
    const cut = lines(links.filter(one => one !== last)).join('\n')
    const answer = run('cut.ndjson', cut, '--heads', heads)
    expect([answer.status, answer.stderr]).toEqual([1, expect.stringContaining('the history ends at event 3')])
    writeFileSync(heads, gzipSync(`gas:H00017\t3\t${last.prevHash}\n`))
    const forged = run('cut.ndjson', cut, '--heads', heads)
    expect([forged.status, forged.stderr]).toEqual([2, expect.stringContaining('not those that were sealed')])
  })
})

test('an export from before a release that decides otherwise is whole, and says which rule changed and since when', () => {
  const file = new URL('../fixtures/counted-before-2026-11-26.ndjson', import.meta.url)
  const history = readFileSync(file, 'utf8')
  const regimes = 'tests/fixtures/counted-before-2026-11-26.regimes.ndjson'
  const command = (input: string) =>
    spawnSync(process.execPath, ['scripts/verify.ts', '-', '--regimes', regimes], { input, encoding: 'utf8' })
  const { status, stdout } = command(history)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^gas:TWR1: its chain holds; event 5 was decided before 2026-11-2.* failed visits are counted/)
  expect(stdout).toMatch(/Whole: 1 cases, 5 events; every chain holds and all histories repeat but 1 named above\.\n/)
  // The same difference in what was received since is no release’s.
  const links = history
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Link)
  const later = links.map(one => ({
    ...one,
    event: { ...one.event, received: addHours(one.event.received, 24 * 365) },
  }))
  expect(command(lines(rechained(later)).join('\n')).status).toBe(1)
})

test('histories that an older release decided are whole, each with the event and the rule that it would decide otherwise', async () => {
  const file = new URL('../fixtures/decided-before-2026-11-27.ndjson', import.meta.url)
  const old = readFileSync(file, 'utf8').trim().split('\n')
  const { earlier = [], ...whole } = await verifyExport(old, rules(world))
  expect(whole).toEqual({ cases: 7, events: 41 })
  const said = earlier.map(({ caseId, cause, seq, what }) => `${caseId} ${cause} ${seq}: ${what}`)
  expect(said).toEqual([
    expect.stringMatching(/^eicr:H1 2 2: the period that an electrical report gives/),
    expect.stringMatching(/^survey:H1 3 8: a row of the register leaves what was accepted/),
    expect.stringMatching(/^CMP-TEST 18 18: a complaint ends when its answer/),
    expect.stringMatching(/^ACT-1 3 3: an invoice shows no work done$/),
    expect.stringMatching(/^HAZ-1 1 1: nothing is opened with a day to come/),
    expect.stringMatching(/^gas:H4 2 2: a dangerous appliance that was left on/),
    expect.stringMatching(/^gas:H5 3 3: .*failed visits within the hour are one visit$/),
  ])
  // An invoice that was taken for work last week is no release’s doing, and neither is a history that nothing explains.
  const links = old.map(line => JSON.parse(line) as Link).filter(({ event }) => event.caseId === 'ACT-1')
  const late = links.map(one => ({ ...one, event: { ...one.event, received: addHours(one.event.received, 24 * 60) } }))
  expect((await verify(rechained(late))).broken).toMatchObject({ caseId: 'ACT-1', seq: 3 })
  const forged = rechained(links.map(one => ({ ...one, event: { ...one.event, to: 'nowhere' } })))
  expect((await verify(forged)).broken).toMatchObject({ caseId: 'ACT-1', seq: 1 })
})
