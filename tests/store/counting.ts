/** How often a table is asked to read, as DynamoDB counts requests: a hundred keys of one batch are one. */
import type { Table } from '../../shared/store/table.ts'

const BATCH = 100

export const counting = () => {
  let requests = 0
  const over = (table: Table): Table => ({
    ...table,
    get: (...asked) => {
      requests += 1
      return table.get(...asked)
    },
    getMany: keys => {
      requests += Math.ceil(keys.length / BATCH)
      return table.getMany(keys)
    },
    query: asked => {
      requests += 1
      return table.query(asked)
    },
    sweep: (...asked) => {
      requests += 1
      return table.sweep(...asked)
    },
  })
  return {
    over,
    /** since it was asked last */
    taken: (): number => {
      const found = requests
      requests = 0
      return found
    },
  }
}
