/** The notification of a put, as S3 gives it to Lambda. */
import { randomUUID } from 'node:crypto'
import type { S3Event } from 'aws-lambda'
import type { Instant } from '../../../shared/core/time.ts'

export const putEvent = (
  bucket: string,
  key: string,
  { size, etag }: { size: number; etag: string },
  now: Instant,
): S3Event => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'eu-west-2',
      eventTime: now,
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'local' },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': 'local' },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'local',
        bucket: { name: bucket, ownerIdentity: { principalId: 'local' }, arn: `arn:aws:s3:::${bucket}` },
        // Keys are form-encoded here: a space is a plus (S3 User Guide, event message structure).
        object: {
          key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
          size,
          eTag: etag,
          sequencer: Date.parse(now).toString(16).toUpperCase().padStart(16, '0'),
        },
      },
    },
  ],
})

/** `*` stands for anything, slashes too, as in EventBridge's patterns. */
export const matchesAny = (patterns: readonly string[], key: string): boolean =>
  patterns.some(pattern => {
    const parts = pattern.split('*').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`, 's').test(key)
  })
