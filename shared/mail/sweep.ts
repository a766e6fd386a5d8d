/** What the stream and the schedules did not bring about: the guarantee behind both, run every minute. */
import { gravestFirst } from '../core/gravity.ts'
import { endsAt } from '../core/time.ts'
import type { Desk } from './desk.ts'
import { handleDigest } from './digests.ts'
import { handle, storiesAhead } from './notices.ts'
import type { Pending } from './outbox.ts'

/** At SES's rate for a new account, 14 a second, and some 300 ms a mail. */
export const AT_ONCE = 4

export type Failed = { name: string; error: unknown }

/** Every one is tried, whatever befalls another, until `enough`; who failed is told by name. */
export const each = async <T>(
  all: readonly T[],
  name: (one: T) => string,
  work: (one: T) => Promise<void>,
  enough: () => boolean = () => false,
): Promise<Failed[]> => {
  const failed: Failed[] = []
  for (let from = 0; from < all.length && !enough(); from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE)
    const done = await Promise.allSettled(some.map(work))
    for (const [index, one] of done.entries())
      if (one.status === 'rejected') failed.push({ name: name(some[index]!), error: one.reason })
  }
  return failed
}

/** The more urgent first; of alike what was due first, however they came to be owed in the same wave. */
const inOrder = (owed: readonly Pending[]): Pending[] =>
  owed
    .map(one => ({ one, rank: { urgency: one.notice.urgency, due: endsAt(one.notice.due ?? one.notice.owedSince) } }))
    .sort((a, b) => gravestFirst(a.rank, b.rank))
    .map(({ one }) => one)

/** `more`: there may be more to send at once, and SES takes it */
export type Swept = { notices: number; digests: number; more: boolean }

/**
 * At most `limit` mails, gravest first: digests only when no notice waits. When SES says that it is too much, the rest
 * waits for the next sweep with it, so that nothing routine takes the place of what was refused. Throws an AggregateError
 * naming what could not be handled, after everything else was.
 */
export const sweep = async (desk: Desk, limit: number): Promise<Swept> => {
  const now = desk.now()
  let full = false
  const send: Desk['mail']['send'] = async mail => {
    const sent = await desk.mail.send(mail)
    full ||= sent.kind === 'later'
    return sent
  }
  const paced: Desk = { ...desk, mail: { send } }
  const pending = inOrder(await desk.outbox.pending(now, limit))
  const stories = await storiesAhead(desk, pending)
  const failed = await each(
    pending,
    one => one.notice.id,
    one => handle(paced, one, stories.get(one.notice.caseId)),
    () => full,
  )
  // What cannot be handled takes no other mail's place.
  const room = limit - pending.length + failed.length
  const digests = room > 0 && !full ? await desk.outbox.digestsDue(now, room) : []
  const broken = await each(
    digests,
    one => one,
    one => handleDigest(paced, one),
    () => full,
  )
  const all = [...failed, ...broken]
  if (all.length > 0) {
    const names = all.map(one => one.name).join(', ')
    throw new AggregateError(
      all.map(one => one.error),
      `not sent: ${names}`,
    )
  }
  return { notices: pending.length, digests: digests.length, more: !full && pending.length + digests.length >= limit }
}
