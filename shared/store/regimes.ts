/**
 * The register of regimes beside the cases: whoever reads a case of an older regime learns it first, and a case is never
 * written under a regime that is not in the register. One reading a regime and a process.
 */
import type { Case } from '../core/case.ts'
import { type Regimes, regime } from '../core/regimes.ts'
import { Poison } from './faults.ts'
import type { Store } from './store.ts'

export const regimeName = (id: string): string => `regime:${id}`

type Kept = Pick<Store, 'getSetting' | 'putSetting'>

/** Throws Poison when the register does not have it: the case cannot be reckoned, and is not guessed at. */
export const learnRegime = async (store: Kept, known: Regimes, id: string): Promise<void> => {
  if (known.knows(id)) return
  const found = await store.getSetting(regimeName(id))
  if (!found) throw new Poison(`the regime ${id} is not in the register`)
  known.learn(regime.parse(found.value))
}

export const withRegimes = (store: Store, known: Regimes): Store => {
  let registered: Promise<void> | undefined
  const register = (): Promise<void> => {
    // Refused: it stands there already, with the same content, since its id is made of it.
    registered ??= store.putSetting(regimeName(known.current.id), known.current, 0).then(() => {})
    registered.catch(() => {
      registered = undefined
    })
    return registered
  }
  const learn = async (cases: readonly (Case | undefined)[]): Promise<void> => {
    for (const id of new Set(cases.flatMap(c => c?.under ?? []))) {
      // Whoever wrote that case had registered it first.
      if (id === known.current.id) registered ??= Promise.resolve()
      await learnRegime(store, known, id)
    }
  }
  const listed = async <P extends { items: Case[] }>(page: Promise<P>): Promise<P> => {
    const found = await page
    await learn(found.items)
    return found
  }
  return {
    ...store,
    commit: async input => {
      await register()
      return store.commit(input)
    },
    load: async id => {
      const found = await store.load(id)
      await learn([found?.case])
      return found
    },
    commitAll: async inputs => {
      if (inputs.length > 0) await register()
      return store.commitAll(inputs)
    },
    loadMany: async ids => {
      const found = await store.loadMany(ids)
      await learn([...found.values()].map(one => one.case))
      return found
    },
    byAsset: (...asked) => listed(store.byAsset(...asked)),
    list: (...asked) => listed(store.list(...asked)),
    takenOn: (...asked) => listed(store.takenOn(...asked)),
    everyCase: (...asked) => listed(store.everyCase(...asked)),
    everyLoaded: async (...asked) => {
      const found = await store.everyLoaded(...asked)
      await learn(found.items.map(one => one.case))
      return found
    },
  }
}
