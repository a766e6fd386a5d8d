/** What the look-ahead reads: the cases that are concerned, what is owed about them already, and where their homes lie. */
import type { Case, Notice } from './core/case.ts'
import type { Reckon } from './core/reckon.ts'
import { addMinutes, type Instant, instant } from './core/time.ts'
import type { AnyWorkflow } from './core/workflow.ts'
import type { Owed } from './mail/foreseen.ts'
import { readLists } from './mail/standing.ts'
import type { Window } from './mail/window.ts'
import type { Directory } from './people/person.ts'
import { nextStuckList } from './report/foreseen.ts'
import { stuckBefore } from './report/readers.ts'
import { everyShard } from './store/keys.ts'
import type { Line } from './store/lists/filter.ts'
import type { Page } from './store/pages.ts'
import type { Asset } from './store/records.ts'
import type { Store } from './store/store.ts'

export type LookAheadDeps = {
  store: Pick<
    Store,
    | 'firstLines'
    | 'load'
    | 'loadMany'
    | 'takenOn'
    | 'dueBetween'
    | 'getAsset'
    | 'getAssets'
    | 'outbox'
    | 'getSetting'
    | 'getSettings'
    | 'mailsOf'
  >
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  window: Window
  directory: () => Promise<Directory>
  now: () => Instant
}
/** What one answer may read and reckon: some seconds. A stock with more comes in fewer days, and is told so. */
export const MOST = { cases: 20_000, wakings: 60_000, pending: 5_000, mails: Number.POSITIVE_INFINITY }
export type Most = typeof MOST
const PAGE = 500
/** Of one list: a line is a twentieth of a case to read, and what is overdue is to be counted whole. */
const LINES = 1_000
const EVER = instant.parse('1970-01-01T00:00:00Z')

/** Pages until `most` items; `cut` when there are more. */
const upTo = async <T>(page: (cursor: string | undefined) => Promise<Page<T>>, most: number) => {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const found = await page(cursor)
    items.push(...found.items)
    cursor = found.cursor
  } while (cursor !== undefined && items.length < most)
  return { items, cut: cursor !== undefined }
}

/** Those that want to be looked at by then, and with them the last instant before which none was left out. */
const waking = async ({ store }: LookAheadDeps, until: Instant, most: Most) => {
  const share = Math.ceil(most.cases / everyShard.length)
  const shares = await Promise.all(
    everyShard.map(shard =>
      upTo(cursor => store.dueBetween(EVER, until, shard, { cursor, limit: Math.min(PAGE, share) }), share),
    ),
  )
  const ends = shares.flatMap(({ items, cut }) => (cut ? [addMinutes(items.at(-1)!.at, -1)] : []))
  const whole = [until, ...ends].sort()[0]!
  return { ids: shares.flatMap(({ items }) => items.filter(one => one.at <= whole).map(one => one.caseId)), whole }
}

/** What is owed already and waits, for its window or in a digest for its morning, and what each last digest showed. */
const owed = async (
  { store }: LookAheadDeps,
  { people, fallback }: Directory,
  until: Instant,
  most: Most,
): Promise<Owed> => {
  const [pending, digests] = await Promise.all([
    store.outbox.pending(until, most.pending),
    store.outbox.digestsOwed(until, most.pending),
  ])
  const emails = new Set([...people, fallback].map(one => one.email).concat(digests.map(one => one.to)))
  const lists = await readLists(store, [...emails])
  return { pending, digests, lists: new Map([...lists].map(([to, { entries }]) => [to, entries])) }
}

const noticesOf = ({ pending, digests, lists }: Owed): Notice[] => [
  ...pending.map(one => one.notice),
  ...digests.flatMap(one => one.notices),
  ...[...lists.values()].flatMap(entries => entries.map(one => one.notice)),
]

/** What of it is about some cases. */
export const owedAbout = ({ pending, digests, lists }: Owed, ids: ReadonlySet<string>): Owed => ({
  pending: pending.filter(one => ids.has(one.notice.caseId)),
  digests: digests.map(one => ({ ...one, notices: one.notices.filter(({ caseId }) => ids.has(caseId)) })),
  lists: new Map([...lists].map(([to, entries]) => [to, entries.filter(one => ids.has(one.notice.caseId))])),
})

/** What was acknowledged, however far off its deadline: the week's lists speak of it. Of too many, until the next list. */
const taken = async (deps: LookAheadDeps, until: Instant, most: Most) => {
  const by = stuckBefore(deps.reckon, until)
  const limit = Math.min(PAGE, most.cases)
  const { items, cut } = await upTo(cursor => deps.store.takenOn(by, { cursor, limit }), most.cases)
  const list = cut ? await nextStuckList(deps.store, deps, deps.now()) : undefined
  return { items, whole: list !== undefined && list <= until ? addMinutes(list, -1) : until }
}

/** Whose deadline ends by then; `more`: there are others, of which the lists were not asked. */
const dueBy = async (
  { store, workflows }: LookAheadDeps,
  until: Instant,
  { cases }: Most,
): Promise<{ lines: Line[]; more: boolean }> => {
  const wanted = Object.keys(workflows).map(workflow => ({ workflow, choices: [{}] }))
  const found = (await store.firstLines(wanted, { each: Math.max(cases, LINES), overdueAt: until })).flat()
  return { lines: found.flatMap(one => one.lines), more: found.some(one => one.more) }
}

/**
 * Those whose deadline ends by then come in batches; those that only want to be looked at by then are few more. `unread`:
 * due by then too, beyond what may be read: none of them wants to be looked at by then, so that they stay as they are.
 */
export const concerned = async (deps: LookAheadDeps, directory: Directory, asked: Instant, most: Most) => {
  const acknowledged = await taken(deps, asked, most)
  const { ids, whole } = await waking(deps, acknowledged.whole, most)
  const [waiting, due] = await Promise.all([owed(deps, directory, whole, most), dueBy(deps, whole, most)])
  const known = new Map(acknowledged.items.map(c => [c.id, c]))
  const read = due.lines.slice(0, most.cases).map(one => one.caseId)
  const others = [...read, ...ids, ...noticesOf(waiting).map(one => one.caseId)].filter(id => !known.has(id))
  const found = await deps.store.loadMany(others)
  // In the order of the lists: a batch has none, and what comes at one instant is foreseen in this order.
  for (const id of others) if (found.has(id)) known.set(id, found.get(id)!.case)
  const unread = due.lines.filter(one => !known.has(one.caseId))
  return { cases: [...known.values()], until: whole, waiting, unread, more: due.more }
}

/** The homes that a mail may be about, read before anything is reckoned. */
export const homesOf = async (
  { store }: LookAheadDeps,
  cases: readonly Case[],
): Promise<Map<string, Asset | undefined>> => {
  const ids = [...new Set(cases.flatMap(c => c.assetId ?? []))]
  const found = await store.getAssets(ids)
  return new Map(ids.map(id => [id, found.get(id)]))
}
