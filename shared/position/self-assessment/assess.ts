/**
 * The self-assessment against the Complaint Handling Code (8.1a): clause by clause, what evidences it, and the counts.
 * A clause is met only where the cases show it; where the software cannot show it, it says so and somebody answers.
 */
import type { Case } from '../../core/case.ts'
import { type Day, dayOf, longDay } from '../../core/time.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import type { ProvisionAnswer, Facts as ReturnFacts } from '../../workflows/statutory-return.ts'
import { stageRows } from '../complaints/complaint-rows.ts'
import { asideOf } from '../complaints/complaint-tally.ts'
import { byText, type Question, within } from '../question.ts'
import type { Table } from '../reports/report.ts'
import { number } from '../reports/report.ts'
import { access } from './access.ts'
import { type Counted, factsOf, type Line, of, type Seen } from './evidence.ts'
import { knownAt } from './known-at.ts'
import { learning } from './learning.ts'
import { procedure } from './procedure.ts'

const lines: readonly Line[] = [...access, ...procedure, ...learning]

export type Position = 'met' | 'not_met' | 'no_cases' | 'to_be_answered'
export type Assessed = Counted & {
  clause: string
  requirement: string
  evidence: string
  position: Position
  answer?: ProvisionAnswer | undefined
}

type Known = Pick<Case, 'id' | 'assetId' | 'workflow' | 'facts' | 'state'>

const registers: readonly string[] = [
  'promise',
  'restriction',
  'ombudsman-order',
  'training',
  'incident',
  'statutory-return',
]
/** What an assessment is made from. */
export const isEvidence = ({ workflow }: Pick<Case, 'workflow'>): boolean =>
  workflow === 'complaint' || registers.includes(workflow)

/** The landlord's own answers: of the return on the year that `asAt` is in, else of the last one. */
const answersFor = (cases: readonly Known[], asAt: Day): Partial<Record<string, ProvisionAnswer>> => {
  const returns = of({ cases }, 'statutory-return')
    .map(c => factsOf<ReturnFacts>(c))
    .filter(f => f.what === 'complaints_report')
    .sort((a, b) => byText(a.yearEnd, b.yearEnd))
  return (returns.find(f => f.yearEnd >= asAt) ?? returns.at(-1))?.answers ?? {}
}

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
    .map(c => ({ c, id: c.id, f: knownAt(c.facts as Facts, asked.asAt), what: asideOf(c)?.what }))
  const complaints = received.filter(({ what }) => what === undefined)
  const seen: Seen = {
    complaints,
    rows: complaints.flatMap(({ c }) => stageRows(c, asked.reckon.calendar, asked.asAt)),
    beside: received.flatMap(({ what, f }) => (what === undefined ? [] : [{ what, f }])),
    cases,
    asAt: asked.asAt,
    reckon: asked.reckon,
  }
  const answers = answersFor(cases, asked.asAt)
  return lines.map(([clause, requirement, evidence, count]) => {
    const found = count(seen)
    return {
      clause,
      requirement,
      evidence,
      shown: 0,
      of: 0,
      ...found,
      position: positionOf(found),
      answer: answers[clause],
    }
  })
}

const words: Record<Position, string> = {
  met: 'Met',
  not_met: 'Not met by every case',
  no_cases: 'No case to show it',
  to_be_answered: 'To be answered by the landlord',
}

const unanswered = (assessed: readonly Assessed[]): number =>
  assessed.filter(one => one.position === 'to_be_answered' && one.answer === undefined).length
const answerText = ({ answer, evidence, action, by }: ProvisionAnswer): string =>
  [answer === 'yes' ? 'Yes' : 'No', evidence, action && by && `${action}, by ${longDay(by)}`].filter(Boolean).join('. ')

export const assessmentTable = (
  assessed: readonly Assessed[],
  { from, asAt }: Pick<Asked, 'from' | 'asAt'>,
): Table => ({
  id: 'self-assessment',
  title: 'Self-assessment against the Complaint Handling Code',
  definition: `What the cases show of complaints received from ${longDay(from)} to ${longDay(asAt)}, clause by clause. A clause is met where every case shows it. What no case can show is for the landlord to answer: ${unanswered(assessed)} of these are not answered yet.`,
  columns: [
    { key: 'clause', title: 'Clause' },
    { key: 'requirement', title: 'Requirement' },
    { key: 'evidence', title: 'Evidence' },
    number('shown', 'Shown by'),
    number('of', 'Of'),
    { key: 'position', title: 'What the cases show' },
    { key: 'answer', title: 'The landlord’s answer' },
  ],
  rows: assessed.map(({ position, answer, ...one }) => ({
    ...one,
    position: words[position],
    answer: answer ? answerText(answer) : '',
  })),
  empty: 'Nothing to assess.',
})
