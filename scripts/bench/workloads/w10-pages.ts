/**
 * W10: every kind of page that the administrator is led to, over the sample landlord, small and then the full one of some
 * nine times as many homes: CPU of a page that was opened before, and what it reads of the table. The local services run
 * here and the pages in a process of their own, as on AWS: its CPU is the page's.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentOf } from '../../../infra/local/names.ts'
import { seed } from '../../../infra/local/sample/seed.ts'
import { startSystem } from '../../../infra/local/system.ts'
import type { Instant } from '../../../shared/core/time.ts'
import type { Opened, Task } from './w10-opening.ts'

const START = '2026-11-27T09:00:00.000Z' as Instant

/** Throws when the process ends without an answer. */
const opened = async (task: Task): Promise<Opened[]> => {
  const child = fork(new URL('w10-opening.ts', import.meta.url))
  child.send(task)
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the pages' process ended with ${code}`)
  })
  const [all] = await Promise.race([once(child, 'message'), ended])
  return all
}

const opening = async (size: 'small' | 'full', reps: number): Promise<Opened[]> => {
  const data = mkdtempSync(join(tmpdir(), 'bench-pages-'))
  const system = await startSystem({ data, port: 0, startAt: START, log: line => console.error(line) })
  const release = system.clock.hold()
  try {
    await seed(system, size)
    release()
    await system.count()
    // Nothing moves meanwhile: what is read and reckoned is the page's.
    system.clock.hold()
    const { port } = new URL(system.url)
    const environment = environmentOf(system.landlord, Number(port), 'arn:aws:lambda:eu-west-2:0:function:wake')
    return await opened({ environment, now: system.clock.now(), reps })
  } finally {
    await system.stop()
    rmSync(data, { recursive: true })
  }
}

export const openingPages = async (reps: number): Promise<{ small: Opened[]; full: Opened[] }> => ({
  small: await opening('small', reps),
  full: await opening('full', 1),
})
