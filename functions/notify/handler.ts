import * as z from 'zod'
import type { Desk } from '../../shared/mail/desk.ts'
import { handleDigest } from '../../shared/mail/digests.ts'
import { handle, storiesAhead } from '../../shared/mail/notices.ts'
import type { Pending } from '../../shared/mail/outbox.ts'
import { each, type Swept, sweep } from '../../shared/mail/sweep.ts'
import type { Fault } from '../wire.ts'

export type Deps = Desk & {
  /** a NOTICE of a record of the table's stream; undefined for any other item or a removal */
  noticeIn: (record: unknown) => Pending | undefined
  /** tells the log: the stream's answer has no room for a reason */
  fault: Fault
}

const streamed = z.object({
  Records: z.array(z.looseObject({ dynamodb: z.looseObject({ SequenceNumber: z.string() }) })),
})

/** What a digest's schedule says, and what the tick says each minute. */
const prompt = z.union([
  z.strictObject({ digest: z.string().min(1) }),
  z.strictObject({ sweep: z.literal(true), limit: z.int().min(1).max(1000).default(200) }),
])

export type Failures = { batchItemFailures: { itemIdentifier: string }[] }

type Opened = { name: string; pending?: Pending | undefined; error?: unknown }

/** One that cannot be read fails by itself. */
const opened = (deps: Deps, record: z.output<typeof streamed>['Records'][number]): Opened => {
  const name = record.dynamodb.SequenceNumber
  try {
    return { name, pending: deps.noticeIn(record) }
  } catch (error) {
    return { name, error }
  }
}

export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Failures | Swept | undefined> => {
    const stream = streamed.safeParse(event)
    if (stream.success) {
      const notices = stream.data.Records.map(record => opened(deps, record))
      const stories = await storiesAhead(
        deps,
        notices.flatMap(one => one.pending ?? []),
      )
      const failed = await each(
        notices,
        one => one.name,
        async ({ pending, error }) => {
          if (error !== undefined) throw error
          if (pending) await handle(deps, pending, stories.get(pending.notice.caseId))
        },
      )
      for (const one of failed) deps.fault(one.name, one.error, 'again')
      return { batchItemFailures: failed.map(one => ({ itemIdentifier: one.name })) }
    }
    const asked = prompt.parse(event)
    if ('sweep' in asked) return sweep(deps, asked.limit)
    await handleDigest(deps, asked.digest)
    return undefined
  }
