/** How a stream's failed visit reaches the home's one access case (A.12: every stream feeds it). */
import type { Case } from '../../core/case.ts'
import type { Day } from '../../core/time.ts'
import type { Raise } from '../../core/workflow.ts'
import type { Attempt } from './evidence.ts'

/** Nothing where the case has no asset: there is no home to get into. */
export const accessAttempt = (stream: string, c: Case, attempt: Attempt, due: Day | undefined): Raise[] =>
  c.assetId === undefined
    ? []
    : [
        {
          workflow: 'access',
          id: `access:${c.assetId}`,
          child: false,
          facts: { openedFor: stream },
          event: {
            type: 'attempt.recorded',
            data: { stream, caseId: c.id, by: attempt.by, outcome: attempt.outcome, ...(due ? { due } : {}) },
          },
        },
      ]
