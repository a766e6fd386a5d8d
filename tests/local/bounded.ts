/** What one message may cost: work of this process, not time, as the machine may be busy. */
import { expect } from 'vitest'

/** Milliseconds. */
export const LONGEST = 1000
/** Bytes that this process may hold more while it works at one message. */
const MOST = 256 * 1024 * 1024

/** Answers what the work gave; fails when it cost more than a message may. */
export const bounded = async <T>(work: () => Promise<T>, longest = LONGEST): Promise<T> => {
  const held = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = { cpu: process.cpuUsage(), held: held() }
  let most = before.held
  const looking = setInterval(() => {
    most = Math.max(most, held())
  }, 20)
  try {
    const done = await work()
    const { user, system: kernel } = process.cpuUsage(before.cpu)
    expect((user + kernel) / 1000).toBeLessThan(longest)
    expect(Math.max(most, held()) - before.held).toBeLessThan(MOST)
    return done
  } finally {
    clearInterval(looking)
  }
}
