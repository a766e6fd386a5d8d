/** One page that answers, in this order: is anybody being told, is anything stuck, is it slow. */
import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, Metric, SingleValueWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { heartbeatOf } from '../metrics.ts'
import { caughtMetric } from './alarms.ts'

export type Watched = {
  name: string
  landlord: string
  functions: readonly { name: string; fn: IFunction }[]
  queues: readonly Queue[]
}

const beat = (landlord: string, metricName: string): Metric => {
  const { namespace, dimensions } = heartbeatOf(landlord)
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: dimensions,
    period: Duration.minutes(1),
    statistic: 'Sum',
  })
}

const mail = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName, period: Duration.hours(1), statistic: 'Sum' })

const graph = (title: string, left: IMetric[], width = 12): GraphWidget =>
  new GraphWidget({ title, left, width, height: 6 })

export const dashboard = (scope: Construct, { name, landlord, functions, queues }: Watched): Dashboard => {
  const every = (pick: (fn: IFunction) => IMetric): IMetric[] => functions.map(({ fn }) => pick(fn))
  const page = new Dashboard(scope, 'Dashboard', { dashboardName: name, defaultInterval: Duration.days(1) })
  page.addWidgets(
    new TextWidget({
      markdown:
        'A flat line of **TickCompleted** at 1 a minute means that clocks are watched. Anything in a dead-letter queue: `npm run dead-letters -- list`.',
      width: 24,
      height: 2,
    }),
  )
  page.addWidgets(
    graph('Are clocks watched? (one a minute)', [beat(landlord, heartbeatOf(landlord).metric)]),
    graph('Rungs fired by the tick: what schedules missed', [beat(landlord, 'Fired')]),
  )
  page.addWidgets(
    graph('Mail: sent, delivered, bounced', [mail('Send'), mail('Delivery'), mail('Bounce'), mail('Complaint')]),
    new SingleValueWidget({
      title: 'Given up (dead letters)',
      metrics: queues.map(queue => queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' })),
      width: 12,
      height: 6,
    }),
  )
  page.addWidgets(
    graph(
      'Errors by function',
      every(fn => fn.metricErrors({ period: Duration.minutes(5) })),
    ),
    graph(
      'Duration by function, 99 of 100',
      every(fn => fn.metricDuration({ period: Duration.minutes(5), statistic: 'p99' })),
    ),
  )
  page.addWidgets(
    graph(
      'Caught and gone on: each is somebody’s work (docs/runbooks/caught-fault.md)',
      functions.map(({ name, fn }) => caughtMetric(name, fn)),
      24,
    ),
  )
  return page
}
