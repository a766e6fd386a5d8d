/** A record of a check that came by mail: filed with the case that it names, for a person to review. */
import type { Case } from '../../core/case.ts'
import { allowedIn } from '../../core/machine.ts'
import { isTheirs } from '../../position/theirs.ts'
import { eventNames } from '../contractors/callback-event.ts'
import { why } from '../to-triage.ts'
import { nameOf } from './act.ts'
import { answer } from './answer.ts'
import { cameBefore } from './contact.ts'
import type { MailDeps, Received, Result } from './deps.ts'
import { documentsOf, filesOf, keep, register } from './files.ts'
import { casesOf } from './place.ts'
import type { Email } from './read.ts'
import type { Trust } from './trust.ts'

type Known = Extract<Trust, { who: 'staff' | 'contractor' }>
type Filed = Result | { kind: 'misfit'; reason: 'unplaced' | 'refused'; caseId?: string; detail: string }

/** A contractor's own jobs alone; others do not exist. */
const mayFile = ({ landlord }: MailDeps, trust: Known, c: Case): boolean =>
  trust.who === 'staff' ||
  isTheirs(
    landlord.contractors.find(({ id }) => id === trust.id) ?? { id: trust.id, streams: [] },
    c,
    landlord.contractors,
  )

export const fileCertificate = async (
  deps: MailDeps,
  { email, id, received }: { email: Email; id: string; received: Received },
  trust: Known,
): Promise<Filed> => {
  const files = filesOf(email)
  if (files.length === 0) return { kind: 'misfit', reason: 'unplaced', detail: 'no document is attached' }
  const { ids } = await casesOf(deps, email)
  const [caseId] = ids
  if (!caseId || ids.length > 1)
    return {
      kind: 'misfit',
      reason: 'unplaced',
      detail: ids.length > 1 ? 'it names several cases' : 'it names no case',
    }
  const loaded = await deps.store.load(caseId)
  const workflow = loaded && deps.workflows[loaded.case.workflow]
  if (!workflow || !mayFile(deps, trust, loaded.case))
    return { kind: 'misfit', reason: 'unplaced', detail: 'it names a case that is not there, or not theirs' }
  const allowed = allowedIn(workflow, loaded.case.state)
  const type = eventNames['certificate.submitted'].find(name => allowed.includes(name)) ?? 'certificate.submitted'
  await keep(deps, caseId, files)
  const applied = await deps.apply.event(
    caseId,
    { type, at: received.at, by: trust.actor, data: { documents: documentsOf(files) } },
    { source: 'mail', id: `${id}:${caseId}`, bodyHash: email.bodyHash },
  )
  if (applied.kind === 'rejected') return { kind: 'misfit', reason: 'refused', caseId, detail: why(applied.rejection) }
  await register(deps, caseId, files)
  const names = files.map(({ name }) => name).join(', ')
  await answer(deps, email, id, {
    headline: `Received for ${workflow.title} [${caseId}]: ${names}`,
    lines: [
      `${names} is with ${await nameOf(deps, workflow, loaded.case)}. A person reviews it. Until it is accepted the case stays open; you hear from us if something is missing.`,
    ],
  })
  return { kind: 'told', caseId, event: type, ...cameBefore(applied.kind) }
}
