/**
 * AWS Signature Version 4 in the query, for S3: an address that lets its holder do one thing for some minutes. The
 * body is not signed; what it must be is fixed by the headers that are.
 */
import { createHash, createHmac } from 'node:crypto'
import type { Instant } from '../core/time.ts'

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined }

export type Presigned = {
  method: 'GET' | 'PUT'
  /** without query; its path is encoded here */
  origin: string
  /** begins with a slash, plain text */
  path: string
  /** sent as they stand by whoever uses the address; `host` is added */
  headers?: Record<string, string>
  /** what else the address asks for, signed with it: `response-content-disposition` */
  query?: Record<string, string>
  region: string
  credentials: Credentials
  now: Instant
  /** seconds */
  expires: number
}

/** RFC 3986: everything but unreserved characters; AWS signs what `encodeURIComponent` leaves alone as well. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const signature = (secret: string, scope: string, text: string): string => {
  const key = scope.split('/').reduce<string | Buffer>((held, part) => hmac(held, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

/** The whole address, signed. Good until `expires` seconds after `now`. */
export const presign = ({
  method,
  origin,
  path,
  headers = {},
  query: asked = {},
  region,
  credentials,
  now,
  expires,
}: Presigned): string => {
  const moment = `${now.slice(0, 19).replace(/[-:]/g, '')}Z`
  const scope = `${moment.slice(0, 8)}/${region}/s3/aws4_request`
  const signed = Object.entries({ ...headers, host: new URL(origin).host })
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const names = signed.map(([name]) => name).join(';')
  const query = Object.entries({
    ...asked,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': moment,
    'X-Amz-Expires': String(expires),
    ...(credentials.sessionToken ? { 'X-Amz-Security-Token': credentials.sessionToken } : {}),
    'X-Amz-SignedHeaders': names,
  })
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&')
  const encodedPath = path.split('/').map(encoded).join('/')
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('')
  const request = [method, encodedPath, query, lines, names, 'UNSIGNED-PAYLOAD'].join('\n')
  const text = ['AWS4-HMAC-SHA256', moment, scope, createHash('sha256').update(request).digest('hex')].join('\n')
  return `${origin}${encodedPath}?${query}&X-Amz-Signature=${signature(credentials.secretAccessKey, scope, text)}`
}
