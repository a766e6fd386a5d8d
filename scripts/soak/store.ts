/** What the soak keeps: each case as it stands, no histories, so that what grows is a leak. Every commit is held to the invariants. */
import type { Case, Errand } from '../../shared/core/case.ts'
import { addDays, type Day, type Instant } from '../../shared/core/time.ts'
import { hashOf } from '../../shared/store/chain.ts'
import type { Commit, Committed, Loaded } from '../../shared/store/store.ts'

export const fail = (what: string): never => {
  console.error(`BROKEN: ${what}`)
  return process.exit(1)
}

export const cases = new Map<string, Loaded>()
type Seen = { caseId: string; seq: number; bodyHash: string }
/** messages of today and of yesterday: senders repeat within a day or two here, and for 30 days as deployed */
let [seen, before] = [new Map<string, Seen>(), new Map<string, Seen>()]
export const wasSeen = (id: string): Seen | undefined => seen.get(id) ?? before.get(id)
export const dayEnds = (): void => {
  before = seen
  seen = new Map()
}
/** cases by the day of their wake: what the due index is */
export const wakes = new Map<Day, Set<string>>()
export const errands: Errand[] = []
/** cases that something happened to, whose people have not looked yet */
export const changed = new Set<string>()
export const count = { events: 0, repeats: 0, fires: 0, notices: 0, refused: 0, errandsRefused: 0, opened: 0 }

export const dayText = (moment: Instant): Day => moment.slice(0, 10) as Day
const filed = (c: Case | undefined, on: (day: Set<string>, id: string) => void): void => {
  if (c?.wake === undefined) return
  const day = dayText(c.wake)
  const there = wakes.get(day) ?? new Set()
  on(there, c.id)
  if (there.size > 0) wakes.set(day, there)
  else wakes.delete(day)
}

/** Every invariant that a commit can break, at every commit. */
const hold = (before: Case | undefined, { case: c, event, notices }: Commit): void => {
  if (!c.lead) fail(`${c.id} has no lead`)
  if ((c.closedAt === undefined) !== (c.wake !== undefined)) fail(`${c.id} in ${c.state} is open without a clock`)
  if (c.version !== (before?.version ?? 0) + 1 || event.seq !== c.version) fail(`${c.id} skips a version`)
  for (const notice of notices) if (notice.owedSince > notice.at) fail(`${notice.id} is told before it was owed`)
}

export const commit = async (input: Commit): Promise<Committed> => {
  const first = input.seen && wasSeen(input.seen.id)
  if (first) return { kind: first.bodyHash === input.seen?.bodyHash ? 'duplicate' : 'mismatch', first }
  const there = cases.get(input.case.id)
  if ((there?.case.version ?? 0) !== input.expected) return { kind: 'conflict' }
  hold(there?.case, input)
  const head = hashOf(there?.head ?? '0'.repeat(64), input.event)
  filed(there?.case, (day, id) => day.delete(id))
  cases.set(input.case.id, { case: input.case, head })
  filed(input.case, (day, id) => day.add(id))
  if (input.seen)
    seen.set(input.seen.id, { caseId: input.case.id, seq: input.event.seq, bodyHash: input.seen.bodyHash })
  if (input.expected === 0) count.opened += 1
  count.notices += input.notices.length
  errands.push(...input.errands)
  changed.add(input.case.id)
  return { kind: 'committed', head }
}

/** Closed cases rest here no longer than this: what comes to them is long over, and a stock of them is no leak. */
const RESTS_AFTER = 120
export const layToRest = (today: Day): void => {
  const before = addDays(today, -RESTS_AFTER)
  for (const [id, { case: c }] of cases) if (c.closedAt !== undefined && dayText(c.closedAt) < before) cases.delete(id)
}
