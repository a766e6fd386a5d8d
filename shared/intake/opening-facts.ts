/** Facts of the cases that messages from outside open: what each workflow asks for, from what the sender said. */
import { observedFacts } from '../workflows/parts/hazard.ts'
import type { Callback } from './callback.ts'
import type { CallbackEvent } from './callback-event.ts'

type Facts = Record<string, unknown>

const given = (documents: unknown): Facts => (Array.isArray(documents) && documents.length > 0 ? { documents } : {})

/** A complaint or a hazard that a contractor passes on: the landlord knew of it when the contractor did. */
export const toldFacts = (body: Callback, event: CallbackEvent, contractorId: string): Facts => {
  if (body.eventType === 'hazard.observed')
    return observedFacts({ ...body.data, ...event.data, type: body.data.type }, event.at)
  if (body.eventType !== 'complaint.received') return event.data
  const { person, text, receivedAt } = body.data
  const jobRef = body.jobRef ?? body.caseId
  return {
    receivedAt,
    channel: 'contractor',
    speaker: 'resident',
    persons: [person],
    text,
    contractor: { id: contractorId, receivedAt, ...(jobRef ? { jobRef } : {}) },
    ...given(event.data.documents),
  }
}
