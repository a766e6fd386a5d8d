/**
 * The self-assessment against the Complaint Handling Code (8.1a): clause by clause, what evidences it, and the counts.
 * A clause is met only where the cases show it; where the software cannot show it, it says so and somebody answers.
 */
import type { Case } from '../core/case.ts'
import { type Day, dayOf } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import type { Facts } from '../workflows/parts/complaint-facts.ts'
import { kindOf, type StageRow, stageRows } from './complaint-rows.ts'

export type Assessed = {
  clause: string
  requirement: string
  evidence: string
  /** of how many, how many show it */
  shown: number
  of: number
  position: 'met' | 'not_met' | 'no_cases' | 'to_be_answered'
}

type Cases = readonly Pick<Case, 'id' | 'workflow' | 'facts' | 'state' | 'children'>[]
type Seen = { complaints: { id: string; f: Facts }[]; rows: StageRow[]; cases: Cases }
type Line = readonly [
  clause: string,
  requirement: string,
  evidence: string,
  count: (seen: Seen) => { shown: number; of: number } | undefined,
]

const share = <T>(all: readonly T[], shows: (one: T) => boolean) => ({
  shown: all.filter(shows).length,
  of: all.length,
})
const letterOf = (f: Facts, kind: string) => f.letters.filter(l => l.kind === kind)
const stage = (seen: Seen, n: 1 | 2) => seen.rows.filter(r => r.stage === n)
const timely = (rows: StageRow[]) =>
  share(
    rows.filter(r => !['pending', 'withdrawn', 'refused'].includes(r.timing)),
    r => r.timing === 'base' || r.timing === 'extension',
  )
const acked = (rows: StageRow[]) =>
  share(
    rows.filter(r => !['pending', 'withdrawn', 'refused'].includes(r.ack)),
    r => r.ack === 'in_time',
  )
const extensions = (seen: Seen, n: 1 | 2) =>
  seen.complaints.flatMap(({ f }) => (n === 1 ? f.s1 : f.s2)?.extensions ?? [])
const refusals = (seen: Seen) =>
  seen.cases.flatMap(c => (c.workflow === 'complaint' ? ((c.facts as Facts).refusal ?? []) : []))
const of = (seen: Seen, workflow: string) => seen.cases.filter(c => c.workflow === workflow)
const answered = (seen: Seen, n: 1 | 2) => stage(seen, n).filter(r => r.respondedOn !== undefined)

const lines: readonly Line[] = [
  [
    '1.3',
    'The choice to complain is offered',
    'choice recorded at intake',
    s => share(s.complaints, ({ f }) => f.choice !== undefined),
  ],
  [
    '1.4',
    'Service requests are recorded and looked at',
    'service requests with a clock of their own',
    s => {
      const requests = s.cases.filter(c => c.workflow === 'complaint' && kindOf(c) === 'service_request')
      return { shown: requests.length, of: requests.length }
    },
  ],
  [
    '2.2, 2.4',
    'A refusal has a reason of the Code, evidence, an approver and the right to go to the Ombudsman',
    'refusal records and letters',
    s => share(refusals(s), r => r.approvedBy !== r.proposedBy),
  ],
  [
    '3.6',
    'Residents may be represented',
    'representatives recorded; every acknowledgement says so',
    s =>
      share(
        s.complaints.filter(({ f }) => f.s1.acknowledgedOn),
        ({ f }) => letterOf(f, 'acknowledgement').length > 0,
      ),
  ],
  [
    '5.6',
    'The complaint is defined, with the outcomes sought',
    'points and outcomes sought',
    s =>
      share(
        s.complaints.filter(({ f }) => f.s1.acknowledgedOn),
        ({ f }) => f.points.length > 0 && f.outcomesSought !== undefined,
      ),
  ],
  [
    '5.7',
    'It is said which points are not ours',
    'responsibility of each point',
    s =>
      share(
        s.complaints.flatMap(({ f }) => f.points),
        p => p.responsible === 'landlord' || p.explanation !== undefined,
      ),
  ],
  [
    '5.9',
    'Updates are given at agreed intervals',
    'late or extended complaints with an update',
    s => {
      const ids = new Set(s.rows.filter(r => r.timing === 'late' || r.timing === 'unanswered_late').map(r => r.caseId))
      return share(
        s.complaints.filter(({ id }) => ids.has(id)),
        ({ f }) => f.lastUpdateOn !== undefined,
      )
    },
  ],
  [
    '5.10',
    'Reasonable adjustments are kept under review',
    'adjustments with a date of review',
    s =>
      share(
        s.complaints.flatMap(({ f }) => f.adjustments),
        a => a.reviewOn !== undefined,
      ),
  ],
  [
    '5.14, 5.15',
    'Restrictions are evidenced, proportionate and reviewed',
    'register of restrictions',
    s => share(of(s, 'restriction'), c => c.state !== 'proposed'),
  ],
  [
    '6.2',
    'Stage 1 is acknowledged within 5 working days',
    'receipt and acknowledgement as sent',
    s => acked(stage(s, 1)),
  ],
  [
    '6.3',
    'Stage 1 is answered within 10 working days of acknowledgement, or a valid extension',
    'acknowledgement and answer as sent',
    s => timely(stage(s, 1)),
  ],
  [
    '6.4, 6.5',
    'An extension of stage 1 is within 10 working days and told before it is due',
    'extension records and letters',
    s => share(extensions(s, 1), x => !x.exceedsCodeMaximum),
  ],
  [
    '6.6, 6.17',
    'Outstanding actions are tracked to their end',
    'promises verified done',
    s => share(of(s, 'promise'), c => c.state === 'kept' || c.state === 'kept_late'),
  ],
  [
    '6.7, 6.9',
    'Stage 1 answers have a finding on every point',
    'findings and letters',
    s => share(answered(s, 1), r => r.outcome !== undefined),
  ],
  [
    '6.11',
    'Stage 2 is acknowledged within 5 working days',
    'request and acknowledgement as sent',
    s => acked(stage(s, 2)),
  ],
  [
    '6.13',
    'Stage 2 is considered by somebody else',
    'handlers of both stages',
    s =>
      share(
        s.complaints.filter(({ f }) => f.s2?.handler),
        ({ f }) => f.s2?.handler !== f.s1.handler && f.s2?.handler !== f.s1.respondedBy,
      ),
  ],
  [
    '6.14',
    'Stage 2 is answered within 20 working days of acknowledgement, or a valid extension',
    'acknowledgement and answer as sent',
    s => timely(stage(s, 2)),
  ],
  [
    '6.15, 6.16',
    'An extension of stage 2 is within 20 working days and told before it is due',
    'extension records and letters',
    s => share(extensions(s, 2), x => !x.exceedsCodeMaximum),
  ],
  [
    '6.18, 6.19',
    'Stage 2 answers have a finding on every point',
    'findings and letters',
    s => share(answered(s, 2), r => r.outcome !== undefined),
  ],
  [
    '7.3',
    'Remedies say what and by when, and are kept',
    'promises kept by the date',
    s =>
      share(
        of(s, 'promise').filter(c => c.state === 'kept' || c.state === 'kept_late'),
        c => c.state === 'kept',
      ),
  ],
  [
    '9.1, 9.2',
    'Learning is recorded after each answer',
    'learning log',
    s =>
      share(
        s.complaints.filter(({ f }) => f.s1.respondedOn),
        ({ f }) => f.learning.length > 0,
      ),
  ],
  [
    '9.7',
    'Orders for severe maladministration are followed',
    'orders of the Ombudsman complied with',
    s => share(of(s, 'ombudsman-order'), c => c.state === 'complied'),
  ],
  ['3.4, 3.5', 'The policy is published with its stages and times', 'the landlord’s pages', () => undefined],
  ['4.1, 4.2', 'A named team with access to staff at all levels', 'the landlord’s organisation', () => undefined],
  ['8.1, 8.2', 'The annual report is published with the governing body’s response', 'publication', () => undefined],
  ['9.4, 9.5', 'A senior lead and a member responsible for complaints are named', 'roles', () => undefined],
]

/** Of complaints received in the period, as it stood on `asAt`. */
export const selfAssessment = (
  cases: Cases,
  { from, to, asAt }: { from: Day; to: Day; asAt: Day },
  calendar: Calendar,
): Assessed[] => {
  const complaints = cases
    .filter(c => c.workflow === 'complaint' && kindOf(c) === 'complaint')
    .map(c => ({ id: c.id, f: c.facts as Facts, c }))
    .filter(({ f }) => dayOf(f.receivedAt) >= from && dayOf(f.receivedAt) <= to)
  const seen: Seen = { complaints, rows: complaints.flatMap(({ c }) => stageRows(c, calendar, asAt)), cases }
  return lines.map(([clause, requirement, evidence, count]) => {
    const found = count(seen)
    return {
      clause,
      requirement,
      evidence,
      shown: found?.shown ?? 0,
      of: found?.of ?? 0,
      position:
        found === undefined
          ? 'to_be_answered'
          : found.of === 0
            ? 'no_cases'
            : found.shown === found.of
              ? 'met'
              : 'not_met',
    }
  })
}
