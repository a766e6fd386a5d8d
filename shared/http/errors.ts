/**
 * The last net under every route. A fault tells the caller a reference and nothing else: no message, no stack. The
 * fault itself goes to `report`, which is where the people who can mend it look.
 */
import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Answer } from './answer.ts'
import { problem, refuse } from './problem.ts'
import { requestId } from './request-id.ts'

/** What passes by itself: our own `Transient`, and how AWS says "not now". By name: the SDK's classes are many. */
const passing = new Set([
  'Transient',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
])

export const isPassing = (error: unknown): boolean =>
  error instanceof Error && (passing.has(error.name) || ('$retryable' in error && error.$retryable !== undefined))

/** What is thrown deep inside and is the sender's to mend. */
const senders: Record<string, () => Answer> = {
  BadCursor: () => refuse(problem(400, 'the cursor is not one of this list; ask again without it')),
  TooLarge: () => refuse(problem(413, 'more than one event can hold; send less, and files as documents')),
  PastHorizon: () =>
    refuse(
      problem(422, 'a date lies beyond the published bank holidays, so what follows from it cannot be reckoned', {
        codes: ['DATE_PAST_HORIZON'],
      }),
    ),
}

/** Seconds. Long enough for a throttled table to recover, short enough for a person who waits. */
const RETRY_AFTER = '2'

export const busy = (reference?: string): Answer =>
  refuse(problem(503, 'nothing is known to be written; send the same message again', reference ? { reference } : {}), {
    'retry-after': RETRY_AFTER,
  })

export type Report = (error: unknown, reference: string) => void

export const errors = (report: Report): MiddlewareObj<APIGatewayProxyEventV2, Answer> => ({
  onError: request => {
    const mistake = request.error && senders[request.error.name]
    if (mistake) {
      request.response = mistake()
      return
    }
    const reference = requestId(request.event)
    report(request.error, reference)
    request.response = isPassing(request.error)
      ? busy(reference)
      : refuse(problem(500, 'it has been reported; nothing you sent needs changing', { reference }))
  },
})
