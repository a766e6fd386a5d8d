/** The twenty things that the best escalation engines have between them, each by its number. */
import { expect, test } from 'vitest'
import { createHandler } from '../../functions/link/handler.ts'
import { apply } from '../../shared/apply.ts'
import type { Notice } from '../../shared/core/case.ts'
import { check } from '../../shared/core/check.ts'
import { isOverdue } from '../../shared/core/clocks.ts'
import { fire } from '../../shared/core/fire.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { rungAt } from '../../shared/core/rungs.ts'
import { addDays, type Day, dayOf } from '../../shared/core/time.ts'
import type { AnyWorkflow, Offset } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import { newSecret } from '../../shared/intake/signature.ts'
import { makeLink, markOf } from '../../shared/links/link.ts'
import { ahead, runAhead } from '../../shared/position/ahead/ahead.ts'
import { policyPreview } from '../../shared/position/ahead/policy-preview.ts'
import { stuck } from '../../shared/position/stuck.ts'
import { adopt } from '../../shared/redate.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { memoryStore, memoryTable } from '../../shared/store/memory.ts'
import { withRegimes } from '../../shared/store/regimes.ts'
import { observedFacts } from '../../shared/workflows/parts/hazard.ts'
import { mailWorld } from '../functions/doors/mail-world.ts'
import { ask } from '../http/ask.ts'
import { admin, history, staff, when } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'
import { workflows } from './house.ts'
import { quiet } from './quiet.ts'

const officer = staff('officer', 'asha@x.org')
/** A lamp due on Tuesday 9 February 2027. */
const due = '2027-02-09'
const overdue = async () => {
  const house = await quiet('2027-01-04')
  await house.open('lamp', 'lamp:L1', { due })
  return house
}
const story = () => history(lamp).opens('2027-01-04', { due })
const urgent = (mails: readonly Mail[]) => mails.find(mail => mail.tags.urgency === 'urgent')
const roles = (told: readonly { role: string }[]) => [...new Set(told.map(one => one.role))].sort()

test('1 ordered levels, each with a delay in working days, calendar days, hours or a share, and one or more roles', () => {
  const at = (offset: Offset, on: string) =>
    rungAt({ at: offset, tell: ['officer'], template: 'soon' }, on as Day, '2027-01-10' as Day, reckoner(england))
  expect(at({ days: 3 }, due)).toBe('2027-02-12T06:00:00.000Z')
  expect(at({ workingDays: 5 }, due)).toBe('2027-02-16T06:00:00.000Z')
  expect(at({ hours: 2 }, due)).toBe('2027-02-10T02:00:00.000Z')
  expect(at({ share: 0.5 }, due)).toBe('2027-01-25T06:00:00.000Z')
  expect(roles(story().until('2027-02-17'))).toEqual(['headOfService', 'officer', 'teamLeader'])
})

test('2 roles become people when the mail leaves, the manager of whoever has left among them, and who it was is kept', async () => {
  const house = await overdue()
  await house.at('2027-02-09 10:00')
  const asha = (await house.store.getPerson('asha@x.org'))!
  await house.store.putPerson({ ...asha, deputy: undefined, manager: 'kit@x.org', leftOn: '2027-02-09' as Day })
  const late = urgent(await house.at('2027-02-10 10:00'))
  expect(late?.to).toEqual(['kit@x.org'])
  const [kept] = (await house.store.mailTo('kit@x.org')).items
  expect(kept).toMatchObject({ intended: { role: 'officer' }, to: ['kit@x.org'] })
  expect(kept?.why.join()).toContain('manager kit')
})

test('3 a level comes when nobody acknowledged and also when nobody finished: acknowledging makes no home safe', () => {
  const told = story()
  told.until('2027-02-10')
  told.does('2027-02-10', 'acknowledged', {}, officer)
  expect(roles(told.until('2027-02-16'))).toContain('headOfService')
  told.does('2027-02-17', 'lamp.removed', {}, officer)
  expect(told.until('2027-06-01')).toEqual([])
})

test('4 an acknowledgement expires, and the level goes on where it was', () => {
  const repeats = (acknowledged: boolean) => {
    const told = story()
    told.until('2027-02-22 10:00')
    if (acknowledged) told.does('2027-02-22 10:00', 'acknowledged', {}, officer)
    const later = told.until('2027-03-10').filter(one => one.clock === 'yearly' && one.role === 'officer')
    return later.map(({ at, rung, times }) => [dayOf(at), rung, times])
  }
  const [first, ...rest] = repeats(false)
  expect(first).toEqual(['2027-02-23', 4, 1])
  // Silent for five working days, until Monday 1 March; then as if nobody had ever said so.
  expect(repeats(true)).toEqual(rest)
  expect(rest[0]).toEqual(['2027-03-02', 4, 2])
})

test('5 the last level repeats until it is closed: two years later it still comes', () => {
  const told = story()
  told.until('2028-12-01')
  expect(told.until('2028-12-31').filter(one => one.rung === 4).length).toBeGreaterThan(3)
})

test('6 outside the sending window it is held, not skipped: Friday evening leaves on Monday at half past seven', async () => {
  const house = await quiet('2027-01-04')
  await house.open('lamp', 'lamp:L1', { due: '2027-02-11' })
  await house.at('2027-02-11 10:00')
  expect(await house.at('2027-02-12 19:00')).toEqual([])
  expect(await house.at('2027-02-14 12:00')).toEqual([])
  expect((await house.at('2027-02-15 07:30')).map(mail => mail.subject).join()).toContain('Late')
})

test('7 what is put off has a reason and an end, is shown as such, and counts as overdue all the same', async () => {
  const house = await overdue()
  await house.at('2027-02-11 10:00')
  await house.event('lamp:L1', 'acknowledged', { note: 'Part ordered' }, officer)
  const c = await house.load('lamp:L1')
  expect(c.acknowledged[0]).toMatchObject({ by: 'asha@x.org', due })
  expect((await house.history('lamp:L1')).at(-1)).toMatchObject({
    type: 'acknowledged',
    data: { note: 'Part ordered' },
  })
  expect(c.acknowledged[0]!.until <= '2027-02-25').toBe(true)
  expect(isOverdue(due as Day, when('2027-02-11'))).toBe(true)
  const listed = await house.store.list({ workflows: ['lamp'], overdueAt: when('2027-02-11') })
  expect(listed.items.map(one => one.id)).toEqual(['lamp:L1'])
})

test('8 what is grave begins higher: an emergency tells the manager at once', async () => {
  const house = await quiet('2027-02-06 22:00')
  await house.open(
    'hazard',
    'HAZ-1',
    observedFacts({ type: 'Live cable', severityHint: 'emergency', photos: ['a.jpg'] }, when('2027-02-06 22:00')),
  )
  const [first] = await house.at('2027-02-06 22:00')
  expect(first?.tags.urgency).toBe('emergency')
  const { rungs } = (await house.history('HAZ-1')).at(-1)!.data as { rungs: { clock: string; rung: number }[] }
  expect(rungs).toContainEqual(expect.objectContaining({ clock: 'emergency', rung: 0 }))
  const told = await house.store.told('HAZ-1')
  expect(told.items.map(one => one.role)).toContain('complianceManager')
})

test.each([
  ['has nobody', { roles: ['teamLeader' as const] }],
  ['has left', { leftOn: '2027-02-01' as Day }],
  ['has an address that bounced', { bouncedAt: when('2027-02-01') }],
])('9 whoever leads %s: it goes up at once, and is an incident', async (_, change) => {
  const house = await overdue()
  const asha = (await house.store.getPerson('asha@x.org'))!
  await house.at('2027-02-09 10:00')
  await house.store.putPerson({ ...asha, ...change, deputy: undefined })
  const late = urgent(await house.at('2027-02-10 10:00'))
  expect(late?.to[0]).not.toBe('asha@x.org')
  const incidents = await house.store.incidentsBetween(when('2027-02-10'), when('2027-02-11'))
  expect(incidents.items.map(one => one.kind)).toContain('fallback')
})

// G66
test('10 a step is known by case, date, level and occurrence: decided twice it is owed once, missed it comes once', async () => {
  const told = story()
  const now = { instant: when('2027-02-10'), today: '2027-02-10' as Day, reckon: told.reckon }
  const ids = () => fire(lamp, told.case, now)!.notices.map(one => one.id)
  expect(ids()).toEqual(ids())
  expect(ids()).toEqual(['lamp:H1~yearly~2027-02-09~3~0~officer'])
  const house = await overdue()
  expect(await house.at('2027-02-20 10:00')).toEqual([])
  expect(await house.at('2027-02-22 07:30')).toHaveLength(2)
  expect(await house.at('2027-02-22 08:30')).toEqual([])
})

test('11 one mail a person and working day with all that is theirs; what is grave goes alone', async () => {
  const house = await quiet('2027-01-04')
  for (const id of ['L1', 'L2', 'L3']) await house.open('lamp', `lamp:${id}`, { due })
  await house.event('lamp:L1', 'fault.found', { by: when('2027-01-04 12:00') })
  const alone = await house.at('2027-01-04 09:05')
  expect(alone.every(mail => mail.tags.urgency === 'emergency')).toBe(true)
  expect(alone.length).toBeGreaterThan(0)
  await house.at('2027-02-05 06:00')
  const morning = (await house.at('2027-02-05 07:30')).filter(mail => mail.tags.urgency === 'digest')
  expect(new Set(morning.map(mail => mail.to.join())).size).toBe(morning.length)
  expect(morning.find(mail => mail.to.includes('sam@x.org'))?.text).toContain('lamp%3AL3')
})

test('12 levels that cannot be reached are refused when the workflow is loaded', () => {
  const { yearly, hurry } = lamp.clocks
  const ladder = yearly!.ladder as unknown as { every?: object }[]
  const early = [{ ...ladder[0], every: { days: 1 } }, ...ladder.slice(1)]
  const changed = { ...lamp, clocks: { hurry, yearly: { ...yearly, ladder: early } } } as unknown as AnyWorkflow
  expect(check(changed)).toContain('lamp: clock yearly: a rung before the last repeats, so later ones are unreachable')
})

test('13 delays are free, not a menu', () => {
  const at = (offset: Offset) =>
    rungAt({ at: offset, tell: ['officer'], template: 'soon' }, due as Day, undefined, reckoner(england))
  expect(at({ days: 17 })).toBe('2027-02-26T06:00:00.000Z')
  expect(at({ hours: 7.5 })).toBe('2027-02-10T07:30:00.000Z')
})

test('14 open items move to a new policy by an event of their own, and a preview says first which', async () => {
  const table = memoryStore()
  const now = when('2026-12-01')
  const landlord = (policy: { 'gas.issue': number }) => {
    const known = regimes(regimeOf(policy, england), england)
    const store = withRegimes(table, known)
    const given = { store, workflows, now: () => now, salt: () => 'a salt of the test', pause: async () => {} }
    return { known, store, apply: apply({ ...given, reckon: known.reckon }) }
  }
  const [before, after] = [landlord({ 'gas.issue': 60 }), landlord({ 'gas.issue': 90 })]
  await before.apply.open('gas', { id: 'gas:H1', facts: { deadline: due }, by: admin })
  const opened = (await before.store.load('gas:H1'))!.case
  const preview = policyPreview([opened], workflows, {
    before: before.known.reckon,
    after: reckoner(england, { 'gas.issue': 90 }),
    now,
  })
  expect(preview.rewoken).toMatchObject([{ caseId: 'gas:H1', was: '2026-12-11T06:00:00.000Z' }])
  // The running ladder is pinned: new choices alone move nothing.
  expect(await after.apply.fire('gas:H1')).toEqual({ kind: 'nothing' })
  const moved = await adopt(after.apply, after.known, { id: 'gas:H1' }, admin, { at: now, reason: 'the board' })
  expect(moved).toMatchObject({
    kind: 'done',
    event: { type: 'policy.adopted', by: { id: admin.id }, under: after.known.current.id },
    case: { wake: preview.rewoken[0]!.is },
  })
})

test('15 a preview of who gets what if nobody acts, and it comes true', async () => {
  const owed: string[] = []
  const table = memoryTable(item => {
    if (item.kind === 'NOTICE' && item.status === 'pending' && item.until === undefined) owed.push(String(item.id))
  })
  const house = await quiet('2027-01-04', storeOver(table))
  await house.open('lamp', 'lamp:L1', { due })
  const c = await house.load('lamp:L1')
  const told: Notice[] = []
  const asked = { workflows, reckon: reckoner(england), now: when('2027-01-04'), until: when('2027-02-28') }
  runAhead(ahead([c], asked, { told: notice => void told.push(notice) }))
  for (let day = '2027-01-05' as Day; day < '2027-02-28'; day = addDays(day, 1)) await house.at(`${day} 06:00`)
  // The same notices: clock, date, level, occurrence and role.
  expect(told.map(one => one.id).toSorted()).toEqual([...new Set(owed)].toSorted())
  expect(new Set(told.map(one => one.role))).toEqual(new Set(['officer', 'teamLeader', 'headOfService']))
  const rungs = (await house.history('lamp:L1')).flatMap(
    event => (event.data.rungs as { clock: string; at: string }[]) ?? [],
  )
  expect([...new Set(told.map(one => one.owedSince))]).toEqual(rungs.map(one => one.at))
})

test('16 of each mail is kept: who was meant, who it went to, template, text, message id, outcome', async () => {
  const house = await overdue()
  await house.at('2027-02-09 10:00')
  const mail = urgent(await house.at('2027-02-10 10:00'))
  const [kept] = (await house.store.mailTo('asha@x.org')).items
  expect(kept).toMatchObject({
    intended: { role: 'officer' },
    to: ['asha@x.org'],
    templates: ['late'],
    text: mail!.text,
    subject: mail!.subject,
    outcome: { kind: 'sent', messageId: expect.stringMatching(/^m\d/) },
  })
})

test('17 a link acts behind a page to confirm: opening it, as scanners do, changes nothing, and it serves once', async () => {
  const w = await mailWorld()
  await w.open('gas', 'gas:H00017', { deadline: '2026-11-10' })
  await w.apply.fire('gas:H00017')
  const secret = newSecret()
  const named = { contractors: [], landlord: 'Example Homes', secrets: { of: async () => [secret] } }
  const handler = createHandler({ ...w.deps, ...named, store: w.store, report: () => {} })
  const about = { purpose: 'ack', caseId: 'gas:H00017', about: 'N-1', people: ['asha@northmere.example'] } as const
  const token = makeLink(secret, about, await w.load('gas:H00017'), w.now())
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const send = (method: 'GET' | 'POST') =>
    handler(ask({ method, path: `/link/${token}`, headers, body: `me=${markOf('asha@northmere.example')}` }), {
      getRemainingTimeInMillis: () => 9_000,
    } as never)
  const { version } = await w.load('gas:H00017')
  for (let scanner = 0; scanner < 3; scanner++) await send('GET')
  expect((await w.load('gas:H00017')).version).toBe(version)
  for (let twice = 0; twice < 2; twice++) await send('POST')
  expect((await w.load('gas:H00017')).version).toBe(version + 1)
})

test('18 a weekly list of what was acknowledged and has not moved', async () => {
  const house = await overdue()
  await house.at('2027-02-11 10:00')
  await house.event('lamp:L1', 'acknowledged', {}, officer)
  const week = { now: when('2027-02-19'), before: when('2027-02-12') }
  expect(stuck([await house.load('lamp:L1')], workflows, reckoner(england), week)).toMatchObject([
    { caseId: 'lamp:L1', by: 'asha@x.org' },
  ])
  await house.event('lamp:L1', 'lamp.removed', {}, officer)
  expect(stuck([await house.load('lamp:L1')], workflows, reckoner(england), week)).toEqual([])
})

test('19 an escalation is an event with its own time, whenever it is looked at', async () => {
  const house = await overdue()
  await house.at('2027-02-10 06:00')
  const climbed = async () => (await house.history('lamp:L1')).filter(event => event.type === 'clock.climbed')
  const first = await climbed()
  expect(first.at(-1)).toMatchObject({ received: '2027-02-10T06:00:00.000Z' })
  await house.at('2027-02-12 10:00')
  expect(await climbed()).toEqual(first)
})

test('20 the watcher is watched: a run that did not send what is owed gives no heartbeat', async () => {
  const house = await overdue()
  await house.at('2027-02-09 10:00')
  const beats = house.beats.length
  expect(beats).toBe(2)
  const broken = house.tickOver({ ...house.desk, load: async () => Promise.reject(new Error('no store')) })
  await house.apply.fire('lamp:L1')
  await house.event('lamp:L1', 'fault.found', { by: when('2027-02-09 12:00') })
  await expect(broken()).rejects.toThrow('not sent')
  expect(house.beats).toHaveLength(beats)
})
