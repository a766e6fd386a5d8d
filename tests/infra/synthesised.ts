/** Both stacks as CloudFormation, made once per file. */
import { readFileSync } from 'node:fs'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { stacks } from '../../infra/constructs/stacks.ts'
import { loadLandlord } from '../../infra/landlord/load.ts'
import type { Landlord } from '../../infra/landlord/schema.ts'

export type Resource = {
  Type: string
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of CloudFormation's making
  Properties: any
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
}
export type Resources = Record<string, Resource>

export const example = loadLandlord(new URL('../../infra/landlord/example.json', import.meta.url))

type Synthesised = {
  data: Template
  service: Template /** whether CloudFormation refuses to remove the data */
  kept: boolean
}
export const synthesise = (landlord: Landlord = example): Synthesised => {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'))
  // Bundling and CloudFormation's own rules are left to `npm run synth`: here they would only take time.
  const quick = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': false }
  const app = new App({ context: { ...context, ...quick }, treeMetadata: false })
  const { data, service } = stacks(app, landlord)
  const kept = data.terminationProtection === true
  return { data: Template.fromStack(data), service: Template.fromStack(service), kept }
}

export const ofType = (template: Template, type: string): Resource[] =>
  Object.values(template.findResources(type)) as Resource[]

export const all = (template: Template): Resources => template.toJSON().Resources
