/** Reading cases. Indexes find them, the cases themselves are then read consistently. */
import type { Case } from '../core/case.ts'
import { commitAllOver, commitOver } from './commit.ts'
import { decode } from './items.ts'
import * as keys from './keys.ts'
import { behind, mapPage, merged, sweepPage, walk } from './pages.ts'
import type { CaseFilter, Cases, Loaded } from './store.ts'
import { type Condition, equal, type Item, type Table } from './table.ts'

const casesBehind = async (table: Table, entries: Item[]): Promise<Case[]> =>
  (await behind(table, entries)).map(item => decode('CASE', item).body)

const criteria = ({ state, lead, assignee }: CaseFilter): { only: Condition } | undefined => {
  const wanted = Object.entries({ state, lead, assignee }).flatMap(([name, value]): Condition[] => {
    if (value === undefined) return []
    return [typeof value === 'string' ? equal(name, value) : { any: value.map(one => equal(name, one)) }]
  })
  return wanted.length > 0 ? { only: { all: wanted } } : undefined
}

/** A case that was withdrawn is met by its id alone, and by exports and seals. */
const counts = (found: Case): boolean => found.withdrawnAt === undefined

/** The index lags; what a case says itself stands. */
const stillMeets =
  ({ withdrawn = false, closed = withdrawn, state, lead, assignee }: CaseFilter) =>
  (found: Case): boolean =>
    counts(found) !== withdrawn &&
    (found.closedAt !== undefined) === closed &&
    (state === undefined || [state].flat().includes(found.state)) &&
    (lead === undefined || found.lead === lead) &&
    (assignee === undefined || found.assignee === assignee)

const stretchOf = ({ withdrawn = false, closed = withdrawn, overdueAt, dueAfter }: CaseFilter) => {
  const word = closed ? 'CLOSED' : 'OPEN'
  const from = dueAfter === undefined ? `${word}#` : keys.upTo(dueAfter, `${word}#`)
  return { from, to: overdueAt === undefined ? `${word}$` : keys.upTo(overdueAt, `${word}#`) }
}

const loaded = (item: Item): Loaded => {
  const { body, head, due } = decode('CASE', item)
  return { case: body, head, due }
}

const loadManyOver =
  (table: Table): Cases['loadMany'] =>
  async ids => {
    const items = await table.getMany([...new Set(ids)].map(keys.caseKey))
    return new Map(items.map(loaded).map(one => [one.case.id, one]))
  }

const loadOver =
  (table: Table): Cases['load'] =>
  async caseId => {
    const item = await table.get(keys.caseKey(caseId))
    return item && loaded(item)
  }

const historyOver =
  (table: Table): Cases['history'] =>
  async (caseId, { from = 1, ...asked } = {}) => {
    const { pk, sk } = keys.eventKey(caseId, from)
    return mapPage(await walk(table, [{ pk, from: sk, to: 'EVENT$' }], asked), items =>
      items.map(item => {
        const { body, prevHash, hash } = decode('EVENT', item)
        return { event: body, prevHash, hash }
      }),
    )
  }

const listOver =
  (table: Table): Cases['list'] =>
  async (filter, asked = {}) => {
    const partitions = filter.workflows.map(workflow => ({
      index: 'list' as const,
      pk: filter.withdrawn ? keys.withdrawnPk(workflow) : keys.listPk(workflow),
      ...stretchOf(filter),
    }))
    const page = await walk(table, partitions, asked, criteria(filter))
    return mapPage(page, async entries => (await casesBehind(table, entries)).filter(stillMeets(filter)))
  }

const byAssetOver =
  (table: Table): Cases['byAsset'] =>
  async (assetId, asked = {}) => {
    const partition = { index: 'asset' as const, pk: keys.assetPk(assetId), from: 'CASE#', to: 'CASE$' }
    const page = await walk(table, [partition], asked)
    return mapPage(page, async entries => (await casesBehind(table, entries)).filter(counts))
  }

const takenOnOver =
  (table: Table): Cases['takenOn'] =>
  async (by, asked = {}) => {
    const partitions = keys.everyOutboxShard.map(shard => ({
      index: 'pending' as const,
      pk: keys.pendingPk('TAKEN', shard),
      to: keys.upTo(by),
    }))
    return mapPage(await merged(table, partitions, asked), entries => casesBehind(table, entries))
  }

const everyLoadedOver =
  (table: Table): Cases['everyLoaded'] =>
  async (share, asked = {}) =>
    mapPage(await sweepPage(table, 'list', share, asked), async entries => {
      const cases = entries.filter(entry => entry.sk === 'CASE')
      return (await behind(table, cases)).map(loaded)
    })

const everyCaseOver =
  (table: Table): Cases['everyCase'] =>
  async (share, asked) =>
    mapPage(await everyLoadedOver(table)(share, asked), loaded => loaded.map(one => one.case).filter(counts))

export const casesOver = (table: Table): Cases => ({
  commit: commitOver(table),
  commitAll: commitAllOver(table),
  load: loadOver(table),
  loadMany: loadManyOver(table),
  history: historyOver(table),
  seen: async (source, id) => {
    const item = await table.get(keys.seenKey(source, id))
    return item && decode('SEEN', item).body
  },
  byAsset: byAssetOver(table),
  list: listOver(table),
  takenOn: takenOnOver(table),
  everyCase: everyCaseOver(table),
  everyLoaded: everyLoadedOver(table),
})
