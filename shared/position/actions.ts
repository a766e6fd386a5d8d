/**
 * Remedial actions by stream and priority: what was open, what came, what was closed in and out of time, what is
 * overdue and for how long. What was open, plus what came, less what was closed, is what is open: always.
 */
import type { Case } from '../core/case.ts'
import type { Reckon } from '../core/reckon.ts'
import { addMonths, type Day, dayOf, daysBetween, type Instant, isDay } from '../core/time.ts'
import { actionDue, type Dated } from '../workflows/action.ts'
import { bandOf, byText, closedBy, noBands, type OverdueBand, overdueBands, type Question, within } from './question.ts'
import { percent } from './reports/figure.ts'

export const openBands = [
  ['0–30', 30],
  ['31–60', 60],
  ['61–90', 90],
  ['over 90', Number.POSITIVE_INFINITY],
] as const
type OpenBand = (typeof openBands)[number][0]

export type ActionRow = {
  stream: string
  priority: string
  openAtStart: number
  raised: number
  closedInTime: number
  closedLate: number
  /** duplicate, superseded, the asset gone */
  endedOtherwise: number
  openAtEnd: number
  openByAge: Record<OpenBand, number>
  overdueAtStart: number
  overdueAtEnd: number
  overdueByAge: Record<OverdueBand, number>
  /** days open, of those open at the end */
  ageSum: number
  oldest: number
  bornOverdue: number
  riskAccepted: number
  blockedByAccess: number
  /** twelve months to the day */
  closedInYear: number
  inTimeInYear: number
  trend: 'better' | 'same' | 'worse'
  percentInTime: number | undefined
  ids: { open: string[]; overdue: string[] }
  /** behind its other counts, by the column that shows them; bands of open ages as `open 31–60` */
  behind: Record<string, string[]>
}

type Facts = Dated & {
  completedOn?: Day
  bornOverdue?: boolean
  formerDue?: { due: Day | Instant; until: Day }[]
  attempts?: { on: Day; counts: boolean }[]
  risk?: { on: Day; until: Day }
}

const noRow = (stream: string, priority: string): ActionRow => ({
  stream,
  priority,
  openAtStart: 0,
  raised: 0,
  closedInTime: 0,
  closedLate: 0,
  endedOtherwise: 0,
  openAtEnd: 0,
  openByAge: { '0–30': 0, '31–60': 0, '61–90': 0, 'over 90': 0 },
  overdueAtStart: 0,
  overdueAtEnd: 0,
  overdueByAge: noBands(),
  ageSum: 0,
  oldest: 0,
  bornOverdue: 0,
  riskAccepted: 0,
  blockedByAccess: 0,
  closedInYear: 0,
  inTimeInYear: 0,
  trend: 'same',
  percentInTime: undefined,
  ids: { open: [], overdue: [] },
  behind: {},
})

const note = ({ behind }: ActionRow, column: string, { id }: Case): void => {
  const held = behind[column]
  if (held) held.push(id)
  else behind[column] = [id]
}

const asDay = (due: Day | Instant): Day => (isDay(due) ? due : dayOf(due))
/** The date that held on that day: one that was moved later still counts for the days before it was moved. */
const dueOn = (f: Facts, day: Day, reckon: Reckon): Day | undefined => {
  const held = f.formerDue?.find(former => former.until > day)?.due ?? actionDue(f, reckon)
  return held && asDay(held)
}

const ended = (row: ActionRow, c: Case, f: Facts, asked: Question): void => {
  const on = c.closedAt && dayOf(c.closedAt)
  if (on === undefined || on > asked.asAt) return
  const done = c.state === 'closed'
  const limit = dueOn(f, f.completedOn ?? on, asked.reckon)
  const inTime = limit === undefined || (f.completedOn ?? on) <= limit
  if (within(on, asked)) {
    const how = done ? (inTime ? 'closedInTime' : 'closedLate') : 'endedOtherwise'
    row[how] += 1
    note(row, how, c)
  }
  if (done && on > addMonths(asked.asAt, -12)) {
    row.closedInYear += 1
    if (inTime) row.inTimeInYear += 1
  }
}

const stillOpen = (row: ActionRow, c: Case, f: Facts, { asAt, reckon }: Question): void => {
  row.openAtEnd += 1
  row.ids.open.push(c.id)
  const age = daysBetween(f.raisedOn, asAt)
  const aged = bandOf(age, openBands)
  row.openByAge[aged] += 1
  note(row, `open ${aged}`, c)
  row.ageSum += age
  if (age > row.oldest) row.behind.oldest = []
  row.oldest = Math.max(row.oldest, age)
  if (age === row.oldest && age > 0) note(row, 'oldest', c)
  const also = {
    bornOverdue: f.bornOverdue === true,
    riskAccepted: f.risk !== undefined && f.risk.on <= asAt && f.risk.until >= asAt,
    blockedByAccess: f.attempts?.some(a => a.counts && a.on <= asAt) === true,
  }
  for (const what of ['bornOverdue', 'riskAccepted', 'blockedByAccess'] as const)
    if (also[what]) {
      row[what] += 1
      note(row, what, c)
    }
  const due = dueOn(f, asAt, reckon)
  if (due === undefined || due >= asAt) return
  row.overdueAtEnd += 1
  row.ids.overdue.push(c.id)
  const late = bandOf(daysBetween(due, asAt), overdueBands)
  row.overdueByAge[late] += 1
  note(row, late, c)
}

const order = (row: ActionRow) => `${row.stream}\n${row.priority}`

export const actionTally = (asked: Question) => {
  const rows = new Map<string, ActionRow>()
  const add = (c: Case): void => {
    const f = c.facts as Facts
    if (c.workflow !== 'action' || f.raisedOn > asked.asAt) return
    const key = `${f.stream}\n${f.priority}`
    const row = rows.get(key) ?? noRow(f.stream, f.priority)
    rows.set(key, row)
    const wasOpen = f.raisedOn <= asked.before && !closedBy(c, asked.before)
    if (wasOpen) {
      row.openAtStart += 1
      note(row, 'openAtStart', c)
      const then = dueOn(f, asked.before, asked.reckon)
      if (then !== undefined && then < asked.before) row.overdueAtStart += 1
    } else if (f.raisedOn > asked.before) {
      row.raised += 1
      note(row, 'raised', c)
    }
    ended(row, c, f, asked)
    if (!closedBy(c, asked.asAt)) stillOpen(row, c, f, asked)
  }
  const done = (): ActionRow[] => {
    for (const { ids, behind } of rows.values())
      for (const list of [ids.open, ids.overdue, ...Object.values(behind)]) list.sort()
    return [...rows.values()]
      .sort((a, b) => byText(order(a), order(b)))
      .map(row => ({
        ...row,
        trend:
          row.overdueAtEnd < row.overdueAtStart ? 'better' : row.overdueAtEnd > row.overdueAtStart ? 'worse' : 'same',
        percentInTime: percent(row.inTimeInYear, row.closedInYear),
      }))
  }
  return { add, done }
}
