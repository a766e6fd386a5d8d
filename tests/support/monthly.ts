/** The month's report of as many homes as a test wants. */
import { reckoner } from '../../shared/core/reckon.ts'
import type { Day, Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { roles } from '../../shared/law/roles.ts'
import { counter } from '../../shared/position/count.ts'
import type { Report } from '../../shared/position/reports/report.ts'
import { reportFrom } from '../../shared/report/make.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { complaintCases } from './complaint-fixtures.ts'
import { cases, places } from './estate.ts'

const asAt = '2026-10-31' as Day
const asked = {
  asAt,
  knownOn: asAt,
  from: '2026-10-01' as Day,
  before: '2026-09-30' as Day,
  reckon: reckoner(england),
  workflows,
}
export const monthlyOf = (homes: number): Report => {
  const counting = counter(asked, new Map([...places(homes)].map(place => [place.id, place])))
  for (const c of cases(homes, asAt)) counting.add(c)
  for (const c of complaintCases('2026-10-01', 9, 3, 2, 2)) counting.add(c)
  const told = {
    landlord: 'Testham',
    made: '2026-11-04T08:00:00.000Z' as Instant,
    roleName: (role: keyof typeof roles) => roles[role],
    contractors: new Map(),
  }
  return reportFrom('monthly', counting.done(), told)
}
