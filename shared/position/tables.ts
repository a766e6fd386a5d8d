/** The other tables of the reports, each with what it counts. */

import { longDay } from '../core/time.ts'
import type { Role } from '../law/roles.ts'
import { type ActionRow, openBands } from './actions.ts'
import type { Counted } from './count.ts'
import type { Behind } from './figure.ts'
import { overdueBands } from './question.ts'
import { number, type Table } from './report.ts'
import { rowLists } from './row-lists.ts'

export type RoleName = (role: Role) => string
export const spaced = (text: string): string => text.replaceAll(/[_-]+/g, ' ')

const where = ({ places }: Counted, assetId: string | undefined) => {
  const place = assetId === undefined ? undefined : places.get(assetId)
  return { home: assetId, address: place?.address ?? assetId, uprn: place?.uprn, area: place?.area }
}

const statusWords: Record<string, string> = {
  overdue: 'Overdue',
  never_inspected: 'Never inspected',
  unknown_applicability: 'To verify',
}

/** A state in the words of its workflow. */
const stageOf = ({ asked }: Pick<Counted, 'asked'>, workflow: string, state: string): string =>
  asked.workflows[workflow]?.states[state]?.title ?? spaced(state)

export const overdueTable = (
  counted: Counted,
  roleName: RoleName,
  names: ReadonlyMap<string, string> = new Map(),
): Table => ({
  id: 'overdue',
  title: 'Not in date',
  definition: `Each check that was overdue, never made or not known to be required at the end of ${longDay(counted.asked.asAt)}, the longest overdue first.`,
  columns: [
    { key: 'stream', title: 'Stream' },
    { key: 'address', title: 'Where' },
    { key: 'home', title: 'Asset', wide: true },
    { key: 'uprn', title: 'UPRN', wide: true },
    { key: 'area', title: 'Area' },
    { key: 'status', title: 'How' },
    { key: 'due', title: 'Was due', as: 'day' },
    number('days', 'Days overdue'),
    number('attempts', 'Attempts'),
    { key: 'state', title: 'Stage', wide: true },
    { key: 'contractor', title: 'Contractor', wide: true },
    { key: 'lead', title: 'Lead' },
    { key: 'case', title: 'Case', wide: true },
  ],
  rows: counted.failing
    .filter(item => item.status !== 'suspended')
    .map(item => ({
      stream: counted.asked.workflows[item.workflow]?.title ?? item.workflow,
      ...where(counted, item.assetId),
      status: statusWords[item.status] ?? item.status,
      due: item.nextDue,
      days: item.daysOverdue || undefined,
      attempts: item.attempts,
      state: stageOf(counted, item.workflow, item.state),
      contractor: item.contractorId === undefined ? undefined : (names.get(item.contractorId) ?? item.contractorId),
      lead: roleName(item.lead),
      case: item.caseId,
    })),
  empty: 'Everything is in date.',
  most: true,
})

const trends = { better: '▼ fewer overdue', same: '= no change', worse: '▲ more overdue' } as const
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
    number('averageAge', 'Average age', true),
    number('oldest', 'Oldest', true),
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

export const accessTable = ({ access, asked, places }: Counted, roleName: RoleName): Table => ({
  id: 'access',
  title: 'Homes that nobody gets into',
  definition: `Homes with a failed visit and no entry since, at the end of ${longDay(asked.asAt)}: the most dangerous stream first, then the longest overdue. Vulnerable says only that a check found reason for care.`,
  columns: [
    { key: 'address', title: 'Home' },
    { key: 'home', title: 'Reference', wide: true },
    { key: 'uprn', title: 'UPRN', wide: true },
    { key: 'streams', title: 'For' },
    number('attempts', 'Attempts'),
    { key: 'last', title: 'Last attempt', as: 'day', wide: true },
    { key: 'stage', title: 'Stage' },
    { key: 'vulnerable', title: 'Vulnerable' },
    number('days', 'Days overdue'),
    { key: 'next', title: 'Next step' },
    { key: 'owner', title: 'Owner', wide: true },
    { key: 'case', title: 'Case', wide: true },
  ],
  rows: access.rows.map(row => ({
    address: places.get(row.assetId ?? '')?.address ?? row.assetId,
    home: row.assetId,
    uprn: row.uprn,
    streams: row.streams.map(stream => asked.workflows[stream]?.title ?? stream).join(', '),
    attempts: row.attempts,
    last: row.lastAttempt,
    stage: stageOf({ asked }, 'access', row.stage),
    vulnerable: row.vulnerable,
    days: row.daysOverdue || undefined,
    next: row.nextStep,
    owner: roleName(row.owner),
    case: row.caseId,
  })),
  empty: 'There is no home that nobody gets into.',
  most: true,
})

export const contractorTable = ({ contractors, asked }: Counted, names: ReadonlyMap<string, string>): Table => ({
  id: 'contractors',
  title: 'Contractors',
  definition: `Checks made from ${longDay(asked.from)} to ${longDay(asked.asAt)}, in time by the deadline they were made against; certificates and work given back; appointments not kept; days from the check to its accepted evidence.`,
  columns: [
    { key: 'contractor', title: 'Contractor' },
    number('completed', 'Checks'),
    number('onTime', 'In time'),
    { key: 'percent', title: '% in time', as: 'bar' },
    number('rejected', 'Given back'),
    number('missed', 'Missed appointments'),
    number('noAccess', 'No access', true),
    number('evidenceDays', 'Days to evidence'),
    number('waiting', 'Evidence awaited'),
    number('longest', 'Longest, days', true),
  ],
  rows: contractors.map(row => ({
    contractor: names.get(row.contractorId) ?? row.contractorId,
    completed: row.completed,
    onTime: row.onTime,
    percent: row.percentOnTime,
    rejected: row.rejected,
    missed: row.missed,
    noAccess: row.noAccess,
    evidenceDays: row.evidenceDays,
    waiting: row.evidenceWaiting,
    longest: row.longestWaiting || undefined,
  })),
  empty: 'No contractor has done anything in this time.',
})
