/** How a stream's failed visit reaches the home's one access case (every stream feeds it), and how it learns of success. */
import type { Case } from '../../core/case.ts'
import type { Day } from '../../core/time.ts'
import type { Raise } from '../../core/workflow.ts'
import type { Attempt } from './evidence.ts'

const home = (c: Case) => ({ workflow: 'access', id: `access:${c.assetId}`, child: false })

/** Nothing where the case has no asset: there is no home to get into. */
export const accessAttempt = (stream: string, c: Case, attempt: Attempt, due: Day | undefined): Raise[] =>
  c.assetId === undefined
    ? []
    : [
        {
          ...home(c),
          facts: { openedFor: stream },
          event: {
            type: 'attempt.recorded',
            data: {
              stream,
              caseId: c.id,
              by: attempt.by,
              outcome: attempt.outcome,
              counts: attempt.counts,
              ...(due ? { due } : {}),
              ...(attempt.sha256 ? { sha256: attempt.sha256 } : {}),
              ...(attempt.photo ? { photo: attempt.photo } : {}),
            },
          },
        },
      ]

/** Whether this home has an access case: an attempt that does not count opens none. */
const begun = (c: Case, attempts: readonly Attempt[]): boolean =>
  c.assetId !== undefined && attempts.some(attempt => attempt.counts)

/** Somebody got in for this stream. Told only where an attempt had failed before: else there is no access case. */
export const accessGained = (stream: string, c: Case, attempts: readonly Attempt[]): Raise[] =>
  begun(c, attempts) ? [{ ...home(c), event: { type: 'access.gained', data: { stream, caseId: c.id } } }] : []

/** The home fell void: nobody is there to be asked in. Told only where an attempt had failed before. */
export const homeFellVoid = (c: Case, attempts: readonly Attempt[], on: Day): Raise[] =>
  begun(c, attempts) ? [{ ...home(c), event: { type: 'property.void.started', data: { on } } }] : []
