/** Where evidence lies: one object per case and hash, so that the same bytes twice are one. */
import { HeadObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { addMinutes, type Instant } from '../core/time.ts'
import { presign } from './presign.ts'

export type EvidenceFile = {
  caseId: string
  /** lower case hex */
  sha256: string
  /** media type */
  type: string
  /** bytes */
  size: number
}

export type Upload = { method: 'PUT'; url: string; headers: Record<string, string>; expiresAt: Instant }

export type Evidence = {
  /** an address that takes exactly these bytes, for a quarter of an hour */
  upload: (file: EvidenceFile) => Promise<Upload>
  /** an address that gives these bytes for five minutes, to be saved under that name and never shown in a page */
  download: (file: Pick<EvidenceFile, 'caseId' | 'sha256'>, name: string) => Promise<string>
  /** whether the bytes have come: who was given an address to upload to tells us nothing afterwards */
  has: (file: Pick<EvidenceFile, 'caseId' | 'sha256'>) => Promise<boolean>
  /** throws when the bytes are not what the hash says */
  put: (file: EvidenceFile, bytes: Uint8Array) => Promise<void>
}

const MINUTES = 15
const DOWNLOAD = 300

export const evidenceKey = ({ caseId, sha256 }: Pick<EvidenceFile, 'caseId' | 'sha256'>): string =>
  `cases/${caseId}/${sha256}`

/** RFC 6266 and RFC 8187: plain letters for old readers, the name as it is for the others. */
const attachment = (name: string): string => {
  const plain = name.replace(/[^\w. -]/g, '_')
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

/** S3 compares this with what arrives, and refuses other bytes. */
const checksum = (sha256: string): string => Buffer.from(sha256, 'hex').toString('base64')

export type EvidenceSettings = {
  bucket: string
  now: () => Instant
  /** S3 elsewhere, reached by path; absent: AWS */
  endpoint?: string | undefined
}

const place = (bucket: string, key: string, region: string, endpoint: string | undefined) => ({
  origin: endpoint ? new URL(endpoint).origin : `https://${bucket}.s3.${region}.amazonaws.com`,
  path: endpoint ? `/${bucket}/${key}` : `/${key}`,
  region,
})

export const s3Evidence = (client: S3Client, { bucket, now, endpoint }: EvidenceSettings): Evidence => ({
  upload: async file => {
    const headers = {
      'content-type': file.type,
      'content-length': String(file.size),
      'x-amz-checksum-sha256': checksum(file.sha256),
    }
    const url = presign({
      method: 'PUT',
      ...place(bucket, evidenceKey(file), await client.config.region(), endpoint),
      headers,
      credentials: await client.config.credentials(),
      now: now(),
      expires: MINUTES * 60,
    })
    return { method: 'PUT', url, headers, expiresAt: addMinutes(now(), MINUTES) }
  },
  download: async (file, name) =>
    presign({
      method: 'GET',
      ...place(bucket, evidenceKey(file), await client.config.region(), endpoint),
      query: {
        'response-content-disposition': attachment(name),
        'response-content-type': 'application/octet-stream',
      },
      credentials: await client.config.credentials(),
      now: now(),
      expires: DOWNLOAD,
    }),
  has: async file => {
    try {
      await client.send(new HeadObjectCommand({ Bucket: bucket, Key: evidenceKey(file) }))
      return true
    } catch (error) {
      // Who may not list the bucket is answered 403 where there is nothing (S3 HeadObject).
      if (error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0)) return false
      throw error
    }
  },
  put: async (file, bytes) => {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: evidenceKey(file),
        Body: bytes,
        ContentType: file.type,
        ChecksumSHA256: checksum(file.sha256),
      }),
    )
  },
})
