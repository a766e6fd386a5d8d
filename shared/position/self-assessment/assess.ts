/**
 * The self-assessment against the Complaint Handling Code (8.1a): clause by clause, what evidences it, and the counts.
 * A clause is met only where the cases show it; where the software cannot show it, it says so and somebody answers.
 */
import type { Case } from '../../core/case.ts'
import { dayOf, longDay } from '../../core/time.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import { stageRows } from '../complaint-rows.ts'
import { asideOf } from '../complaint-tally.ts'
import { type Question, within } from '../question.ts'
import type { Table } from '../report.ts'
import { number } from '../tables.ts'
import { access } from './access.ts'
import type { Counted, Line, Seen } from './evidence.ts'
import { learning } from './learning.ts'
import { procedure } from './procedure.ts'

const lines: readonly Line[] = [...access, ...procedure, ...learning]

export type Position = 'met' | 'not_met' | 'no_cases' | 'to_be_answered'
export type Assessed = Counted & { clause: string; requirement: string; evidence: string; position: Position }

type Known = Pick<Case, 'id' | 'assetId' | 'workflow' | 'facts' | 'state'>

const registers: readonly string[] = ['promise', 'restriction', 'ombudsman-order', 'training', 'incident']
/** What an assessment is made from. */
export const isEvidence = ({ workflow }: Pick<Case, 'workflow'>): boolean =>
  workflow === 'complaint' || registers.includes(workflow)

const positionOf = (found: Counted | undefined): Position => {
  if (found === undefined) return 'to_be_answered'
  if (found.of === 0) return 'no_cases'
  return found.shown === found.of ? 'met' : 'not_met'
}

type Asked = Pick<Question, 'from' | 'asAt' | 'reckon'>

/** Of complaints received in the period, as it stood on `asAt`. */
export const selfAssessment = (cases: readonly Known[], asked: Asked): Assessed[] => {
  const received = cases
    .filter(c => c.workflow === 'complaint' && within(dayOf((c.facts as Facts).receivedAt), asked))
    .map(c => ({ c, id: c.id, f: c.facts as Facts, what: asideOf(c)?.what }))
  const complaints = received.filter(({ what }) => what === undefined)
  const seen: Seen = {
    complaints,
    rows: complaints.flatMap(({ c }) => stageRows(c, asked.reckon.calendar, asked.asAt)),
    beside: received.flatMap(({ what, f }) => (what === undefined ? [] : [{ what, f }])),
    cases,
  }
  return lines.map(([clause, requirement, evidence, count]) => {
    const found = count(seen)
    return { clause, requirement, evidence, shown: 0, of: 0, ...found, position: positionOf(found) }
  })
}

const words: Record<Position, string> = {
  met: 'Met',
  not_met: 'Not met by every case',
  no_cases: 'No case to show it',
  to_be_answered: 'To be answered by the landlord',
}

export const assessmentTable = (
  assessed: readonly Assessed[],
  { from, asAt }: Pick<Asked, 'from' | 'asAt'>,
): Table => ({
  id: 'self-assessment',
  title: 'Self-assessment against the Complaint Handling Code',
  definition: `What the cases show of complaints received from ${longDay(from)} to ${longDay(asAt)}, clause by clause. A clause is met where every case shows it. What no case can show is for the landlord to answer.`,
  columns: [
    { key: 'clause', title: 'Clause' },
    { key: 'requirement', title: 'Requirement' },
    { key: 'evidence', title: 'Evidence' },
    number('shown', 'Shown by'),
    number('of', 'Of'),
    { key: 'position', title: 'Position' },
  ],
  rows: assessed.map(({ position, ...one }) => ({ ...one, position: words[position] })),
  empty: 'Nothing to assess.',
})
