/** The buckets: private, TLS only, encrypted, versioned and kept, each with its own span of life. */
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { ArnPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { standardOf } from '../../shared/law/policy.ts'
import type { Landlord } from '../landlord/schema.ts'

type Beside = { key: Key; logs: Bucket }

const bucket = (scope: Construct, id: string, props: BucketProps): Bucket =>
  new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    encryption: BucketEncryption.S3_MANAGED,
    ...props,
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }, ...(props.lifecycleRules ?? [])],
  })

const withKey = (key: Key) => ({ encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true })

/** Who opened what in the other buckets. */
export const logBucket = (scope: Construct): Bucket => {
  const logs = bucket(scope, 'AccessLogs', { lifecycleRules: [{ expiration: Duration.days(400) }] })
  Validations.of(logs).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'It receives the access logs of the others; logging its own would feed itself for ever.',
  })
  return logs
}

/** Certificates, photographs, attachments, reports. No expiry: how long each is kept is the landlord’s retention policy. */
export const evidenceBucket = (scope: Construct, { key, logs }: Beside): Bucket =>
  bucket(scope, 'Evidence', {
    ...withKey(key),
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'evidence/',
    lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(365) }],
  })

/**
 * Raw mail as SES lays it down. Encrypted by S3 itself: a key on the receipt action would mean client-side encryption,
 * which only the Java and Ruby clients can read (SES developer guide, S3 action).
 */
export const inboundBucket = (
  scope: Construct,
  { logs }: Omit<Beside, 'key'>,
  { govukFormsWriter, policy }: Pick<Landlord, 'govukFormsWriter' | 'policy'>,
): Bucket => {
  const kept = policy['retention.received'] ?? standardOf('retention.received')
  const inbound = bucket(scope, 'Inbound', {
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'inbound/',
    lifecycleRules: [
      { expiration: Duration.days(kept), noncurrentVersionExpiration: Duration.days(30) },
      // Spreadsheets that were looked at and perhaps taken: they wait for an hour.
      { prefix: 'uploads/', expiration: Duration.days(1), noncurrentVersionExpiration: Duration.days(1) },
    ],
  })
  inbound.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('ses.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [inbound.arnForObjects('raw/*')],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  if (govukFormsWriter)
    inbound.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ArnPrincipal(govukFormsWriter)],
        actions: ['s3:PutObject'],
        resources: ['form_submissions/*', 'test_form_submissions/*'].map(keys => inbound.arnForObjects(keys)),
      }),
    )
  // The property itself, not CDK's custom resource: that one brings a function of its own, with wide rights, to set a flag.
  const resource = inbound.node.defaultChild as CfnBucket
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
  return inbound
}

/** Stream records that were given up, whole, so that they can be fed again. */
export const deadLetterBucket = (scope: Construct, { key, logs }: Beside): Bucket =>
  bucket(scope, 'DeadLetters', {
    ...withKey(key),
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'dead-letters/',
    lifecycleRules: [{ expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(7) }],
  })

/** The daily heads of the history's hash chains: written once, and by nobody to be changed for seven years. */
export const auditBucket = (scope: Construct, { logs }: Omit<Beside, 'key'>): Bucket =>
  bucket(scope, 'Audit', {
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(7 * 365)),
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'audit/',
  })
