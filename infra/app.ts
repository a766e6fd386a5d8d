/** Synthesises both stacks for the landlord of `-c landlord=<file>`, else the example, and holds them to the rule packs. */
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { stacks } from './constructs/stacks.ts'
import { loadLandlord } from './landlord/load.ts'

const app = new App()
stacks(app, loadLandlord(app.node.tryGetContext('landlord') ?? new URL('landlord/example.json', import.meta.url)))
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
app.synth()
