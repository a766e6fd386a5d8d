/**
 * Time for the whole system: at its own pace, or pushed to a date with everything on the way fired in its order.
 * Between two instants at which something is owed nothing can happen, so a push goes from one to the next.
 */
import { addMinutes, type Instant, toEpoch } from '../../../shared/core/time.ts'
import type { Clock } from './clock.ts'

export type Parts = {
  clock: Clock
  scheduler: { nextAt(): Instant | undefined; fireDue(upTo: Instant): Promise<number> }
  /** stream pumps and event queues: deliver until nothing is left, answer how many */
  drains: readonly { drain(): Promise<number> }[]
  /** the minute's run: the guarantee */
  tick(now: Instant): Promise<unknown>
  /** the earliest instant at which the tick has something to do: first wake of the due index, first unsent notice */
  nextWork(): Promise<Instant | undefined>
}

export type Settled = { now: Instant; fired: number }

export type Conductor = {
  /** Goes to that instant (or stays, if it has passed) and answers when everything is at rest. */
  settle(target: Instant): Promise<Settled>
  /** Lets time run: schedules every half second, the tick every minute. */
  start(): void
  stop(): Promise<void>
}

const earliest = (...moments: (Instant | undefined)[]): Instant | undefined =>
  moments.filter(moment => moment !== undefined).sort()[0]

/** Until a whole round delivers nothing: what one delivers may give another work. */
const rest = async ({ drains }: Parts): Promise<void> => {
  for (let moved = 1; moved > 0; ) {
    moved = 0
    for (const one of drains) moved += await one.drain()
  }
}

const fireAndRest = async (parts: Parts): Promise<number> => {
  const fired = await parts.scheduler.fireDue(parts.clock.now())
  await rest(parts)
  return fired
}

/** Everything owed up to the target, in order. Throws what the tick or a drain throws; the clock then stays there. */
export const settle = async (parts: Parts, target: Instant): Promise<Settled> => {
  const { clock } = parts
  const release = clock.hold()
  try {
    let fired = 0
    // Work that stays owed after a tick (a mail that cannot go out) is looked at again later and later, as a push
    // over months would else tick every minute of them.
    let owed: { at: Instant; minutes: number; again: Instant } | undefined
    await rest(parts)
    let work = await parts.nextWork()
    for (;;) {
      if (owed !== undefined && work !== owed.at) owed = undefined
      const mine = owed?.again ?? work
      const next = earliest(parts.scheduler.nextAt(), mine)
      if (next === undefined || next > target) break
      clock.advanceTo(next)
      fired += await fireAndRest(parts)
      if (mine !== undefined && mine <= clock.now()) {
        await parts.tick(clock.now())
        await rest(parts)
      }
      const left = await parts.nextWork()
      if (left !== undefined && left === work && mine !== undefined && mine <= clock.now()) {
        const minutes: number = owed === undefined ? 1 : Math.min(1440, owed.minutes * 2)
        owed = { at: left, minutes, again: addMinutes(clock.now(), minutes) }
      }
      work = left
    }
    clock.advanceTo(target)
    await parts.tick(clock.now())
    await rest(parts)
    fired += await fireAndRest(parts)
    return { now: clock.now(), fired }
  } finally {
    release()
  }
}

/** `onError` is told when a tick or a firing throws while time runs by itself; the next one comes all the same. */
export const createConductor = (parts: Parts, onError: (error: unknown) => void): Conductor => {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
  let timer: NodeJS.Timeout | undefined
  let busy = false
  let ticked = -1
  const beat = async (): Promise<void> => {
    const now = parts.clock.now()
    await parts.scheduler.fireDue(now)
    const minute = Math.floor(toEpoch(now) / 60_000)
    if (minute === ticked) return
    ticked = minute
    await parts.tick(now)
  }
  const look = (): void => {
    if (busy) return
    busy = true
    void inTurn(beat)
      .catch(onError)
      .finally(() => {
        busy = false
      })
  }
  return {
    settle: target => inTurn(() => settle(parts, target)),
    start: () => {
      timer = setInterval(look, 500)
      look()
    },
    stop: async () => {
      clearInterval(timer)
      await last
    },
  }
}
