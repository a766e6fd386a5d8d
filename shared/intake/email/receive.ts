/**
 * One received message, to its end. Whatever it is, something is left of it: an event, a case, a case of triage, or
 * the plain reason why nobody said anything. The same message again does nothing again.
 */
import { createHash } from 'node:crypto'
import { opensByMessage } from '../../workflows/parts/arrival.ts'
import type { TriageReason } from '../../workflows/triage.ts'
import { toTriageBounded } from '../flood.ts'
import type { Misfit } from '../to-triage.ts'
import { answer } from './answer.ts'
import { fileCertificate } from './certificate.ts'
import { obey } from './command.ts'
import { further, type Heard, openByMail } from './contact.ts'
import type { MailDeps, Received, Result } from './deps.ts'
import { type BucketDeps, govukByBucket, govukByMail } from './govuk.ts'
import { reported } from './kind.ts'
import { noteResults } from './note.ts'
import { type Email, readEmail } from './read.ts'
import { answersUs, commandOf } from './reply.ts'
import { isUnsafe, type Trust, trustOf } from './trust.ts'

/** What stands in the landlord's file beside a mailbox that takes records of checks. */
export const CERTIFICATES = 'certificates'

type Door = { address: string; workflow: string }
type Arrived = { email: Email; id: string; received: Received; raw: Uint8Array }
type Sent = { reason: TriageReason; detail?: string | undefined; caseId?: string | undefined }
/** Keeps what does not fit; a replay only notes it. */
export type Keep = (id: string, misfit: Misfit) => Promise<{ caseId: string }>

/** By Message-ID and content: a second delivery, by SES or by the sender's server, is the same message. */
const idOf = (email: Email): string =>
  createHash('sha256')
    .update(`${email.messageId ?? ''}\n${email.bodyHash}`)
    .digest('hex')
    .slice(0, 40)

const doorsOf = ({ mailboxes }: MailDeps['landlord'], { to }: Email): Door[] => [
  ...new Map(
    mailboxes.filter(({ address }) => to.includes(address.toLowerCase())).map(door => [door.workflow, door]),
  ).values(),
]

/** Machines' answers. Nobody reads an answer to them, and none is sent. */
const fromMachines = ({ email, raw }: Arrived, door: Door | undefined): Sent | { ignored: string } | undefined => {
  if (email.kind === 'receipt') return { ignored: 'a receipt' }
  if (email.kind === 'bounce') {
    const { failed, ofReport } = reported(raw)
    return failed && !ofReport ? { reason: 'undelivered' } : { ignored: 'a delivery report without a failure of ours' }
  }
  if (email.kind !== 'auto_reply') return undefined
  // A machine that answers nobody may still be passing on what somebody said: a person looks.
  return door && email.answers.length === 0 && !answersUs(email)
    ? { reason: 'untrusted', detail: 'sent by a machine' }
    : { ignored: 'an automatic answer' }
}

const unreadable = (email: Email): Sent | undefined => {
  if (isUnsafe(email)) return { reason: 'virus', detail: `virus verdict: ${email.verdicts.virus}` }
  if (email.malformed) return { reason: 'unreadable', detail: email.malformed }
  if (email.kind === 'encrypted') return { reason: 'encrypted' }
  return email.kind === 'calendar' ? { reason: 'calendar' } : undefined
}

const whyNobody = {
  virus: 'virus',
  no_from: 'no sender',
  several_froms: 'several senders',
  dmarc: 'DMARC did not pass',
}

const throughDoor = async (
  deps: MailDeps,
  arrived: Arrived,
  door: Door | undefined,
  trust: Trust,
): Promise<Heard | Sent> => {
  if (trust.who === 'nobody') return { reason: 'untrusted', detail: whyNobody[trust.why] }
  if (door?.workflow === CERTIFICATES)
    return trust.who === 'outsider'
      ? { reason: 'untrusted', detail: 'neither staff nor a contractor of ours' }
      : fileCertificate(deps, arrived, trust)
  const more = await further(deps, arrived, trust)
  if (more) return more
  if (door && opensByMessage(door.workflow)) return openByMail(deps, arrived, door.workflow, trust)
  return { reason: 'unplaced', detail: door ? `no message opens ${door.workflow}` : 'to no mailbox that opens a case' }
}

const settle = async (arrived: Arrived, door: Door | undefined, heard: Heard | Sent, keep: Keep): Promise<Result> => {
  if ('kind' in heard && heard.kind !== 'misfit') return heard
  const { email, id, received } = arrived
  const { reason, detail, caseId } = heard
  const kept = await keep(`${id}:${door?.workflow ?? ''}`, {
    reason,
    detail,
    caseId,
    source: `mail:${door?.address ?? 'other'}`,
    channel: 'email',
    receivedAt: received.at,
    original: received,
    meant: door?.workflow,
    sender: email.from,
    subject: email.subject,
    text: email.text,
  })
  return { kind: 'triage', caseId: kept.caseId, reason }
}

/** Somebody of ours or a contractor hears that a person must look; a stranger hears nothing: the address may be another's. */
const tellSender = async (
  deps: MailDeps,
  { email, id }: Arrived,
  trust: Trust,
  results: readonly Result[],
): Promise<void> => {
  const kept = results.find(result => result.kind === 'triage')
  if (!kept || (trust.who !== 'staff' && trust.who !== 'contractor')) return
  await answer(deps, email, id, {
    headline: `We have your message, and a person will sort it: ${email.subject}`,
    lines: [
      `It does not say to us which case it is about, so nothing has been recorded on any case yet. It is kept whole as ${kept.caseId}, and somebody is told to sort it. You need not send it again.`,
      'If it cannot wait, because something at a property is unsafe, telephone us now.',
      'Another time, put the case’s number into the subject, for example [gas:H00017], and it finds its way by itself.',
    ],
  })
}

/** A time after our own clock is a slip of some clock: it must not put a deadline off. */
const withTime = (received: Received, email: Email, now: Received['at']): Received => {
  const at = email.at && email.at < received.at ? email.at : received.at
  return { ...received, at: at < now ? at : now }
}

const read = async (deps: MailDeps, arrived: Arrived, keep: Keep): Promise<Result[]> => {
  const { email } = arrived
  const doors = doorsOf(deps.landlord, email)
  const machine = fromMachines(arrived, doors[0])
  if (machine && 'ignored' in machine) return [{ kind: 'ignored', why: machine.ignored }]
  const stopped = machine ?? unreadable(email)
  if (stopped) return [await settle(arrived, doors[0], stopped, keep)]
  const { contractors } = deps.landlord
  const trust = await trustOf(email, { person: deps.store.getPerson, contractors, now: deps.now() })
  const command = trust.who === 'staff' ? commandOf(email, Object.keys(deps.workflows)) : undefined
  if (command && trust.who === 'staff' && (doors.length === 0 || answersUs(email)))
    return [await obey(deps, arrived, command, trust)]
  const results: Result[] = []
  for (const door of doors.length > 0 ? doors : [undefined])
    results.push(await settle(arrived, door, await throughDoor(deps, arrived, door, trust), keep))
  await tellSender(deps, arrived, trust, results)
  return results
}

const toKeep =
  (deps: MailDeps): Keep =>
  (id, misfit) =>
    toTriageBounded(deps, id, misfit)

/** `again`: read before, and a person asks for it once more; what still does not fit is theirs to keep. */
export const receive = async (deps: MailDeps, given: Received, again?: Keep): Promise<Result[]> => {
  const email = await readEmail(given.bytes)
  const received = withTime(given, email, deps.now())
  const arrived: Arrived = { email, id: idOf(email), received, raw: given.bytes }
  const keep = again ?? toKeep(deps)
  const form = await govukByMail(deps, email, received, keep)
  const results = form ? [form.result] : await read(deps, arrived, keep)
  if (!again) await noteResults(deps, given, [email.messageId, form?.reference], results)
  return results
}

/** A submission laid into the bucket; undefined: a file that its submission names. */
export const receiveSubmission = async (
  deps: BucketDeps,
  given: Received,
  again?: Keep,
): Promise<Result | undefined> => {
  const form = await govukByBucket(deps, given, again ?? toKeep(deps))
  if (form && !again) await noteResults(deps, given, [form.reference], [form.result])
  return form?.result
}
