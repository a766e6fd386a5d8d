/** The three things that a contractor's page tells. */
import type { CallbackType } from '../../shared/intake/contractors/callback-data.ts'

export const kinds: Readonly<Record<string, CallbackType>> = {
  noAccess: 'visit.noAccess',
  done: 'certificate.submitted',
  unsafe: 'unsafe.found',
}

/** Work that was done is a certificate where the job ends in one, else a claim that somebody verifies. */
export const claims: readonly string[] = ['completion.claimed', 'remedial.completed', 'repair.completed', 'fault.fixed']

export const toldAs: Readonly<Record<string, string>> = { noAccess: 'No access', done: 'Done', unsafe: 'Unsafe' }
