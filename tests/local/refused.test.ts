/** What a contractor sent and we refused: both sides see it with its reason, and it is read again once it is mended. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'
import { newSecret, sign } from '../../shared/intake/signature.ts'
import { home } from '../functions/api-world.ts'

const data = mkdtempSync(join(tmpdir(), 'refused-'))
const json = { 'content-type': 'application/json' }
const secret = newSecret()
const faults: string[] = []
let system: Awaited<ReturnType<typeof startSystem>>
const post = (path: string, body: object | string, headers: Record<string, string> = {}) =>
  fetch(system.url + path, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const list = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(system.url + path, { headers })
  return { status: answer.status, ...((await answer.json()) as { items: Record<string, unknown>[] }) }
}
const openGas = (asset: string) =>
  post('/workflows/gas/cases', { id: `open-${asset}`, assetId: asset, facts: home }).then(({ status }) => status)

beforeAll(async () => {
  const startAt = '2026-11-26T09:00:00.000Z' as Instant
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
  await post('/local/secrets', { owner: 'sureheat', secret })
  await system.store.putAsset({ id: 'H00017', type: 'dwelling' })
  expect(await openGas('H00017')).toBe(201)
}, 60_000)
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true, force: true })
})

const visit = (asset: string, more: object = {}) => ({
  eventType: 'visit.noAccess',
  caseId: `gas:${asset}`,
  occurredAt: '2026-11-26T08:30:00+00:00',
  assetRef: asset,
  data: { outcome: 'no_answer', cardLeft: true, ...more },
  documents: [],
  schemaVersion: '1',
})
const callback = (id: string, body: object) => {
  const text = JSON.stringify(body)
  return post('/contractors/sureheat/events', text, sign(secret, id, system.clock.now(), text))
}
const theirs = () => list('/contractors/sureheat/refused', sign(secret, 'listing-0001', system.clock.now(), ''))

test('each refusal of meaning stands in both lists with its reason; the same bytes once', async () => {
  const refusals: [string, object, number, RegExp][] = [
    ['refused-0001', { ...visit('H00017'), schemaVersion: '9' }, 400, /1 mistake/],
    ['refused-0002', visit('H00017', { colour: 'red' }), 400, /nobody would read/],
    ['refused-0003', { ...visit('H00017'), occurredAt: '2027-11-26T08:30:00+00:00' }, 422, /after our clock/],
    ['refused-0004', visit('H00018'), 404, /not known/],
  ]
  for (const [id, body, status] of refusals) expect([id, (await callback(id, body)).status]).toEqual([id, status])
  expect((await callback('refused-0009', visit('H00018'))).status).toBe(404)
  for (const seen of [await list('/refused'), await list('/refused?contractor=sureheat'), await theirs()]) {
    const byId = new Map(seen.items.map(one => [one.messageId, one]))
    for (const [id, , status, detail] of refusals)
      expect(byId.get(id)).toMatchObject({ status, detail: expect.stringMatching(detail) })
    expect(byId.get('refused-0004')?.times).toBe(2)
    expect(seen.items).toHaveLength(refusals.length)
  }
  expect((await list('/refused?contractor=marlow-electrical')).items).toEqual([])
})

test('nobody else sees a contractor’s list, and an unproved message stands in none', async () => {
  const before = (await theirs()).items.length
  const text = JSON.stringify(visit('H00099'))
  const forged = sign(newSecret(), 'forged-0001', system.clock.now(), text)
  expect((await post('/contractors/sureheat/events', text, forged)).status).toBe(401)
  const wrong = sign(newSecret(), 'listing-0002', system.clock.now(), '')
  expect((await list('/contractors/sureheat/refused', wrong)).status).toBe(401)
  expect((await list('/contractors/sureheat/refused')).status).toBe(401)
  expect((await theirs()).items).toHaveLength(before)
})

test('what was in the way is mended, it is read again, and leaves the list', async () => {
  const found = (await list('/refused')).items.find(one => one.messageId === 'refused-0004')
  const replay = () => post(`/refused/sureheat/${String(found?.id)}/replay`, {})
  expect((await replay()).status).toBe(202)
  await system.settle(system.clock.now())
  expect((await theirs()).items.map(one => one.messageId)).toContain('refused-0004')
  await system.store.putAsset({ id: 'H00018', type: 'dwelling' })
  expect(await openGas('H00018')).toBe(201)
  expect((await replay()).status).toBe(202)
  await system.settle(system.clock.now())
  expect((await theirs()).items.map(one => one.messageId)).not.toContain('refused-0004')
  const { history } = (await (await fetch(`${system.url}/cases/gas:H00018`)).json()) as { history: { type: string }[] }
  expect(history.map(({ type }) => type).filter(type => type === 'visit.noAccess')).toHaveLength(1)
  expect((await callback('refused-0004', visit('H00018'))).status).toBe(200)
  expect((await replay()).status).toBe(404)
  expect(faults).toEqual([])
})

test('what its sender mended under the same number is marked as taken since', async () => {
  expect((await callback('refused-0002', visit('H00017'))).status).toBe(202)
  const found = (await list('/refused')).items.find(one => one.messageId === 'refused-0002')
  expect(found).toMatchObject({ since: 'gas:H00017' })
})
