/** Assets and people of a run that is to be undone: the earlier record comes back, a new one is taken back. */

import { bounded } from '../../../shared/bounded.ts'
import { dayOf } from '../../../shared/core/time.ts'
import { takeBackEnd, tellEnd } from '../../../shared/estate/follow.ts'
import { digestOf, type Touched } from '../../../shared/intake/imports/touched.ts'
import type { Person } from '../../../shared/people/person.ts'
import type { Asset } from '../../../shared/store/records.ts'
import type { Deps } from '../ports.ts'
import type { Told } from './judge.ts'

const AT_ONCE = 16

export type Back = { id: string; write: () => Promise<unknown> }
export type LookedAt = { back: Back[]; touched: Told[] }

type Noted<R> = { id: string; before?: R | undefined; wrote: string }
type Register<R> = {
  getMany: (ids: readonly string[]) => Promise<ReadonlyMap<string, R>>
  put: (record: R) => Promise<unknown>
  takeBack: (id: string) => Promise<void>
  /** what hangs on a record that would go */
  hangs: (id: string) => Promise<string | undefined>
}

const look = async <R extends Parameters<typeof digestOf>[0]>(
  noted: readonly Noted<R>[],
  register: Register<R>,
): Promise<LookedAt> => {
  const looked: LookedAt = { back: [], touched: [] }
  const found = await register.getMany(noted.map(one => one.id))
  await bounded(noted, AT_ONCE, async ({ id, before, wrote }) => {
    const now = found.get(id)
    const is = now && digestOf(now)
    if (is === (before && digestOf(before))) return
    if (is !== wrote) return void looked.touched.push({ id, why: 'its record was changed since' })
    const hangs = before ? undefined : await register.hangs(id)
    if (hangs !== undefined) return void looked.touched.push({ id, why: `${hangs} hangs on it` })
    looked.back.push({ id, write: () => (before ? register.put(before) : register.takeBack(id)) })
  })
  return looked
}

/** A landlord's people are few. */
const peopleOf = async (
  store: Pick<Deps['store'], 'getPerson'>,
  ids: readonly string[],
): Promise<Map<string, Person>> => {
  const found = new Map<string, Person>()
  await bounded(ids, AT_ONCE, async id => {
    const person = await store.getPerson(id)
    if (person) found.set(id, person)
  })
  return found
}

/** Its cases follow what it says of its end. */
const putFollowed = async (deps: Deps, asset: Asset): Promise<void> => {
  const before = await deps.store.getAsset(asset.id)
  await takeBackEnd(deps, before, asset)
  await deps.store.putAsset(asset, dayOf(deps.now()))
  await tellEnd(deps, before, asset)
}

export const lookAtRecords = async (deps: Deps, { assets, people }: Touched): Promise<LookedAt> => {
  const { store } = deps
  const goes = new Set(assets.filter(({ before }) => !before).map(({ id }) => id))
  const onAsset = async (id: string): Promise<string | undefined> => {
    const [cases, children] = await Promise.all([store.byAsset(id, { limit: 1 }), store.childrenOf(id)])
    return cases.items[0]?.id ?? children.items.find(child => !goes.has(child.id))?.id
  }
  const looked = await Promise.all([
    look(assets, {
      getMany: store.getAssets,
      put: asset => putFollowed(deps, asset),
      takeBack: store.takeBackAsset,
      hangs: onAsset,
    }),
    look(people, {
      getMany: ids => peopleOf(store, ids),
      put: store.putPerson,
      takeBack: store.takeBackPerson,
      hangs: async () => undefined,
    }),
  ])
  return { back: looked.flatMap(({ back }) => back), touched: looked.flatMap(({ touched }) => touched) }
}

export const writeBack = (back: readonly Back[]): Promise<void> =>
  bounded(back, AT_ONCE, async ({ write }) => void (await write()))
