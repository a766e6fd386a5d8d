/** A function on the table's stream. The mapping's own defaults retry one bad record for 24 hours and block its shard. */
import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { Trigger } from '../function-spec.ts'
import type { Alarms, Meaning } from './alarms.ts'
import type { Shared } from './shared.ts'
import { acknowledge, objectsUnder } from './wildcards.ts'

type StreamTrigger = Extract<Trigger, { on: 'stream' }>

/** where Lambda lays what was given up */
const GIVEN_UP = 'aws/lambda/'

/** The rights by hand: CDK’s own grant lists the streams of every table. */
const mayRead = (fn: IFunction, { data }: Shared): void => {
  const read = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
  fn.addToRolePolicy(
    new PolicyStatement({ actions: read.map(action => `dynamodb:${action}`), resources: [data.table.tableStreamArn!] }),
  )
  // Lambda writes what was given up as the function (Lambda developer guide, S3 destination).
  fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [data.deadLetters.bucketArn] }))
  fn.addToRolePolicy(
    new PolicyStatement({ actions: ['s3:PutObject'], resources: [data.deadLetters.arnForObjects(`${GIVEN_UP}*`)] }),
  )
  if (fn.role) acknowledge(fn.role, [objectsUnder(data, data.deadLetters, GIVEN_UP)])
}

export const follows = (
  scope: Construct,
  id: string,
  fn: IFunction,
  { kinds, batch, window }: StreamTrigger,
  shared: Shared,
): EventSourceMapping => {
  mayRead(fn, shared)
  // S3OnFailureDestination would give the rights again, with wildcards.
  const onFailure = { bind: () => ({ destination: shared.data.deadLetters.bucketArn }) }
  const mapping = new EventSourceMapping(scope, `${id}Stream`, {
    target: fn,
    eventSourceArn: shared.data.table.tableStreamArn!,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: batch,
    ...(window > 0 ? { maxBatchingWindow: Duration.seconds(window) } : {}),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 10,
    // The stream keeps a record for 24 hours: give up early enough that the destination still gets it.
    maxRecordAge: Duration.hours(19),
    onFailure,
    filters: [
      FilterCriteria.filter({
        dynamodb: { NewImage: { kind: { S: kinds.flatMap(kind => FilterRule.isEqual(kind)) } } },
      }),
    ],
    metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
  })
  // CloudFormation refuses a mapping whose function may not read the stream yet.
  if (fn.role) mapping.node.addDependency(fn.role)
  return mapping
}

/** Late by more than a minute, or given up. */
export const watchStream = (
  alarms: Alarms,
  id: string,
  fn: IFunction,
  mapping: EventSourceMapping,
  of: Meaning,
): void => {
  const age = fn.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' })
  alarms.on(`${id}IteratorAge`, age, 60_000, { ...of, meaning: `More than a minute behind. ${of.meaning}` })
  const givenUp = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'OnFailureDestinationDeliveredEventCount',
    dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
    period: Duration.minutes(1),
    statistic: 'Sum',
  })
  alarms.on(`${id}GivenUp`, givenUp, 0, { ...of, meaning: `Records were given up. ${of.meaning}` })
}
