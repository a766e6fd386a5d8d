import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { tableDefinition } from '../../shared/store/schema.ts'
import { all, ofType, synthesise } from './synthesised.ts'

const { data, service, kept } = synthesise()
const table = Object.entries(all(data)).find(([, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable')!

describe('the table', () => {
  test('is protected: recovery for 35 days, no deletion, own key, kept when the stack goes', () => {
    data.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
          }),
        ],
      },
    })
  })

  // Another id, name, key, type of a key or local index makes CloudFormation create a new, empty table and leave the old
  // one behind.
  test('cannot be replaced by a change of its id, name, keys, their types or local indexes', () => {
    const [id, { Properties }] = table
    const { KeySchema, TableName, LocalSecondaryIndexes, AttributeDefinitions } = Properties
    const types = new Set((AttributeDefinitions as { AttributeType: string }[]).map(one => one.AttributeType))
    expect(types).toEqual(new Set(['S']))
    expect({ id, keys: KeySchema, name: TableName, local: LocalSecondaryIndexes }).toEqual({
      id: 'TableCD117FA1',
      keys: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      name: undefined,
      local: undefined,
    })
  })

  test('has the keys, indexes, stream and expiry of its definition', () => {
    const { GlobalSecondaryIndexes, StreamSpecification, TimeToLiveSpecification } = table[1].Properties
    type Index = {
      IndexName: string
      KeySchema: { AttributeName: string }[]
      Projection: { NonKeyAttributes: string[]; ProjectionType: string }
    }
    const made = GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }: Index) => ({
      name: IndexName,
      pk: KeySchema[0]?.AttributeName,
      sk: KeySchema[1]?.AttributeName,
      include: Projection.NonKeyAttributes,
    }))
    expect(made).toEqual(tableDefinition.indexes)
    expect(StreamSpecification).toEqual({ StreamViewType: tableDefinition.stream })
    expect(TimeToLiveSpecification).toEqual({ AttributeName: tableDefinition.ttl, Enabled: true })
  })
})

describe('what must never be lost', () => {
  const lasting = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret']

  test('is kept whatever happens to its stack', () => {
    const things = Object.values(all(data)).filter(({ Type }) => lasting.includes(Type))
    expect(things.length).toBeGreaterThan(10)
    // A secret has a name of its own: kept from a first deployment that failed, it would refuse every later one.
    const wanted = (type: string) => (/Secret/.test(type) ? 'RetainExceptOnCreate Retain' : 'Retain Retain')
    expect(
      things.filter(
        ({ Type, DeletionPolicy, UpdateReplacePolicy }) => `${DeletionPolicy} ${UpdateReplacePolicy}` !== wanted(Type),
      ),
    ).toEqual([])
  })

  test('lies in a stack that nobody removes by mistake', () => expect(kept).toBe(true))

  // Another logical id is another, empty resource; the old one is kept, and nobody reads it any more.
  test('keeps its place: no release may move it to another id', () => {
    const places = Object.entries(all(data)).filter(([, { Type }]) => lasting.includes(Type) && !/Secret/.test(Type))
    expect(places.map(([id]) => id).sort()).toEqual([
      'AccessLogs8B620ECA',
      'Audit3D8ADE0A',
      'DeadLettersBBF8BAAB',
      'Evidence4CC26D68',
      'InboundADA8BFE6',
      'Key961B73FD',
      'TableCD117FA1',
    ])
  })

  test('is not in the service stack, and does not lean on it: the service may be removed', () => {
    expect(Object.values(all(service)).filter(({ Type }) => lasting.includes(Type))).toEqual([])
    expect(JSON.stringify(data.toJSON())).not.toContain('-Service')
  })
})

describe('buckets', () => {
  const buckets = ofType(data, 'AWS::S3::Bucket')

  test('are private, encrypted and versioned, all of them', () => {
    expect(buckets).toHaveLength(5)
    for (const { Properties } of buckets) {
      expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true])
      expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' })
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1)
      expect(Properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }])
    }
  })

  test('refuse what does not come by TLS', () => {
    for (const { Properties } of ofType(data, 'AWS::S3::BucketPolicy'))
      expect(JSON.stringify(Properties.PolicyDocument)).toContain('{"Bool":{"aws:SecureTransport":"false"}}')
  })

  test('the audit bucket keeps the heads of the chains for seven years, against everybody', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2555 } } },
    })
  })

  test('GOV.UK Forms may lay submissions down as the role that the landlord names, and nothing else', () => {
    const statements = ofType(data, 'AWS::S3::BucketPolicy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    )
    const [granted, ...more] = statements.filter(({ Principal }) =>
      JSON.stringify(Principal).includes('111122223333:role/forms-runner'),
    )
    expect(more).toEqual([])
    expect(granted.Action).toBe('s3:PutObject')
    expect(granted.Resource.map((one: unknown) => JSON.stringify(one).match(/[a-z_]+\/\*/)?.[0])).toEqual([
      'form_submissions/*',
      'test_form_submissions/*',
    ])
  })

  test('inbound mail tells EventBridge by the property, not by a function of CDK’s', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    })
    data.resourceCountIs('AWS::Lambda::Function', 0)
  })
})

test('every contractor, every source and the links have a secret that can be two at once', () => {
  const names = ofType(data, 'AWS::SecretsManager::Secret').map(({ Properties }) => Properties.Name)
  expect(names.sort()).toEqual(
    [
      ...['clearwater', 'fenwick-fire', 'marlow-electrical', 'sureheat', 'trent-lifts'].map(id => `contractors/${id}`),
      'link',
      'session',
      'sources/complaints-form',
      'sources/damp-report',
      'sources/hazard-form',
      'sources/repairs-survey',
      'sources/staff-hazards',
      'sources/website-complaints',
      'webhooks/sureheat',
    ].map(name => `dutyholder/northmere/${name}`),
  )
  data.allResourcesProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: {
      ExcludePunctuation: true,
      GenerateStringKey: 'current',
      PasswordLength: 44,
      SecretStringTemplate: '{"previous":""}',
    },
  })
})
