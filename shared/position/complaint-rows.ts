/** One line for each stage of each complaint, as it stood on a date: what every figure is counted from. */
import type { Case } from '../core/case.ts'
import { type Day, dayOf } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import { rules } from '../law/rules.ts'
import type { Facts, Finding, Stage } from '../workflows/parts/complaint-facts.ts'

export type Timing =
  /** answered within the Code's period, or within one valid extension, or after both; or not yet answered */
  'base' | 'extension' | 'late' | 'unanswered_late' | 'pending' | 'withdrawn' | 'refused'

export type StageRow = {
  caseId: string
  stage: 1 | 2
  receivedOn: Day
  ackDue: Day
  ackOn?: Day
  due: Day
  baseDue: Day
  respondedOn?: Day
  ack: 'in_time' | 'late' | 'unanswered_late' | 'pending' | 'withdrawn' | 'refused'
  timing: Timing
  outcome?: Finding
  /** working days from acknowledgement to answer */
  took?: number
  area: string
  category: string
  themes: readonly string[]
  rootCauses: readonly string[]
  /** what it grew out of: a service request, an enquiry, another complaint */
  origin?: string
  anonymous: boolean
}

export type Kind =
  | 'complaint'
  | 'unsorted'
  | 'refused'
  | 'reclassified'
  | 'merged'
  | 'service_request'
  | 'enquiry'
  | 'feedback'

/** Reclassified before acknowledgement never was a complaint; afterwards it was one, and stays counted. */
export const kindOf = (c: Pick<Case, 'facts' | 'state'>): Kind => {
  const f = c.facts as Facts
  if (f.kind === 'service_request') return 'service_request'
  if (f.ended === 'reclassified') return f.s1.acknowledgedOn ? 'complaint' : 'reclassified'
  if (f.ended === 'withdrawn' || f.ended === undefined)
    return f.serviceArea === undefined && f.ended === undefined ? 'unsorted' : 'complaint'
  return f.ended
}

const known = (on: Day | undefined, asAt: Day): Day | undefined => (on !== undefined && on <= asAt ? on : undefined)

/** The stages of a complaint that had begun by a date; what happened later is not known yet. */
export const stageRows = (c: Pick<Case, 'id' | 'facts' | 'state'>, calendar: Calendar, asAt: Day): StageRow[] => {
  const f = c.facts as Facts
  const first = rowOf(c.id, f, 1, f.s1, dayOf(f.receivedAt), calendar, asAt)
  const second = f.s2?.requestedAt ? rowOf(c.id, f, 2, f.s2, dayOf(f.s2.requestedAt), calendar, asAt) : undefined
  return [first, second].filter(row => row !== undefined && row.receivedOn <= asAt) as StageRow[]
}

const rowOf = (
  caseId: string,
  f: Facts,
  n: 1 | 2,
  s: Stage,
  receivedOn: Day,
  calendar: Calendar,
  asAt: Day,
): StageRow => {
  const period = n === 1 ? rules['complaint.s1.response'].value : rules['complaint.s2.response'].value
  const ackDue = calendar.add(receivedOn, n === 1 ? rules['complaint.s1.ack'].value : rules['complaint.s2.ack'].value)
  const ackOn = known(s.acknowledgedOn, asAt)
  const counts = known(s.countsFrom, asAt)
  // without an acknowledgement the answer is due when it would be after one on its last day
  const baseDue = calendar.add(counts ?? ackDue, period)
  const valid = s.extensions.find(x => !x.exceedsCodeMaximum && x.on <= asAt)
  const due = valid ? valid.to : baseDue
  const respondedOn = known(s.respondedOn, asAt)
  const last = n === (f.s2 ? 2 : 1)
  const gone = last && (f.ended === 'withdrawn' || f.ended === 'reclassified') ? known(f.endedOn, asAt) : undefined
  const refused = f.refusal?.stage === n ? known(f.refusal.on, asAt) : undefined
  const ended = refused ? 'refused' : gone ? 'withdrawn' : undefined
  return {
    caseId,
    stage: n,
    receivedOn,
    ackDue,
    baseDue,
    due,
    ack: ackOn ? (ackOn <= ackDue ? 'in_time' : 'late') : (ended ?? (asAt > ackDue ? 'unanswered_late' : 'pending')),
    timing: timingOf(respondedOn, baseDue, due, ended, asAt),
    area: f.serviceArea ?? 'not recorded',
    category: f.category ?? 'not recorded',
    themes: f.themes ?? [],
    rootCauses: [...new Set(f.learning.filter(l => l.stage === n && l.on <= asAt).map(l => l.rootCause))],
    anonymous: f.persons.length === 0 && f.representative === undefined,
    ...(ackOn ? { ackOn } : {}),
    ...(respondedOn ? { respondedOn } : {}),
    ...(respondedOn && s.outcome ? { outcome: s.outcome } : {}),
    ...(respondedOn && counts ? { took: calendar.between(counts, respondedOn) } : {}),
    ...(f.origin ? { origin: f.origin.kind } : {}),
  }
}

const timingOf = (
  respondedOn: Day | undefined,
  base: Day,
  due: Day,
  ended: 'refused' | 'withdrawn' | undefined,
  asAt: Day,
): Timing => {
  if (respondedOn) return respondedOn <= base ? 'base' : respondedOn <= due ? 'extension' : 'late'
  return ended ?? (asAt > due ? 'unanswered_late' : 'pending')
}
