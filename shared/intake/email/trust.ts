/**
 * Whose message it is. The name in From proves nothing by itself: it is believed when DMARC passed for its domain and
 * it is the only one. What such a person may do depends on our own lists.
 */
import type { Actor } from '../../core/case.ts'
import { dayOf, type Instant } from '../../core/time.ts'
import type { Role } from '../../law/roles.ts'
import type { Email } from './read.ts'

export type Trust =
  /** in the people register and working here */
  | { who: 'staff'; email: string; actor: Actor; name: string }
  | { who: 'contractor'; email: string; actor: Actor; id: string }
  /** the sender is proved, and nobody of ours: a resident, a councillor, anybody */
  | { who: 'outsider'; email: string }
  | { who: 'nobody'; why: 'virus' | 'no_from' | 'several_froms' | 'dmarc' }

export type Lists = {
  person: (
    email: string,
  ) => Promise<{ email: string; name: string; roles: Role[]; leftOn?: string | undefined } | undefined>
  contractors: readonly { id: string; email?: string | undefined }[]
  now: Instant
}

/** Anything but a clean scan: FAIL, GRAY, a scan that broke, and none at all. */
export const isUnsafe = ({ verdicts }: Pick<Email, 'verdicts'>): boolean => verdicts.virus !== 'pass'

export const trustOf = async (
  email: Pick<Email, 'from' | 'froms' | 'verdicts'>,
  { person, contractors, now }: Lists,
): Promise<Trust> => {
  if (isUnsafe(email)) return { who: 'nobody', why: 'virus' }
  if (email.froms > 1) return { who: 'nobody', why: 'several_froms' }
  if (email.from === undefined) return { who: 'nobody', why: 'no_from' }
  // SPF and DKIM alone say nothing of From; DMARC is what ties them to it.
  if (email.verdicts.dmarc !== 'pass') return { who: 'nobody', why: 'dmarc' }
  const { from } = email
  const found = await person(from)
  if (found && !(found.leftOn && found.leftOn <= dayOf(now)))
    return { who: 'staff', email: from, name: found.name, actor: { kind: 'staff', id: from, roles: found.roles } }
  const contractor = contractors.find(one => one.email?.toLowerCase() === from)
  return contractor
    ? {
        who: 'contractor',
        email: from,
        id: contractor.id,
        actor: { kind: 'contractor', id: contractor.id, roles: ['contractor'] },
      }
    : { who: 'outsider', email: from }
}
