/** Complaints for tests: contacts, letters and answers that hold all that the Code requires. */
import type { Actor } from '../../shared/core/case.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { complaint } from '../../shared/workflows/complaint.ts'
import { history, sha, staff, when } from './history.ts'

export const handler = staff('complaintHandler', 'h1@landlord.example')
export const other = staff('complaintHandler', 'h2@landlord.example')
export const checker = staff('teamLeader', 'tl@landlord.example')
export const lead = staff('complaintsLead', 'lead@landlord.example')
export const head = staff('headOfService', 'hos@landlord.example')

export const letter = (seed: string, ...without: string[]) => ({
  sha256: sha(seed),
  channel: 'email',
  says: ['ombudsman', 'representative', 'adjustments', 'updates', 'apology', 'escalate', 'resume'].filter(
    p => !without.includes(p),
  ),
  words: `letter ${seed}`,
})
export const contact = (on: string, more: object = {}) => ({
  receivedAt: when(on),
  channel: 'email',
  persons: [{ name: 'J. Okonkwo', contact: 'j@example.org', ref: 'P1' }],
  text: 'Nobody came for the third time.',
  ...more,
})
export const sorted = {
  serviceArea: 'Repairs',
  category: 'missed appointment',
  vulnerabilityChecked: true,
}
export const points = [{ id: '1', text: 'Nobody came', responsible: 'landlord' }]
export const ack = (seed = 'ack', more: object = {}) => ({
  points,
  outcomesSought: 'An appointment that is kept',
  handler: { name: 'H. One', contact: '01227 000001' },
  letter: letter(seed),
  ...more,
})
export const extension = (newDue: string, seed = 'ext') => ({
  newDue,
  reason: 'The contractor’s records are awaited',
  updateEvery: 5,
  letter: letter(seed),
})
export const answer = (by: string, finding = 'upheld') => ({
  findings: [{ point: '1', finding, reason: 'The log shows three missed appointments' }],
  remedies: [{ what: 'A new appointment, kept', by, type: 'action' }],
  actions: [],
})
export const checked = {
  passed: true,
  checklist: { allPoints: true, evidenceCited: true, tone: true, remedy: true, route: true, accuracy: true },
}

/** Received, offered the choice, logged. */
export const logged = (on: string, more: object = {}, at = on) => {
  const story = history(complaint).opens(at, contact(on, more), 'CMP-TEST')
  return story
    .does(at, 'choice.offered', { answer: 'complaint' }, handler)
    .does(at, 'classify.complaint', sorted, handler)
}
export type Story = ReturnType<typeof logged>
export const acknowledged = (received: string, on = received) =>
  logged(received).does(on, 'complaint.acknowledged', ack(), handler)
export const answers = (story: Story, on: string, by: Actor = handler, promise: string = addDays(on as Day, 30)) =>
  story
    .does(on, 'response.drafted', answer(promise), by)
    .does(on, 'draft.qualityChecked', checked, checker)
    .does(on, 'complaint.responded', { letter: letter(`answer ${story.state}`) }, by)
export const requested = (story: Story, on: string) =>
  story
    .does(on, 'escalation.requested', {}, other)
    .does(on, 'handler.assigned', { handler: other.id, conflictChecked: true }, lead)
/** Due dates of the running clocks by name. */
export const due = (story: Story, name: string): string | undefined => {
  const clock = (complaint.clocks as Record<string, (typeof complaint.clocks)[keyof typeof complaint.clocks]>)[name]
  return clock?.due(story.case.facts as never, story.reckon, story.case)
}
/** The child with this number came to its end. */
export const childDone = (story: Story, on: string, index = 0, outcome = 'kept') => {
  const [id, child] = Object.entries(story.case.children)[index] ?? []
  if (!id || !child) throw new Error('no such child')
  return story.does(
    on,
    'child.closed',
    { child: id, workflow: child.workflow, state: outcome, outcome },
    {
      kind: 'system',
      id: 'system',
      roles: ['system'],
    },
  )
}
export const learnt = { rootCause: 'missed appointment', noneBecause: 'A single lapse, already put right' }
