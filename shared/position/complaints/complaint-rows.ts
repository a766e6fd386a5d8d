/**
 * One line for each stage of each complaint, as it stood on a date: what every figure of complaints is counted from.
 * Judged by the Code's own periods: a landlord's shorter ones warn, they do not make an answer late.
 */
import type { Case } from '../../core/case.ts'
import { type Day, dayOf } from '../../core/time.ts'
import { type Calendar, PastHorizon } from '../../core/working-days.ts'
import { rules } from '../../law/rules.ts'
import { type StageNumber, stageOf } from '../../workflows/parts/complaint-clocks.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import type { Finding, Stage } from '../../workflows/parts/complaint-stage.ts'

/**
 * Answered in base time, within the one valid extension, or after both; not answered and not yet due, or past due;
 * ended without an answer (withdrawn, reclassified, stage 2 refused).
 */
export type Answered = 'base' | 'extension' | 'late' | 'pending' | 'overdue' | 'none'
export type Acknowledged = 'in_time' | 'late' | 'pending' | 'overdue' | 'none'

export type StageRow = {
  caseId: string
  assetId?: string | undefined
  stage: StageNumber
  /** received, or asked for */
  startedOn: Day
  ack: Acknowledged
  answered: Answered
  respondedOn?: Day | undefined
  due?: Day | undefined
  /** what is owed next while it is open: the acknowledgement, then the answer; and whether that date has passed */
  next?: Day | undefined
  breached: boolean
  /** who has it, by name where the acknowledgement gave one */
  handler?: string | undefined
  /** working days from acknowledgement to answer */
  took?: number | undefined
  /** working days open so far; absent when answered, ended or gone on to stage 2 */
  open?: number | undefined
  outcome?: Finding | undefined
  /** how it ended without an answer */
  endedAs?: Facts['ended']
  area: string
  category: string
  themes: readonly string[]
  rootCauses: readonly string[]
  extended: boolean
  requestReason?: string | undefined
  /** what it grew out of: a service request, an enquiry, another complaint */
  origin?: string | undefined
  /** nobody to write to; outside CH01 */
  anonymous: boolean
}

/** A date past the published holidays is no date yet; a report must not fail for one case. */
export const reckoned = <T>(reckon: () => T): T | undefined => {
  try {
    return reckon()
  } catch (error) {
    if (error instanceof PastHorizon) return undefined
    throw error
  }
}
const known = (on: Day | undefined, asAt: Day): Day | undefined => (on !== undefined && on <= asAt ? on : undefined)

const periods = {
  1: { ack: rules['complaint.s1.ack'].value, response: rules['complaint.s1.response'].value },
  2: { ack: rules['complaint.s2.ack'].value, response: rules['complaint.s2.response'].value },
} as const

/** Without an acknowledgement the answer is due as if there had been one, on its last day. */
const dates = (s: Stage, n: StageNumber, startedOn: Day, calendar: Calendar, asAt: Day) => {
  const ack = reckoned(() => calendar.add(startedOn, periods[n].ack))
  const from = known(s.countsFrom, asAt) ?? ack
  const base = from && reckoned(() => calendar.add(from, periods[n].response))
  const valid = s.extensions.find(x => !x.exceedsCodeMaximum && x.on <= asAt)
  return { ack, base, due: valid && base ? valid.to : base }
}
type Dates = ReturnType<typeof dates>

const passed = (due: Day | undefined, asAt: Day) => (due !== undefined && asAt > due ? 'overdue' : 'pending')

const answeredAs = (on: Day | undefined, { base, due }: Dates, ended: boolean, asAt: Day): Answered => {
  if (on === undefined) return ended ? 'none' : passed(due, asAt)
  if (base !== undefined && on <= base) return 'base'
  return due !== undefined && on <= due ? 'extension' : 'late'
}
const acknowledgedAs = (on: Day | undefined, due: Day | undefined, ended: boolean, asAt: Day): Acknowledged => {
  if (on === undefined) return ended ? 'none' : passed(due, asAt)
  return due === undefined || on <= due ? 'in_time' : 'late'
}

/** The stage that it ended at ended; an earlier one that was left unanswered stays late. */
const endedAt = (f: Facts, n: StageNumber, asAt: Day): boolean =>
  (f.refusal?.stage === n && known(f.refusal.on, asAt) !== undefined) ||
  (n === (f.s2 ? 2 : 1) && f.ended !== undefined && known(f.endedOn, asAt) !== undefined)

const aboutOf = (f: Facts, n: StageNumber, asAt: Day) => ({
  area: f.serviceArea ?? f.area ?? 'not recorded',
  category: f.category ?? 'not recorded',
  themes: f.themes ?? [],
  rootCauses: [...new Set(f.learning.filter(l => l.stage === n && l.on <= asAt).map(l => l.rootCause))],
  origin: f.origin?.kind,
  // the register that it came from knows whose it is, whether its row said so or not
  anonymous: f.persons.length === 0 && f.representative === undefined && f.imported === undefined,
})

const rowOf = (
  c: Pick<Case, 'id' | 'assetId' | 'facts'>,
  n: StageNumber,
  startedOn: Day,
  calendar: Calendar,
  asAt: Day,
): StageRow => {
  const f = c.facts as Facts
  const s = stageOf(f, n)
  const dated = dates(s, n, startedOn, calendar, asAt)
  const ended = endedAt(f, n, asAt)
  const [ackOn, respondedOn] = [known(s.acknowledgedOn, asAt), known(s.respondedOn, asAt)]
  const answered = answeredAs(respondedOn, dated, ended, asAt)
  const wentOn = n === 1 && f.s2?.requestedAt !== undefined && dayOf(f.s2.requestedAt) <= asAt
  const isOpen = (answered === 'pending' || answered === 'overdue') && !wentOn
  const next = isOpen ? (ackOn === undefined ? dated.ack : dated.due) : undefined
  return {
    caseId: c.id,
    assetId: c.assetId,
    stage: n,
    startedOn,
    ack: acknowledgedAs(ackOn, dated.ack, ended, asAt),
    answered,
    respondedOn,
    due: dated.due,
    next,
    breached: next !== undefined && asAt > next,
    handler: s.handlerName ?? s.handler,
    took: s.countsFrom && respondedOn && reckoned(() => calendar.between(s.countsFrom!, respondedOn)),
    open: isOpen ? (reckoned(() => calendar.between(startedOn, asAt)) ?? 0) : undefined,
    outcome: respondedOn && s.outcome,
    endedAs: answered !== 'none' ? undefined : f.refusal?.stage === n ? 'refused' : f.ended,
    extended: s.extensions.some(x => x.on <= asAt),
    requestReason: s.requestReason,
    ...aboutOf(f, n, asAt),
  }
}

/** The stages of a complaint that had begun by a date; what happened later is not known yet. */
export const stageRows = (c: Pick<Case, 'id' | 'assetId' | 'facts'>, calendar: Calendar, asAt: Day): StageRow[] => {
  const f = c.facts as Facts
  const begun: (readonly [StageNumber, Day | undefined])[] = [
    [1, dayOf(f.receivedAt)],
    [2, f.s2?.requestedAt && dayOf(f.s2.requestedAt)],
  ]
  return begun.flatMap(([n, on]) => (on !== undefined && on <= asAt ? [rowOf(c, n, on, calendar, asAt)] : []))
}
