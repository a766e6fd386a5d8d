/** The position on one page: each stream in homes and in checks, and the list behind every count. */
import { longDay } from '../../core/time.ts'
import type { Counted } from '../count.ts'
import { actionLists, actionTable } from '../reports/action-tables.ts'
import { type Behind, type Figure, percent } from '../reports/figure.ts'
import { rag, streamTarget } from '../reports/rag.ts'
import { type Column, number, type Report, type Table } from '../reports/report.ts'
import { rowLists } from '../reports/row-lists.ts'
import { overdueTable } from '../reports/tables.ts'
import { asPart, base, type Told } from '../reports/told.ts'
import { homesFigure, streamHomes } from './stream-homes.ts'
import { dueLists, inDateOf, requiredLists } from './stream-lists.ts'
import { type StreamRow, wholeStreams } from './stream-rows.ts'
import type { Failing } from './streams.ts'

/** Each stream's share of homes, in the order of the monthly report, and the homes that need it. */
const homesByStream = (counted: Counted) => {
  const { asked, places, falls, inDate } = counted
  const homes = new Map(streamHomes({ places, falls, inDate, asAt: asked.asAt }).map(one => [one.workflow, one]))
  return wholeStreams(counted).flatMap(({ workflow, title }) => {
    const found = homes.get(workflow)
    if (!found || found.required === 0) return []
    return [{ figure: homesFigure(found, title, asked.asAt), homes: found.homes }]
  })
}
export const homeFigures = (counted: Counted): Figure[] => homesByStream(counted).map(one => one.figure)

const withRag = (figure: Figure, { asked }: Counted) => {
  const { numerator, denominator = 0, id } = figure
  return { ...figure, rag: rag({ numerator, denominator }, streamTarget(id.slice('homes.'.length), asked.reckon)) }
}

const shown: readonly (readonly [key: string, title: string, status: Failing['status']])[] = [
  ['overdue', 'Overdue', 'overdue'],
  ['never', 'Never inspected', 'never_inspected'],
  ['unknown', 'To verify', 'unknown_applicability'],
  ['resting', 'Resting', 'suspended'],
]

const columnOf = ({ status }: Failing) => shown.find(([, , wanted]) => wanted === status)
const keyOf = (one: Failing): string => columnOf(one)?.[0] ?? one.status
const whatOf = (one: Failing): string => `checks, ${columnOf(one)?.[1].toLowerCase() ?? one.status}`

const columns: readonly Column[] = [
  { key: 'stream', title: 'Stream' },
  number('homes', 'Homes that need it'),
  number('homesOut', 'Homes not in date'),
  number('required', 'Checks required', true),
  number('compliant', 'In date', true),
  { key: 'percent', title: '% in date', as: 'bar' },
  { key: 'rag', title: 'Status', as: 'rag' },
  ...shown.map(([key, title]) => number(key, title)),
  number('due30', 'Due in 30 days'),
  number('due60', '31–60', true),
  number('due90', '61–90', true),
  { key: 'lead', title: 'Accountable', wide: true },
]

const rowOf = (row: StreamRow, told: Told, homes: readonly Figure[]) => {
  const figure = homes.find(one => one.id === `homes.${row.workflow}`)
  return {
    key: row.workflow,
    stream: row.title,
    homes: figure?.denominator,
    homesOut: figure && (figure.denominator ?? 0) - figure.numerator,
    required: row.required,
    compliant: row.compliant,
    percent: percent(row.compliant, row.required),
    rag: row.rag.state,
    overdue: row.overdue,
    never: row.neverInspected,
    unknown: row.unknown,
    resting: row.suspended,
    due30: row.due30,
    due60: row.due60,
    due90: row.due90,
    lead: told.roleName(row.lead),
  }
}

const table = (counted: Counted, told: Told, homes: readonly Figure[]): Table => ({
  id: 'position',
  title: 'Each stream',
  definition: `At the end of ${longDay(counted.asked.asAt)}. A home is in date when every check of the stream in it, in its building and on what serves it is in date; a check counts when its evidence was accepted. To verify: nobody knows whether it is required, so it counts as required and not in date. Resting: void and capped, or withdrawn, and outside the share.`,
  columns,
  rows: wholeStreams(counted).map(row => rowOf(row, told, homes)),
  empty: 'No recurring checks are recorded.',
})

/** Behind each number of the table: `position.gas.overdue`. */
const listsOf = (counted: Counted, streams: ReturnType<typeof homesByStream>): Record<string, Behind> => {
  const lists: Record<string, Behind> = {}
  for (const { figure, homes } of streams)
    Object.assign(
      lists,
      rowLists('position', figure.id.slice('homes.'.length), [
        ['homes', 'homes that need it', homes, 'homes'],
        ['homesOut', figure.behind.what, figure.behind.ids, 'homes'],
      ]),
    )
  const byList = Map.groupBy(counted.failing, one => `${one.workflow}.${keyOf(one)}`)
  for (const [name, found] of byList)
    lists[`position.${name}`] = { what: whatOf(found[0]!), of: 'cases', ids: found.map(one => one.caseId) }
  for (const total of wholeStreams(counted)) {
    const own = <T extends { workflow: string }>(items: readonly T[]) =>
      items.filter(one => one.workflow === total.workflow)
    const columns = [...requiredLists(inDateOf(counted, total), own(counted.failing)), ...dueLists(own(counted.soon))]
    Object.assign(lists, rowLists('position', total.workflow, columns))
  }
  return lists
}

export const positionReport = (counted: Counted, told: Told): Report => {
  const streams = homesByStream(counted)
  const homes = streams.map(one => one.figure)
  return {
    ...base(counted, told),
    id: 'position',
    title: `Position, end of ${longDay(counted.asked.asAt)}`,
    parts: [
      { kind: 'headline', title: 'Homes in date, by stream', figures: homes.map(one => withRag(one, counted)) },
      asPart(table(counted, told, homes)),
      asPart(actionTable(counted)),
      asPart(overdueTable(counted, told.roleName, told.contractors)),
    ],
    lists: { ...listsOf(counted, streams), ...actionLists(counted) },
  }
}
