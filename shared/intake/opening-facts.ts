/** Facts of the cases that messages from outside open: what each workflow asks for, from what the sender said. */
import type { Instant } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import { england } from '../core/working-days.ts'
import { policies } from '../law/policy.ts'
import { fromContractor } from '../workflows/parts/complaint-contact.ts'
import { kindOf, observedFacts } from '../workflows/parts/hazard.ts'
import type { Callback } from './contractors/callback.ts'
import type { CallbackEvent } from './contractors/callback-event.ts'

type Facts = Record<string, unknown>

const given = (documents: unknown): Facts => (Array.isArray(documents) && documents.length > 0 ? { documents } : {})

/**
 * A complaint or a hazard that a contractor passes on: the landlord knew of it when the contractor did. `passedOn` is
 * when it reached us, so that a complaint passed on late says so.
 */
export const toldFacts = (body: Callback, event: CallbackEvent, contractorId: string, passedOn: Instant): Facts => {
  if (body.eventType === 'hazard.observed')
    return observedFacts({ ...body.data, ...event.data, type: body.data.type }, event.at)
  if (body.eventType !== 'complaint.received') return event.data
  const { person, text, receivedAt } = body.data
  const contact = { receivedAt, person, text, jobRef: body.jobRef ?? body.caseId, ...given(event.data.documents) }
  const most = policies['complaint.contractor.forward'].value
  return { ...fromContractor(contact, contractorId, passedOn, england, most), speaker: 'resident' }
}

/** What a form does not ask, because we know it. */
const usual: Record<string, (said: Facts, at: Instant) => Facts> = {
  complaint: (_, at) => ({ receivedAt: at, channel: 'web' }),
  hazard: ({ kind }, at) => ({
    awareAt: at,
    channel: 'form',
    ...(typeof kind === 'string' ? { reportedAs: kind.slice(0, 60) } : {}),
  }),
}

const translated = (workflow: AnyWorkflow, facts: Facts): Facts =>
  workflow.name === 'hazard' && typeof facts.kind === 'string' ? { ...facts, kind: kindOf(facts.kind) } : facts

/** `persons.0.name` makes a list with one person in it. */
const put = (into: Facts, path: readonly string[], value: unknown): Facts => {
  const [name = '', next, ...rest] = path
  if (next === undefined) return { ...into, [name]: value }
  const inner = into[name]
  if (!/^\d$/.test(next)) return { ...into, [name]: put((inner as Facts | undefined) ?? {}, [next, ...rest], value) }
  const list = Array.isArray(inner) ? [...inner] : []
  list[Number(next)] = rest.length === 0 ? value : put((list[Number(next)] as Facts | undefined) ?? {}, rest, value)
  return { ...into, [name]: list }
}

const asks = (workflow: AnyWorkflow): ReadonlySet<string> =>
  new Set(Object.keys('shape' in workflow.facts ? (workflow.facts.shape as object) : {}))

/**
 * Facts from a form's mapped fields, received at that moment, and the names that the workflow does not know: they are
 * no reason to refuse the rest.
 */
export const formFacts = (workflow: AnyWorkflow, fields: Facts, at: Instant): { facts: Facts; unknown: string[] } => {
  const known = asks(workflow)
  const isKnown = (path: string): boolean => known.has(path.split('.', 1)[0] ?? '')
  const said = Object.entries(fields)
    .filter(([path]) => isKnown(path))
    .reduce<Facts>((facts, [path, value]) => put(facts, path.split('.'), value), {})
  const first = Object.hasOwn(usual, workflow.name) ? usual[workflow.name]?.(said, at) : {}
  return {
    facts: translated(workflow, { ...first, ...said }),
    unknown: Object.keys(fields).filter(path => !isKnown(path)),
  }
}
