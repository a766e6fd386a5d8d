/** What the streams share about visits: attempts that count, hashes of what was sent, rows merged into the checks. */

import type * as z from 'zod'
import type { Day, Instant } from '../../core/time.ts'
import type { AcceptedCheck, Attempt } from './evidence.ts'
import { evidenced, proofOf, type visitNoAccess } from './evidence.ts'

type FailedVisit = { at: Instant; on: Day; by: { id: string }; data: z.output<typeof visitNoAccess> }

/** A failed visit as it enters the facts, with what shows it: it counts with its time and evidence, and the same moment counts once. */
export const attemptOf = (f: { attempts: Attempt[] }, e: FailedVisit): Attempt => ({
  at: e.at,
  on: e.on,
  by: e.by.id,
  outcome: e.data.outcome,
  counts: evidenced(e.data) && !f.attempts.some(a => a.at === e.at),
  ...proofOf(e.data),
})

/** The hashes of documents, lower case, each once. */
export const hashesOf = (...lists: ({ sha256: string }[] | undefined)[]): string[] => [
  ...new Set(lists.flatMap(list => list ?? []).map(document => document.sha256.toLowerCase())),
]

/** Checks that a row of the register adds to; what we accepted ourselves is never overwritten by a row. */
export const mergedChecks = (held: AcceptedCheck[], row: AcceptedCheck[]): AcceptedCheck[] =>
  [...held, ...row.filter(check => !held.some(h => h.on === check.on))].sort((a, b) => (a.on < b.on ? -1 : 1))
