/**
 * The crash form of W3: cases that fall overdue at one instant, and a process that is killed outright again and again while
 * it fires them and tells of them. In the end everybody has been told, and twice only of what was in flight at a kill:
 * under the same reference, saying that it is a copy.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { addDays, addMinutes, at, type Day, type Instant } from '../../../shared/core/time.ts'
import { AT_ONCE } from '../../../shared/mail/sweep.ts'
import { pool } from '../measure.ts'
import { rig, startDatabase } from '../rig.ts'
import { startSink } from '../start-sink.ts'
import { gasOf } from './w123-writing.ts'

const worker = fileURLToPath(new URL('w3-worker.ts', import.meta.url))
const DEADLINE = '2026-11-23' as Day
/** Minutes from one process to the next: longer than a claim's lease, so that what a killed one had claimed is free. */
const APART = 6

export type Killed = {
  /** cases of which nobody was told */
  lost: number
  /** mails beyond the first of their reference */
  again: number
  /** those of them that do not say that they are copies */
  silent: number
  /** as many mails as could be in flight at all kills */
  inFlight: number
}

type Where = { endpoint: string; sink: string }
/** Runs until it says that nothing is owed, or is killed after so many deeds; answers whether it was killed. */
const run = async ({ endpoint, sink }: Where, now: Instant, deeds = Number.POSITIVE_INFINITY): Promise<boolean> => {
  const child = spawn(process.execPath, [worker, endpoint, sink, now], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  let [done, rested] = [0, false]
  for await (const word of createInterface(child.stdout)) {
    rested ||= word === 'rest'
    if (word === 'fired' || word === 'sent') done += 1
    if (done >= deeds) child.kill('SIGKILL')
  }
  const [code, signal] = await closed
  if (!rested && signal !== 'SIGKILL') throw new Error(`the worker ended with ${code}`)
  return !rested
}

/** The subjects of the mails that the sink took, by reference. */
const takenBy = async (sink: string): Promise<ReadonlyMap<string, string[]>> => {
  const subjects = new Map<string, string[]>()
  for (const line of (await (await fetch(sink)).text()).split('\n')) {
    const [reference = '', ...subject] = line.split(' ')
    subjects.set(reference, [...(subjects.get(reference) ?? []), subject.join(' ')])
  }
  return subjects
}

/** `chance`: from 0 to 1, when each kill comes. Throws where there was no work left to be killed at. */
export const killing = async (cases: number, kills: number, chance: () => number): Promise<Killed> => {
  const [database, { endpoint: sink, stop }] = [await startDatabase(), await startSink()]
  try {
    const r = rig(database, '2026-11-02T09:00:00Z')
    await r.store.moveLowWater(r.clock.now)
    const numbers = Array.from({ length: cases }, (_, i) => i)
    await pool(numbers, 16, n => r.apply.open('gas', gasOf(n, DEADLINE)))
    const where = { endpoint: database.endpoint, sink }
    let now = at(addDays(DEADLINE, 1), '10:00')
    for (let kill = 1; kill <= kills; kill++, now = addMinutes(now, APART)) {
      // Each case is fired and told of: two deeds, of which the kills together see about half.
      const killed = await run(where, now, 1 + Math.floor((chance() * 2 * cases) / kills))
      if (!killed) throw new Error(`no work was left at kill ${kill}`)
    }
    await run(where, now)
    const told = await takenBy(sink)
    const copies = [...told.values()].flatMap(([, ...later]) => later)
    const silent = copies.filter(subject => !subject.startsWith('Copy: ')).length
    return { lost: cases - told.size, again: copies.length, silent, inFlight: kills * AT_ONCE }
  } finally {
    stop()
    await database.stop()
  }
}
