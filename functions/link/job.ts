/** What a contractor's page sends about its one job, as the event that the job's workflow knows. */
import { createHash } from 'node:crypto'
import type { Actor, Case } from '../../shared/core/case.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import type { Instant } from '../../shared/core/time.ts'
import type { CallbackType } from '../../shared/intake/callback-data.ts'
import { eventNames } from '../../shared/intake/callback-event.ts'
import { documentsOf, keep, register } from '../../shared/intake/email/files.ts'
import { type Attachment, oneLine } from '../../shared/intake/email/read.ts'
import type { Link } from '../../shared/intake/link.ts'
import { why } from '../../shared/intake/to-triage.ts'
import { canonical, sha256 } from '../../shared/store/chain.ts'
import type { Deps } from './ports.ts'

export type Sent = { fields: Readonly<Record<string, string>>; files: readonly Attachment[] }

const kinds: Record<string, CallbackType> = {
  noAccess: 'visit.noAccess',
  done: 'certificate.submitted',
  unsafe: 'unsafe.found',
}

const dataOf = (kind: string, { fields, files }: Sent): Record<string, unknown> | string => {
  const documents = documentsOf(files)
  if (kind === 'noAccess')
    return {
      outcome: fields.outcome,
      cardLeft: fields.cardLeft === 'yes',
      documents,
      ...(files[0] ? { photo: files[0].name } : {}),
    }
  if (kind === 'unsafe')
    return {
      code: fields.code,
      actionTaken: fields.actionTaken?.trim() || 'not said',
      isolated: fields.isolated === 'yes',
    }
  if (files.length === 0) return 'Attach the certificate.'
  return { documents, ...(fields.regNo ? { operative: { regNo: oneLine(fields.regNo, 60) } } : {}) }
}

export const fileOf = (name: string, type: string, bytes: Buffer): Attachment => ({
  name: oneLine(name.split(/[/\\]/).at(-1) ?? '', 200) || 'file',
  type,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** Undefined when it was taken; else why not, for whoever stands at the door. */
export const sendJob = async (
  deps: Deps,
  link: Link,
  { c, by }: { c: Case; by: Actor },
  sent: Sent,
  now: Instant,
): Promise<string | undefined> => {
  const kind = sent.fields.kind ?? ''
  const callback = kinds[kind]
  const workflow = deps.workflows[c.workflow]
  if (!callback || !workflow) return 'That is none of the things that this page sends.'
  const data = dataOf(kind, sent)
  if (typeof data === 'string') return data
  const allowed = allowedIn(workflow, c.state)
  const type = eventNames[callback].find(name => allowed.includes(name)) ?? callback
  await keep(deps, c.id, sent.files)
  const message = {
    source: 'link',
    id: `${link.id}:${kind}:${sha256(sent.fields.at ?? '').slice(0, 12)}`,
    bodyHash: sha256(canonical(data)),
  }
  const applied = await deps.apply.event(c.id, { type, at: now, by, data }, message)
  if (applied.kind === 'rejected') return `This was not taken: ${why(applied.rejection)}.`
  if (applied.kind === 'mismatch') return 'This form was sent already. Open the link again to send something else.'
  await register(deps, c.id, sent.files)
  return undefined
}
