import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { canaryHeardOf } from '../../infra/metrics.ts'
import { heard } from '../../shared/canary.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const { store, landlord } = wire(env.parse(given), world)
  return createHandler({
    outbox: store.outbox,
    orderCameBack: store.orderCameBack,
    heard: async at => {
      await heard(store, at)
      if (world.local) return
      const said = canaryHeardOf(landlord.shortName)
      const metrics = new Metrics({ namespace: said.namespace, defaultDimensions: said.dimensions })
      metrics.addMetric(said.metric, MetricUnit.Count, 1)
      metrics.publishStoredMetrics()
    },
    markBounced: (email, at) => store.markBounced(email.toLowerCase(), at),
  })
}
