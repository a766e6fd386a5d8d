import { describe, expect, test } from 'vitest'
import { type FunctionName, functionNames } from '../../infra/topology.ts'
import { all, synthesise } from './synthesised.ts'

const resources = all(synthesise().service)

/** A CloudFormation value as text, without account and partition, a reference as the logical id it means. */
const words = (value: unknown): string => {
  if (typeof value === 'string') return value
  const [name, inner] = Object.entries(value as Record<string, unknown>)[0]!
  if (name === 'Ref') return inner === 'AWS::AccountId' ? '' : String(inner)
  if (name === 'Fn::GetAtt') return (inner as string[])[0]!
  if (name === 'Fn::Join') return (inner as [string, unknown[]])[1].map(words).join('')
  return String(inner).replace(/^.*GetAtt/, '')
}

/** `Dutyholder-…:ExportsOutputFnGetAttTableCD117FA1Arn…/index/due` → `Table/index/due` */
const short = (resource: unknown): string =>
  words(resource)
    .replace(/^arn:aws:[a-z]+:eu-west-2::/, '')
    .replace(/(StreamArn|Arn)[0-9A-F]{8}/, (_, kind: string) => (kind === 'StreamArn' ? '/stream' : ''))
    .replace(/^([A-Za-z]+?)[0-9A-F]{8}/, '$1')

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown }

const statementsOf = (role: string): Statement[] =>
  Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((on: { Ref: string }) => on.Ref.slice(0, -8) === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)

const rightsOf = (role: string): string[] =>
  statementsOf(role)
    .flatMap(({ Action, Resource }) =>
      [Resource].flat().map(resource => `${short(resource)}: ${[Action].flat().sort().join(' ')}`),
    )
    .sort()

const pascal = (name: string) => name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())

const everyFunction = (name: string) => [
  '*: xray:PutTelemetryRecords xray:PutTraceSegments',
  `${pascal(name)}Logs: logs:CreateLogStream logs:PutLogEvents`,
  'Key: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:ReEncryptTo',
]
const apply =
  'dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem'
const send = 'ses:SendEmail ses:SendRawEmail'
const dead = 'sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage'
const arms = [
  'CaseScheduleRole: iam:PassRole',
  'schedule/dutyholder-northmere-cases/*: scheduler:CreateSchedule scheduler:DeleteSchedule scheduler:UpdateSchedule',
]
const sends = [
  `configuration-set/dutyholder-northmere: ${send}`,
  `identity/dutyholder.northmere.example: ${send}`,
  'secret:dutyholder/northmere/link-??????: secretsmanager:GetSecretValue',
]
const streams = [
  'DeadLetters/aws/lambda/*: s3:PutObject',
  'DeadLetters: s3:ListBucket',
  'Table/stream: dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams',
]
const query = (...indexes: string[]) => indexes.map(name => `Table/index/${name}: dynamodb:Query`)
const secret = (name: string) => `secret:dutyholder/northmere/${name}-??????: secretsmanager:GetSecretValue`

const originals = [
  ...['callbacks', 'form_submissions', 'hooks', 'raw'].map(prefix => `Inbound/${prefix}/*: s3:GetObject`),
  'Inbound/replay/*: s3:PutObject',
]

/** Beside logs, traces and the key, this is all that each may do. */
const expected: Record<FunctionName, string[]> = {
  api: [
    'Evidence/cases/*: s3:GetObject s3:PutObject',
    'Evidence/reports/*: s3:GetObject',
    ...originals,
    ...query('asset', 'due', 'list', 'pending'),
    'Table/index/list: dynamodb:Scan',
    `Table: ${apply}`,
  ],
  imports: [...query('asset', 'list'), `Table: ${apply}`],
  hooks: [
    'Evidence/cases/*: s3:PutObject',
    'Inbound/hooks/*: s3:PutObject',
    `Table: ${apply}`,
    ...['complaints-form', 'damp-report', 'hazard-form', 'repairs-survey', 'staff-hazards', 'website-complaints'].map(
      name => secret(`sources/${name}`),
    ),
  ],
  contractors: [
    'Evidence/cases/*: s3:PutObject',
    'Inbound/callbacks/*: s3:PutObject',
    ...query('pending'),
    `Table: ${apply}`,
    ...['clearwater', 'fenwick-fire', 'marlow-electrical', 'sureheat', 'trent-lifts'].map(id =>
      secret(`contractors/${id}`),
    ),
  ],
  link: ['Evidence/cases/*: s3:PutObject', ...query('list'), `Table: ${apply}`, secret('link')],
  follow: [...arms, ...streams, `Table: ${apply}`],
  wake: [...query('list', 'pending'), `Table: ${apply}`, ...sends, `WakeDeadLetters: ${dead}`],
  tick: [...arms, ...query('due', 'list', 'pending'), `Table: ${apply}`, ...sends, `TickDeadLetters: ${dead}`],
  notify: [...arms, ...streams, ...query('list', 'pending'), `Table: ${apply}`, ...sends],
  'mail-events': [...query('list', 'pending'), `Table: ${apply}`, `MailEventsDeadLetters: ${dead}`],
  'mail-in': [
    'Evidence/cases/*: s3:PutObject',
    ...['callbacks', 'form_submissions', 'hooks', 'raw', 'test_form_submissions'].map(
      prefix => `Inbound/${prefix}/*: s3:GetObject`,
    ),
    'Inbound/replay/*: s3:PutObject',
    'Inbound: s3:ListBucket',
    ...query('list'),
    `Table: ${apply}`,
    ...sends.slice(0, 2),
    `MailInDeadLetters: ${dead}`,
  ],
  orders: [
    ...query('list', 'pending'),
    `OrdersDeadLetters: ${dead}`,
    `Table: ${apply}`,
    ...sends,
    secret('webhooks/sureheat'),
  ],
  report: [
    'Audit/heads/*: s3:PutObject',
    'Evidence/reports/*: s3:GetObject s3:PutObject',
    ...query('due', 'list', 'pending'),
    'Table/index/list: dynamodb:Scan',
    `Table: ${apply}`,
    `ReportDeadLetters: ${dead}`,
    ...sends.filter(right => !right.startsWith('secret:')),
  ],
  pages: [
    'Evidence/cases/*: s3:GetObject s3:PutObject',
    'Evidence/reports/*: s3:GetObject',
    ...originals,
    'Inbound/uploads/*: s3:GetObject s3:PutObject',
    ...query('asset', 'due', 'list', 'pending'),
    'Table/index/list: dynamodb:Scan',
    `Table: ${apply}`,
    secret('session'),
  ],
}

describe('each function may do exactly this', () => {
  test.each(functionNames)('%s', name => {
    expect(rightsOf(`${pascal(name)}Role`)).toEqual([...everyFunction(name), ...expected[name]].sort())
  })

  test('Scheduler may call wake, and the standing schedules their own functions', () => {
    expect(rightsOf('CaseScheduleRole')).toEqual(['Wake: lambda:InvokeFunction', 'WakeDeadLetters: sqs:SendMessage'])
    expect(rightsOf('StandingScheduleRole')).toEqual([
      'Orders: lambda:InvokeFunction',
      'OrdersDeadLetters: sqs:SendMessage',
      'Report: lambda:InvokeFunction',
      'ReportDeadLetters: sqs:SendMessage',
      'Tick: lambda:InvokeFunction',
      'TickDeadLetters: sqs:SendMessage',
    ])
  })
})

const policies = Object.values(resources).filter(({ Type }) => Type === 'AWS::IAM::Policy')
const roles = Object.values(resources).filter(({ Type }) => Type === 'AWS::IAM::Role')
const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])

describe('nowhere', () => {
  test('a wildcard among actions, or all resources but for X-Ray, which has none to name', () => {
    const wide = statements.filter(({ Resource }) => [Resource].flat().includes('*'))
    expect(statements.flatMap(({ Action }) => Action).filter(action => action.includes('*'))).toEqual([])
    expect([...new Set(wide.flatMap(({ Action }) => Action))].sort()).toEqual([
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ])
  })

  test('a right to delete what is stored', () => {
    const deleting = statements.flatMap(({ Action }) => Action).filter(action => /delete/i.test(action))
    expect([...new Set(deleting)]).toEqual(['scheduler:DeleteSchedule'])
  })

  test('a managed policy, or one role for two functions', () => {
    expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([])
    const used = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function')
    expect(new Set(used.map(({ Properties }) => words(Properties.Role))).size).toBe(functionNames.length)
  })
})

describe('conditions', () => {
  test('Scheduler takes on a role for its own group alone', () => {
    const trusts = roles
      .map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0])
      .filter(({ Principal }) => Principal.Service === 'scheduler.amazonaws.com')
      .map(({ Condition }) => short(Condition.StringEquals['aws:SourceArn']))
    expect(trusts.sort()).toEqual([
      'schedule-group/dutyholder-northmere-cases',
      'schedule-group/dutyholder-northmere-standing',
    ])
  })

  test('mail leaves under the landlord’s address alone, and roles are passed to Scheduler alone', () => {
    const under = (action: string) =>
      statements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Condition }) => Condition)
    expect(new Set(under('ses:SendEmail').map(condition => JSON.stringify(condition)))).toEqual(
      new Set(['{"StringEquals":{"ses:FromAddress":"compliance@dutyholder.northmere.example"}}']),
    )
    expect(new Set(under('iam:PassRole').map(condition => JSON.stringify(condition)))).toEqual(
      new Set(['{"StringEquals":{"iam:PassedToService":"scheduler.amazonaws.com"}}']),
    )
  })
})
