/**
 * Whatever a door accepts ends somewhere, once: as an event of a case, as a case of triage with its original, or noted
 * as what it was; and its sender's number finds it. Every door of one machine, the deployed functions and the store behind.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'
import type { Logged } from '../../shared/store/arrived/logged.ts'
import { home } from '../functions/api-world.ts'
import { runs } from '../support/random.ts'
import { type Handed, senders } from './senders.ts'

const data = mkdtempSync(join(tmpdir(), 'intake-'))
const faults: string[] = []
let system: Awaited<ReturnType<typeof startSystem>>
let from: Awaited<ReturnType<typeof senders>>
const get = async (path: string) => {
  const answer = await fetch(system.url + path)
  return { status: answer.status, text: await answer.text() }
}
beforeAll(async () => {
  const startAt = '2026-11-26T09:00:00.000Z' as Instant
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
  from = await senders(system as never)
  await system.store.putAsset({ id: 'H00017', type: 'dwelling' })
  const opened = await fetch(`${system.url}/workflows/gas/cases`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'open-1', assetId: 'H00017', facts: home }),
  })
  expect(opened.status).toBe(201)
}, 60_000)
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true, force: true })
})

const all = async (): Promise<Set<string>> => {
  const ids = new Set<string>()
  for (const workflow of ['complaint', 'hazard', 'triage', 'gas']) {
    let cursor: string | undefined
    do {
      const page = await system.store.list({ workflows: [workflow] }, cursor ? { cursor } : {})
      for (const { id } of page.items) ids.add(id)
      cursor = page.cursor
    } while (cursor)
  }
  return ids
}
const found = async (reference: string): Promise<Logged[]> =>
  (JSON.parse((await get(`/intake?reference=${encodeURIComponent(reference)}`)).text) as { items: Logged[] }).items

const visit = (asset: string, type: string) => ({
  eventType: type,
  ...(type === 'visit.noAccess' ? { caseId: 'gas:H00017' } : {}),
  occurredAt: '2026-11-26T08:30:00+00:00',
  assetRef: asset,
  data:
    type === 'visit.noAccess'
      ? { outcome: 'no_answer', cardLeft: true }
      : { type: 'damp and mould', severityHint: 'significant', text: 'Black mould' },
  documents: [],
  schemaVersion: '1',
})

/** Numbers are drawn from few, so that the same one comes by several doors, and twice, and with other words. */
const number = fc.integer({ min: 1, max: 4 })
const words = fc.constantFrom('', 'The roof leaks.', 'The lift is broken.')
const message = fc.oneof(
  fc
    .tuple(
      number,
      fc.constantFrom('complaints', 'damp', 'certificates', 'nobody'),
      fc.constantFrom('letter', 'html', 'machine', 'code', 'broken', 'several', 'empty'),
      fc.boolean(),
    )
    .map(
      ([n, mailbox, how, smtp]) =>
        (run: string) =>
          from.mail(`${run}-m${n}`, mailbox, how, smtp),
    ),
  fc.tuple(number, words, fc.boolean(), fc.boolean()).map(([n, text, test, mailed]) => (run: string) => {
    const reference = `${test ? 'T' : 'R'}${run}${n}`.toUpperCase()
    return mailed ? from.govukMail(reference, text, test) : from.govukFile(reference, text, test)
  }),
  fc.tuple(number, words).map(
    ([n, text]) =>
      (run: string) =>
        from.typeform(`${run}-token-${n}`, text),
  ),
  fc
    .tuple(number, fc.constantFrom('{"message":"No heat","name":"Jo"}', '{"else":1}', '[]', '{', '{"message":"Other"}'))
    .map(
      ([n, text]) =>
        (run: string) =>
          from.webForm(`${run}-form-${n}`, text),
    ),
  fc
    .tuple(
      number,
      fc.constantFrom('H00017', 'H99'),
      fc.constantFrom('visit.noAccess', 'hazard.observed', 'hazard.guessed'),
    )
    .map(
      ([n, asset, type]) =>
        (run: string) =>
          from.callback(`${run}-callback-${n}`, visit(asset, type)),
    ),
)

let run = 0
test('whatever is accepted is found by its number, in a case or noted, and nothing is there that nobody sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 4, maxLength: 14 }), async messages => {
      run += 1
      const before = await all()
      const handed: Handed[] = []
      for (const send of messages) handed.push(await send(`run${run}`))
      await system.settle(system.clock.now())
      const explained = new Set<string>()
      for (const reference of handed.filter(one => one.accepted).flatMap(one => one.references)) {
        const lines = await found(reference)
        expect([reference, lines.length > 0]).toEqual([reference, true])
        for (const { outcome, caseId, why } of lines) {
          if (caseId) explained.add(caseId)
          else expect([outcome, why]).toEqual([expect.stringMatching(/^(test|ignored|answered)$/), expect.any(String)])
        }
      }
      for (const caseId of explained) {
        expect([caseId, (await get(`/cases/${caseId}`)).status]).toEqual([caseId, 200])
        if (!caseId.startsWith('TRI-')) continue
        const original = await get(`/cases/${caseId}/original`)
        expect([caseId, original.status, original.text.length > 0]).toEqual([caseId, 200, true])
      }
      // What was refused and is danger, or of another home, or too late is kept all the same: the list says as what.
      const { items } = JSON.parse((await get('/refused')).text) as { items: { kept?: string }[] }
      for (const { kept } of items) if (kept) explained.add(kept)
      const made = [...(await all())].filter(id => !before.has(id) && !explained.has(id))
      expect(made).toEqual([])
      expect(faults).toEqual([])
    }),
    { numRuns: runs(6) },
  )
}, 180_000)

test('the same message again opens nothing, whatever the door', async () => {
  const twice: (() => Promise<Handed>)[] = [
    () => from.mail('twice-1', 'complaints', 'letter', true),
    () => from.mail('twice-2', 'damp', 'html', false),
    () => from.govukMail('TWICE1', 'The roof leaks.', false),
    () => from.govukFile('TWICE1', 'The roof leaks.', false),
    () => from.govukFile('TWICE2', '', false),
    () => from.govukMail('TWICE2', '', false),
    () => from.typeform('twice-token-1', 'No heat'),
    () => from.typeform('twice-token-2', ''),
    () => from.webForm('twice-form-1', '{"message":"No heat"}'),
    () => from.webForm('twice-form-2', '{'),
    () => from.callback('twice-callback-1', visit('H00017', 'hazard.observed')),
    () => from.callback('twice-callback-2', visit('H99', 'hazard.observed')),
  ]
  for (const send of twice) expect((await send()).accepted).toBe(true)
  await system.settle(system.clock.now())
  const before = await all()
  for (const send of twice) expect((await send()).accepted).toBe(true)
  await system.settle(system.clock.now())
  expect([...(await all())].filter(id => !before.has(id))).toEqual([])
  // Ten things were told, by twelve messages: two came by mail and by bucket.
  expect([...before].filter(id => !id.startsWith('gas:')).length).toBeGreaterThanOrEqual(10)
}, 60_000)
