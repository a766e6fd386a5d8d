import { expect, test } from 'vitest'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { england } from '../../shared/core/working-days.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { regimeName, withRegimes } from '../../shared/store/regimes.ts'
import { aCommit } from './sample.ts'

const older = regimeOf({ 'weekly.stuck': 4 }, england)
const fresh = () => regimes(regimeOf({}, england), england)

test('whoever reads many cases at once learns their regimes, as by reading one', async () => {
  const store = memoryStore()
  await store.putSetting(regimeName(older.id), older, 0)
  await store.commit(aCommit('gas:H1', 0, { case: { under: older.id } }))
  const known = fresh()
  expect((await withRegimes(store, known).loadMany(['gas:H1', 'gas:H2'])).size).toBe(1)
  expect(known.knows(older.id)).toBe(true)
})

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
