/** Singletons. */
import * as z from 'zod'
import { decode, encode } from './items.ts'
import * as keys from './keys.ts'
import type { Settings } from './store.ts'
import { equal, type Reading, type Table } from './table.ts'

/** For marks that say from where to look again: one of a moment ago looks at the same twice. */
export const STALE: Reading = { stale: true }

export const getSetting = async (
  table: Table,
  name: string,
  asked?: Reading,
): Promise<{ value: unknown; rev: number } | undefined> => {
  const item = await table.get(keys.settingKey(name), asked)
  if (!item) return undefined
  const { body, rev } = decode('SETTING', item)
  return { value: body, rev }
}

/** A setting that only rises, in text order; false when it was there or beyond already. */
export const markSetting = async (table: Table, name: string, mark: string): Promise<boolean> => {
  const item = encode('SETTING', keys.settingKey(name), mark, { rev: 1, mark })
  const wrote = await table.put({ item, when: { any: [{ item: 'absent' }, { less: ['mark', mark] }] } })
  return wrote.ok
}

export const settingsOver = (table: Table): Settings => ({
  getSetting: (name, asked) => getSetting(table, name, asked),
  getSettings: async names => {
    const named = new Map([...new Set(names)].map(name => [keys.settingKey(name).pk, name]))
    const items = await table.getMany([...named.values()].map(keys.settingKey))
    return new Map(
      items.map(item => {
        const { body, rev } = decode('SETTING', item)
        return [named.get(item.pk)!, { value: body, rev }]
      }),
    )
  },
  putSetting: async (name, value, rev) => {
    const item = encode('SETTING', keys.settingKey(name), z.json().parse(value), { rev: rev + 1 })
    const wrote = await table.put({ item, when: rev === 0 ? { item: 'absent' } : equal('rev', rev) })
    return wrote.ok
  },
})
