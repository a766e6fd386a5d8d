/** Where the reports of each night lie. */
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Day } from '../core/time.ts'
import type { Report } from '../position/report.ts'
import { keptName, unpacked } from '../report/kept.ts'

/** Throws where there is none: the snapshot's head says which there are. */
export type KeptReports = (asAt: Day, id: Report['id']) => Promise<Report>

export const s3KeptReports =
  (client: S3Client, bucket: string): KeptReports =>
  async (asAt, id) => {
    const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `reports/${keptName(asAt, id)}` }))
    if (!found.Body) throw new Error(`the report ${id} of ${asAt} is empty`)
    return unpacked(await found.Body.transformToByteArray())
  }
