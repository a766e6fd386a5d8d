/** The two stacks of a landlord: what must never be lost, and what may be replaced at any time. */
import { type App, Tags } from 'aws-cdk-lib'
import { DataStack } from '../data-stack.ts'
import type { Landlord } from '../landlord/schema.ts'
import { ServiceStack } from '../service-stack.ts'

export const stacks = (app: App, landlord: Landlord): { data: DataStack; service: ServiceStack } => {
  const env = { region: landlord.region }
  const data = new DataStack(app, `Dutyholder-${landlord.shortName}-Data`, { env, landlord })
  const service = new ServiceStack(app, `Dutyholder-${landlord.shortName}-Service`, { env, landlord, data })
  Tags.of(app).add('application', 'dutyholder')
  Tags.of(app).add('landlord', landlord.shortName)
  return { data, service }
}
