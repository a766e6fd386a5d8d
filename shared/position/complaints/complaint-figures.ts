/** From stages to what is printed: the counts of CH02, rates, outcomes, ages. */
import { type Day, longDay } from '../../core/time.ts'
import { added, bandOf, byText } from '../question.ts'
import { type Figure, percent, perThousand, share } from '../reports/figure.ts'
import type { Answered, StageRow } from './complaint-rows.ts'

export type Ch02 = {
  received: number
  ackInTime: number
  base: number
  extension: number
  late: number
  /** not answered and not yet due: outside the measure, and said */
  pending: number
  /** not answered and past due: inside, as not in time */
  overdue: number
  /** withdrawn or ended before an answer: outside */
  none: number
  /** what CH02 divides by */
  measured: number
  /** acknowledged in time and answered in time */
  both: number
}

export const ch02Counts = (rows: readonly StageRow[]): Ch02 => {
  const of = (answered: Answered) => rows.filter(row => row.answered === answered).length
  const [base, extension, late, pending, overdue, none] = (
    ['base', 'extension', 'late', 'pending', 'overdue', 'none'] as const
  ).map(of) as [number, number, number, number, number, number]
  const inTime = (row: StageRow) => row.answered === 'base' || row.answered === 'extension'
  return {
    received: rows.length,
    ackInTime: rows.filter(row => row.ack === 'in_time').length,
    base,
    extension,
    late,
    pending,
    overdue,
    none,
    measured: base + extension + late + overdue,
    both: rows.filter(row => row.ack === 'in_time' && inTime(row)).length,
  }
}

type Said = {
  asAt: Day
  from: Day
  stage: 1 | 2
  decimals?: number
  /** complaints of homes that the measure does not count, left out already; absent where every complaint is counted */
  others?: number
}
const without = ({ others }: Said): string =>
  others === undefined
    ? ''
    : ` Complaints of leaseholders and of homes that are not social housing (${others}) are outside.`
const limit = { 1: 10, 2: 20 } as const

/** CH02 of a stage: in time with valid extensions, of those answered or past due. */
export const ch02 = (rows: readonly StageRow[], said: Said, tenure?: 'LCRA' | 'LCHO'): Figure => {
  const { asAt, from, stage, decimals = 1 } = said
  const { base, extension, measured, pending, none } = ch02Counts(rows)
  const missed = rows.filter(row => row.answered === 'late' || row.answered === 'overdue')
  return share(
    {
      id: tenure === undefined ? `CH02.${stage}` : `CH02.${stage}.${tenure}`,
      title: `CH02 Stage ${stage} complaints${tenure === undefined ? '' : ` of ${tenure} homes`} answered within the Code’s time`,
      definition: `Stage ${stage} complaints received from ${longDay(from)} to ${longDay(asAt)} and answered within ${limit[stage]} working days of the acknowledgement, or within one extension that the Code allows, of all that were answered or are past due. Not yet due (${pending}) and ended without an answer (${none}) are outside.${without(said)}`,
      asAt,
      behind: { what: 'answered late, or overdue', of: 'cases', ids: missed.map(row => row.caseId).sort() },
    },
    base + extension,
    measured,
    decimals,
  )
}

/** In base time alone: what the extensions hide. */
export const strict = (rows: readonly StageRow[], said: Said): Figure => {
  const { base, measured } = ch02Counts(rows)
  const figure = ch02(rows, said)
  const ids = rows.filter(row => ['extension', 'late', 'overdue'].includes(row.answered)).map(row => row.caseId)
  return share(
    {
      ...figure,
      id: `complaints.strict.${said.stage}`,
      title: `Stage ${said.stage} complaints answered in time without any extension`,
      definition: figure.definition.replace(', or within one extension that the Code allows,', ','),
      behind: { what: 'not in base time', of: 'cases', ids: ids.sort() },
    },
    base,
    measured,
    said.decimals ?? 1,
  )
}

/** Acknowledged in time and answered in time: both, as the regulator's guidance of 2023 reads it. */
export const both = (rows: readonly StageRow[], said: Said): Figure => {
  const counts = ch02Counts(rows)
  const good = (row: StageRow) => row.ack === 'in_time' && (row.answered === 'base' || row.answered === 'extension')
  const judged = rows.filter(row => ['base', 'extension', 'late', 'overdue'].includes(row.answered))
  return share(
    {
      id: `complaints.both.${said.stage}`,
      title: `Stage ${said.stage}: acknowledged and answered in time`,
      definition: `Of stage ${said.stage} complaints answered or past due, those both acknowledged within 5 working days and answered within the Code’s time.`,
      asAt: said.asAt,
      behind: {
        what: 'one or both late',
        of: 'cases',
        ids: judged
          .filter(row => !good(row))
          .map(row => row.caseId)
          .sort(),
      },
    },
    counts.both,
    counts.measured,
    said.decimals ?? 1,
  )
}

/** CH01 of a stage: for each 1,000 homes. Nobody's complaint is nobody's home: anonymous ones are outside, and said. */
export const ch01 = (all: readonly StageRow[], homes: number, said: Said, tenure = 'LCRA'): Figure => {
  const { asAt, from, stage } = said
  const rows = all.filter(row => !row.anonymous)
  return perThousand(
    {
      id: `CH01.${stage}.${tenure}`,
      title: `CH01 Stage ${stage} complaints for each 1,000 ${tenure} homes`,
      definition: `Stage ${stage} complaints ${stage === 1 ? 'received' : 'asked for'} from ${longDay(from)} to ${longDay(asAt)}, upheld or not, without service requests, for each 1,000 homes owned at ${longDay(asAt)}. Anonymous ones (${all.length - rows.length}) are outside.${without(said)}`,
      asAt,
      behind: { what: 'complaints', of: 'cases', ids: rows.map(row => row.caseId).sort() },
    },
    rows.length,
    homes,
  )
}

/** Stage 2 requests of the period against stage 1 of the period: two cohorts, so the true one stands beside it. */
export const escalation = (
  stage1: readonly StageRow[],
  stage2: readonly StageRow[],
  every: readonly StageRow[],
  asAt: Day,
  decimals = 2,
): [Figure, Figure] => {
  const reached = new Set(every.filter(row => row.stage === 2).map(row => row.caseId))
  const ids = stage1.filter(row => reached.has(row.caseId)).map(row => row.caseId)
  return [
    share(
      {
        id: 'complaints.escalation',
        title: 'Escalated to stage 2',
        definition:
          'Stage 2 requests of the period as a share of stage 1 complaints received in it. The two are not the same complaints.',
        asAt,
        behind: { what: 'stage 2 requests', of: 'cases', ids: stage2.map(row => row.caseId).sort() },
      },
      stage2.length,
      stage1.length,
      decimals,
    ),
    share(
      {
        id: 'complaints.escalation.cohort',
        title: 'Of the complaints received, escalated so far',
        definition: 'Stage 1 complaints received in the period that have reached stage 2 by now.',
        asAt,
        behind: { what: 'escalated', of: 'cases', ids: ids.sort() },
      },
      ids.length,
      stage1.length,
      decimals,
    ),
  ]
}

export type Split = { what: string; number: number; percent: number | undefined }
/** So many of each, the most first. The rounded parts need not make 100, and are not made to. */
export const split = <T>(items: readonly T[], keyOf: (item: T) => string, decimals = 0): Split[] => {
  const counts = new Map<string, number>()
  for (const item of items) added(counts, keyOf(item))
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || byText(a, b))
    .map(([what, number]) => ({ what, number, percent: percent(number, items.length, decimals) }))
}

export const openAges = [
  ['0–10', 10],
  ['11–20', 20],
  ['21–40', 40],
  ['over 40', Number.POSITIVE_INFINITY],
] as const
/** The band of a complaint that is open. */
export const ageOf = ({ open }: Pick<StageRow, 'open'>): (typeof openAges)[number][0] | undefined =>
  open === undefined ? undefined : bandOf(open, openAges)

/** Working days since it began, of those not answered. */
export const openByAge = (rows: readonly StageRow[]): Record<(typeof openAges)[number][0], number> => {
  const counts = { '0–10': 0, '11–20': 0, '21–40': 0, 'over 40': 0 }
  for (const row of rows) {
    const band = ageOf(row)
    if (band !== undefined) counts[band] += 1
  }
  return counts
}

/** Of the decided and of the received: the same number of upheld looks better over the larger of the two. */
export const upheld = (rows: readonly StageRow[], asAt: Day, decimals = 1): [Figure, Figure] => {
  const decided = rows.filter(row => row.outcome !== undefined)
  const found = decided.filter(row => row.outcome === 'upheld')
  const given = (of: string) => ({
    id: `complaints.upheld.${of}`,
    title: `Upheld, of those ${of}`,
    definition: `Complaints upheld in full as a share of all ${of}${of === 'decided' ? '; those without an outcome are outside' : ', decided or not'}.`,
    asAt,
    behind: { what: 'upheld', of: 'cases' as const, ids: found.map(row => row.caseId).sort() },
  })
  return [
    share(given('decided'), found.length, decided.length, decimals),
    share(given('received'), found.length, rows.length, decimals),
  ]
}

/** Of those who answered: whoever did not is neither. What nobody entered is not known, and says so. */
export const satisfied = (
  { satisfied: content, not }: { satisfied: readonly string[]; not: readonly string[] },
  { from, asAt }: { from: Day; asAt: Day },
): Figure =>
  share(
    {
      id: 'complaints.satisfaction',
      title: 'Satisfied with how their complaint was handled',
      definition: `Very or fairly satisfied, of the complaints about which somebody answered a survey from ${longDay(from)} to ${longDay(asAt)}; the last answer of each. Answers are entered on the complaint (survey.answered).`,
      asAt,
      behind: { what: 'not satisfied', of: 'cases', ids: [...not].sort() },
    },
    content.length,
    content.length + not.length,
  )

/** From acknowledgement to answer, of those answered; undefined of none. To one place. */
export const meanWorkingDays = (rows: readonly StageRow[]): number | undefined => {
  const took = rows.flatMap(row => row.took ?? [])
  return took.length === 0 ? undefined : Math.round((took.reduce((a, b) => a + b, 0) / took.length) * 10) / 10
}
