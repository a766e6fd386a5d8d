/** Synthesises both stacks for the landlord of `-c landlord=<file>` (the example when none is named). Needs no account. */
import { App, Tags, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { DataStack } from './data-stack.ts'
import { loadLandlord } from './landlord/load.ts'
import type { Landlord } from './landlord/schema.ts'
import { ServiceStack } from './service-stack.ts'

/** The two stacks: what must never be lost, and what may be replaced at any time. */
export const stacks = (app: App, landlord: Landlord): { data: DataStack; service: ServiceStack } => {
  const env = { region: landlord.region }
  const data = new DataStack(app, `Dutyholder-${landlord.shortName}-Data`, { env, landlord })
  const service = new ServiceStack(app, `Dutyholder-${landlord.shortName}-Service`, { env, landlord, data })
  Tags.of(app).add('application', 'dutyholder')
  Tags.of(app).add('landlord', landlord.shortName)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
  return { data, service }
}

if (import.meta.main) {
  const app = new App()
  stacks(app, loadLandlord(app.node.tryGetContext('landlord') ?? new URL('landlord/example.json', import.meta.url)))
  app.synth()
}
