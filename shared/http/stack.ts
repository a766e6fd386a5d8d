/** The middy stack around every HTTP function: headers lower-cased, answers dressed, faults caught. */
import middy from '@middy/core'
import httpHeaderNormalizer from '@middy/http-header-normalizer'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import type { Answer } from './answer.ts'
import { busy, errors, type Report } from './errors.ts'
import { headers } from './headers.ts'

type Handle = (event: APIGatewayProxyEventV2) => Promise<Answer>

/** Milliseconds kept for saying so when the function's time runs out. */
const LAST_WORDS = 250

/**
 * A Lambda handler for payload format 2.0. `report` learns of each fault with the reference that the caller was
 * given. It never throws, and never answers with what was thrown.
 */
export const stack = (
  handle: Handle,
  report: Report,
): ((event: APIGatewayProxyEventV2, context: Context) => Promise<Answer>) =>
  middy<APIGatewayProxyEventV2, Answer>({
    timeoutEarlyInMillis: LAST_WORDS,
    timeoutEarlyResponse: () => busy(),
  })
    .use(headers())
    .use(errors(report))
    .use(httpHeaderNormalizer())
    .handler(event => handle(event))
