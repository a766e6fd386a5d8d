/** Everything counted in one walk over the store: pages of cases, never all of them at once. */
import type { Case, Recorded } from '../core/case.ts'
import type { Day } from '../core/time.ts'
import { asKnown } from '../estate/known.ts'
import { type Counted, counter, isCounted } from '../position/count.ts'
import type { Place, Question } from '../position/question.ts'
import type { Page } from '../store/pages.ts'
import type { Asset } from '../store/records.ts'
import type { Store } from '../store/store.ts'

export type Source = Pick<Store, 'assetsWithChanges' | 'everyCase' | 'history' | 'events'>

/** Cases read at once, and histories. */
const PAGE = 500
const AT_ONCE = 25
/** Events of a history that is read in a batch with others: one by one they cost a unit each, a longer one less by itself. */
const SHORT = 4
/** Shares of the index that are read beside each other. */
const SHARES = 4

/** Page after page until there is no cursor. */
export const pages = async function* <T>(next: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T[]> {
  let cursor: string | undefined
  do {
    const page = await next(cursor)
    yield page.items
    cursor = page.cursor
  } while (cursor !== undefined)
}

const placeOf = (asset: Asset): Place => {
  const { id, type, parentId, serves, tenure, ownership, status, ownedFrom, ownedTo, uprn, address, area } = asset
  const { hasGas, builtYear } = asset
  return {
    id,
    type,
    parentId,
    serves,
    tenure,
    ownership,
    status,
    ownedFrom,
    ownedTo,
    uprn,
    address,
    area,
    hasGas,
    builtYear,
  }
}

/**
 * What the register says of every asset, as known at the end of each of these days, in one walk over it. Days by which
 * nothing was said otherwise share what they hold: the register is as large as the landlord, its changes are few.
 */
export const placesOf = async (
  store: Pick<Store, 'assetsWithChanges'>,
  days: readonly Day[],
): Promise<ReadonlyMap<string, Place>[]> => {
  const now = new Map<string, Place>()
  const others = days.map(() => new Map<string, Place>())
  for await (const found of pages(cursor => store.assetsWithChanges({ cursor, limit: PAGE })))
    for (const { asset, changes } of found) {
      now.set(asset.id, placeOf(asset))
      if (changes.length === 0) continue
      for (const [at, day] of days.entries()) {
        const then = asKnown(asset, changes, day)
        if (then !== asset) others[at]!.set(asset.id, placeOf(then))
      }
    }
  return others.map(other =>
    other.size === 0 ? now : new Map([...now].map(([id, place]) => [id, other.get(id) ?? place])),
  )
}

const ofLongHistory = async (store: Pick<Store, 'history'>, caseId: string): Promise<Recorded[]> => {
  const found: Recorded[] = []
  for await (const links of pages(cursor => store.history(caseId, { cursor, limit: 200 })))
    found.push(...links.map(link => link.event).filter(isCounted))
  return found
}

/** What is counted in the histories of these, by case, oldest first. What opened a case is not among it. */
const countedEvents = async (
  store: Pick<Store, 'history' | 'events'>,
  cases: readonly Case[],
): Promise<ReadonlyMap<string, Recorded[]>> => {
  const { short = [], long = [] } = Object.groupBy(cases, c => (c.version <= SHORT ? 'short' : 'long'))
  const found = await store.events(short.map(c => ({ caseId: c.id, from: 2, to: c.version })))
  const others = await Promise.all(long.map(c => ofLongHistory(store, c.id)))
  return Map.groupBy(
    [...found.filter(isCounted).sort((one, other) => one.seq - other.seq), ...others.flat()],
    event => event.caseId,
  )
}

export const gather = async (store: Source, asked: Question): Promise<Counted> => (await gatherAll(store, [asked]))[0]!

const nameOf = ({ from, asAt, knownOn }: Question): string => `${from} ${asAt} ${knownOn}`

/** Several questions in one walk, answered in their order; the same one asked twice is counted once. */
export const gatherAll = async (store: Source, questions: readonly Question[]): Promise<Counted[]> => {
  const byName = new Map(questions.map(asked => [nameOf(asked), asked]))
  const names = [...byName.keys()]
  const asking = [...byName.values()]
  const days = [...new Set(asking.map(one => one.knownOn))]
  const places = await placesOf(store, days)
  const counting = asking.map(asked => counter(asked, places[days.indexOf(asked.knownOn)]!))
  const moved: Case[] = []
  const share = async (segment: number): Promise<void> => {
    for await (const cases of pages(cursor => store.everyCase({ segment, of: SHARES }, { cursor, limit: PAGE })))
      for (const c of cases) {
        for (const one of counting) one.add(c)
        if (counting.some(one => one.wantsHistory(c))) moved.push(c)
      }
  }
  await Promise.all(Array.from({ length: SHARES }, (_, segment) => share(segment)))
  for (let from = 0; from < moved.length; from += AT_ONCE) {
    const some = moved.slice(from, from + AT_ONCE)
    const events = await countedEvents(store, some)
    for (const c of some) for (const one of counting) if (one.wantsHistory(c)) one.addHistory(c, events.get(c.id) ?? [])
  }
  const done = counting.map(one => one.done())
  return questions.map(asked => done[names.indexOf(nameOf(asked))]!)
}
