/** The week's lists: once, on the working day that the landlord chose, and after an outage until the next are due. */
import type { Instant } from '../../shared/core/time.ts'
import { isList } from '../../shared/report/owed-reports.ts'
import { handAll, openNow } from './open.ts'
import type { Deps } from './ports.ts'

/** How many left. */
export const weekly = async (deps: Deps, now: Instant): Promise<number> =>
  handAll(deps, await openNow(deps, now, isList))
