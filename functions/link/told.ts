/** What a contractor has told of this job already, so that nobody tells it twice or doubts that it came. */
import type { Case } from '../../shared/core/case.ts'
import type { Instant } from '../../shared/core/time.ts'
import { eventNames } from '../../shared/intake/contractors/callback-event.ts'
import type { Link } from '../../shared/links/link.ts'
import { claims, kinds } from './kinds.ts'
import type { Deps } from './ports.ts'

/** `kind`: as the forms are called. */
export type Told = { kind: string; at: Instant }

/** Events looked back upon; one person at one door tells of a job a handful of times. */
const LATEST = 40

const kindOf = (type: string): string | undefined => {
  if (claims.includes(type)) return 'done'
  return Object.entries(kinds).find(([, callback]) => eventNames[callback].includes(type))?.[0]
}

/** Since the link was made, oldest first: a check comes round, and last year's visit is no answer to this year's. */
export const toldOf = async (
  store: Pick<Deps['store'], 'history'>,
  { link, c, contractorId }: { link: Link; c: Case; contractorId: string },
): Promise<Told[]> => {
  const { items } = await store.history(c.id, { from: Math.max(1, c.version - LATEST + 1), limit: LATEST })
  return items.flatMap(({ event: { type, at, by } }) => {
    const kind = kindOf(type)
    const theirs = by.kind === 'contractor' && by.id === contractorId
    return kind && theirs && at >= link.madeAt ? [{ kind, at }] : []
  })
}
