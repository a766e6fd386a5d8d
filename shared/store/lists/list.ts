/** Lists of cases, page by page: the index finds them, the cases themselves are then read consistently. */
import type { Case } from '../../core/case.ts'
import { decode } from '../items.ts'
import * as keys from '../keys.ts'
import { behind, mapPage, walk } from '../pages.ts'
import type { Cases } from '../store.ts'
import type { Item, Table } from '../table.ts'
import { criteria, stillMeets, stretchOf } from './filter.ts'

export const casesBehind = async (table: Table, entries: Item[]): Promise<Case[]> =>
  (await behind(table, entries)).map(item => decode('CASE', item).body)

export const listOver =
  (table: Table): Cases['list'] =>
  async (filter, asked = {}) => {
    const partitions = filter.workflows.map(workflow => ({
      index: 'list' as const,
      pk: filter.withdrawn ? keys.withdrawnPk(workflow) : keys.listPk(workflow),
      ...stretchOf(filter),
    }))
    const only = criteria(filter)
    const page = await walk(table, partitions, asked, only ? { only } : {})
    return mapPage(page, async entries => (await casesBehind(table, entries)).filter(stillMeets(filter)))
  }
