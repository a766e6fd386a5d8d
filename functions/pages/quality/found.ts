/** What is wrong with the registers: as the last night found it, or counted again now where the landlord is small enough. */
import { stringify } from 'csv-stringify/sync'
import { type Day, type Instant, longDay } from '../../../shared/core/time.ts'
import type { Finding } from '../../../shared/position/quality/quality-finding.ts'
import type { ShortQuality } from '../../../shared/position/snapshot.ts'
import { AT_ONCE } from '../../../shared/report/find.ts'
import { keptFindings, PART, qualityNow, shortOf } from '../../../shared/report/quality.ts'
import { newestSnapshot, snapshotAt } from '../../../shared/report/snapshots.ts'
import type { Visit } from '../visit.ts'

export type Registers = {
  asAt: Day
  made: Instant
  /** kept at night, not counted just now */
  kept: boolean
  counts: ShortQuality
  /** findings of a group from an existing one on: some of them, at least one */
  from: (group: string, first: number) => Promise<readonly Finding[]>
}
export type TooMany = { kind: 'too many'; message: string }

const isSmall = async ({ deps }: Visit): Promise<boolean> => {
  let seen = 0
  let cursor: string | undefined
  do {
    const page = await deps.store.assets({ cursor, limit: 500 })
    seen += page.items.length
    cursor = page.cursor
  } while (cursor !== undefined && seen <= AT_ONCE)
  return seen <= AT_ONCE
}

const countedNow = async ({ deps, today, now }: Visit): Promise<Registers> => {
  const { store, workflows, reckon } = deps
  const found = await qualityNow(store, { asAt: today, workflows, reckon })
  const from: Registers['from'] = async (group, first) =>
    found.groups.find(({ id }) => id === group)?.items.slice(first, first + PART) ?? []
  return { asAt: today, made: now, kept: false, counts: shortOf(found, now), from }
}

/** As the night found it unless it is to be counted again: whoever has mended something wants to see it gone. */
export const registersAsked = async (visit: Visit): Promise<Registers | TooMany> => {
  const { deps, query } = visit
  const newest = await newestSnapshot(deps.store)
  const night = newest && (await snapshotAt(deps.store, newest.latest))
  if (night?.quality && !query.has('now'))
    return {
      asAt: night.asAt,
      made: night.quality.made,
      kept: true,
      counts: night.quality,
      from: (group, first) => keptFindings(deps.reports.bytes, night.asAt, group, first),
    }
  if (await isSmall(visit)) return countedNow(visit)
  return {
    kind: 'too many',
    message: night?.quality
      ? `With more than ${AT_ONCE} homes, blocks and lifts it takes too long to count again while you wait. The newest count is of the night after ${longDay(night.asAt)}.`
      : 'The registers are gone through every night. The first count is tomorrow’s.',
  }
}

export const wordsIn = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

/** Findings gone through for one page of a search. */
const PATIENCE = 5 * PART

/** Those from number `first` on that hold all words; `next` is where to go on. */
export const pageOf = async (
  { counts, from }: Registers,
  group: string,
  { first, words, most }: { first: number; words: readonly string[]; most: number },
): Promise<{ rows: Finding[]; next?: number }> => {
  const total = counts.counts[group] ?? 0
  const rows: Finding[] = []
  let at = first
  while (at < total && at - first < PATIENCE)
    for (const one of await from(group, at)) {
      if (rows.length === most) return { rows, next: at }
      at += 1
      const text = [one.assetId, one.caseId, one.workflow, one.what].join(' ').toLowerCase()
      if (words.every(word => text.includes(word))) rows.push(one)
    }
  return at < total ? { rows, next: at } : { rows }
}

/** Findings in one file: the API gives them all. */
export const MOST_IN_FILE = PATIENCE

export const asCsv = (group: string, rows: readonly Finding[]): string => {
  const header = ['group', 'assetId', 'caseId', 'workflow', 'what']
  const lines = rows.map(({ assetId, caseId, workflow, what }) => [group, assetId, caseId, workflow, what])
  return stringify([header, ...lines], { record_delimiter: '\r\n', escape_formulas: true, bom: true })
}
