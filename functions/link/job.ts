/** What a contractor's page sends about its one job, as the event that the job's workflow knows. */
import type { Actor, Case } from '../../shared/core/case.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { clockOf, dayOf, type Instant, isDayText } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { CallbackType } from '../../shared/intake/contractors/callback-data.ts'
import { eventNames } from '../../shared/intake/contractors/callback-event.ts'
import { documentsOf, keep, register } from '../../shared/intake/email/files.ts'
import { oneLine } from '../../shared/intake/email/one-line.ts'
import type { Attachment } from '../../shared/intake/email/read.ts'
import { plainWhy } from '../../shared/intake/plain-why.ts'
import { toTriage } from '../../shared/intake/to-triage.ts'
import type { Link } from '../../shared/links/link.ts'
import { canonical, sha256 } from '../../shared/store/chain.ts'
import { claims, kinds } from './kinds.ts'
import type { Deps } from './ports.ts'
import { toldOf } from './told.ts'

export type Sent = { fields: Readonly<Record<string, string>>; files: readonly Attachment[] }

/** The codes of each trade, gravest first; whoever is asked for another trade's cannot choose rightly. */
const codes: Readonly<Record<string, readonly [string, string][]>> = {
  gas: [
    ['ID', 'ID, immediately dangerous'],
    ['AR', 'AR, at risk'],
  ],
  eicr: [['C1', 'C1, danger present']],
  lifts: [['A', 'A, a defect that is a danger']],
}
export const codesOf = ({ workflow, facts }: Pick<Case, 'workflow' | 'facts'>): readonly [string, string][] =>
  codes[workflow] ?? codes[String(facts.stream)] ?? Object.values(codes).flat()

/** What this job can still be told; a page that offers what will be refused wastes a visit. */
export type Offers = { certificate: boolean; claim: boolean; noAccess: boolean; codes: readonly [string, string][] }
export const offersOf = (workflow: AnyWorkflow, c: Case): Offers => {
  const allowed = allowedIn(workflow, c.state)
  const takes = (type: CallbackType) => eventNames[type].some(name => allowed.includes(name))
  const certificate = takes('certificate.submitted')
  return {
    certificate,
    claim: !certificate && claims.some(name => allowed.includes(name)),
    noAccess: takes('visit.noAccess'),
    codes: codesOf(c),
  }
}

const dataOf = (kind: string, { fields, files }: Sent, certificate: boolean): Record<string, unknown> | string => {
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
  if (!certificate)
    return fields.on && isDayText(fields.on) ? { completedOn: fields.on, documents } : 'Say on which day it was done.'
  if (files.length === 0) return 'Attach the certificate.'
  return { documents, ...(fields.regNo ? { operative: { regNo: oneLine(fields.regNo, 60) } } : {}) }
}

/** Danger is never sent back for what the job can or cannot take: a person is told, with hours to look. */
const unsafeElsewhere = async (
  deps: Deps,
  link: Link,
  { c, by }: { c: Case; by: Actor },
  data: Record<string, unknown>,
  receivedAt: Instant,
): Promise<undefined> => {
  const text = `Unsafe, ${String(data.code)}: ${String(data.actionTaken)}. Isolated: ${data.isolated ? 'yes' : 'no'}.`
  const id = `${link.id}:${sha256(text).slice(0, 12)}`
  const original = { key: `link:${id}`, sha256: sha256(text) }
  await toTriage(deps, id, {
    reason: 'refused',
    detail: 'something unsafe, which its job cannot take',
    source: `contractor:${by.id}`,
    channel: 'contractor',
    receivedAt,
    original,
    meant: 'hazard',
    caseId: c.id,
    text,
  })
}

/** An attempt is counted, before a court too: what going back in a browser sends once more is no second visit. */
const anotherVisit = async (
  { store }: Deps,
  { link, c, by }: { link: Link; c: Case; by: Actor },
  { fields }: Sent,
  { source, id }: { source: string; id: string },
  now: Instant,
): Promise<string | undefined> => {
  if (fields.again === 'yes' || (await store.seen(source, id))) return undefined
  const told = await toldOf(store, { link, c, contractorId: by.id })
  const today = told.findLast(({ kind, at }) => kind === 'noAccess' && dayOf(at) === dayOf(now))
  return (
    today && `You told us today at ${clockOf(today.at)} that you got no access. If you went there again, tick that.`
  )
}

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
  const allowed = allowedIn(workflow, c.state)
  const { certificate } = offersOf(workflow, c)
  const data = dataOf(kind, sent, certificate)
  if (typeof data === 'string') return data
  const names = kind === 'done' && !certificate ? claims : eventNames[callback]
  const type = names.find(name => allowed.includes(name)) ?? callback
  const message = {
    source: 'link',
    id: `${link.id}:${kind}:${sha256(sent.fields.at ?? '').slice(0, 12)}`,
    bodyHash: sha256(canonical(data)),
  }
  const again = kind === 'noAccess' && (await anotherVisit(deps, { link, c, by }, sent, message, now))
  if (again) return again
  await keep(deps, c.id, sent.files)
  const applied = await deps.apply.event(c.id, { type, at: now, by, data }, message)
  if (applied.kind === 'rejected' && kind === 'unsafe') return unsafeElsewhere(deps, link, { c, by }, data, now)
  if (applied.kind === 'rejected') return `This was not taken: ${plainWhy(applied.rejection, workflow)}.`
  if (applied.kind === 'mismatch') return 'This form was sent already. Open the link again to send something else.'
  await register(deps, c.id, sent.files)
  return undefined
}
