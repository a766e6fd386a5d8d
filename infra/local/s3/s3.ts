/**
 * S3 on this machine: put, get, head, delete, list; path style, or the bucket in the host's name; presigned addresses are
 * taken without looking at their signature. Any bucket exists. A put is told to `onPut` after it is on disk.
 */
import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { S3Event } from 'aws-lambda'
import { answer, listen, type Running } from '../http/wire.ts'
import type { Clock } from '../time/clock.ts'
import { unframed } from './aws-chunked.ts'
import { type ObjectStore, openObjectStore, type Stored } from './object-store.ts'
import { putEvent } from './s3-event.ts'
import { failure, listing } from './s3-xml.ts'

export type S3 = Running & {
  /** As PutObject, for those in the same process. */
  put(bucket: string, key: string, body: Buffer, headers?: Record<string, string>): Promise<void>
}

export type S3Options = {
  folder: string
  clock: Clock
  port?: number
  /** must keep the event before it returns (an EventQueue's `send`) */
  onPut?: (event: S3Event) => void
}

export const startS3 = async ({ folder, clock, port = 0, onPut = () => {} }: S3Options): Promise<S3> => {
  const store = openObjectStore(folder, clock.millis)
  const put = async (
    bucket: string,
    key: string,
    body: AsyncIterable<Buffer>,
    headers: Record<string, string>,
    onlyNew: boolean,
  ) => {
    const written = await store.put(bucket, key, body, headers, onlyNew)
    if (written !== 'exists') onPut(putEvent(bucket, key, written, clock.now()))
    return written
  }
  const server = await listen((request, response) => {
    respond(request, response, store, put).catch(error => failure(response, 500, 'InternalError', String(error)))
  }, port)
  return {
    ...server,
    put: async (bucket, key, body, headers = {}) =>
      void (await put(bucket, key, Readable.from([body]), headers, false)),
    stop: async () => {
      await server.stop()
      store.close()
    },
  }
}

type Put = (
  bucket: string,
  key: string,
  body: AsyncIterable<Buffer>,
  headers: Record<string, string>,
  onlyNew: boolean,
) => ReturnType<ObjectStore['put']>

/** Our own pages may put and get from the browser; a page from elsewhere, open in the same browser, may not read. */
const cors = ({ headers: { origin = '' } }: IncomingMessage): Record<string, string> =>
  /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin)
    ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'etag' }
    : {}

const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  store: ObjectStore,
  put: Put,
): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://local')
  const place = placeOf(request.headers.host ?? '', url.pathname)
  if (place === undefined) return failure(response, 400, 'InvalidURI', 'The key is not well encoded.')
  const { bucket, key } = place
  if (request.method === 'OPTIONS') {
    const allowed = { 'access-control-allow-methods': 'GET, PUT, HEAD', 'access-control-allow-headers': '*' }
    return answer(response, 204, { ...cors(request), ...allowed })
  }
  if (key === '') {
    if (request.method === 'GET') return listing(response, store, bucket, url.searchParams)
    return answer(response, 200, {})
  }
  if (request.method === 'PUT') return await take(request, response, bucket, key, put)
  if (request.method === 'DELETE') {
    store.remove(bucket, key)
    return answer(response, 204, {})
  }
  const found = store.get(bucket, key)
  if (found === undefined) return failure(response, 404, 'NoSuchKey', 'The specified key does not exist.')
  await give(request, response, store, found, url.searchParams)
}

/** `bucket.s3.…` or `bucket.localhost` in the host's name; else the path's first part. */
const placeOf = (host: string, path: string): { bucket: string; key: string } | undefined => {
  const inHost = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.(s3[.-]|localhost)/.exec(host)?.[1]
  const [first = '', ...rest] = path.slice(1).split('/')
  try {
    const key = decodeURIComponent(inHost === undefined ? rest.join('/') : path.slice(1))
    return { bucket: inHost ?? decodeURIComponent(first), key }
  } catch {
    return undefined
  }
}

const take = async (request: IncomingMessage, response: ServerResponse, bucket: string, key: string, put: Put) => {
  if (Buffer.byteLength(key) > 1024) return failure(response, 400, 'KeyTooLongError', 'Your key is too long')
  const kept = Object.entries(request.headers).filter(([name]) =>
    /^(content-type|content-disposition|cache-control|x-amz-meta-.*)$/.test(name),
  )
  const framed = String(request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')
  const body = framed ? unframed(request) : (request as AsyncIterable<Buffer>)
  const headers = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
  const written = await put(bucket, key, body, headers, request.headers['if-none-match'] === '*')
  if (written === 'exists')
    return failure(response, 412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
  answer(response, 200, { ...cors(request), etag: `"${written.etag}"` })
}

const give = async (
  request: IncomingMessage,
  response: ServerResponse,
  store: ObjectStore,
  found: Stored,
  query: URLSearchParams,
) => {
  const disposition = query.get('response-content-disposition')
  const type = query.get('response-content-type')
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    ...found.headers,
    ...cors(request),
    ...(disposition ? { 'content-disposition': disposition } : {}),
    ...(type ? { 'content-type': type } : {}),
    'content-length': String(found.size),
    etag: `"${found.etag}"`,
    'last-modified': new Date(found.changed).toUTCString(),
  })
  if (request.method === 'HEAD') return void response.end()
  // A reader that goes away half-way is no fault of ours.
  await pipeline(createReadStream(store.path(found)), response).catch(() => undefined)
}
