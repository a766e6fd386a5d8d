/**
 * What falls due and who will be mailed, day by day, if nobody acts: read from the store as far as one answer can hold,
 * foreseen by the engine itself. Asked for one contractor, it is what comes if they stop and everybody else does all in
 * time: their cases alone.
 */
import type { Case, Notice } from './core/case.ts'
import { running } from './core/clocks.ts'
import type { Reckon } from './core/reckon.ts'
import { addDays, addMinutes, type Day, dayOf, endOf, type Instant, instant, isDay } from './core/time.ts'
import type { AnyWorkflow } from './core/workflow.ts'
import { type Foreseen, foreseer, type Owed } from './mail/foreseen.ts'
import type { Digest } from './mail/outbox.ts'
import { readList } from './mail/standing.ts'
import type { Window } from './mail/window.ts'
import type { Directory } from './people/person.ts'
import { type Ahead, ahead } from './position/ahead.ts'
import { lateDays } from './position/late-days.ts'
import { reportsForeseen, sentBefore } from './report/foreseen.ts'
import { everyShard } from './store/keys.ts'
import type { Page, Store } from './store/store.ts'

export type LookAheadDeps = {
  store: Pick<Store, 'list' | 'load' | 'dueBetween' | 'getAsset' | 'outbox' | 'getSetting' | 'putSetting' | 'mailsOf'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  window: Window
  directory: () => Promise<Directory>
  now: () => Instant
}
export type Falls = { day: Day; caseId: string; workflow: string; assetId?: string; clock: string; due: string }
export type LookAhead = {
  from: Day
  /** the last day that is whole; before today when not even today is */
  through: Day
  falls: Falls[]
  mails: Foreseen[]
  /** cases overdue at the end of each day, by workflow */
  overdue: Map<Day, Record<string, number>>
}

/** What one answer may read and reckon: some seconds. A stock with more comes in fewer days, and is told so. */
const MOST = { cases: 20_000, wakings: 60_000, pending: 5_000 }
export type Most = typeof MOST
const PAGE = 500
const AT_ONCE = 25
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

const inBatches = async <T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = []
  for (let from = 0; from < all.length; from += AT_ONCE)
    done.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))))
  return done
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
const owed = async ({ store, directory }: LookAheadDeps, until: Instant, most: Most): Promise<Owed> => {
  const { outbox } = store
  const pending = await outbox.pending(until, most.pending)
  const found = await inBatches(await outbox.digestsDue(until, most.pending), id => outbox.readDigest(id))
  const digests = found.filter((one): one is Digest => one !== undefined)
  const { people, fallback } = await directory()
  const emails = new Set([...people, fallback].map(one => one.email).concat(digests.map(one => one.to)))
  const lists = new Map(await inBatches([...emails], async to => [to, (await readList(store, to)).entries] as const))
  return { pending, digests, lists }
}

const noticesOf = ({ pending, digests, lists }: Owed): Notice[] => [
  ...pending.map(one => one.notice),
  ...digests.flatMap(one => one.notices),
  ...[...lists.values()].flatMap(entries => entries.map(one => one.notice)),
]

/** What of it is about some cases. */
const owedAbout = ({ pending, digests, lists }: Owed, ids: ReadonlySet<string>): Owed => ({
  pending: pending.filter(one => ids.has(one.notice.caseId)),
  digests: digests.map(one => ({ ...one, notices: one.notices.filter(({ caseId }) => ids.has(caseId)) })),
  lists: new Map([...lists].map(([to, entries]) => [to, entries.filter(one => ids.has(one.notice.caseId))])),
})

/** Those whose deadline ends by then come in batches; those that only want to be looked at by then are few more. */
const concerned = async (deps: LookAheadDeps, until: Instant, most: Most) => {
  const { ids, whole } = await waking(deps, until, most)
  const waiting = await owed(deps, whole, most)
  const filter = { workflows: Object.keys(deps.workflows), overdueAt: whole }
  const due = await upTo(cursor => deps.store.list(filter, { cursor, limit: Math.min(PAGE, most.cases) }), most.cases)
  const known = new Map(due.items.map(c => [c.id, c]))
  const others = [...new Set([...ids, ...noticesOf(waiting).map(one => one.caseId)])].filter(id => !known.has(id))
  for (const one of await inBatches(others, id => deps.store.load(id))) if (one) known.set(one.case.id, one.case)
  return { cases: [...known.values()], until: whole, waiting }
}

/** Areas of the homes that a mail may be about, read before anything is reckoned. */
const areasOf = async ({ store }: LookAheadDeps, cases: readonly Case[]): Promise<Map<string, string | undefined>> => {
  const ids = [...new Set(cases.flatMap(c => c.assetId ?? []))]
  return new Map(await inBatches(ids, async id => [id, (await store.getAsset(id))?.area] as const))
}

const driven = async (run: Ahead, load: (id: string) => Promise<Case | undefined>): Promise<Day> => {
  let step = run.next()
  while (!step.done) step = run.next(await load(step.value))
  return step.value
}

/** `theirs` chooses the cases of one contractor; `most` bounds what is read and reckoned. */
export const lookAhead = async (
  deps: LookAheadDeps,
  days: number,
  theirs?: (c: Case) => boolean,
  most: Most = MOST,
): Promise<LookAhead> => {
  const { workflows, reckon, window, store } = deps
  const now = deps.now()
  const found = await concerned(deps, addMinutes(endOf(addDays(dayOf(now), days)), -1), most)
  const cases = theirs ? found.cases.filter(theirs) : found.cases
  const areas = await areasOf(deps, found.cases)
  const waiting = theirs ? owedAbout(found.waiting, new Set(cases.map(c => c.id))) : found.waiting
  const areaOf = (id: string) => areas.get(id)
  const desk = { workflows, reckon, window, directory: await deps.directory(), areaOf }
  const post = foreseer(desk)
  // Of one contractor's cases alone: what the landlord's reports say hangs on all of them.
  const reports = theirs ? undefined : reportsForeseen(desk, await sentBefore(store, desk, now), post.mails)
  const begins = post.begins(waiting)
  const late = lateDays(workflows, reckon, dayOf(found.until))
  const falls = new Map<string, Falls>()
  const [from, last] = [dayOf(now), dayOf(found.until)]
  const stood = new Map<string, Case>()
  const falling = (c: Case): void => {
    if (c.closedAt !== undefined) return
    for (const { name, due } of running(workflows[c.workflow]!, c, reckon)) {
      const day = isDay(due) ? due : dayOf(due)
      if (day < from || day > last) continue
      const { id: caseId, workflow, assetId } = c
      falls.set(`${caseId} ${name} ${due}`, {
        day,
        caseId,
        workflow,
        ...(assetId ? { assetId } : {}),
        clock: name,
        due,
      })
    }
  }
  const load = async (id: string): Promise<Case | undefined> => {
    const one = (await store.load(id))?.case
    if (one?.assetId !== undefined && !areas.has(one.assetId))
      areas.set(one.assetId, (await store.getAsset(one.assetId))?.area)
    return one
  }
  const through = await driven(
    ahead(
      cases,
      { workflows, reckon, now, until: found.until, most: most.wakings },
      {
        begins: line => {
          begins(line)
          reports?.(line)
        },
        told: post.told,
        seen: (c, at) => {
          const before = stood.get(c.id)
          stood.set(c.id, c)
          // A rung that moved nothing moved no date.
          if (before?.facts === c.facts && before.state === c.state) return
          late.seen(c, at)
          falling(c)
        },
      },
    ),
    load,
  )
  // A day that could not be read to its end is not whole.
  const whole = found.until === addMinutes(endOf(last), -1) ? through : [through, addDays(last, -1)].sort()[0]!
  return { from, through: whole, falls: [...falls.values()], mails: post.mails, overdue: late.counts() }
}
