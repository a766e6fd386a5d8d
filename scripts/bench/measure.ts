/** Measuring: medians, CPU, and what machine it was. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, release, totalmem } from 'node:os'

export type Measured = { milliseconds: number /** microseconds of this process's CPU */; cpu: number }

export const measured = async (work: () => Promise<unknown> | unknown): Promise<Measured> => {
  const [from, cpu] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { milliseconds: performance.now() - from, cpu: user + system }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Runs per second of this process's CPU, over at least `milliseconds` of it: what others do meanwhile does not count. */
export const rate = (work: () => void, operations: number, milliseconds = 300): number => {
  const batch = Math.ceil(2_000 / operations)
  for (let warm = 0; warm < 10 * batch; warm++) work()
  const spent = (): number => {
    const { user, system } = process.cpuUsage(from)
    return (user + system) / 1_000
  }
  const from = process.cpuUsage()
  let done = 0
  while (spent() < milliseconds) for (let i = 0; i < batch; i++, done += operations) work()
  return (done / spent()) * 1_000
}

/** Runs all, so many at a time, in order. */
export const pool = async <T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<unknown>): Promise<void> => {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < all.length; at = next++) await work(all[at]!)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

const versionOf = (name: string): string => {
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/package.json`)
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  } catch {
    return 'not installed'
  }
}

export const machine = (): string[] => [
  `- ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release().split('-')[0]}`,
  `- Node ${process.versions.node}; AWS SDK ${versionOf('@aws-sdk/lib-dynamodb')}; Dynoxide ${versionOf(`@dynoxide/${process.platform}-${process.arch}`)} in memory (not durable: it stands in for a service that is)`,
]

/** Seconds of CPU that another process has used, in steps of a hundredth; 0 where there is no /proc. */
export const cpuOf = (pid: number | undefined): number => {
  try {
    // After the name in brackets: the 12th and 13th field are user and system time in ticks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}
