/** Seed after seed, and what it came to. */
import type { Without } from './house.ts'
import { type Result, simulate } from './simulate.ts'

export type Sum = Pick<
  Result,
  'lost' | 'mails' | 'doubled' | 'standing' | 'afterRestore' | 'most' | 'orders' | 'orderCopies'
> & {
  seeds: number
  /** the seeds that failed, with what was wrong */
  failed: Result[]
}

/** Stops at the end of the list, of the time (milliseconds; not before `least` seeds), or at `most` failures. */
export const many = async (
  seeds: Iterable<number>,
  {
    milliseconds = Number.POSITIVE_INFINITY,
    least = 0,
    most = 5,
    without,
    harsh = 1,
  }: { milliseconds?: number; least?: number; most?: number; without?: () => Without; harsh?: number } = {},
): Promise<Sum> => {
  const sum: Sum = {
    seeds: 0,
    lost: 0,
    mails: 0,
    doubled: 0,
    standing: 0,
    afterRestore: 0,
    most: 0,
    orders: 0,
    orderCopies: 0,
    failed: [],
  }
  const end = performance.now() + milliseconds
  for (const seed of seeds) {
    if ((performance.now() > end && sum.seeds >= least) || sum.failed.length >= most) break
    const result = await simulate(seed, { harsh, ...(without ? { without: without() } : {}) })
    sum.seeds += 1
    for (const figure of ['lost', 'mails', 'doubled', 'standing', 'afterRestore', 'orders', 'orderCopies'] as const)
      sum[figure] += result[figure]
    sum.most = Math.max(sum.most, result.most)
    if (result.wrong.length > 0) sum.failed.push(result)
  }
  return sum
}

export function* every(step: number, from: number, most = 1e9): Generator<number> {
  for (let seed = from; seed <= most; seed += step) yield seed
}

export const inWords = (sum: Sum): string =>
  [
    `${sum.seeds} seeds, ${sum.mails} mails`,
    `lost ${sum.lost}, wrong ${sum.failed.length}`,
    `told again ${sum.doubled} (at most ${sum.most} times one thing to one person), after a restore ${sum.afterRestore}`,
    `work orders ${sum.orders}, again ${sum.orderCopies}`,
    `shown again while it stands ${sum.standing}`,
  ].join('; ')
