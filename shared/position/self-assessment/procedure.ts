/** Complaint Handling Code, sections 5 and 6: the procedure, its stages and its times. */

import { reviewDue } from '../../workflows/restriction.ts'
import {
  acknowledged,
  extensions,
  factsOf,
  foundOnEach,
  hasLetter,
  type Line,
  of,
  promises,
  refusals,
  share,
  stage,
  timely,
} from './evidence.ts'

const definition: readonly Line[] = [
  [
    '5.4, 5.5',
    'Contractors pass complaints on in time; the clock runs from their receipt',
    'complaints received by contractors',
    s =>
      share(
        s.complaints.filter(({ f }) => f.contractor !== undefined),
        ({ f }) => f.contractor?.forwardedLate !== true,
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
      const late = s.rows.filter(r => r.answered === 'late' || r.answered === 'overdue' || r.extended)
      const ids = new Set(late.map(r => r.caseId))
      return share(
        s.complaints.filter(({ id }) => ids.has(id)),
        ({ f }) => hasLetter(f, 'update'),
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
    '5.11',
    'Stage 2 is refused only for a reason of section 2',
    'stage 2 requests: taken of all',
    s => {
      const [asked, refused] = [stage(s, 2).length, refusals(s).filter(r => r.stage === 2).length]
      return { shown: asked - refused, of: asked }
    },
  ],
  [
    '5.14, 5.15',
    'Restrictions are evidenced, proportionate and reviewed',
    'register of restrictions: decided, and not past their review',
    s =>
      share(of(s, 'restriction'), c => {
        const due = c.state === 'in_force' ? reviewDue(factsOf(c), s.reckon) : undefined
        return c.state !== 'proposed' && (due === undefined || due >= s.asAt)
      }),
  ],
]

const stage1: readonly Line[] = [
  [
    '6.1',
    'Vulnerability and risk are looked at first',
    'looked at when it was logged',
    s =>
      share(
        s.complaints.filter(({ f }) => f.serviceArea !== undefined),
        ({ f }) => f.vulnerabilityChecked === true,
      ),
  ],
  [
    '6.2',
    'Stage 1 is acknowledged within 5 working days',
    'receipt and acknowledgement as sent',
    s => acknowledged(stage(s, 1)),
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
    s => share(promises(s), p => p.kept),
  ],
  ['6.7, 6.9', 'Stage 1 answers have a finding on every point', 'findings and letters', s => foundOnEach(s, 1)],
]

const stage2: readonly Line[] = [
  [
    '6.11',
    'Stage 2 is acknowledged within 5 working days',
    'request and acknowledgement as sent',
    s => acknowledged(stage(s, 2)),
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
  ['6.18, 6.19', 'Stage 2 answers have a finding on every point', 'findings and letters', s => foundOnEach(s, 2)],
]

export const procedure: readonly Line[] = [...definition, ...stage1, ...stage2]
