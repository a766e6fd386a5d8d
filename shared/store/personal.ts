/** Personal words: kept beside the event that quotes their hash, erasable without breaking the chain. */
import { sha256 } from './chain.ts'
import { decode, encode } from './items.ts'
import * as keys from './keys.ts'
import type { Words } from './records.ts'
import type { Personal } from './store.ts'
import type { Table } from './table.ts'

/** What the event keeps of words: which, and their salted hash. The salt is random and lies with the text alone. */
export const seal = ({ ref, salt, text }: Words): { ref: string; hash: string } => ({
  ref,
  hash: sha256(`${salt}\n${text}`),
})

export const personalOver = (table: Table): Personal => ({
  words: async (caseId, ref) => {
    const item = await table.get(keys.wordsKey(caseId, ref))
    return item && decode('WORDS', item).body
  },
  eraseWords: async (caseId, ref, at, why) => {
    const item = encode('WORDS', keys.wordsKey(caseId, ref), { ref, erasedAt: at, ...why }, {})
    const wrote = await table.put({ item, when: { item: 'present' } })
    return wrote.ok ? 'done' : 'missing'
  },
})
