/** The night's work: one walk over all cases gives the day's figures and the seal on every history. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Day, dayOf } from '../../shared/core/time.ts'
import { type Ended, endedBy, endsWithIt } from '../../shared/estate/ended.ts'
import type { Counted } from '../../shared/position/count.ts'
import { type DataQuality, qualityCounter } from '../../shared/position/quality/data-quality.ts'
import type { Question } from '../../shared/position/question.ts'
import { daysOf, laterQuarterTo, monthOf } from '../../shared/position/reports/periods.ts'
import type { RetentionLists } from '../../shared/position/retention/count.ts'
import {
  type Restated,
  restatements,
  type SnapshotHead,
  shortFigures,
  snapshotOf,
} from '../../shared/position/snapshot.ts'
import { gatherAll } from '../../shared/report/gather.ts'
import { type KeptId, keptParts, QUARTER } from '../../shared/report/kept.ts'
import { questionOf, reportFrom, reportNames, toldOf, yearSpan } from '../../shared/report/make.ts'
import { everyAsset, qualityParts, shortOf } from '../../shared/report/quality.ts'
import { retentionCounters, retentionParts, shortRetention } from '../../shared/report/retention.ts'
import { noteRestated, noteSnapshot, snapshotAt, snapshotName } from '../../shared/report/snapshots.ts'
import { yearly } from '../../shared/report/span.ts'
import { canonical, sha256 } from '../../shared/store/chain.ts'
import type { Deps } from './ports.ts'

const JSON_TYPE = 'application/json'
const GZIP = 'application/gzip'
const zip = promisify(gzip)
/** One line a case, sorted: the same histories give the same bytes, in whatever order they were read. */
const sealed = () => {
  const lines: string[] = []
  return {
    add: (id: string, version: number, head: string) => void lines.push(`${id}\t${version}\t${head}\n`),
    text: () => lines.sort().join(''),
  }
}

/** What was counted of a day: its month up to it, its year, a quarter that it ends; what was wrong with the registers, and what is past its day. */
type Counts = {
  asAt: Day
  month: Counted
  year: Counted
  quarter?: Counted | undefined
  quality: DataQuality
  retention: RetentionLists
}

/** Every report of the day, from the counts that gave its figures. Flows run from where they do when it is asked for. */
const keepReports = async (deps: Deps, { month, year, quarter }: Counts): Promise<KeptId[]> => {
  const { before } = month.asked
  const told = { ...toldOf(deps), published: (await snapshotAt(deps.store, before))?.figures }
  for (const name of reportNames) {
    const report = reportFrom(name, yearly.includes(name) ? year : month, told)
    for await (const [key, bytes] of keptParts(report)) await deps.reports.put(key, bytes, GZIP)
  }
  if (!quarter) return [...reportNames]
  for await (const [key, bytes] of keptParts(reportFrom('complaints', quarter, told), { as: QUARTER }))
    await deps.reports.put(key, bytes, GZIP)
  return [...reportNames, QUARTER]
}

export type Taken = { asAt: Day; kind: 'taken' | 'same' | 'restated'; hash: string; root: string; changes: Restated[] }

/** `ended`: open cases of what is no longer the landlord's today, to be told so. */
export type Night = { days: Counts[]; others: Counted[]; seal: string; ended: { caseId: string; ended: Ended }[] }

/** One walk over all cases for the figures of these days, the seal on every history, and whatever else is asked. */
export const walkNight = async (deps: Deps, days: readonly Day[], others: readonly Question[]): Promise<Night> => {
  const seal = sealed()
  const assets = await everyAsset(deps.store)
  const { workflows, reckon } = deps
  const registers = days.map(asAt => qualityCounter(assets, { asAt, workflows, reckon }))
  const today = dayOf(deps.now())
  const gone = new Map(assets.flatMap(asset => endedBy(asset, today) ?? []).map(one => [one.assetId, one]))
  const told: Night['ended'] = []
  const keeping = await retentionCounters(deps.store, reckon, { assets, days })
  const store = {
    ...deps.store,
    everyCase: async (...given: Parameters<Deps['store']['everyLoaded']>) => {
      const page = await deps.store.everyLoaded(...given)
      for (const { case: c, head } of page.items) {
        seal.add(c.id, c.version, head)
        for (const one of keeping) one.add(c)
      }
      const items = page.items.map(one => one.case).filter(c => c.withdrawnAt === undefined)
      for (const c of items) {
        for (const one of registers) one.add(c)
        const ended = gone.get(c.assetId ?? '')
        if (ended && endsWithIt(workflows, c)) told.push({ caseId: c.id, ended })
      }
      return { ...page, items }
    },
  }
  const months = days.map(asAt => questionOf(deps, { from: daysOf(monthOf(asAt)).from, asAt }))
  const years = days.map(asAt => questionOf(deps, yearSpan(asAt)))
  const ends = days.filter(asAt => laterQuarterTo(asAt))
  const quarters = ends.map(asAt => questionOf(deps, { from: laterQuarterTo(asAt)!.from, asAt }))
  const counted = await gatherAll(store, [...months, ...years, ...quarters, ...others])
  const quarter = (asAt: Day) => (ends.includes(asAt) ? counted[2 * days.length + ends.indexOf(asAt)] : undefined)
  return {
    days: days.map((asAt, at) => ({
      asAt,
      month: counted[at]!,
      year: counted[days.length + at]!,
      quarter: quarter(asAt),
      quality: registers[at]!.done(),
      retention: keeping[at]!.done(),
    })),
    others: counted.slice(2 * days.length + ends.length),
    seal: seal.text(),
    ended: told,
  }
}

export const takeSnapshot = async (deps: Deps, asAt: Day): Promise<Taken> => {
  const night = await walkNight(deps, [asAt], [])
  return keepSnapshot(deps, night.days[0]!, night.seal)
}

/**
 * As known at the end of that day, so that a run repeated gives the same bytes. Where the record has changed since (a
 * register corrected), the first snapshot stays and the difference is kept as a restatement. `lines`: the seal.
 */
export const keepSnapshot = async (deps: Deps, counts: Counts, lines: string): Promise<Taken> => {
  const { asAt, month, quality, retention } = counts
  const snapshot = snapshotOf(month)
  const text = canonical(JSON.parse(JSON.stringify(snapshot)))
  // Of the figures with their lists: they follow from dated facts. States and attempts beside them are of the moment.
  const hash = sha256(canonical(JSON.parse(JSON.stringify(snapshot.figures))))
  const root = sha256(lines)
  const first = await snapshotAt(deps.store, asAt)
  const figures = shortFigures(snapshot)
  if (first?.hash === hash) return { asAt, kind: 'same', hash, root, changes: [] }
  await deps.reports.put(`snapshots/${asAt}${first ? `.${hash.slice(0, 12)}` : ''}.json`, Buffer.from(text), JSON_TYPE)
  if (first) {
    const changes = restatements(first.figures, figures)
    await noteRestated(deps.store, asAt, { at: deps.now(), hash, changes })
    return { asAt, kind: 'restated', hash, root, changes }
  }
  await deps.heads.put(`${asAt}.tsv.gz`, await zip(lines), GZIP)
  await deps.heads.put(
    `${asAt}.json`,
    Buffer.from(JSON.stringify({ asAt, root, snapshot: sha256(text), at: deps.now() })),
    JSON_TYPE,
  )
  const reports = await keepReports(deps, counts)
  for await (const [name, bytes] of qualityParts(quality, asAt)) await deps.reports.put(name, bytes, GZIP)
  for await (const [name, bytes] of retentionParts(retention)) await deps.reports.put(name, bytes, GZIP)
  const head: SnapshotHead = {
    asAt,
    hash,
    figures,
    stock: snapshot.stock,
    reports,
    quality: shortOf(quality, deps.now()),
    retention: shortRetention(retention, deps.now()),
  }
  // last: a crash before leaves it to be taken again
  await deps.store.putSetting(snapshotName(asAt), head, 0)
  await noteSnapshot(deps.store, asAt)
  return { asAt, kind: 'taken', hash, root, changes: [] }
}
