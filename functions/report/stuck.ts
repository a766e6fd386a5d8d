/** The week's list of what was taken on and has not moved: each lead has their own. */
import { dayOf } from '../../shared/core/time.ts'
import type { OwedReport } from '../../shared/report/owed-reports.ts'
import { stuckLists } from '../../shared/report/readers.ts'
import { stuckCases, stuckReport } from '../../shared/report/weekly.ts'
import type { Post } from './deliver.ts'
import type { Deps } from './ports.ts'

/** Nobody gets an empty list. */
export const stuckPosts = async (deps: Deps, owed: OwedReport): Promise<Post[]> => {
  const found = await stuckCases(deps)
  if (found.length === 0) return []
  const directory = await deps.desk.directory()
  const homes = await deps.store.getAssets(found.flatMap(one => one.case.assetId ?? []))
  const names = new Map(directory.people.map(one => [one.email, one.name]))
  const given = { directory, today: dayOf(deps.now()), areaOf: (id: string) => homes.get(id)?.area }
  return stuckLists(found, deps.workflows, given).map(({ reader, cases }) => ({
    id: owed.id,
    to: [reader],
    path: owed.path,
    make: () => stuckReport(deps, owed.span.asAt, cases, email => names.get(email)),
  }))
}
