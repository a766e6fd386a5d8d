/** The week's list of what was taken on and has not moved: each lead has their own. */
import { dayOf } from '../../shared/core/time.ts'
import type { OwedReport } from '../../shared/report/owed-reports.ts'
import { type StuckCase, stuckLists } from '../../shared/report/readers.ts'
import { stuckCases, stuckReport } from '../../shared/report/weekly.ts'
import type { Post } from './deliver.ts'
import type { Deps } from './ports.ts'

/** Areas of their homes, by asset. */
const areasOf = async ({ store }: Deps, found: readonly StuckCase[]): Promise<Map<string, string | undefined>> => {
  const areas = new Map<string, string | undefined>()
  for (const { assetId } of found.map(one => one.case))
    if (assetId !== undefined && !areas.has(assetId)) areas.set(assetId, (await store.getAsset(assetId))?.area)
  return areas
}

/** Nobody gets an empty list. */
export const stuckPosts = async (deps: Deps, owed: OwedReport): Promise<Post[]> => {
  const found = await stuckCases(deps)
  if (found.length === 0) return []
  const directory = await deps.desk.directory()
  const areas = await areasOf(deps, found)
  const names = new Map(directory.people.map(one => [one.email, one.name]))
  const given = { directory, today: dayOf(deps.now()), areaOf: (id: string) => areas.get(id) }
  return stuckLists(found, deps.workflows, given).map(({ reader, cases }) => ({
    id: owed.id,
    to: [reader],
    path: owed.path,
    make: () => stuckReport(deps, owed.span.asAt, cases, email => names.get(email)),
  }))
}
