/** What arrived, byte for byte, as it lies in the bucket for received messages. */
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Instant } from '../core/time.ts'
import { presign } from './presign.ts'

export type Originals = {
  /** undefined when there is none at that key */
  get: (key: string) => Promise<Buffer | undefined>
  /** keys that begin so, in their order, at most so many (S3 gives 1,000) */
  under: (prefix: string, most: number) => Promise<string[]>
  put: (key: string, bytes: Uint8Array, type: string) => Promise<void>
  /** an address that gives these bytes for five minutes, to be saved as a file */
  link: (key: string, now: Instant) => Promise<string>
}

const SECONDS = 300

export const s3Originals = (client: S3Client, bucket: string, endpoint?: string): Originals => ({
  get: async key => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return Body && Buffer.from(await Body.transformToByteArray())
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  },
  under: async (prefix, most) => {
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: most }),
    )
    return Contents.flatMap(({ Key }) => (Key ? [Key] : []))
  },
  put: async (key, bytes, type) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: type }))
  },
  link: async (key, now) => {
    const region = await client.config.region()
    return presign({
      method: 'GET',
      origin: endpoint ? new URL(endpoint).origin : `https://${bucket}.s3.${region}.amazonaws.com`,
      path: endpoint ? `/${bucket}/${key}` : `/${key}`,
      region,
      credentials: await client.config.credentials(),
      now,
      expires: SECONDS,
    })
  },
})
