/**
 * A process as Lambda keeps it: it serves one call at a time, has a clock of its own, and may die before and after
 * every call to the outside. What is dead never goes on: its promises stay open for ever, as they would.
 */
import { fromEpoch, type Instant } from '../../shared/core/time.ts'
import type { World } from './world.ts'

export class Died extends Error {
  override name = 'Died'
}

const never = <T>(): Promise<T> => new Promise(() => {})

export type Process = {
  now: () => Instant
  /** milliseconds left of this call */
  left: () => number
  io: <T>(work: () => Promise<T>) => Promise<T>
  /** every function of a port, as a call to the outside */
  outside: <T extends object>(port: T) => T
  /** which call of all this is */
  call: () => number
}

export type Lambda = {
  /** resolves when it is served; rejects when it fails or dies */
  invoke: (event: unknown) => Promise<unknown>
  /** the processes at work finish; the next call meets a new one */
  deploy: () => void
  kill: () => void
}

type Living = {
  process: Process
  handler: (event: unknown) => Promise<unknown>
  begin: () => Promise<never>
  end: () => void
  kill: () => void
  alive: () => boolean
}

const MINUTE = 60_000

const born = (
  world: World,
  seconds: number,
  make: (process: Process) => (event: unknown) => Promise<unknown>,
): Living => {
  const { agenda, dice, faults } = world
  const skew = faults().skew ? dice.between(-2 * MINUTE, 2 * MINUTE) : 0
  let alive = true
  let call = 0
  let deadline = 0
  let dead: (reason: Error) => void = () => {}
  const kill = (): void => {
    alive = false
    dead(new Died('the process died'))
  }
  const io = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!alive) return never()
    // Others get their turn in between, in an order that the dice decide.
    for (let turns = dice.below(3); turns > 0; turns--) await undefined
    if (!alive) return never()
    if (world.down()) throw new Error('the service cannot be reached')
    if (world.dies()) {
      kill()
      return never()
    }
    if (dice.chance(faults().stall)) {
      await new Promise<void>(done => agenda.at(agenda.now() + dice.between(1, 40) * 1000, done))
      if (!alive) return never()
    }
    const answer = await work()
    if (!alive) return never()
    if (world.dies()) {
      kill()
      return never()
    }
    return answer
  }
  const process: Process = {
    now: () => fromEpoch(agenda.now() + skew),
    left: () => deadline - agenda.now(),
    io,
    outside: port =>
      new Proxy(port, {
        get: (target, name) => {
          const found = target[name as keyof typeof target]
          if (typeof found !== 'function') return found
          return (...given: unknown[]) => io(() => found(...given))
        },
      }),
    call: () => call,
  }
  const handler = make(process)
  return {
    process,
    handler,
    begin: () => {
      call = world.step()
      world.begun(call)
      deadline = agenda.now() + seconds * 1000
      const mine = call
      agenda.at(deadline, () => {
        if (!alive || call !== mine) return 'idle'
        kill()
        return undefined
      })
      return new Promise<never>((_, reject) => {
        dead = reject
      })
    },
    end: () => {
      world.ended(call)
      call = 0
      dead = () => {}
    },
    kill,
    alive: () => alive,
  }
}

/** `seconds`: how long one call may take, as the architecture's table says. */
export const lambda = (
  world: World,
  seconds: number,
  make: (process: Process) => (event: unknown) => Promise<unknown>,
): Lambda => {
  let idle: Living[] = []
  let generation = 0
  const busy = new Set<Living>()
  return {
    invoke: async event => {
      const own = generation
      const one = idle.pop() ?? born(world, seconds, make)
      busy.add(one)
      try {
        return await Promise.race([one.begin(), one.handler(event)])
      } finally {
        busy.delete(one)
        one.end()
        if (one.alive() && own === generation) idle.push(one)
      }
    },
    deploy: () => {
      generation += 1
      idle = []
    },
    kill: () => {
      generation += 1
      idle = []
      for (const one of busy) one.kill()
    },
  }
}
