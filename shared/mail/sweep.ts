/** What the stream and the schedules did not bring about: the guarantee behind both, run every minute. */
import type { Desk } from './desk.ts'
import { handleDigest } from './digests.ts'
import { handle, storiesAhead } from './notices.ts'

/** At SES's rate for a new account, 14 a second, and some 300 ms a mail. */
const AT_ONCE = 4

export type Failed = { name: string; error: unknown }

/** Every one is tried, whatever befalls another; who failed is told by name. */
export const each = async <T>(
  all: readonly T[],
  name: (one: T) => string,
  work: (one: T) => Promise<void>,
): Promise<Failed[]> => {
  const failed: Failed[] = []
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE)
    const done = await Promise.allSettled(some.map(work))
    for (const [index, one] of done.entries())
      if (one.status === 'rejected') failed.push({ name: name(some[index]!), error: one.reason })
  }
  return failed
}

export type Swept = { notices: number; digests: number }

/** Throws an AggregateError naming what could not be handled, after everything else was. */
export const sweep = async (desk: Desk, limit: number): Promise<Swept> => {
  const now = desk.now()
  const pending = await desk.outbox.pending(now, limit)
  const digests = await desk.outbox.digestsDue(now, limit)
  const stories = await storiesAhead(desk, pending)
  const failed = [
    ...(await each(
      pending,
      one => one.notice.id,
      one => handle(desk, one, stories.get(one.notice.caseId)),
    )),
    ...(await each(
      digests,
      one => one,
      one => handleDigest(desk, one),
    )),
  ]
  if (failed.length > 0) {
    const names = failed.map(one => one.name).join(', ')
    throw new AggregateError(
      failed.map(one => one.error),
      `not sent: ${names}`,
    )
  }
  return { notices: pending.length, digests: digests.length }
}
