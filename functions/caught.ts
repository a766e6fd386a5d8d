/** What was caught and not thrown on, as a metric. */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { caughtBy } from '../infra/metrics.ts'

type Given = Readonly<Record<string, string | undefined>>

/** One fault, as the alarm of this function counts it. */
export const oneCaught = ({ POWERTOOLS_SERVICE_NAME = '', AWS_LAMBDA_FUNCTION_NAME = '' }: Given): Metrics => {
  const { namespace, metric, dimensions } = caughtBy(POWERTOOLS_SERVICE_NAME, AWS_LAMBDA_FUNCTION_NAME)
  const metrics = new Metrics({ namespace, defaultDimensions: dimensions })
  metrics.addMetric(metric, MetricUnit.Count, 1)
  return metrics
}
