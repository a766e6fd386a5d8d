/** The promises of docs/threat-model.md that a template can keep. */
import { describe, expect, test } from 'vitest'
import { functionNames } from '../../infra/topology.ts'
import { all, ofType, synthesise } from './synthesised.ts'

const { data, service } = synthesise()
const both = [...Object.values(all(data)), ...Object.values(all(service))]
const typed = (type: string) => both.filter(({ Type }) => Type === type)
const text = (value: unknown): string => JSON.stringify(value)

describe('at rest', () => {
  test('one customer key, rotated, that nobody outside the account may use', () => {
    const keys = typed('AWS::KMS::Key')
    expect(keys).toHaveLength(1)
    expect(keys[0]!.Properties.EnableKeyRotation).toBe(true)
    const principals = keys[0]!.Properties.KeyPolicy.Statement.map(({ Principal }: { Principal: unknown }) =>
      text(Principal),
    )
    for (const principal of principals) expect(principal).not.toContain('"*"')
  })

  test('it encrypts the table, the evidence, the dead letters and every secret', () => {
    const [table] = ofType(data, 'AWS::DynamoDB::GlobalTable')
    expect(text(table!.Properties.Replicas)).toContain('KMSMasterKeyId')
    const kms = ofType(data, 'AWS::S3::Bucket').filter(({ Properties }) =>
      text(Properties.BucketEncryption).includes('aws:kms'),
    )
    expect(kms).toHaveLength(2)
    for (const { Properties } of ofType(data, 'AWS::SecretsManager::Secret')) expect(Properties.KmsKeyId).toBeDefined()
  })

  test('queues are encrypted', () => {
    const queues = ofType(service, 'AWS::SQS::Queue')
    expect(queues.length).toBeGreaterThan(4)
    for (const { Properties } of queues) expect(Properties.SqsManagedSseEnabled).toBe(true)
  })
})

describe('on the way', () => {
  test('every bucket, queue and topic has a policy that refuses what does not come by TLS', () => {
    const refusing = (type: string) =>
      typed(type).filter(({ Properties }) =>
        (Properties.PolicyDocument.Statement as { Effect: string; Condition?: unknown }[]).some(
          ({ Effect, Condition }) =>
            Effect === 'Deny' && text(Condition ?? {}).includes('"aws:SecureTransport":"false"'),
        ),
      ).length
    expect(refusing('AWS::S3::BucketPolicy')).toBe(typed('AWS::S3::Bucket').length)
    expect(refusing('AWS::SQS::QueuePolicy')).toBe(typed('AWS::SQS::Queue').length)
    expect(refusing('AWS::SNS::TopicPolicy')).toBe(typed('AWS::SNS::Topic').length)
  })

  test('buckets refuse TLS older than 1.2, and mail leaves by TLS or not at all', () => {
    const old = typed('AWS::S3::BucketPolicy').filter(({ Properties }) =>
      text(Properties.PolicyDocument).includes('"s3:TlsVersion":1.2'),
    )
    expect(old).toHaveLength(typed('AWS::S3::Bucket').length)
    service.hasResourceProperties('AWS::SES::ConfigurationSet', { DeliveryOptions: { TlsPolicy: 'REQUIRE' } })
  })
})

describe('at the door', () => {
  test('one authorizer: the landlord’s issuer, its audience, from the Authorization header', () => {
    const authorizers = ofType(service, 'AWS::ApiGatewayV2::Authorizer')
    expect(authorizers).toHaveLength(1)
    expect(authorizers[0]!.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: ['api://dutyholder.northmere.example'],
        Issuer: 'https://login.microsoftonline.com/3f8a1c52-7d0e-4b6f-9a43-1f6f0c2b7e90/v2.0',
      },
    })
  })

  test('no function has an address of its own beside the gateway', () => {
    service.resourceCountIs('AWS::Lambda::Url', 0)
    const callers = ofType(service, 'AWS::Lambda::Permission').map(({ Properties }) => Properties.Principal)
    expect(new Set(callers)).toEqual(new Set(['apigateway.amazonaws.com', 'events.amazonaws.com']))
  })

  test('what a gateway, a rule or a schedule may call is bound to that one', () => {
    for (const { Properties } of ofType(service, 'AWS::Lambda::Permission')) expect(Properties.SourceArn).toBeDefined()
  })
})

test('no secret stands in a variable, an output or a description', () => {
  for (const { Properties } of ofType(service, 'AWS::Lambda::Function'))
    expect(text(Properties.Environment)).not.toMatch(/resolve:secretsmanager|whsec_|SECRET_STRING/)
  expect(text(service.toJSON().Outputs)).not.toMatch(/secret/i)
})

test('the dashboard shows the heartbeat, every function and every dead-letter queue', () => {
  const [page] = ofType(service, 'AWS::CloudWatch::Dashboard')
  const body = text(page!.Properties.DashboardBody)
  expect(body).toContain('TickCompleted')
  const functions = Object.entries(all(service)).filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
  expect(functions).toHaveLength(functionNames.length)
  for (const [id] of functions) expect(body).toContain(id)
})
