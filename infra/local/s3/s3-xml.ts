/** S3 speaks XML for lists and errors. */
import type { ServerResponse } from 'node:http'
import { answer } from '../http/wire.ts'
import type { ObjectStore } from './object-store.ts'

const XML = { 'content-type': 'application/xml' }
const escaped = (text: string): string => text.replace(/[<>&"'\r\n]/g, character => `&#${character.charCodeAt(0)};`)
const element = (name: string, text: string | number | boolean): string => `<${name}>${escaped(String(text))}</${name}>`

export const failure = (response: ServerResponse, status: number, code: string, message: string): void =>
  answer(
    response,
    status,
    XML,
    `<?xml version="1.0"?><Error>${element('Code', code)}${element('Message', message)}</Error>`,
  )

/** ListObjectsV2, without delimiters. */
export const listing = (response: ServerResponse, store: ObjectStore, bucket: string, query: URLSearchParams): void => {
  const prefix = query.get('prefix') ?? ''
  const limit = Math.min(1000, Math.max(1, Number(query.get('max-keys') ?? 1000) || 1000))
  const token = query.get('continuation-token')
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString()
  const found = store.list(bucket, prefix, after, limit + 1)
  const page = found.slice(0, limit)
  const more = found.length > limit
  const contents = page.map(
    one =>
      `<Contents>${element('Key', one.key)}${element('Size', one.size)}${element('ETag', `"${one.etag}"`)}${element('LastModified', new Date(one.changed).toISOString())}</Contents>`,
  )
  const next = more ? element('NextContinuationToken', Buffer.from(page.at(-1)?.key ?? '').toString('base64url')) : ''
  const head =
    element('Name', bucket) + element('Prefix', prefix) + element('KeyCount', page.length) + element('MaxKeys', limit)
  const body = `${head}${element('IsTruncated', more)}${next}${contents.join('')}`
  answer(
    response,
    200,
    XML,
    `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${body}</ListBucketResult>`,
  )
}
