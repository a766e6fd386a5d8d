/** What residents and others write to a door: the start of a case, or a word more to one that runs. */
import type { Actor } from '../../core/case.ts'
import { freshId } from '../../core/ids.ts'
import { sha256 } from '../../store/chain.ts'
import { type Arrival, type Opened, openings } from '../../workflows/parts/arrival.ts'
import { why } from '../to-triage.ts'
import type { MailDeps, Received, Result } from './deps.ts'
import { documentsOf, filesOf, keep, register } from './files.ts'
import { casesOf } from './place.ts'
import { type Email, readEmail } from './read.ts'
import { ownText } from './reply.ts'
import type { Trust } from './trust.ts'
import { worded } from './worded.ts'

type Arrived = { email: Email; id: string; received: Received }
export const cameBefore = (kind: string): { again?: true } => (kind === 'done' ? {} : { again: true })

type Known = Exclude<Trust, { who: 'nobody' }>
export type Heard =
  | Result
  | { kind: 'misfit'; reason: 'unmapped' | 'refused' | 'unplaced'; caseId?: string; detail: string }

/** Of a resident the history knows a number alone: their address can be erased, and the number says nothing without it. */
export const writerOf = (trust: Known): Actor =>
  trust.who === 'outsider'
    ? { kind: 'resident', id: `mail:${sha256(trust.email).slice(0, 16)}`, roles: ['resident'] }
    : trust.actor

const speakerOf = { staff: 'staff', contractor: 'contractor', outsider: 'resident' } as const

/** With what was forwarded as a whole, one level down: staff pass on what residents wrote to them. */
const wholeText = async ({ text, subject, attachments }: Email): Promise<string> => {
  const inner = attachments.filter(({ type }) => type === 'message/rfc822').slice(0, 3)
  const read = await Promise.all(inner.map(({ bytes }) => readEmail(bytes)))
  const forwarded = read.map(
    one => `Forwarded, from ${one.name ?? ''} ${one.from ?? ''}: ${one.subject}\n\n${one.text}`,
  )
  return [subject, text, ...forwarded].filter(part => part.trim() !== '').join('\n\n')
}

export const openByMail = async (
  deps: MailDeps,
  { email, id, received }: Arrived,
  workflow: Opened,
  trust: Known,
): Promise<Heard> => {
  const files = filesOf(email)
  const text = worded(await wholeText(email), email)
  const arrival: Arrival = {
    receivedAt: received.at,
    channel: 'email',
    contact: trust.email,
    speaker: speakerOf[trust.who],
    ...(email.name ? { name: email.name } : {}),
    ...(text ? { text } : {}),
    ...(files.length > 0 ? { documents: documentsOf(files) } : {}),
    ...(email.messageId ? { reference: email.messageId } : {}),
  }
  const caseId = freshId(deps.workflows[workflow]?.prefix, workflow, `mail|${id}|${workflow}`)
  await keep(deps, caseId, files)
  const opened = await deps.apply.open(
    workflow,
    { id: caseId, facts: openings[workflow](arrival), by: writerOf(trust), at: received.at },
    { source: 'mail', id: `${id}:${workflow}`, bodyHash: email.bodyHash },
  )
  if (opened.kind === 'rejected') return { kind: 'misfit', reason: 'unmapped', detail: why(opened.rejection) }
  await register(deps, caseId, files)
  return { kind: 'opened', caseId, ...cameBefore(opened.kind) }
}

/** Workflows that take a further word from anybody, in any state. It starts things and stops none. */
const takesWords: Record<string, string> = { complaint: 'contact.received' }

/** Undefined when it names no case: then it is the start of one. */
export const further = async (
  deps: MailDeps,
  { email, id, received }: Arrived,
  trust: Known,
): Promise<Heard | undefined> => {
  const { ids } = await casesOf(deps, email)
  const [caseId] = ids
  if (!caseId) return undefined
  if (ids.length > 1) return { kind: 'misfit', reason: 'unplaced', detail: 'it names several cases' }
  const loaded = await deps.store.load(caseId)
  if (!loaded) return { kind: 'misfit', reason: 'unplaced', detail: 'it names a case that is not there' }
  const type = takesWords[loaded.case.workflow]
  if (!type) return { kind: 'misfit', reason: 'unplaced', caseId, detail: 'a case that takes no messages' }
  const files = filesOf(email)
  await keep(deps, caseId, files)
  const text = worded(ownText(email.text) || email.text, email)
  const data = {
    channel: 'email',
    from: speakerOf[trust.who],
    ...(text ? { text } : {}),
    documents: documentsOf(files),
  }
  const applied = await deps.apply.event(
    caseId,
    { type, at: received.at, by: writerOf(trust), data },
    { source: 'mail', id: `${id}:${caseId}`, bodyHash: email.bodyHash },
  )
  if (applied.kind === 'rejected') return { kind: 'misfit', reason: 'refused', caseId, detail: why(applied.rejection) }
  await register(deps, caseId, files)
  return { kind: 'told', caseId, event: type, ...cameBefore(applied.kind) }
}
