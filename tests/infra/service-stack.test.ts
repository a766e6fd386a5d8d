import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { oneCaught } from '../../functions/caught.ts'
import type { Route } from '../../infra/function-spec.ts'
import { functionNames, functionSpec } from '../../infra/topology.ts'
import { all, ofType, synthesise } from './synthesised.ts'

const { service } = synthesise()
const alarms = ofType(service, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties)
const functions = ofType(service, 'AWS::Lambda::Function').map(({ Properties }) => Properties)
const named = (name: string) =>
  functions.find(({ Environment }) => Environment.Variables.POWERTOOLS_SERVICE_NAME === name)

describe('functions', () => {
  test('are those of the topology: Node 24 on arm64, traced, with memory and time of their own', () => {
    expect(functions).toHaveLength(functionNames.length)
    for (const name of functionNames) {
      const { memory, timeout } = functionSpec(name)
      expect(named(name)).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        MemorySize: memory,
        Timeout: timeout,
      })
    }
  })

  test.each(functionNames)('%s is given the variables that it parses, and no others', name => {
    const { POWERTOOLS_SERVICE_NAME, ...own } = named(name).Environment.Variables
    expect(Object.keys(own).sort()).toEqual(Object.keys(functionSpec(name).env.shape).sort())
  })

  test('keep their logs for a year', () => {
    service.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 })
    service.resourceCountIs('AWS::Logs::LogGroup', functionNames.length + 1)
  })
})

describe('the stream', () => {
  test.each([
    ['follow', ['CASE', 'ERRAND', 'BUNDLE']],
    ['notify', ['NOTICE']],
  ])('%s sees %s, gives up a bad record in good time, and loses none', (_, kinds) => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 19 * 3_600,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ dynamodb: { NewImage: { kind: { S: kinds } } } }) }] },
    })
  })
})

describe('HTTP', () => {
  const routes = functionNames
    .flatMap(name => [...functionSpec(name).triggers])
    .flatMap((trigger): readonly Route[] => (trigger.on === 'http' ? trigger.routes : []))

  test('has the routes of the topology; staff bring a token with the scope, the others are proved by the function', () => {
    const made = ofType(service, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => [
      Properties.RouteKey,
      Properties.AuthorizationType,
      Properties.AuthorizationScopes?.join() ?? '',
    ])
    const declared = routes.map(({ method, path, auth }) => [
      `${method} ${path}`,
      ...(auth === 'staff' ? ['JWT', 'dutyholder'] : ['NONE', '']),
    ])
    expect(made.sort()).toEqual(declared.sort())
  })

  test('leaves exactly these open to the world', () => {
    expect(routes.filter(({ auth }) => auth !== 'staff').map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /health',
      'GET /health/canary',
      'GET /openapi.json',
      'POST /hooks/{source}',
      'POST /contractors/{contractorId}/events',
      'GET /contractors/{contractorId}/refused',
      'GET /link/{token}',
      'POST /link/{token}',
      'GET /',
      'GET /pages/{page+}',
      'POST /pages/{page+}',
    ])
  })

  test('is throttled, and logs neither addresses nor paths', () => {
    service.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('sourceIp|context\\.path|userAgent')) },
    })
  })
})

describe('time', () => {
  test('the tick comes every minute, the reports in UTC; what cannot be delivered is kept', () => {
    const schedules = ofType(service, 'AWS::Scheduler::Schedule').map(({ Properties }) => Properties)
    expect(schedules.map(({ Name, ScheduleExpression }) => `${Name} ${ScheduleExpression}`).sort()).toEqual([
      'canary rate(1 hour)',
      'orders rate(1 minute)',
      'orders-overlooked rate(1 hour)',
      'report cron(0 * * * ? *)',
      'tick rate(1 minute)',
    ])
    for (const { ScheduleExpressionTimezone, Target } of schedules) {
      expect(ScheduleExpressionTimezone).toBe('UTC')
      expect(Target.DeadLetterConfig.Arn).toBeDefined()
    }
  })

  test('who may delete a case’s schedule cannot reach the tick: another group', () => {
    const groups = ofType(service, 'AWS::Scheduler::ScheduleGroup').map(({ Properties }) => Properties.Name)
    const { SCHEDULE_GROUP } = named('follow').Environment.Variables
    expect(groups.sort()).toEqual(['dutyholder-northmere-cases', 'dutyholder-northmere-standing'])
    expect(SCHEDULE_GROUP).toBe('dutyholder-northmere-cases')
  })
})

describe('mail', () => {
  test('what becomes of it is told to mail-events, all seven kinds', () => {
    service.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        MatchingEventTypes: ['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject', 'renderingFailure'],
      },
    })
  })

  test('what comes in is laid down raw, not encrypted by a key that Node cannot use', () => {
    const [rule] = ofType(service, 'AWS::SES::ReceiptRule')
    expect(rule!.Properties.Rule.Recipients).toEqual(['dutyholder.northmere.example'])
    expect(Object.keys(rule!.Properties.Rule.Actions[0].S3Action).sort()).toEqual(['BucketName', 'ObjectKeyPrefix'])
  })

  test('what is laid into the bucket wakes its reader: mail at once, a form’s files when its JSON is there', () => {
    const rules = ofType(service, 'AWS::Events::Rule').map(({ Properties }) => Properties.EventPattern)
    expect(rules.find(({ source }) => source[0] === 'aws.s3').detail.object.key).toEqual([
      { wildcard: 'raw/*' },
      { wildcard: 'form_submissions/*/form_submission.json' },
      { wildcard: 'test_form_submissions/*/form_submission.json' },
      { wildcard: 'replay/*' },
    ])
  })

  test('events are tried for a day and then kept', () => {
    for (const { Properties } of ofType(service, 'AWS::Events::Rule'))
      for (const { DeadLetterConfig, RetryPolicy } of Properties.Targets) {
        expect(DeadLetterConfig.Arn).toBeDefined()
        expect(RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 })
      }
  })
})

describe('alarms', () => {
  const queues = Object.entries(all(service)).filter(([, { Type }]) => Type === 'AWS::SQS::Queue')

  test('every function has one for its errors, which says what it means and what to do', () => {
    for (const name of functionNames) {
      const { meaning, act } = functionSpec(name)
      const texts = alarms.filter(({ MetricName }) => MetricName === 'Errors').map(alarm => alarm.AlarmDescription)
      expect(texts).toContain(`${meaning} ${act}`)
    }
  })

  test('every function has one for what it caught and went on from, by the very name under which it counts that', () => {
    const caught = alarms.filter(({ MetricName }) => MetricName === 'FaultsCaught')
    expect(caught).toHaveLength(functionNames.length)
    for (const name of functionNames) {
      const [id] = Object.entries(all(service)).find(
        ([, { Type, Properties }]) =>
          Type === 'AWS::Lambda::Function' && Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name,
      )!
      const { AlarmDescription, Dimensions, Namespace, Threshold, TreatMissingData } = caught.find(({ Dimensions }) =>
        Dimensions.some(({ Value }: { Value: unknown }) => Value === name),
      )!
      expect(AlarmDescription).toMatch(new RegExp(`^${functionSpec(name).caught} Find in the log`))
      expect([Threshold, TreatMissingData]).toEqual([0, 'notBreaching'])
      // what the function says of itself, its name in AWS in place of the reference to it
      const said = oneCaught({ POWERTOOLS_SERVICE_NAME: name, AWS_LAMBDA_FUNCTION_NAME: id }).serializeMetrics()
      const [directive] = said._aws.CloudWatchMetrics
      expect(directive).toMatchObject({ Namespace, Metrics: [{ Name: 'FaultsCaught' }] })
      expect(said.FaultsCaught).toBe(1)
      const watched = Dimensions.map(({ Name, Value }: { Name: string; Value: string | { Ref: string } }) => [
        Name,
        typeof Value === 'string' ? Value : Value.Ref,
      ])
      const under = directive!.Dimensions.flat().map(key => [key, said[key]])
      expect(under.sort()).toEqual(watched.sort())
    }
    const shown = JSON.stringify(ofType(service, 'AWS::CloudWatch::Dashboard').map(({ Properties }) => Properties))
    expect(shown.split('FaultsCaught')).toHaveLength(functionNames.length + 1)
  })

  test('every queue is a dead-letter queue with an alarm, encrypted', () => {
    const watched = alarms
      .filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ Dimensions }) => Dimensions[0].Value['Fn::GetAtt'][0])
    expect(watched.sort()).toEqual(queues.map(([id]) => id).sort())
    expect(
      queues.every(([id, { Properties }]) => /DeadLetters|Undelivered/.test(id) && Properties.SqsManagedSseEnabled),
    ).toBe(true)
  })

  test('every function that nobody waits for has a queue for what it could not do', () => {
    const waitedFor = ['http', 'stream']
    const alone = functionNames.filter(name => functionSpec(name).triggers.some(({ on }) => !waitedFor.includes(on)))
    expect(alone).toEqual(['wake', 'tick', 'mail-events', 'mail-in', 'orders', 'report'])
    service.resourceCountIs('AWS::Lambda::EventInvokeConfig', alone.length)
    service.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
  })

  test('the tick’s silence for three minutes rings, because no news is bad news', () => {
    service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Dutyholder',
      MetricName: 'TickCompleted',
      Dimensions: [
        { Name: 'landlord', Value: 'northmere' },
        { Name: 'service', Value: 'tick' },
      ],
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmDescription: Match.stringLikeRegexp('nobody is being told about overdue checks'),
    })
  })

  test('the report that nobody calls any more rings: figures and seals would be missing without an error', () => {
    service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Invocations',
      Period: 3_600,
      EvaluationPeriods: 3,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmDescription: Match.stringLikeRegexp('the seal on the history'),
    })
  })

  test('the stream’s readers ring when a minute behind, and when they gave something up', () => {
    const about = (metric: string, threshold: number) =>
      alarms.filter(({ MetricName, Threshold }) => MetricName === metric && Threshold === threshold)
    expect(about('IteratorAge', 60_000)).toHaveLength(2)
    expect(about('OnFailureDestinationDeliveredEventCount', 0)).toHaveLength(2)
  })

  test('every alarm goes to the mail topic; what safety depends on also goes to the pager', () => {
    const grave = functionNames
      .filter(name => functionSpec(name).grave)
      .flatMap(name => [functionSpec(name).meaning, functionSpec(name).caught])
    for (const { AlarmDescription, AlarmActions } of alarms) {
      const isGrave =
        grave.some(meaning => AlarmDescription.includes(meaning)) || /^So many|hourly test mail/.test(AlarmDescription)
      expect([AlarmDescription, AlarmActions.length]).toEqual([AlarmDescription, isGrave ? 2 : 1])
    }
    const protocols = ofType(service, 'AWS::SNS::Subscription').map(({ Properties }) => Properties.Protocol)
    expect(protocols.sort()).toEqual(['email', 'email', 'https'])
    service.resourceCountIs('AWS::SNS::Topic', 2)
  })
})

describe('CloudFormation', () => {
  // A synthesis without CloudFormation's own rules does not see it; a deployment is refused for it.
  test('is given no resource that refers to itself', () => {
    const refersTo = (value: unknown): string[] => {
      if (typeof value !== 'object' || value === null) return []
      const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] }
      return [...(Ref ? [Ref] : []), ...(attribute ? [attribute[0]!] : []), ...Object.values(value).flatMap(refersTo)]
    }
    const own = Object.entries(all(service)).filter(([id, { Properties }]) => refersTo(Properties).includes(id))
    expect(own.map(([id]) => id)).toEqual([])
  })

  test('names wake as those are told who make schedules for it', () => {
    const arn = JSON.stringify(named('follow').Environment.Variables.WAKE_ARN)
    expect(arn).toContain(`:function:${named('wake').FunctionName}`)
  })
})
