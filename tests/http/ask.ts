/** Events of API Gateway as a test needs them. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'

export type Ask = {
  method?: string
  path?: string
  query?: string
  headers?: Record<string, string>
  cookies?: string[]
  body?: string
  base64?: boolean
  sourceIp?: string
  claims?: Record<string, unknown>
}

export const ask = ({ method = 'GET', path = '/', query = '', headers = {}, sourceIp = '127.0.0.1', ...more }: Ask) =>
  ({
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(more.cookies ? { cookies: more.cookies } : {}),
    ...(more.body === undefined ? {} : { body: more.body }),
    isBase64Encoded: more.base64 ?? false,
    requestContext: {
      requestId: 'request-1',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
      ...(more.claims ? { authorizer: { jwt: { claims: more.claims, scopes: [] } } } : {}),
    },
  }) as unknown as APIGatewayProxyEventV2

export const problemOf = (answer: { body?: string | undefined }) => JSON.parse(answer.body ?? 'null')
