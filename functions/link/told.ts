/** What a contractor has told of this job already, so that nobody tells it twice or doubts that it came. */
import { eventNames } from '../../shared/intake/contractors/callback-event.ts'
import { claims, kinds } from './job.ts'
import type { Told } from './job-page.ts'
import type { Opened } from './opened.ts'
import type { Deps } from './ports.ts'

/** Events looked back upon; one person at one door tells of a job a handful of times. */
const LATEST = 40

const kindOf = (type: string): string | undefined => {
  if (claims.includes(type)) return 'done'
  return Object.entries(kinds).find(([, callback]) => eventNames[callback].includes(type))?.[0]
}

/** Of this contractor, since the link was made: a check comes round, and last year's visit is no answer to this year's. */
export const toldOf = async ({ store }: Pick<Deps, 'store'>, { link, c, who }: Opened): Promise<Told[]> => {
  const { items } = await store.history(c.id, { from: Math.max(1, c.version - LATEST + 1), limit: LATEST })
  return items.flatMap(({ event: { type, at, by } }) => {
    const kind = kindOf(type)
    const theirs = by.kind === 'contractor' && who.some(({ actor }) => actor.id === by.id)
    return kind && theirs && at >= link.madeAt ? [{ kind, at }] : []
  })
}
