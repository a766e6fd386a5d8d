/** A complaint of which the Ombudsman has told us: its case there is a child of its own (Complaint Handling Code 5.3, 9.7c). */
import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import { childId } from '../../core/ids.ts'
import type { Happened, Raise, Situation } from '../../core/workflow.ts'
import type { Of } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'

export const ombudsmanNow = (f: Facts, e: Happened<OmbudsmanData>, now: Situation): Partial<Facts> => {
  const caseId = childId('ombudsman', now.case.id, e.data.reference)
  return { ombudsman: [...f.ombudsman.filter(o => o.caseId !== caseId), { caseId, on: e.data.on ?? e.on }] }
}
type OmbudsmanData = z.output<Of<'ombudsman.notified'>>
export const ombudsmanRaises = (f: Facts, e: Happened<OmbudsmanData>, now: Situation): Raise[] => [
  {
    workflow: 'ombudsman',
    key: e.data.reference,
    facts: {
      reference: e.data.reference,
      complaint: now.case.id,
      scheme: f.scheme,
      referredOn: e.data.on ?? e.on,
      ...(f.area === undefined ? {} : { area: f.area }),
    },
  },
]
export const ombudsmanNew = {
  'OMBUDSMAN_KNOWN: this reference is not among its cases already': (
    _: Facts,
    e: Happened<OmbudsmanData>,
    now: Situation,
  ) => now.case.children[childId('ombudsman', now.case.id, e.data.reference)] === undefined,
}
export const ombudsmanKnown = ruleFor<Facts, Of<'ombudsman.notified'>>()({
  when: ombudsmanNew,
  set: ombudsmanNow,
  raises: ombudsmanRaises,
})
