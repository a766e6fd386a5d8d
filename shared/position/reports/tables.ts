/** The other tables of the reports, each with what it counts. */

import { longDay } from '../../core/time.ts'
import type { Role } from '../../law/roles.ts'
import type { Counted } from '../count.ts'
import type { Behind } from './figure.ts'
import { number, reckoned, type Table } from './report.ts'
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

export const contractorLists = ({ contractors }: Pick<Counted, 'contractors'>): Record<string, Behind> =>
  Object.assign(
    {},
    ...contractors.map(({ contractorId, ids, longestWaiting }) =>
      rowLists('contractors', contractorId, [
        ['completed', 'checks made', ids.completed],
        ['onTime', 'checks made in time', ids.onTime],
        ['rejected', 'given back', ids.rejected],
        ['missed', 'appointments not kept', ids.missed],
        ['noAccess', 'visits without access', ids.noAccess],
        ['evidenceDays', 'checks whose evidence was accepted', ids.accepted],
        ['waiting', 'checks whose evidence is awaited', ids.waiting],
        ['longest', 'the check whose evidence is awaited longest', longestWaiting > 0 ? ids.waiting.slice(0, 1) : []],
      ]),
    ),
  )

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
    reckoned('evidenceDays', 'Days to evidence'),
    number('waiting', 'Evidence awaited'),
    reckoned('longest', 'Longest, days', true),
  ],
  rows: contractors.map(row => ({
    key: row.contractorId,
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
