import { expect, test } from 'vitest'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { england } from '../../shared/core/working-days.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { regimeName, withRegimes } from '../../shared/store/regimes.ts'
import type { Store } from '../../shared/store/store.ts'
import { aCommit, t0 } from './sample.ts'

const older = regimeOf({ 'weekly.stuck': 4 }, england)
const fresh = () => regimes(regimeOf({}, england), england)

const acknowledged = [{ clock: 'deadline', due: t0, rung: 0, by: 'ann@x.org', at: t0, until: t0 }]
const share = { segment: 0, of: 1 }
/** Every way to a case. */
const reads: Record<string, (store: Store) => Promise<unknown>> = {
  load: store => store.load('gas:H1'),
  loadMany: store => store.loadMany(['gas:H1', 'gas:H2']),
  byAsset: store => store.byAsset('H1'),
  list: store => store.list({ workflows: ['gas'] }),
  takenOn: store => store.takenOn(t0),
  everyCase: store => store.everyCase(share),
  everyLoaded: store => store.everyLoaded(share),
}

test.each(Object.entries(reads))('whoever reads a case by %s learns its regime', async (_, read) => {
  const store = memoryStore()
  await store.putSetting(regimeName(older.id), older, 0)
  await store.commit(aCommit('gas:H1', 0, { case: { under: older.id, assetId: 'H1', acknowledged } }))
  const known = fresh()
  expect(JSON.stringify(await read(withRegimes(store, known)), mapped)).toContain(older.id)
  expect(known.knows(older.id)).toBe(true)
})

const mapped = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value)

test('of a regime that is not in the register nothing is guessed', async () => {
  const store = memoryStore()
  await store.commit(aCommit('gas:H1', 0, { case: { under: older.id } }))
  await expect(withRegimes(store, fresh()).loadMany(['gas:H1'])).rejects.toThrow('not in the register')
})

test('many cases are written under no regime that is not in the register, nor is one', async () => {
  const store = memoryStore()
  const known = fresh()
  await withRegimes(store, known).commitAll([aCommit('gas:H1', 0)])
  expect(await store.getSetting(regimeName(known.current.id))).toMatchObject({ value: { id: known.current.id } })
})

test('a case that was read under the regime in force says that it is in the register', async () => {
  const [store, known] = [memoryStore(), fresh()]
  const under = known.current.id
  await withRegimes(store, known).commit(aCommit('gas:H1', 0, { case: { under } }))
  let written = 0
  const counting: Store = {
    ...store,
    putSetting: (...asked) => {
      written += 1
      return store.putSetting(...asked)
    },
  }
  const reader = withRegimes(counting, known)
  const { head } = (await reader.load('gas:H1'))!
  await reader.commit(aCommit('gas:H1', 1, { head, case: { under } }))
  expect(written).toBe(0)
  await withRegimes(counting, known).commit(aCommit('gas:H2', 0))
  expect(written).toBe(1)
})
