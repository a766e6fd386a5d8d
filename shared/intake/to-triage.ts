/** What could not be understood, trusted or placed becomes a case with an owner and a clock. Doing it twice makes one. */
import type { Apply } from '../apply.ts'
import type { Actor, Rejection } from '../core/case.ts'
import { freshId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { Transient } from '../store/faults.ts'
import { type TriageReason, triage } from '../workflows/triage.ts'

export const SYSTEM: Actor = { kind: 'system', id: 'system', roles: ['system'] }

export type Original = { key: string; sha256: string }

export type Misfit = {
  reason: TriageReason
  /** what did not fit, by field; never the words themselves */
  detail?: string | undefined
  source: string
  channel: 'email' | 'form' | 'contractor'
  receivedAt: Instant
  original: Original
  meant?: string | undefined
  caseId?: string | undefined
  sender?: string | undefined
  subject?: string | undefined
  text?: string | undefined
  /** one of too many of its door and day: another case speaks for it */
  inFlood?: true | undefined
}

const present = (facts: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ''))

const cut = (text: string | undefined, most: number): string | undefined => text?.trim().slice(0, most).toWellFormed()

/** Of a message by its door. */
export const triageId = (source: string, id: string): string =>
  freshId(triage.prefix, triage.name, `triage|${source}|${id}`)

/**
 * Opens its triage case. `id` is of the message, so that the same one twice is one case. Throws Transient when that
 * cannot be done: whoever delivers the message must deliver it again.
 */
export const toTriage = async (
  { apply, now }: { apply: Pick<Apply, 'open'>; now: () => Instant },
  id: string,
  misfit: Misfit,
): Promise<{ caseId: string }> => {
  const caseId = triageId(misfit.source, id)
  const facts = present({
    ...misfit,
    original: { key: misfit.original.key, sha256: misfit.original.sha256 },
    detail: cut(misfit.detail, 2000),
    sender: cut(misfit.sender, 300),
    subject: cut(misfit.subject, 300),
    text: cut(misfit.text, 10_000),
  })
  const done = await apply.open(triage.name, { id: caseId, facts, by: SYSTEM, at: now() })
  if (done.kind === 'rejected') throw new Transient(`triage of ${id} was refused: ${why(done.rejection)}`)
  return { caseId }
}

/** A rejection in one line, by field and sentence, without what was sent. */
export const why = (rejection: Rejection): string => {
  switch (rejection.kind) {
    case 'invalid':
      return rejection.issues.map(({ path, message }) => `${path || 'the whole'}: ${message}`).join('; ')
    case 'guard':
      return rejection.failed.join('; ')
    case 'not_allowed':
      return `${rejection.event} is not possible while it is ${rejection.state.replaceAll('_', ' ')}`
    case 'forbidden':
      return `${rejection.event} needs one of: ${rejection.needs.join(', ')}`
    case 'unknown':
      return `there is no ${rejection.what}`
  }
}
