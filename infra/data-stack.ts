/** What must never be lost. It outlives every deployment of the service: nothing here is ever replaced or removed. */
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { tableDefinition } from '../shared/store/schema.ts'
import { auditBucket, deadLetterBucket, evidenceBucket, inboundBucket, logBucket } from './constructs/buckets.ts'
import { landlordSecret } from './constructs/secrets.ts'
import type { BucketName } from './function-spec.ts'
import type { Landlord } from './landlord/schema.ts'
import { secretNames } from './landlord/secret-names.ts'

export type DataStackProps = StackProps & { landlord: Landlord }

const key = (name: string) => ({ name, type: AttributeType.STRING })

const table = (scope: Construct, encryptionKey: Key): TableV2 =>
  new TableV2(scope, 'Table', {
    partitionKey: key(tableDefinition.pk),
    sortKey: key(tableDefinition.sk),
    globalSecondaryIndexes: tableDefinition.indexes.map(({ name, pk, sk, include }) => ({
      indexName: name,
      partitionKey: key(pk),
      sortKey: key(sk),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...include],
    })),
    timeToLiveAttribute: tableDefinition.ttl,
    dynamoStream: StreamViewType[tableDefinition.stream],
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(encryptionKey),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })

export class DataStack extends Stack {
  readonly key: Key
  readonly table: TableV2
  readonly buckets: Record<BucketName, Bucket>
  readonly deadLetters: Bucket

  constructor(scope: Construct, id: string, { landlord, ...props }: DataStackProps) {
    super(scope, id, { terminationProtection: true, ...props })
    this.key = new Key(this, 'Key', {
      description: 'Dutyholder: cases, evidence, dead letters and secrets',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.table = table(this, this.key)
    const logs = logBucket(this)
    this.deadLetters = deadLetterBucket(this, { key: this.key, logs })
    this.buckets = {
      evidence: evidenceBucket(this, { key: this.key, logs }),
      inbound: inboundBucket(this, { logs }),
      audit: auditBucket(this, { logs }),
    }
    for (const name of secretNames(landlord)) landlordSecret(this, name, this.key)
  }
}
