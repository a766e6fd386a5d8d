/** Reading cases. Indexes find them, the cases themselves are then read consistently. */
import { commitAllOver, commitOver } from './commit.ts'
import { decode } from './items.ts'
import * as keys from './keys.ts'
import { counts } from './lists/filter.ts'
import { firstLinesOver } from './lists/first-lines.ts'
import { casesBehind, listOver } from './lists/list.ts'
import { behind, mapPage, merged, sweepPage, walk } from './pages.ts'
import type { Cases, Loaded } from './store.ts'
import type { Item, Table } from './table.ts'

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

const eventsOver =
  (table: Table): Cases['events'] =>
  async stretches => {
    const wanted = stretches.flatMap(({ caseId, from, to }) =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => keys.eventKey(caseId, from + at)),
    )
    return (await table.getMany(wanted)).map(item => decode('EVENT', item).body)
  }

export const casesOver = (table: Table): Cases => ({
  commit: commitOver(table),
  commitAll: commitAllOver(table),
  load: loadOver(table),
  loadMany: loadManyOver(table),
  history: historyOver(table),
  events: eventsOver(table),
  seen: async (source, id) => {
    const item = await table.get(keys.seenKey(source, id))
    return item && decode('SEEN', item).body
  },
  byAsset: byAssetOver(table),
  list: listOver(table),
  firstLines: firstLinesOver(table),
  takenOn: takenOnOver(table),
  everyCase: everyCaseOver(table),
  everyLoaded: everyLoadedOver(table),
})
