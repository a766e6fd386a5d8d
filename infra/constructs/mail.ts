/** SES: who we send as, what SES tells us afterwards, and where received mail is laid. */
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import {
  CfnReceiptRule,
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  ReceiptRuleSet,
} from 'aws-cdk-lib/aws-ses'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Landlord } from '../landlord/schema.ts'
import type { Mail } from './shared.ts'

const told = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
]

export const mailOut = (scope: Construct, { mailDomain, shortName }: Landlord): Mail => {
  const configurationSet = `dutyholder-${shortName}`
  const set = new ConfigurationSet(scope, 'ConfigurationSet', {
    configurationSetName: configurationSet,
    reputationMetrics: true,
    sendingEnabled: true,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
  })
  set.addEventDestination('Events', {
    destination: EventDestination.eventBus(EventBus.fromEventBusName(scope, 'DefaultBus', 'default')),
    events: told,
  })
  new EmailIdentity(scope, 'Identity', {
    identity: Identity.domain(mailDomain),
    configurationSet: set,
    mailFromDomain: `bounce.${mailDomain}`,
  })
  const arn = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME })
  return {
    configurationSet,
    identityArn: arn('identity', mailDomain),
    configurationSetArn: arn('configuration-set', configurationSet),
  }
}

/** Delivery of events to a function: tried for a day, then kept in the dead-letter queue. */
const target = (fn: IFunction, deadLetterQueue: Queue, event?: RuleTargetInput): LambdaFunction =>
  new LambdaFunction(fn, {
    deadLetterQueue,
    retryAttempts: 185,
    maxEventAge: Duration.hours(24),
    ...(event ? { event } : {}),
  })

export const onMailEvents = (scope: Construct, fn: IFunction, deadLetters: Queue, { configurationSet }: Mail): void => {
  new Rule(scope, 'SentMail', {
    description: 'What became of each mail',
    eventPattern: { source: ['aws.ses'], detail: { mail: { tags: { 'ses:configuration-set': [configurationSet] } } } },
    targets: [target(fn, deadLetters)],
  })
}

/** Mail to the landlord’s mailboxes and answers to ours, laid down raw; SES scans it, nobody drops it. */
export const mailIn = (
  scope: Construct,
  inbound: Bucket,
  prefix: string,
  { mailDomain, shortName }: Landlord,
): void => {
  const set = new ReceiptRuleSet(scope, 'Receipt', { receiptRuleSetName: `dutyholder-${shortName}` })
  new CfnReceiptRule(scope, 'ReceiveAll', {
    ruleSetName: set.receiptRuleSetName,
    rule: {
      enabled: true,
      scanEnabled: true,
      tlsPolicy: 'Optional',
      recipients: [mailDomain],
      // No kmsKeyArn: it would encrypt on SES’s side, readable by the Java and Ruby clients alone.
      actions: [{ s3Action: { bucketName: inbound.bucketName, objectKeyPrefix: prefix } }],
    },
  })
}

/** By EventBridge, since the bucket outlives the function; in the shape of S3’s own notification, which the handler reads. */
export const onInbound = (
  scope: Construct,
  fn: IFunction,
  deadLetters: Queue,
  bucket: Bucket,
  keys: readonly string[],
): void => {
  const from = EventField.fromPath
  const record = {
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    eventTime: from('$.time'),
    s3: { bucket: { name: from('$.detail.bucket.name') }, object: { key: from('$.detail.object.key') } },
  }
  new Rule(scope, 'InboundMail', {
    description: 'A message or a form’s submission has come in',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketName] }, object: { key: keys.map(wildcard => ({ wildcard })) } },
    },
    targets: [target(fn, deadLetters, RuleTargetInput.fromObject({ Records: [record] }))],
  })
}
