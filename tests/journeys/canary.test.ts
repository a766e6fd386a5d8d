/** The hourly test mail goes the way of every mail, is seen to arrive, and is missed when it does not; nobody else meets it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSystem } from '../../infra/local/system.ts'
import { canary, canaryAddress } from '../../shared/canary.ts'
import { check } from '../../shared/core/check.ts'
import type { Instant } from '../../shared/core/time.ts'

const data = mkdtempSync(join(tmpdir(), 'canary-'))
const faults: string[] = []
let system: Awaited<ReturnType<typeof startSystem>>

beforeAll(async () => {
  const startAt = '2026-11-28T22:10:00.000Z' as Instant
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
})
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true })
})

const ask = async (method: string, path: string, body?: object) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(system.url + path, { method, ...(body ? { headers, body: JSON.stringify(body) } : {}) })
  return { status: answer.status, text: await answer.text() }
}
const push = (advance: string) => ask('POST', '/local/clock', { advance })

test('its workflow is sound', () => {
  // Its last rung ends it: that is the one thing a case of somebody's must never do in silence.
  expect(check(canary)).toEqual(['canary: clock mail: the last rung tells nobody'])
})

test('it comes through by schedule, wake, notice, mail and SES’s word, at any hour; then its silence shows', async () => {
  const none = await ask('GET', '/health/canary')
  expect([none.status, JSON.parse(none.text).detail]).toEqual([503, expect.stringMatching(/has come through yet/)])
  const released = await ask('POST', '/local/canary')
  expect(JSON.parse(released.text)).toEqual({ caseId: 'canary:2026-11-28T22' })
  // Twice in an hour is one.
  await ask('POST', '/local/canary')
  await push('PT4M')
  expect((await ask('GET', '/health/canary')).status).toBe(503)
  await push('PT4M')
  const heard = await ask('GET', '/health/canary')
  expect([heard.status, JSON.parse(heard.text).status]).toEqual([200, 'ok'])
  const mails = JSON.parse((await ask('GET', '/local/mail')).text)
  expect(mails).toEqual([expect.objectContaining({ to: [canaryAddress], urgent: true })])

  await push('PT3H')
  const silent = await ask('GET', '/health/canary')
  expect([silent.status, JSON.parse(silent.text).detail]).toEqual([
    503,
    expect.stringMatching(/come through since 2026/),
  ])
  expect(JSON.parse((await ask('GET', '/local/mail')).text)).toHaveLength(1)
  expect((await system.store.load('canary:2026-11-28T22'))?.case.closedAt).toBeDefined()
})

test('it stands in nobody’s list, figure, look-ahead or export', async () => {
  await ask('POST', '/local/canary')
  for (const path of [
    '/cases',
    '/position',
    '/export',
    '/look-ahead?days=2',
    '/workflows',
    '/pages/look-ahead',
    '/pages/cases',
  ]) {
    const { status, text } = await ask('GET', path)
    expect([path, status]).toEqual([path, 200])
    expect([path, /canary/i.test(text)]).toEqual([path, false])
  }
  for (const path of ['/cases', '/pages/cases']) {
    const { status } = await ask('GET', `${path}/canary:2026-11-28T22`)
    expect([path, status]).toEqual([path, 404])
  }
  const sent = { id: 'r1', type: 'canary.recalled', data: {} }
  expect((await ask('POST', '/cases/canary:2026-11-28T22/events', sent)).status).toBe(404)
  await push('P1D')
  expect(faults).toEqual([])
})
