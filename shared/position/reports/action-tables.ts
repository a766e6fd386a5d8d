/** The tables of remedial actions, each with what it counts and the lists behind its numbers. */
import { longDay } from '../../core/time.ts'
import { type ActionRow, openBands } from '../actions.ts'
import type { Counted } from '../count.ts'
import { overdueBands } from '../question.ts'
import type { Behind } from './figure.ts'
import { number, reckoned, type Table } from './report.ts'
import { rowLists } from './row-lists.ts'

const trends = { better: '▼ fewer overdue', same: 'no change', worse: '▲ more overdue' } as const
const moved = (row: ActionRow): boolean => row.openAtStart + row.raised + row.openAtEnd + row.closedInYear > 0

const actionKey = ({ stream, priority }: ActionRow): string => `${stream}:${priority}`
const whatOf: Record<string, string> = {
  openAtStart: 'actions open at the start',
  raised: 'actions raised',
  closedInTime: 'actions closed in time',
  closedLate: 'actions closed late',
  endedOtherwise: 'actions ended otherwise',
  bornOverdue: 'actions overdue when they were raised',
  riskAccepted: 'actions whose risk is accepted',
  blockedByAccess: 'actions blocked by access',
}
/** Behind the counts of each row of the table. */
export const actionLists = ({ actions }: Pick<Counted, 'actions'>): Record<string, Behind> =>
  Object.assign(
    {},
    ...actions
      .filter(moved)
      .map(row =>
        rowLists('actions', actionKey(row), [
          ['openAtEnd', 'open actions', row.ids.open],
          ['overdueAtEnd', 'overdue actions', row.ids.overdue],
          ['averageAge', 'open actions', row.openAtEnd > 0 ? row.ids.open : []],
          ['oldest', 'the actions open longest', row.behind.oldest ?? []],
          ...Object.entries(whatOf).map(([column, what]) => [column, what, row.behind[column] ?? []] as const),
          ...overdueBands.map(([band]) => [band, `actions overdue ${band} days`, row.behind[band] ?? []] as const),
        ]),
      ),
  )

/** Behind the open actions of a priority, by their age. */
export const actionAgeLists = ({ actions }: Pick<Counted, 'actions'>): Record<string, Behind> =>
  Object.assign(
    {},
    ...prioritiesOf(actions).map(([priority, rows]) =>
      rowLists('action-ages', priority, [
        ['open', 'open actions', rows.flatMap(row => row.ids.open)],
        ...openBands.map(
          ([band]) =>
            [band, `actions open ${band} days`, rows.flatMap(row => row.behind[`open ${band}`] ?? [])] as const,
        ),
      ]),
    ),
  )

const prioritiesOf = (actions: readonly ActionRow[]): [string, ActionRow[]][] =>
  [...Map.groupBy(actions, row => row.priority)].sort(([a], [b]) => (a < b ? -1 : 1))

export const actionTable = ({ actions, asked }: Counted): Table => ({
  id: 'actions',
  title: 'Remedial actions',
  definition: `Actions by the stream that raised them and their priority, from ${longDay(asked.from)} to ${longDay(asked.asAt)}. Open at start, plus raised, less closed and ended, is open at end. Ages of the overdue in days past the date that held.`,
  columns: [
    { key: 'stream', title: 'Stream' },
    { key: 'priority', title: 'Priority' },
    number('openAtStart', 'Open at start', true),
    number('raised', 'Raised'),
    number('closedInTime', 'Closed in time', true),
    number('closedLate', 'Closed late'),
    number('endedOtherwise', 'Ended otherwise', true),
    number('openAtEnd', 'Open at end'),
    number('overdueAtEnd', 'Overdue'),
    ...overdueBands.map(([band]) => number(band, `${band} days`, true)),
    reckoned('averageAge', 'Average age, days', true),
    reckoned('oldest', 'Oldest, days', true),
    number('bornOverdue', 'Born overdue', true),
    number('riskAccepted', 'Risk accepted', true),
    number('blockedByAccess', 'Blocked by access', true),
    { key: 'percent', title: '% in time, 12 months', as: 'bar' },
    { key: 'trend', title: 'Trend' },
  ],
  rows: actions.filter(moved).map(row => ({
    key: actionKey(row),
    stream: asked.workflows[row.stream]?.title ?? row.stream,
    priority: row.priority,
    openAtStart: row.openAtStart,
    raised: row.raised,
    closedInTime: row.closedInTime,
    closedLate: row.closedLate,
    endedOtherwise: row.endedOtherwise,
    openAtEnd: row.openAtEnd,
    overdueAtEnd: row.overdueAtEnd,
    ...row.overdueByAge,
    averageAge: row.openAtEnd === 0 ? undefined : Math.round(row.ageSum / row.openAtEnd),
    oldest: row.oldest || undefined,
    bornOverdue: row.bornOverdue,
    riskAccepted: row.riskAccepted,
    blockedByAccess: row.blockedByAccess,
    percent: row.percentInTime,
    trend: trends[row.trend],
  })),
  empty: 'No remedial actions are recorded.',
})

/** Of what is open: how long, by priority over all streams. */
export const actionAges = ({ actions, asked }: Counted): Table => ({
  id: 'action-ages',
  title: 'Open actions by priority and age',
  definition: `Days since they were raised, of actions open at the end of ${longDay(asked.asAt)}.`,
  columns: [
    { key: 'priority', title: 'Priority' },
    number('open', 'Open'),
    ...openBands.map(([band]) => number(band, `${band} days`)),
  ],
  rows: prioritiesOf(actions).map(([priority, rows]) => {
    const sum = (of: (row: ActionRow) => number) => rows.reduce((n, row) => n + of(row), 0)
    return {
      key: priority,
      priority,
      open: sum(row => row.openAtEnd),
      ...Object.fromEntries(openBands.map(([band]) => [band, sum(row => row.openByAge[band])])),
    }
  }),
  empty: 'No remedial actions are recorded.',
})
