/** Headers of every answer. What a handler has set itself stands. */
import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Answer } from './answer.ts'
import { requestId } from './request-id.ts'

/**
 * Pages are plain forms with one stylesheet of our own: no script, no frame, no foreign anything. Ready-made policies
 * with `sandbox` or `form-action 'none'` would break every form.
 */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const always: Record<string, string> = {
  'cache-control': 'no-store',
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // A signed link carries its token in the path: it must not travel on as a referrer.
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const dress = (event: APIGatewayProxyEventV2, answer: Answer): Answer => ({
  ...answer,
  headers: { ...always, 'x-request-id': requestId(event), ...answer.headers },
})

export const headers = (): MiddlewareObj<APIGatewayProxyEventV2, Answer> => {
  const add: NonNullable<MiddlewareObj<APIGatewayProxyEventV2, Answer>['after']> = request => {
    if (request.response) request.response = dress(request.event, request.response)
  }
  return { after: add, onError: add }
}
