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
  'beside the requests themselves a write is validated, hashed into its chain, deflated and checked once more as it is stored: that is CPU, and the emulator shares the machine with it'
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
    why: 'each of the hundred is read once, consistently; four shards, two marks and the outbox are asked beside them',
  },
  { row: 'W4', figure: 'scans', goal: 'no scan', met: atMost(0), why: '' },
  {
    row: 'W5',
    figure: 'read',
    goal: 'at most ten read units a report',
    met: atMost(10),
    why: 'a position is reckoned as at any day from the cases themselves, and never kept as a count that could be wrong: it reads them all, once',
  },
  {
    row: 'W6',
    figure: 'ratio',
    goal: 'at most 1.10 of three bare clients',
    met: atMost(1.1),
    why: 'reading the bundle’s text takes a quarter of a start, most of it workflows that are not made; the rest beyond the clients is the landlord’s file, London’s clock, and one workflow with its schemas',
  },
  {
    row: 'W6',
    figure: 'kilobytes',
    goal: 'a bundle of at most 480 KB',
    met: atMost(480),
    why: 'the text of all workflows is 380 KB of it, the SDK with three clients some 300, zod 100, the law 65, the calendar 55; a workflow is text until it is asked for',
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
