/** However the clock is pushed over a fortnight, the whole system of one machine mails the same people at the same instants. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { assets, obligations, people } from '../../infra/local/sample/sample.ts'
import { startSystem } from '../../infra/local/system.ts'
import { addDays, addMinutes, dayOf, instant, at as london } from '../../shared/core/time.ts'
import { workflows } from '../../shared/workflows/index.ts'

const DAYS = 14
// A Friday afternoon: two weekends and the end of a month lie ahead.
const startAt = instant.parse('2026-11-20T15:00:00Z')
const first = dayOf(startAt)
const targets = Array.from({ length: DAYS }, (_, n) => london(addDays(first, n + 1), '12:34'))

type Mail = { at: string; to: string[]; subject: string; cases: string[] }

const mailsOf = async (pushes: typeof targets) => {
  const data = mkdtempSync(join(tmpdir(), 'pushes-'))
  const faults: string[] = []
  const system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
  // Both runs take the sample in at one instant, however long the machine takes over it.
  const release = system.clock.hold()
  try {
    system.clock.advanceTo(addMinutes(startAt, 5))
    const files = [
      ['people', people()],
      ['assets', assets('small')],
      ['obligations', obligations('small', first, new Set(Object.keys(workflows)))],
    ] as const
    for (const [kind, body] of files) {
      const headers = { 'content-type': 'text/csv' }
      expect((await fetch(`${system.url}/imports/${kind}`, { method: 'POST', headers, body })).ok).toBe(true)
    }
    for (const target of pushes) expect((await system.settle(target)).now).toBe(target)
    const sent = (await (await fetch(`${system.url}/local/mail`)).json()) as Mail[]
    return {
      faults,
      mails: sent.map(({ at, to, subject, cases }) => `${at} ${[...to].sort()} ${subject} ${[...cases].sort()}`).sort(),
    }
  } finally {
    release()
    await system.stop()
    rmSync(data, { recursive: true })
  }
}

test('one push over a fortnight mails what fourteen pushes of a day mail', { timeout: 600_000 }, async () => {
  const once = await mailsOf(targets.slice(-1))
  const daily = await mailsOf(targets)
  expect(once.mails.length).toBeGreaterThan(40)
  expect(daily.mails).toEqual(once.mails)
  expect([...once.faults, ...daily.faults]).toEqual([])
})
