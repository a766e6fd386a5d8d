/** A function's row of the table as IAM statements: exact actions on exact resources. */
import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { IndexName } from '../../shared/store/schema.ts'
import type { May } from '../function-spec.ts'
import type { Landlord } from '../landlord/schema.ts'
import { secretNames } from '../landlord/secret-names.ts'
import { secretArn } from './secrets.ts'
import type { Shared } from './shared.ts'
import { objectsUnder, schedulesOf, tracing, type Wildcard } from './wildcards.ts'

const allow = (actions: string[], resources: string[], conditions?: Record<string, Record<string, unknown>>) =>
  new PolicyStatement({ actions, resources, ...(conditions ? { conditions } : {}) })

const prefixed = (service: string, actions: readonly string[]): string[] =>
  actions.map(action => `${service}:${action}`)

const onTable = ({ data }: Shared, { table, indexes = [], sweeps = [] }: May): PolicyStatement[] => {
  const index = (name: IndexName) => `${data.table.tableArn}/index/${name}`
  return [
    allow(prefixed('dynamodb', table), [data.table.tableArn]),
    ...(indexes.length > 0 ? [allow(['dynamodb:Query'], indexes.map(index))] : []),
    ...(sweeps.length > 0 ? [allow(['dynamodb:Scan'], sweeps.map(index))] : []),
  ]
}

const onBuckets = ({ data }: Shared, { buckets = [] }: May): PolicyStatement[] =>
  buckets.flatMap(({ bucket, prefix, actions }) => {
    const onObjects = actions.filter(action => action !== 'ListBucket')
    const listed = actions.length > onObjects.length
    return [
      allow(prefixed('s3', onObjects), [data.buckets[bucket].arnForObjects(`${prefix}*`)]),
      ...(listed
        ? [allow(['s3:ListBucket'], [data.buckets[bucket].bucketArn], { StringLike: { 's3:prefix': `${prefix}*` } })]
        : []),
    ]
  })

/** The key, and only by way of the services that hold what it encrypts. */
const onKey = (scope: Construct, { data }: Shared): PolicyStatement[] => {
  const by = (service: string) => `${service}.${Stack.of(scope).region}.amazonaws.com`
  const actions = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo']
  return [
    allow(
      actions.map(action => `kms:${action}`),
      [data.key.keyArn],
      {
        StringEquals: { 'kms:ViaService': [by('dynamodb'), by('s3'), by('secretsmanager')] },
      },
    ),
  ]
}

const onSchedules = ({ schedules }: Shared, { schedules: actions = [] }: May): PolicyStatement[] =>
  actions.length === 0
    ? []
    : [
        allow(
          actions.map(action => `scheduler:${action}`),
          [schedules.anyInGroup],
        ),
        allow(['iam:PassRole'], [schedules.role.roleArn], {
          StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
        }),
      ]

const onMail = ({ mail, landlord }: Shared, { send }: May): PolicyStatement[] =>
  send
    ? [
        // Raw mail through SESv2 SendEmail is judged as SendRawEmail.
        allow(['ses:SendEmail', 'ses:SendRawEmail'], [mail.identityArn, mail.configurationSetArn], {
          StringEquals: { 'ses:FromAddress': landlord.mailFrom },
        }),
      ]
    : []

const onSecrets = (scope: Construct, landlord: Landlord, { secrets = [] }: May): PolicyStatement[] => {
  const names = secretNames(landlord, secrets)
  return names.length > 0
    ? [
        allow(
          ['secretsmanager:GetSecretValue'],
          names.map(name => secretArn(scope, name)),
        ),
      ]
    : []
}

/** All that a function may do. */
export const statements = (scope: Construct, shared: Shared, may: May): PolicyStatement[] => [
  ...onTable(shared, may),
  ...onBuckets(shared, may),
  ...onKey(scope, shared),
  ...onSchedules(shared, may),
  ...onMail(shared, may),
  ...onSecrets(scope, shared.landlord, may),
]

/** What of it cannot be said exactly. */
export const wildcards = (scope: Construct, { data, schedules }: Shared, may: May): Wildcard[] => [
  tracing,
  ...(may.buckets ?? []).map(({ bucket, prefix }) => objectsUnder(data, data.buckets[bucket], prefix)),
  ...(may.schedules ? [schedulesOf(schedules.group, Stack.of(scope).region)] : []),
]
