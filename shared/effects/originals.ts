/** What arrived, byte for byte, as it lies in the bucket for received messages. */
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'

export type Originals = {
  /** undefined when there is none at that key */
  get: (key: string) => Promise<Buffer | undefined>
  put: (key: string, bytes: Uint8Array, type: string) => Promise<void>
}

export const s3Originals = (client: S3Client, bucket: string): Originals => ({
  get: async key => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return Body && Buffer.from(await Body.transformToByteArray())
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  },
  put: async (key, bytes, type) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: type }))
  },
})
