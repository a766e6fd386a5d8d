/**
 * The look-ahead comes true: on the whole system of one machine, with people who are away, leave and stand in for each
 * other, emergencies and weekends, what it says of four weeks is compared with what was mailed when nobody acted: notices, digests, the
 * week's lists and packs, the month's report and the drafts of the year.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assets, obligations, people } from '../../infra/local/sample/sample.ts'
import { startSystem } from '../../infra/local/system.ts'
import { addDays, dayOf, type Instant } from '../../shared/core/time.ts'
import { workflows } from '../../shared/workflows/index.ts'

const data = mkdtempSync(join(tmpdir(), 'look-ahead-'))
const faults: string[] = []
let system: Awaited<ReturnType<typeof startSystem>>

// A Friday afternoon: Easter lies ahead, and in it the night on which the clocks go forward.
const startAt = '2027-03-19T15:00:00.000Z' as Instant
const DAYS = 28

beforeAll(async () => {
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
})
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true })
})

const ask = async (method: string, path: string, body?: unknown) => {
  const type = typeof body === 'string' ? 'text/csv' : 'application/json'
  const answer = await fetch(system.url + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into, not typed
  return (await answer.json()) as any
}

type Sending = {
  kind: string
  report?: { id: string; title: string }
  reference: string
  at: string
  to: { email: string }[]
  urgency: string
}
type Said = { day: string; sendings: Sending[]; overdue: Record<string, number>; mails: { caseId: string }[] }
type Mail = { at: string; to: string[]; text: string; cases: string[] }

const referenceIn = ({ text }: Mail): string | undefined => /\b([ND]-[0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(text)?.[1]

/** What is in the first list and not in the second, each as often as it is left over. */
const without = (some: readonly string[], others: readonly string[]): string[] => {
  const left = [...others]
  return some.filter(one => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const overdueNow = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  let cursor: string | undefined
  do {
    const page = await ask('GET', `/cases?overdue=true${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
    for (const { workflow } of page.items ?? page.cases) counts[workflow] = (counts[workflow] ?? 0) + 1
    cursor = page.cursor
  } while (cursor)
  return counts
}

test('what it says of four weeks is what is mailed, to whom, when, and how the cases then stand', {
  timeout: 600_000,
}, async () => {
  const known = new Set(Object.keys(workflows))
  await ask('POST', '/imports/people', people())
  await ask('POST', '/imports/assets', assets('small'))
  await ask('POST', '/imports/obligations', obligations('small', dayOf(startAt), known))
  // Issued 180 days before its date, and looked at again 90 days before: outside of what is asked, both.
  const survey = 'assetId,workflow,applicability,lastDoneOn,dueOn\nH00001,survey,required,2022-09-10,2027-09-10\n'
  expect(await ask('POST', '/imports/obligations', survey)).toMatchObject({ created: 1, rejected: [] })
  await ask('POST', '/people/priya.shah@northmere.example/absence', {
    id: 'a1',
    from: '2027-03-22',
    to: '2027-03-30',
  })
  const hazard = { kind: 'falls_stairs', severityHint: 'emergency', awareAt: startAt }
  const opened = [
    await ask('POST', '/workflows/hazard/cases', { id: 'hz', assetId: 'H00003', facts: hazard }),
    await ask('POST', '/workflows/complaint/cases', { id: 'cm', assetId: 'H00005', facts: { receivedAt: startAt } }),
  ]
  expect(opened).toEqual(opened.map(() => expect.objectContaining({ caseId: expect.any(String) })))
  // Past what the import told at once, and past the day's last hour at which a report may leave. To the half hour, as
  // every push below: time flows on its own between two pushes, an emergency is told every four hours from the minute it
  // was opened in (15:00 and what the imports took), and what fell into such a gap would come a moment late.
  await ask('POST', '/local/clock', { to: '2027-03-19T20:30:00.000Z' })
  // Taken on by whoever leads it, and then left.
  const { items } = await ask('GET', '/cases?overdue=true&workflow=gas')
  const taken = await Promise.all(
    [...(items as { caseId: string }[]).slice(0, 3).map(one => one.caseId), 'survey:H00001'].map(caseId =>
      ask('POST', `/cases/${caseId}/events`, { id: `ack-${caseId}`, type: 'acknowledged', data: {} }),
    ),
  )
  expect(taken).toEqual(taken.map(() => expect.objectContaining({ caseId: expect.any(String) })))
  const { now } = await ask('POST', '/local/clock', { to: '2027-03-19T21:30:00.000Z' })
  const seen = await ask('GET', `/look-ahead?days=${DAYS}`)
  const theirs = await ask('GET', `/look-ahead?days=${DAYS}&contractor=sureheat`)
  expect(seen).toMatchObject({ from: '2027-03-19', complete: true })

  const until = `${seen.through}T22:58:00.000Z`
  // In steps: a request that waits for longer than five minutes is given up, and a busy machine may take them.
  for (let day = 5; day < DAYS; day += 5)
    await ask('POST', '/local/clock', { to: `${addDays(dayOf(startAt), day)}T21:30:00.000Z` })
  await ask('POST', '/local/clock', { to: until })
  const mails: Mail[] = await ask('GET', `/local/mail?since=${encodeURIComponent(now)}`)
  const came = mails
    .filter(mail => mail.at > now && referenceIn(mail) !== undefined)
    .map(mail => `${mail.at.slice(0, 16)} ${referenceIn(mail)} ${mail.to.toSorted().join(' ')}`)
  const said = (seen.days as Said[]).flatMap(({ sendings }) =>
    sendings.map(
      one =>
        `${one.at.slice(0, 16)} ${one.reference} ${one.to
          .map(to => to.email)
          .toSorted()
          .join(' ')}`,
    ),
  )
  // The difference alone, as what a failure prints must be short enough to be read.
  expect({ faults, never: without(said, came), unsaid: without(came, said) }).toEqual({
    faults: [],
    never: [],
    unsaid: [],
  })
  expect(said.length).toBeGreaterThan(40)
  const kinds = (seen.days as Said[]).flatMap(one => one.sendings.map(sending => sending.urgency))
  expect(new Set(kinds)).toEqual(new Set(['digest', 'urgent', 'emergency']))
  const reports = (seen.days as Said[]).flatMap(one => one.sendings.flatMap(({ report }) => report?.id ?? []))
  // Easter Monday is held for Tuesday; the third working day of April; five and ten working days after the year.
  expect([...new Set(reports)]).toEqual([
    'complaints:2027-03-22',
    'roll-up:2027-03-22',
    'complaints:2027-03-29',
    'roll-up:2027-03-29',
    'stuck:2027-03-29',
    'monthly:2027-03',
    'complaints:2027-04-05',
    'roll-up:2027-04-05',
    'stuck:2027-04-05',
    'tsm:2027-03-31',
    'complaints:2027-04-12',
    'roll-up:2027-04-12',
    'stuck:2027-04-12',
    'mrc:2027-03-31',
    'complaints-year:2027-03-31',
  ])

  // Led by somebody who leads none of the overdue ones.
  const owens = (seen.days as Said[]).flatMap(one =>
    one.sendings.filter(({ to, report }) => to[0]?.email.startsWith('owen') && report?.id.startsWith('stuck')),
  )
  expect(owens.map(({ report }) => report?.id)).toEqual(['stuck:2027-03-29', 'stuck:2027-04-05', 'stuck:2027-04-12'])

  const days = seen.days as Said[]
  expect(days.findLast(one => one.day <= seen.through)!.overdue).toEqual(await overdueNow())

  const about = (some: Said[]) => new Set(some.flatMap(one => one.mails.map(mail => mail.caseId)))
  const all = [...about(days)].filter(id => /^(gas|smoke-co):/.test(id))
  expect([...about(theirs.days)].toSorted()).toEqual(all.toSorted())
})
