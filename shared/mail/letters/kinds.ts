/** Which letters a complaint may send as it stands, and the event that records the sending of each. */
import { allowedIn } from '../../core/machine.ts'
import type { AnyWorkflow, Situation } from '../../core/workflow.ts'
import { promisedDue, type StageNumber } from '../../workflows/parts/complaint-clocks.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import { type LetterKind, letterKinds } from '../../workflows/parts/letter-contents.ts'

export const sentBy: Record<LetterKind, readonly string[]> = {
  acknowledgement: ['complaint.acknowledged'],
  extension: ['complaint.extended'],
  delay: ['delay.told'],
  refusal: ['complaint.refused', 'escalation.refused'],
  stage1: ['complaint.responded', 'response.corrected'],
  stage2: ['complaint.responded', 'response.corrected'],
  withdrawal: ['complaint.withdrawn'],
  update: ['update.sent'],
}

export const stageNow = (f: Facts): StageNumber => (f.s2 ? 2 : 1)

/** Before it is due an answer is extended; after it is due the resident is told that it is late. */
const isLate = ({ case: c, reckon, today }: Situation): boolean => {
  const due = promisedDue(c.facts as Facts, stageNow(c.facts as Facts), reckon)
  return due !== undefined && today > due
}

/** The event that sends it; undefined where this letter is not to be sent as the case stands. */
export const sendingEvent = (workflow: AnyWorkflow, now: Situation, kind: LetterKind): string | undefined => {
  const { case: c } = now
  const f = c.facts as Facts
  if ((kind === 'stage1' && stageNow(f) === 2) || (kind === 'stage2' && stageNow(f) === 1)) return undefined
  if ((kind === 'extension' && isLate(now)) || (kind === 'delay' && !isLate(now))) return undefined
  const allowed = allowedIn(workflow, c.state)
  const correcting = f.reopened.length > 0 && f.reopened.at(-1)?.correctedOn === undefined
  return sentBy[kind].find(type => allowed.includes(type) && (type !== 'response.corrected' || correcting))
}

export const kindsNow = (workflow: AnyWorkflow, now: Situation): LetterKind[] =>
  letterKinds.filter(kind => sendingEvent(workflow, now, kind) !== undefined)
