/** What we set out to reach, held against what was measured; where it is missed, why. */
import type { Row } from './row.ts'

type Goal = {
  row: string
  figure: string
  goal: string
  met: (value: number) => boolean
  /** where it is missed */
  why: string
}

const atMost =
  (limit: number) =>
  (value: number): boolean =>
    value <= limit
const atLeast =
  (limit: number) =>
  (value: number): boolean =>
    value >= limit

const writing =
  'beside the requests themselves a write is decided, validated, hashed into its chain and deflated: some 170 to 290 µs when warm, of which each of two to four deflations takes 20'
const peers =
  'a peer reads, writes and sets the next timer in the statements of one transaction, in a fraction of our CPU; ours reads, decides by the whole workflow and keeps its chain (what that costs beyond the bare requests, W1 to W3 say), and to tell of a case it finds who is accountable, claims the notice, sends and marks it, each by a request, so that no mail is lost or sent twice unsaid; on two cores the client’s CPU and the emulator’s are the time'
export const goals: readonly Goal[] = [
  { row: 'W1 ingest', figure: 'ratio', goal: 'at most 1.10 of the bare requests', met: atMost(1.1), why: writing },
  { row: 'W2 complete', figure: 'ratio', goal: 'at most 1.10 of the bare requests', met: atMost(1.1), why: writing },
  {
    row: 'W3 fire and tell',
    figure: 'ratio',
    goal: 'at most 1.10 of the bare requests',
    met: atMost(1.1),
    why: writing,
  },
  { row: 'W2 beside pg-boss', figure: 'ratio', goal: '1.2 times as fast', met: atMost(1 / 1.2), why: peers },
  {
    row: 'W2 beside graphile-worker',
    figure: 'ratio',
    goal: '1.2 times as fast',
    met: atMost(1 / 1.2),
    why: 'as above',
  },
  { row: 'W2 beside DBOS', figure: 'ratio', goal: 'three times as fast', met: atMost(1 / 3), why: 'as above' },
  {
    row: 'W3 beside DBOS',
    figure: 'ratio',
    goal: '1.5 times as fast',
    met: atMost(1 / 1.5),
    why: 'as above',
  },
  {
    row: 'W3 beside graphile-worker',
    figure: 'ratio',
    goal: 'no slower',
    met: atMost(1),
    why: 'as above',
  },
  { row: 'W3 beside pg-boss', figure: 'ratio', goal: 'no slower', met: atMost(1), why: 'as above' },
  { row: 'W3 killed', figure: 'lost', goal: 'nothing lost over 20 kills', met: atMost(0), why: '' },
  {
    row: 'W3 killed',
    figure: 'beyond',
    goal: 'no more told twice than was in flight at a kill',
    met: atMost(0),
    why: '',
  },
  {
    row: 'W3 killed',
    figure: 'silent',
    goal: 'a second mail bears the reference of the first and says so',
    met: atMost(0),
    why: '',
  },
  {
    row: 'W4',
    figure: 'read',
    goal: 'at most one read unit a due case and five',
    met: atMost(105),
    why: 'each of the hundred is read once, consistently; four shards, two marks and the outbox are asked beside them, and six times an hour what comes into the next two days',
  },
  { row: 'W4', figure: 'scans', goal: 'no scan', met: atMost(0), why: '' },
  {
    row: 'W5 report as at last night',
    figure: 'read',
    goal: 'at most ten read units a report',
    met: atMost(10),
    why: '',
  },
  {
    row: 'W5 report now',
    figure: 'read',
    goal: 'at most ten read units a report',
    met: atMost(10),
    why: 'what is so at this moment is reckoned from the cases themselves, and never kept as a count that could be wrong: it reads them all, once; what was so at the end of a day is read as the night kept it',
  },
  {
    row: 'W6',
    figure: 'ratio',
    goal: 'at most 1.10 of three bare clients',
    met: atMost(1.1),
    why: 'compiling text is a third of a start; beyond what the bare clients do stand the schemas of what is stored, the landlord’s file, one workflow, and a case that is read before it is written',
  },
  {
    row: 'W6',
    figure: 'kilobytes',
    goal: 'at most 480 KB read before anything is asked',
    met: atMost(480),
    why: 'zod is some 105 KB of it, the law 60, the calendar’s library 55, what asks AWS 36',
  },
  {
    row: 'W7 engine, bench machine',
    figure: 'rate',
    goal: 'five million decisions a second',
    met: atLeast(5e6),
    why: 'the parse of a small event is a fiftieth of it, and rules laid out in a table beforehand gained nothing: what costs is a case in its stored order, its record, facts known to be sound, and every clock reckoned again, which a bare machine has not',
  },
  { row: 'W7 engine, bench machine', figure: 'toXState', goal: '75 times XState', met: atLeast(75), why: 'as above' },
  { row: 'W8', figure: 'rate', goal: 'three million a second', met: atLeast(3e6), why: '' },
  { row: 'W8', figure: 'toMoment', goal: '100 times moment-business-days', met: atLeast(100), why: '' },
  {
    row: 'W8',
    figure: 'toDateFns',
    goal: '2.5 times date-fns, which knows no holidays',
    met: atLeast(2.5),
    why: 'it passes over weekends alone, by arithmetic',
  },
  { row: 'W8', figure: 'wrong', goal: 'none wrong', met: atMost(0), why: '' },
  {
    row: 'W10 a page',
    figure: 'worst',
    goal: 'every page of the small sample in at most 50 ms of CPU',
    met: atMost(50),
    why: '',
  },
  {
    row: 'W10 reads of a page',
    figure: 'most',
    goal: 'at most 200 requests, however many homes',
    met: atMost(200),
    why: '',
  },
  {
    row: 'W10 reads of a page',
    figure: 'grown',
    goal: 'no kind of page asks more than twice as often of nine times as many homes',
    met: atMost(0),
    why: '',
  },
]

const shown = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toFixed(1)} M`
    : Number.isInteger(value) || value >= 1_000
      ? Math.round(value).toLocaleString('en-GB')
      : value.toFixed(2)

const told = ({ row, figure, goal, met, why }: Goal, rows: readonly Row[]): string[] =>
  rows
    .filter(({ name, figures }) => name.startsWith(row) && figures[figure] !== undefined)
    .map(({ name, figures }) => {
      const value = figures[figure]!
      return met(value)
        ? `- ${name}: ${goal}: met, ${shown(value)}`
        : `- ${name}: ${goal}: **missed**, ${shown(value)}; ${why}`
    })

/** One line a goal and row. */
export const judged = (rows: readonly Row[]): string => goals.flatMap(goal => told(goal, rows)).join('\n')
