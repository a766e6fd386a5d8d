/** Where the reports of each night lie. */
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Day } from '../core/time.ts'
import type { Report } from '../position/reports/report.ts'
import { type KeptId, keptName, unpacked } from '../report/kept.ts'
import type { KeptBytes } from '../report/kept-lists.ts'

/** Throws where there is none: the snapshot's head says which there are. */
export type KeptReports = (asAt: Day, id: KeptId) => Promise<Report>

export const s3KeptBytes =
  (client: S3Client, bucket: string): KeptBytes =>
  async name => {
    const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `reports/${name}` }))
    if (!found.Body) throw new Error(`${name} is empty`)
    return found.Body.transformToByteArray()
  }

export const s3KeptReports = (client: S3Client, bucket: string): KeptReports => {
  const read = s3KeptBytes(client, bucket)
  return async (asAt, id) => unpacked(await read(keptName(asAt, id)))
}
