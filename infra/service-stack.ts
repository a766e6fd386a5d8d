/** What may be replaced at any time: the topology made into AWS, and the alarms that watch it. */
import { ArnFormat, CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { Alarms } from './constructs/alarms.ts'
import { dashboard } from './constructs/dashboard.ts'
import { behindFirewall } from './constructs/firewall.ts'
import { statements, wildcards } from './constructs/grants.ts'
import { Gateway } from './constructs/http.ts'
import { mailIn, mailOut, onInbound, onMailEvents } from './constructs/mail.ts'
import { deadLetterQueue } from './constructs/queue.ts'
import { oneOffSchedules, standingSchedules, woken } from './constructs/schedules.ts'
import type { Shared } from './constructs/shared.ts'
import { follows, watchStream } from './constructs/stream.ts'
import { TypedFunction } from './constructs/typed-function.ts'
import { acknowledge } from './constructs/wildcards.ts'
import type { DataStack } from './data-stack.ts'
import { only, type StandardEnvironment } from './environment.ts'
import type { Trigger } from './function-spec.ts'
import { forImports, toVariable, withoutImports } from './landlord/load.ts'
import type { Landlord } from './landlord/schema.ts'
import { secretsPrefix } from './landlord/secret-names.ts'
import { canaryHeardOf, heartbeatOf } from './metrics.ts'
import { type FunctionName, functionNames, functionSpec } from './topology.ts'

export type ServiceStackProps = StackProps & { landlord: Landlord; data: DataStack }

const wakeName = ({ shortName }: Landlord): string => `dutyholder-${shortName}-wake`

/** `mail-in` → `MailIn` */
const pascal = (name: string): string =>
  name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())

const canarySilent = {
  meaning:
    'The hourly test mail does not arrive: a tenant’s overdue check or emergency may be told to nobody, though no function fails.',
  act: 'Look at SES first (sending paused, quota, events), then at the schedules; until it arrives, telephone from the look-ahead.',
}

/** Called without anybody waiting for the answer: what fails must be kept somewhere. */
const isAsync = ({ on }: Trigger): boolean =>
  on === 'schedules' || on === 'every' || on === 'mailEvents' || on === 'inbound'

export class ServiceStack extends Stack {
  private readonly functions = new Map<FunctionName, TypedFunction>()
  private readonly queues = new Map<FunctionName, Queue>()

  constructor(scope: Construct, id: string, { landlord, data, ...props }: ServiceStackProps) {
    super(scope, id, props)
    const alarms = new Alarms(this, 'Alarms', landlord)
    const gateway = new Gateway(this, 'Gateway', landlord)
    for (const name of functionNames)
      if (functionSpec(name).triggers.some(isAsync))
        this.queues.set(name, deadLetterQueue(this, `${pascal(name)}DeadLetters`))

    const prefix = `dutyholder-${landlord.shortName}`
    const schedules = oneOffSchedules(this, `${prefix}-cases`, this.queue('wake'))
    const shared: Shared = { landlord, data, schedules, mail: mailOut(this, landlord) }
    const environment = this.environmentOf(shared)
    const imports = { ...environment, LANDLORD: toVariable(forImports(landlord)) }
    for (const name of functionNames) this.deploy(name, name === 'imports' ? imports : environment, shared, alarms)

    const every = standingSchedules(this, `${prefix}-standing`)
    for (const name of functionNames)
      for (const trigger of functionSpec(name).triggers) this.connect(name, trigger, { shared, gateway, alarms, every })

    this.watchMail(alarms)
    dashboard(this, {
      name: prefix,
      landlord: landlord.shortName,
      functions: functionNames.map(name => ({ name, fn: this.fn(name) })),
      queues: [...this.queues.values()],
    })
    if (landlord.firewall) behindFirewall(this, gateway.api, landlord.baseUrl, landlord.firewall)
    new CfnOutput(this, 'ApiUrl', { value: gateway.api.apiEndpoint, description: 'Behind the landlord’s baseUrl' })
    // CloudFormation can make a rule set, but an account has one active set, and only a person can choose it.
    if (landlord.mailboxes.length > 0)
      new CfnOutput(this, 'ReceiptRuleSet', {
        value: prefix,
        description: 'To be made the active receipt rule set, once',
      })
  }

  private queue(name: FunctionName): Queue {
    const queue = this.queues.get(name)
    if (!queue) throw new Error(`${name} is not called asynchronously: it has no dead-letter queue`)
    return queue
  }

  private fn(name: FunctionName): TypedFunction {
    const fn = this.functions.get(name)
    if (!fn) throw new Error(`${name} is not deployed yet`)
    return fn
  }

  /** By its name: wake makes schedules that call wake, and a function cannot refer to itself in CloudFormation. */
  private arnOf(functionName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME
    return this.formatArn({ service: 'lambda', resource: 'function', resourceName: functionName, arnFormat })
  }

  private environmentOf({ landlord, data, schedules, mail }: Shared): StandardEnvironment {
    return {
      TABLE: data.table.tableName,
      LANDLORD: toVariable(withoutImports(landlord)),
      SCHEDULE_GROUP: schedules.group,
      SCHEDULE_ROLE_ARN: schedules.role.roleArn,
      SCHEDULE_DEAD_LETTERS_ARN: schedules.deadLetters.queueArn,
      WAKE_ARN: this.arnOf(wakeName(landlord)),
      MAIL_FROM: landlord.mailFrom,
      CONFIGURATION_SET: mail.configurationSet,
      BASE_URL: landlord.baseUrl,
      EVIDENCE_BUCKET: data.buckets.evidence.bucketName,
      INBOUND_BUCKET: data.buckets.inbound.bucketName,
      AUDIT_BUCKET: data.buckets.audit.bucketName,
      SECRETS_PREFIX: secretsPrefix(landlord),
    }
  }

  private deploy(name: FunctionName, environment: StandardEnvironment, shared: Shared, alarms: Alarms): void {
    const { entry, env, memory, timeout, may, ...spec } = functionSpec(name)
    const id = pascal(name)
    const named = name === 'wake' ? { functionName: wakeName(shared.landlord) } : {}
    const fn = new TypedFunction(this, id, {
      name,
      ...named,
      entry,
      env,
      environment: only(env, environment),
      description: `If it fails: ${spec.meaning}`,
      memory,
      timeout,
    })
    for (const statement of statements(this, shared, may)) fn.addToRolePolicy(statement)
    const queue = this.queues.get(name)
    if (queue) {
      fn.configureAsyncInvoke({
        onFailure: new SqsDestination(queue),
        retryAttempts: 2,
        maxEventAge: Duration.hours(6),
      })
      alarms.onQueue(id, queue, spec)
    }
    alarms.onErrors(id, fn, spec)
    alarms.onCaught(id, fn, name, spec)
    acknowledge(fn.role!, wildcards(this, shared, may))
    Validations.of(fn).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason: queue
        ? 'Its failure destination is a queue, which tells the error too.'
        : 'It is called by the gateway, whose caller hears of the failure, or by the stream, whose mapping keeps what fails.',
    })
    this.functions.set(name, fn)
  }

  private connect(
    name: FunctionName,
    trigger: Trigger,
    by: { shared: Shared; gateway: Gateway; alarms: Alarms; every: ReturnType<typeof standingSchedules> },
  ): void {
    const { shared, gateway, alarms, every } = by
    const fn = this.fn(name)
    const id = pascal(name)
    const inbound = shared.data.buckets.inbound
    switch (trigger.on) {
      case 'http':
        gateway.serves(id, fn, trigger.routes)
        break
      case 'stream':
        watchStream(alarms, id, fn, follows(this, id, fn, trigger, shared), functionSpec(name))
        break
      case 'schedules':
        woken(shared.schedules, fn)
        break
      case 'every':
        if (trigger.name === 'tick')
          alarms.onSilence(
            'TickSilent',
            { ...heartbeatOf(shared.landlord.shortName), minutes: 1, times: 3 },
            functionSpec(name),
          )
        if (trigger.name === 'canary')
          alarms.onSilence(
            'CanarySilent',
            { ...canaryHeardOf(shared.landlord.shortName), minutes: 60, times: 2 },
            canarySilent,
          )
        // One metric a function: a second schedule of it would hide behind the first.
        if (trigger.name === name && name !== 'tick') alarms.onIdle(`${id}Idle`, fn, 3, functionSpec(name))
        every(trigger, fn, this.queue(name))
        break
      case 'mailEvents':
        onMailEvents(this, fn, this.queue(name), shared.mail)
        break
      case 'inbound':
        if (shared.landlord.mailboxes.length > 0) mailIn(this, inbound, trigger.mail, shared.landlord)
        onInbound(this, fn, this.queue(name), inbound, trigger.keys)
        break
    }
  }

  /** SES reviews an account at 5 % bounces and stops it at 10 %; a stopped account is silence. */
  private watchMail(alarms: Alarms): void {
    const bounces = new Metric({
      namespace: 'AWS/SES',
      metricName: 'Reputation.BounceRate',
      period: Duration.hours(1),
      statistic: 'Average',
    })
    alarms.on('Bounces', bounces, 0.04, {
      meaning: 'So many mails bounce that SES may stop all of them.',
      act: 'Find the wrong addresses in the list of people, correct them, and answer SES’s review.',
      grave: true,
    })
  }
}
