/** The beginnings of many lists at once, for pages that count and choose before they read a case. */
import type { Instant } from '../../core/time.ts'
import * as keys from '../keys.ts'
import type { Cases } from '../store.ts'
import type { Condition, Item, Table } from '../table.ts'
import { type Choice, criteria, type FirstLines, type Line, meets, stretchOf, type Wanted } from './filter.ts'

/** Entries looked at by one request that filters: some 500 KB of the 1 MB at which DynamoDB ends it. */
const STEP = 2_000
/** Requests for one list: of 10,000 open cases the soonest due; beyond them there may be others, and the page says so. */
const PATIENCE = 5

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** `OPEN#<end of its deadline>#<id>`; where there is no deadline stands `~`. */
const endsOf = (item: Item): { ends: string } | undefined => {
  const ends = String(item.listSk).split('#')[1]
  return ends === undefined || ends === '~' ? undefined : { ends }
}

const lineOf = (workflow: string, item: Item): Line => ({
  caseId: String(item.id),
  workflow,
  ...endsOf(item),
  state: text(item.state),
  lead: text(item.lead),
  assignee: text(item.assignee),
})

/** One request serves all choices; undefined: one of them wants everything. */
const anyOf = (choices: readonly Choice[]): Condition | undefined => {
  const all = choices.map(criteria)
  const some = all.filter(one => one !== undefined)
  return some.length < all.length ? undefined : some.length === 1 ? some[0] : { any: some }
}

type Asked = { each: number; overdueAt?: Instant }

const ofList = async (
  table: Table,
  { workflow, choices }: Wanted,
  { each, ...until }: Asked,
): Promise<FirstLines[]> => {
  const partition = { index: 'list' as const, pk: keys.listPk(workflow), ...stretchOf(until) }
  const only = anyOf(choices)
  const found = choices.map((): Line[] => [])
  let after: Item | undefined
  for (let turn = 0; turn < PATIENCE && found.some(lines => lines.length < each); turn++) {
    const page = await table.query({
      ...partition,
      ...(only ? { only } : {}),
      ...(after ? { after } : {}),
      limit: only ? STEP : each,
    })
    for (const line of page.items.map(item => lineOf(workflow, item)))
      for (const [index, choice] of choices.entries()) if (meets(choice, line)) found[index]!.push(line)
    after = page.more
    if (!after) break
  }
  return found.map(lines => ({ lines: lines.slice(0, each), more: after !== undefined || lines.length > each }))
}

export const firstLinesOver =
  (table: Table): Cases['firstLines'] =>
  (wanted, asked) =>
    Promise.all(wanted.map(one => ofList(table, one, asked)))
