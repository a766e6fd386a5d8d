import * as z from 'zod'
import type { Desk } from '../../shared/mail/desk.ts'
import { handleDigest } from '../../shared/mail/digests.ts'
import { handle } from '../../shared/mail/notices.ts'
import type { Pending } from '../../shared/mail/outbox.ts'

export type Deps = Desk & {
  /** a NOTICE item of the table's stream; undefined for any other item or a removal */
  noticeIn: (image: unknown) => Pending | undefined
  /** tells the log and the alarm: the stream's answer has no room for a reason */
  fault: (name: string, error: unknown) => void
}

const streamed = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ SequenceNumber: z.string(), NewImage: z.unknown().optional() }) })),
})
/** What the digest's schedule sends, and what the tick sends each minute. */
const prompt = z.union([
  z.strictObject({ digest: z.string().min(1) }),
  z.strictObject({ sweep: z.literal(true), limit: z.int().min(1).max(1000).default(200) }),
])

export type Failures = { batchItemFailures: { itemIdentifier: string }[] }
export type Swept = { notices: number; digests: number; failed: string[] }

/** At SES's rate for a new account, 14 a second, and some 300 ms a mail. */
const AT_ONCE = 4

/** Every one is tried, whatever befalls another; who failed is told by name. */
const each = async <T>(all: readonly T[], name: (one: T) => string, work: (one: T) => Promise<void>) => {
  const failed: { name: string; error: unknown }[] = []
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE)
    const done = await Promise.allSettled(some.map(work))
    for (const [index, one] of done.entries())
      if (one.status === 'rejected') failed.push({ name: name(some[index]!), error: one.reason })
  }
  return failed
}

/** What the stream and the schedules did not bring about: the guarantee behind both. */
const sweep = async (deps: Deps, limit: number): Promise<Swept> => {
  const now = deps.now()
  const pending = await deps.outbox.pending(now, limit)
  const digests = await deps.outbox.digestsDue(now, limit)
  const failed = [
    ...(await each(
      pending,
      one => one.notice.id,
      one => handle(deps, one),
    )),
    ...(await each(
      digests,
      one => one,
      one => handleDigest(deps, one),
    )),
  ]
  const swept = { notices: pending.length, digests: digests.length, failed: failed.map(one => one.name) }
  if (failed.length > 0)
    throw new AggregateError(
      failed.map(one => one.error),
      `not sent: ${swept.failed.join(', ')}`,
    )
  return swept
}

export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Failures | Swept | undefined> => {
    const stream = streamed.safeParse(event)
    if (stream.success) {
      const failed = await each(
        stream.data.Records,
        one => one.dynamodb.SequenceNumber,
        async one => {
          const pending = one.dynamodb.NewImage === undefined ? undefined : deps.noticeIn(one.dynamodb.NewImage)
          if (pending) await handle(deps, pending)
        },
      )
      for (const one of failed) deps.fault(one.name, one.error)
      return { batchItemFailures: failed.map(one => ({ itemIdentifier: one.name })) }
    }
    const asked = prompt.parse(event)
    if ('sweep' in asked) return sweep(deps, asked.limit)
    await handleDigest(deps, asked.digest)
    return undefined
  }
