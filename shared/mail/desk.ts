/** What the sending of mail needs from outside, and what every kind of sending shares. */
import type { Urgency } from '../core/case.ts'
import { addMinutes, type Instant } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import type { MailOut, Sent } from '../effects/mail-out.ts'
import type { Schedules } from '../effects/schedules.ts'
import type { Directory } from '../people/person.ts'
import type { Settings } from '../store/store.ts'
import { type Asked, type Deed, type LinkDesk, linksOf } from './links.ts'
import type { Written } from './notice-mail.ts'
import type { Sender } from './notice-view.ts'
import type { MailRecord, Outbox, Outcome, Parcel } from './outbox.ts'
import { tagOf } from './reference.ts'
import type { CaseStory } from './story.ts'
import type { Window } from './window.ts'

/** What sending takes; a digest that is due needs no more. */
export type Counter = {
  outbox: Outbox
  mail: MailOut
  /** the case as it stands now, read consistently; a notice without its case is a fault */
  load: (caseId: string) => Promise<CaseStory>
  /** many as they stand now, by id, read together and without who was told before; one that is not there is a fault */
  loadMany: (caseIds: readonly string[]) => Promise<ReadonlyMap<string, CaseStory>>
  directory: () => Promise<Directory>
  calendar: Calendar
  window: Window
  sender: Sender
  /** keeps what each person's last digest showed */
  settings: Settings
  links: LinkDesk
  now: () => Instant
}

export type Desk = Counter & { schedules: Schedules }

/** What one mail offers to do; nothing when links cannot be signed. */
export const linker = async ({ links, sender, directory, now }: Counter) => {
  const [secret, { people }] = [await links.secret(), await directory()]
  const make = secret === undefined ? undefined : linksOf(links, secret, sender.links)
  return (asked: Omit<Asked, 'people' | 'now'>): Deed[] => make?.({ ...asked, people, now: now() }) ?? []
}

/** Minutes. Longer than a function may run, so that a claim that has run out belongs to nobody. */
const LEASE = 5
export const leaseFrom = (now: Instant): Instant => addMinutes(now, LEASE)

/**
 * Does what a claim was taken for. When that fails before anything was handed over, the claim is given back for the
 * next minute: a case that could not be read for a moment must not hold up an emergency for the length of a lease. Throws
 * what the work throws.
 */
export const underClaim = async <D extends Pick<Counter, 'outbox' | 'now'>>(
  desk: D,
  { parcel, attempt }: { parcel: Parcel; attempt: number },
  work: (desk: D) => Promise<void>,
): Promise<void> => {
  let handing = false
  const keep: Outbox['keep'] = record => {
    handing = true
    return desk.outbox.keep(record)
  }
  try {
    await work({ ...desk, outbox: { ...desk.outbox, keep } })
  } catch (error) {
    if (!handing) {
      const at = desk.now()
      const outcome: Outcome = { kind: 'waiting', why: `not read: ${error}`, until: addMinutes(at, 0.5), at }
      // When that fails too, the lease runs out by itself.
      await desk.outbox.mark(parcel, attempt, outcome).catch(() => undefined)
    }
    throw error
  }
}

/** 15 minutes after the first refusal, then doubling up to four hours: it is never given up, and never hammered. */
const refusedUntil = (attempt: number, at: Instant): Instant =>
  addMinutes(at, Math.min(15 * 2 ** Math.min(attempt - 1, 4), 240))

const outcomeOf = (sent: Sent, attempt: number, at: Instant): Outcome => {
  if (sent.kind === 'sent') return { ...sent, at }
  if (sent.kind === 'unknown') return { ...sent, at }
  // Before the next minute's sweep, which would otherwise send what is less grave in its place.
  const until = sent.kind === 'later' ? addMinutes(at, 0.5) : refusedUntil(attempt, at)
  return { kind: 'waiting', why: sent.why, until, at }
}

type Parcelled = Omit<MailRecord, 'subject' | 'text' | 'html' | 'at' | 'urgency'>

/** Keeps what it says, sends once, and keeps the proof; answers what is known of it. The claim must be held; a crash in here leaves it to run out. */
export const dispatch = async (
  desk: Pick<Counter, 'mail' | 'outbox' | 'sender' | 'now'>,
  parcelled: Parcelled,
  written: Written,
  urgency: Urgency,
): Promise<Sent['kind']> => {
  const { parcel, attempt, reference, to } = parcelled
  const record = { ...parcelled, ...written, at: desk.now(), urgency }
  await desk.outbox.keep(record)
  const sent = await desk.mail.send({
    to,
    from: desk.sender.from,
    ...written,
    tags: { [parcel.kind]: tagOf(parcel.id), urgency, attempt: String(attempt) },
    headers: {},
    reference,
  })
  const at = desk.now()
  if (sent.kind === 'refused')
    await desk.outbox.incident({
      id: `refused:${parcel.kind}:${parcel.id}`,
      kind: 'refused',
      parcel,
      why: [sent.why],
      at,
    })
  await desk.outbox.mark(parcel, attempt, outcomeOf(sent, attempt, at), record)
  return sent.kind
}
