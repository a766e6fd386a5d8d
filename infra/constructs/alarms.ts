/** Alarms that say what is wrong for people, on two channels of which one is not e-mail. */
import { Duration, Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Landlord } from '../landlord/schema.ts'
import { heartbeatOf } from '../topology.ts'
import { deadLetterQueue } from './queue.ts'

export type Meaning = { meaning: string; act: string; grave?: boolean }

const topic = (scope: Construct, id: string): Topic => {
  const made = new Topic(scope, id, { enforceSSL: true })
  // A topic with a policy has lost the default that lets the account's own alarms publish.
  made.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  return made
}

export class Alarms extends Construct {
  private readonly mail: Topic
  private readonly pager: Topic
  private readonly landlord: string

  constructor(scope: Construct, id: string, landlord: Landlord) {
    super(scope, id)
    this.landlord = landlord.shortName
    this.mail = topic(this, 'Mail')
    this.pager = topic(this, 'Pager')
    const undelivered = deadLetterQueue(this, 'Undelivered')
    for (const address of landlord.alarmEmails)
      this.mail.addSubscription(new EmailSubscription(address, { deadLetterQueue: undelivered }))
    this.pager.addSubscription(new UrlSubscription(landlord.alarmWebhook, { deadLetterQueue: undelivered }))
    this.onQueue('Alarm', undelivered, {
      meaning: 'An alarm was raised and could not be delivered.',
      act: 'Read the queue for what it said, then mend the address of the alarm’s receiver.',
    })
  }

  /** Rings as soon as one value of the metric lies past the threshold; silence is calm unless it is said to be the alarm. */
  on(id: string, metric: Metric, threshold: number, { meaning, act, grave }: Meaning): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${meaning} ${act}`,
    })
    return this.rings(alarm, grave)
  }

  onErrors(id: string, fn: IFunction, meaning: Meaning): Alarm {
    return this.on(`${id}Errors`, fn.metricErrors({ period: Duration.minutes(1), statistic: 'Sum' }), 0, meaning)
  }

  onQueue(id: string, queue: Queue, { meaning, act, grave }: Meaning): Alarm {
    const waiting = queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    })
    return this.on(`${id}DeadLetters`, waiting, 0, { meaning: `Given up after all retries. ${meaning}`, act, grave })
  }

  /** The dead man's switch: the tick says so at the end of a good run, and its silence rings. */
  onSilence(id: string, { meaning, act }: Meaning): Alarm {
    const { namespace, metric: metricName, dimensions } = heartbeatOf(this.landlord)
    const alarm = new Alarm(this, id, {
      metric: new Metric({
        namespace,
        metricName,
        dimensionsMap: dimensions,
        period: Duration.minutes(1),
        statistic: 'Sum',
      }),
      threshold: 1,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `No heartbeat for 3 minutes. ${meaning} ${act}`,
    })
    return this.rings(alarm, true)
  }

  private rings(alarm: Alarm, grave = false): Alarm {
    for (const heard of grave ? [this.mail, this.pager] : [this.mail]) {
      alarm.addAlarmAction(new SnsAction(heard))
      alarm.addOkAction(new SnsAction(heard))
    }
    return alarm
  }
}
