/** The stream table of the monthly report: a row a stream, and a row a kind where a stream has several. */
import { longDay } from '../../core/time.ts'
import type { Role } from '../../law/roles.ts'
import { type Counted, homesBehind } from '../count.ts'
import { type Behind, type Figure, percent, share } from '../reports/figure.ts'
import { type Rag, rag, streamTarget } from '../reports/rag.ts'
import { type Column, reckoned, type Table } from '../reports/report.ts'
import { rowLists } from '../reports/row-lists.ts'
import { addUp, type Cell } from './cell.ts'
import { dueLists, idsOf, inDateOf, requiredLists } from './stream-lists.ts'
import { type Failing, kindKey } from './streams.ts'

export type StreamRow = Cell & {
  title: string
  kind: string
  percent: number | undefined
  before: number | undefined
  rag: Rag
  noAccess: number
  legal: number
  /** behind the counts of what is not as it should be, by the table's columns */
  behind: Record<string, Behind>
  oldest: number
  homes: number
  lead: Role
  /** % in date in thirty days if nothing more is done */
  forecast: number | undefined
  figure: Figure
}

const late: readonly string[] = ['overdue', 'never_inspected']
const worded = (kind: string): string => kind.replaceAll(/[_-]+/g, ' ')

const figureOf = (total: Cell, title: string, failing: readonly Failing[], asAt: Counted['asked']['asAt']): Figure =>
  share(
    {
      id: `stream.${total.workflow}${total.subType ? `.${total.subType}` : ''}`,
      title: `${title} in date`,
      definition: `Of all that is required on ${longDay(asAt)}, what an accepted check holds in date at the end of that day. Unknown and never inspected count as required and not in date; what rests (void and capped, withdrawn) is outside.`,
      asAt,
      behind: {
        what: 'not in date',
        of: 'cases',
        ids: failing.filter(item => item.status !== 'suspended').map(item => item.caseId),
      },
    },
    total.compliant,
    total.required,
  )

const status = (wanted: Failing['status']) => (item: Failing) => item.status === wanted

/** A kind's row is named by its stream and its kind. */
const kindName = ({ workflow, subType }: Pick<Cell, 'workflow' | 'subType'>): string => `${workflow}.${subType}`

/** One row for each key of `keyOf`, the worst share within the order of the keys. */
export const streamRows = (
  counted: Counted,
  keyOf: (cell: Pick<Cell, 'workflow' | 'subType'>) => string,
  kinds: boolean,
): StreamRow[] => {
  const { asked, cells, access } = counted
  const homes = homesBehind(counted)
  const by = <T extends { workflow: string; subType: string }>(items: readonly T[]) => Map.groupBy(items, keyOf)
  const [failing, soon, made] = [by(counted.failing), by(counted.soon), by(counted.made)]
  const awaited = by(counted.lags.filter(lag => !lag.accepted))
  const entered = new Map(access.rows.map(row => [row.assetId, row]))
  return [...addUp(cells, keyOf)].map(([key, total]) => {
    const workflow = asked.workflows[total.workflow]!
    const own = failing.get(key) ?? []
    const done = made.get(key) ?? []
    const overdue = own.filter(item => late.includes(item.status))
    const stuck = overdue.filter(item => item.attempts > 0 || entered.has(item.assetId))
    const atLaw = stuck.filter(item => entered.get(item.assetId)?.legal)
    const below = homes(overdue)
    const name = kinds ? kindName(total) : total.workflow
    const figure = figureOf(kinds ? total : { ...total, subType: '' }, workflow.title, own, asked.asAt)
    return {
      ...total,
      title: workflow.title,
      kind: kinds ? worded(total.subType) : '',
      percent: figure.value,
      before: percent(total.compliantBefore, total.requiredBefore),
      rag: rag({ numerator: total.compliant, denominator: total.required }, streamTarget(total.workflow, asked.reckon)),
      noAccess: stuck.length,
      legal: atLaw.length,
      behind: rowLists('streams', name, [
        ...requiredLists(inDateOf(counted, total, kinds), own),
        ['expired', 'checks overdue or never made', idsOf(overdue)],
        ['oldest', 'the longest overdue', overdue[0]?.daysOverdue ? [overdue[0].caseId] : []],
        ['noAccess', 'of these, homes that nobody gets into', idsOf(stuck)],
        ['legal', 'of these, at law', idsOf(atLaw)],
        ['unknown', 'not known whether a check is required', idsOf(own.filter(status('unknown_applicability')))],
        ['completed', 'checks made', idsOf(done)],
        ['completedLate', 'checks made late', idsOf(done.filter(one => one.late))],
        ['resting', 'resting', idsOf(own.filter(status('suspended')))],
        ['evidence', 'done, its evidence awaited', idsOf(awaited.get(key) ?? [])],
        ['homes', 'homes affected', below, 'homes'],
        ...dueLists(soon.get(key) ?? []),
      ]),
      oldest: Math.max(0, ...overdue.slice(0, 1).map(item => item.daysOverdue)),
      homes: below.length,
      lead: workflow.lead,
      forecast: percent(total.stillIn30, total.required),
      figure,
    }
  })
}

/** As managers read them: the six duties first, what kills soonest on top. */
const order = ['gas', 'eicr', 'fra', 'legionella', 'lifts', 'smoke-co']
const place = ({ workflow }: StreamRow): number => (order.includes(workflow) ? order.indexOf(workflow) : order.length)

export const wholeStreams = (counted: Counted): StreamRow[] =>
  streamRows(counted, cell => cell.workflow, false).sort((a, b) => place(a) - place(b))
const kindsOf = (counted: Counted): StreamRow[] => {
  const rows = streamRows(counted, kindKey, true)
  return rows.filter(row => rows.filter(other => other.workflow === row.workflow).length > 1)
}

const columns: readonly Column[] = [
  { key: 'stream', title: 'Stream' },
  { key: 'kind', title: 'Kind', wide: true },
  { key: 'required', title: 'Required', as: 'number' },
  { key: 'compliant', title: 'In date', as: 'number' },
  { key: 'percent', title: '% in date', as: 'bar' },
  { key: 'target', title: 'Target', as: 'percent', wide: true },
  { key: 'rag', title: 'Status', as: 'rag' },
  { key: 'before', title: 'Last month', as: 'percent', wide: true },
  { key: 'change', title: 'Change', as: 'change' },
  { key: 'expired', title: 'Expired', as: 'number' },
  { key: 'noAccess', title: 'Of these no access', as: 'number', wide: true },
  { key: 'legal', title: 'Of these at law', as: 'number', wide: true },
  reckoned('oldest', 'Oldest, days', true),
  { key: 'due30', title: 'Due in 30 days', as: 'number' },
  { key: 'due60', title: '31–60', as: 'number', wide: true },
  { key: 'due90', title: '61–90', as: 'number', wide: true },
  { key: 'unknown', title: 'To verify', as: 'number' },
  { key: 'completed', title: 'Done in month', as: 'number', wide: true },
  { key: 'completedLate', title: 'Of these late', as: 'number', wide: true },
  { key: 'evidence', title: 'Evidence awaited', as: 'number', wide: true },
  { key: 'homes', title: 'Homes affected', as: 'number' },
  { key: 'resting', title: 'Resting', as: 'number', wide: true },
  { key: 'lead', title: 'Lead', wide: true },
  { key: 'forecast', title: 'In 30 days if nothing is done', as: 'percent', wide: true },
]

const shown = (row: StreamRow, roleName: (role: Role) => string) => ({
  key: row.kind ? kindName(row) : row.workflow,
  stream: row.title,
  kind: row.kind,
  required: row.required,
  compliant: row.compliant,
  percent: row.percent,
  target: row.rag.target,
  rag: row.rag.state,
  before: row.before,
  change:
    row.percent === undefined || row.before === undefined
      ? undefined
      : Math.round((row.percent - row.before) * 10) / 10,
  expired: row.overdue + row.neverInspected,
  noAccess: row.noAccess,
  legal: row.legal,
  oldest: row.oldest || undefined,
  due30: row.due30,
  due60: row.due60,
  due90: row.due90,
  unknown: row.unknown,
  completed: row.completed,
  completedLate: row.completedLate,
  evidence: row.evidenceAwaiting,
  homes: row.homes,
  resting: row.suspended,
  lead: roleName(row.lead),
  forecast: row.forecast,
})

export const streamLists = (counted: Counted): Record<string, Behind> =>
  Object.assign({}, ...[...wholeStreams(counted), ...kindsOf(counted)].map(row => row.behind))

export const streamTable = (counted: Counted, roleName: (role: Role) => string): Table => {
  const kinds = kindsOf(counted)
  return {
    id: 'streams',
    title: 'Streams',
    definition: `Every recurring check as at the end of ${longDay(counted.asked.asAt)}. Expired: overdue, or never made. To verify: nobody knows whether it is required; it counts as required and not in date. Resting: void and capped, or withdrawn, and outside the share. Never 100 % while one is missing.`,
    columns,
    rows: wholeStreams(counted).flatMap(row => [
      shown(row, roleName),
      ...kinds.filter(kind => kind.workflow === row.workflow).map(kind => shown(kind, roleName)),
    ]),
    empty: 'No recurring checks are recorded.',
  }
}
