import { decode, encode } from '../items.ts'
import * as keys from '../keys.ts'
import { mapPage, walk } from '../pages.ts'
import { equal, type Table } from '../table.ts'
import type { Openings } from './arrivals.ts'

/** Two at the same moment are both counted, or one of them is: that it was opened is what matters. */
const TRIES = 3

const noteOver =
  (table: Table): Openings['noteOpening'] =>
  async (opened, at) => {
    const key = keys.openingKey(opened.caseId, opened.link)
    const wrote = await table.put({
      item: encode('OPENED', key, opened, { last: at, times: 1 }),
      when: { item: 'absent' },
    })
    if (wrote.ok) return
    for (let tries = 0; tries < TRIES; tries++) {
      const item = await table.get(key)
      const times = item ? decode('OPENED', item).times : 0
      if ((await table.update(key, { set: { times: times + 1, last: at } }, equal('times', times))).ok) return
    }
  }

export const openingsOver = (table: Table): Openings => ({
  noteOpening: noteOver(table),
  openingsOf: async (caseId, asked = {}) => {
    const { pk } = keys.openingKey(caseId, '')
    const page = await walk(table, [{ pk, from: 'OPENED#', to: 'OPENED$' }], asked)
    return mapPage(page, items =>
      items.map(item => {
        const { body, last, times } = decode('OPENED', item)
        return { ...body, last, times }
      }),
    )
  },
})
