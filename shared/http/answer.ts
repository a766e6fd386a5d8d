/** What a route answers: the result of API Gateway's payload format 2.0, nothing of ours on top. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

export type Answer = APIGatewayProxyStructuredResultV2 & { headers: Record<string, string> }

const as =
  (type: string) =>
  (body: string, status = 200, headers: Record<string, string> = {}): Answer => ({
    statusCode: status,
    headers: { 'content-type': type, ...headers },
    body,
  })

export const html = as('text/html; charset=utf-8')
export const text = as('text/plain; charset=utf-8')
export const csv = as('text/csv; charset=utf-8')
export const ndjson = as('application/x-ndjson; charset=utf-8')

/** JSON in UTF-8. `undefined` members are left out, as everywhere in the contract. */
export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  as('application/json; charset=utf-8')(JSON.stringify(value), status, headers)

/** A file to be saved: bytes travel in base64, which is the only way through API Gateway. */
export const file = (bytes: Uint8Array, type: string, name: string): Answer => ({
  statusCode: 200,
  headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"` },
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
})

/** 303: after a form was taken, so that a reload does not send it again. */
export const seeOther = (location: string, cookies: string[] = []): Answer => ({
  statusCode: 303,
  headers: { location },
  ...(cookies.length > 0 ? { cookies } : {}),
  body: '',
})
