/** The few wildcards that remain, each acknowledged by the exact string that the rule pack finds, with its reason. */
import { Validations } from 'aws-cdk-lib'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { IConstruct } from 'constructs'
import type { DataStack } from '../data-stack.ts'

export type Wildcard = { resource: string; reason: string }

/** Objects under a prefix: their keys are not known beforehand. */
export const objectsUnder = (data: DataStack, bucket: Bucket, prefix: string): Wildcard => {
  // The rule pack sees the bucket of the other stack by the name of its export.
  const imported: Record<string, string> = data.resolve(data.exportValue(bucket.bucketArn))
  return {
    resource: `${imported['Fn::ImportValue']}/${prefix}*`,
    reason: `Keys under ${prefix} are made while it runs.`,
  }
}

/** Schedules of a group: one per case. */
export const schedulesOf = (group: string, region: string): Wildcard => ({
  resource: `arn:aws:scheduler:${region}:<AWS::AccountId>:schedule/${group}/*`,
  reason: 'A schedule is named after its case; the group holds nothing else.',
})

/** X-Ray knows no resources: PutTraceSegments and PutTelemetryRecords can only be allowed on all. */
export const tracing: Wildcard = {
  resource: '*',
  reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords have no resource to name.',
}

export const acknowledge = (on: IConstruct, wildcards: readonly Wildcard[]): void => {
  const rules = wildcards.map(({ resource, reason }) => ({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason }))
  Validations.of(on).acknowledge(...rules)
}
