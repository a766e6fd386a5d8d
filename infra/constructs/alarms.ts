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
import type { FunctionSpec } from '../function-spec.ts'
import type { Landlord } from '../landlord/schema.ts'
import { caughtBy } from '../metrics.ts'
import { deadLetterQueue } from './queue.ts'

/** A metric, and how long it may be missing: `times` periods of `minutes`. */
export type Said = {
  namespace: string
  metric: string
  dimensions: Readonly<Record<string, string>>
  minutes: number
  times: number
}
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

/** One point a fault, in fives of minutes. */
export const caughtMetric = (name: string, { functionName }: IFunction): Metric => {
  const { namespace, metric, dimensions } = caughtBy(name, functionName)
  return new Metric({
    namespace,
    metricName: metric,
    dimensionsMap: dimensions,
    period: Duration.minutes(5),
    statistic: 'Sum',
  })
}

export class Alarms extends Construct {
  private readonly mail: Topic
  private readonly pager: Topic

  constructor(scope: Construct, id: string, landlord: Landlord) {
    super(scope, id)
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

  /** What a function caught and went on from: its error metric does not see it, and nobody else hears of it. */
  onCaught(id: string, fn: IFunction, name: string, { caught, grave }: Pick<FunctionSpec, 'caught' | 'grave'>): Alarm {
    return this.on(`${id}Caught`, caughtMetric(name, fn), 0, {
      meaning: caught,
      act: 'Find in the log what it was about, and do for it what docs/runbooks/caught-fault.md says.',
      grave: grave ?? false,
    })
  }

  onQueue(id: string, queue: Queue, { meaning, act, grave }: Meaning): Alarm {
    const waiting = queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    })
    return this.on(`${id}DeadLetters`, waiting, 0, { meaning: `Given up after all retries. ${meaning}`, act, grave })
  }

  /** The dead man's switch: something says so whenever it has gone well, and its silence rings on both channels. */
  onSilence(id: string, said: Said, { meaning, act }: Meaning): Alarm {
    const alarm = new Alarm(this, id, {
      metric: new Metric({
        namespace: said.namespace,
        metricName: said.metric,
        dimensionsMap: said.dimensions,
        period: Duration.minutes(said.minutes),
        statistic: 'Sum',
      }),
      threshold: 1,
      evaluationPeriods: said.times,
      datapointsToAlarm: said.times,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `No ${said.metric === 'TickCompleted' ? 'heartbeat' : 'sign of life'} for ${said.minutes * said.times} minutes. ${meaning} ${act}`,
    })
    return this.rings(alarm, true)
  }

  /** A standing schedule that no longer calls its function fails nowhere: hours without a call ring. */
  onIdle(id: string, fn: IFunction, hours: number, { meaning, act, grave }: Meaning): Alarm {
    const alarm = new Alarm(this, id, {
      metric: fn.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `Not called for ${hours} hours. ${meaning} ${act}`,
    })
    return this.rings(alarm, grave)
  }

  private rings(alarm: Alarm, grave = false): Alarm {
    for (const heard of grave ? [this.mail, this.pager] : [this.mail]) {
      alarm.addAlarmAction(new SnsAction(heard))
      alarm.addOkAction(new SnsAction(heard))
    }
    return alarm
  }
}
