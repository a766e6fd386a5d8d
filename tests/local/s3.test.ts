import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { S3Event } from 'aws-lambda'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startS3 } from '../../infra/local/s3/s3.ts'
import { createClock } from '../../infra/local/time/clock.ts'
import { folder, local } from './support.ts'

const start = async (data = folder()) => {
  const events: S3Event[] = []
  const s3 = await startS3({ folder: data, clock: createClock(), onPut: event => void events.push(event) })
  onTestFinished(s3.stop)
  const client = new S3Client({ ...local(s3.endpoint), forcePathStyle: true })
  onTestFinished(() => client.destroy())
  return { data, s3, client, events }
}
const Bucket = 'evidence'

describe('objects over the wire', () => {
  it('puts, gets, heads and deletes, with type and metadata, and tells of the put', async () => {
    const { client, events } = await start()
    const Key = 'gas:H1/LGSR £ 2026.pdf'
    const put = await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: 'bytes',
        ContentType: 'application/pdf',
        Metadata: { by: 'sureheat' },
      }),
    )
    const got = await client.send(new GetObjectCommand({ Bucket, Key }))
    expect(await got.Body?.transformToString()).toBe('bytes')
    expect(got).toMatchObject({
      ContentType: 'application/pdf',
      Metadata: { by: 'sureheat' },
      ETag: put.ETag,
      ContentLength: 5,
    })
    expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 5 })
    const object = events[0]?.Records[0]?.s3.object
    expect([decodeURIComponent((object?.key ?? '').replaceAll('+', ' ')), object?.size]).toEqual([Key, 5])
    await client.send(new DeleteObjectCommand({ Bucket, Key }))
    await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' })
    await expect(client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('takes a streamed upload without its frames', async () => {
    const { client } = await start()
    const pieces = Array.from({ length: 40 }, (_, n) => Buffer.alloc(30_011, n))
    await client.send(
      new PutObjectCommand({ Bucket, Key: 'big', Body: Readable.from(pieces), ContentLength: 40 * 30_011 }),
    )
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'big' }))
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(pieces))).toBe(true)
  })

  it('takes presigned addresses, and lets a browser use them', async () => {
    const { s3, client } = await start()
    const address = `${s3.endpoint}/${Bucket}/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0`
    const preflight = await fetch(address, { method: 'OPTIONS', headers: { origin: 'http://127.0.0.1:3000' } })
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:3000')
    const foreign = await fetch(address, { method: 'OPTIONS', headers: { origin: 'https://elsewhere.example' } })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    expect((await fetch(address, { method: 'PUT', body: 'hello' })).status).toBe(200)
    const got = await fetch(`${address}&response-content-disposition=attachment`)
    expect([await got.text(), got.headers.get('content-disposition')]).toEqual(['hello', 'attachment'])
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key: 'a b.txt' }))).Body?.transformToString()).toBe(
      'hello',
    )
  })

  it('refuses to overwrite when only a new object was wanted', async () => {
    const { client, events } = await start()
    await client.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'first' }))
    const again = new PutObjectCommand({ Bucket, Key: 'once', Body: 'second', IfNoneMatch: '*' })
    await expect(client.send(again)).rejects.toMatchObject({ name: 'PreconditionFailed' })
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key: 'once' }))).Body?.transformToString()).toBe(
      'first',
    )
    expect(events).toHaveLength(1)
  })

  it('lists by prefix and page, and keeps objects over a restart; a key is never a path', async () => {
    const { data, client } = await start()
    for (const Key of ['in/1', 'in/2', 'in/3', '../../escape', 'out/<&>'])
      await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
    const again = await start(data)
    const one = await again.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'in/', MaxKeys: 2 }))
    const two = await again.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'in/', ContinuationToken: one.NextContinuationToken }),
    )
    expect([one, two].map(page => page.Contents?.map(object => object.Key))).toEqual([['in/1', 'in/2'], ['in/3']])
    const odd = await again.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'out/' }))
    expect(odd.Contents?.[0]).toMatchObject({ Key: 'out/<&>', Size: 7 })
  })
})
