/**
 * The cases of an asset follow what the register says of its end: told on its day, taken back when the register is
 * corrected. Again is harmless: what has ended is not told again, and what was taken back stays so.
 */
import type { Apply } from '../apply.ts'
import type { Actor, Case, Recorded } from '../core/case.ts'
import { dayOf, type Instant } from '../core/time.ts'
import { asBefore } from '../core/undone.ts'
import type { Asset } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { type EarlierDeps, earlier, eventsFrom } from './earlier.ts'
import { correctionOf, type Ended, endedBy, endsWithIt, eventOf, isByRegister } from './ended.ts'

export type FollowDeps = EarlierDeps & {
  store: EarlierDeps['store'] & Pick<Store, 'byAsset'>
  apply: Pick<Apply, 'event'>
  now: () => Instant
}

const system: Actor = { kind: 'system', id: 'system', roles: ['system'] }

const casesOf = async ({ store }: FollowDeps, assetId: string): Promise<Case[]> => {
  const cases: Case[] = []
  let cursor: string | undefined
  do {
    const page = await store.byAsset(assetId, { cursor, limit: 100 })
    cases.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return cases
}

/** False: it did not take it, and data quality names what is still open. */
export const endCase = async (
  { apply, now }: Pick<FollowDeps, 'apply' | 'now'>,
  caseId: string,
  ended: Ended,
): Promise<boolean> => (await apply.event(caseId, { ...eventOf(ended), at: now(), by: system })).kind === 'done'

/** What may have happened since and is no act of anybody. */
const silent = ['clock.climbed', 'clocks.redated', 'child.closed', 'note.added']

/** The number of the event by which the register ended it, where nothing that counts came after. */
const endedAt = (events: readonly Recorded[]): number | undefined => {
  const last = events.findLast(({ type }) => !silent.includes(type))
  return last && isByRegister(last) ? last.seq : undefined
}

/** Enough to see what is silent; a history that goes on longer after its end was taken up by somebody. */
const LAST = 20

const revive = async (deps: FollowDeps, c: Case, { assetId, on }: Ended): Promise<void> => {
  const events = await eventsFrom(deps, c.id, Math.max(1, c.version - LAST))
  const seq = endedAt(events)
  if (seq === undefined || seq < 2) return
  const why = { run: correctionOf(assetId), reason: `the register no longer says that it ended on ${on}` }
  const before = asBefore(await earlier(deps, c.id, seq - 1))
  const data = { ...why, version: c.version, to: seq - 1, before }
  await deps.apply.event(c.id, { type: 'case.restored', at: deps.now(), by: system, data })
}

const sameEnd = (a: Ended | undefined, b: Ended | undefined): boolean => a?.on === b?.on && a?.how === b?.how

/** Before the record is written, so that a run cut short and sent again still finds what differs. */
export const takeBackEnd = async (deps: FollowDeps, before: Asset | undefined, next: Asset): Promise<void> => {
  const today = dayOf(deps.now())
  const was = before && endedBy(before, today)
  if (!was || sameEnd(was, endedBy(next, today))) return
  for (const c of await casesOf(deps, next.id)) if (c.closedAt !== undefined) await revive(deps, c, was)
}

/** After the record is written; the night finds what this did not reach, and what lies ahead. */
export const tellEnd = async (deps: FollowDeps, before: Asset | undefined, next: Asset): Promise<void> => {
  const today = dayOf(deps.now())
  const is = endedBy(next, today)
  if (!is || sameEnd(before && endedBy(before, today), is)) return
  for (const c of await casesOf(deps, next.id)) if (endsWithIt(deps.workflows, c)) await endCase(deps, c.id, is)
}
