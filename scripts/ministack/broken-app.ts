/**
 * Both stacks as they are, and in the service one thing that MiniStack cannot make, after some functions and before others:
 * for the journey alone.
 */
import { App, CfnResource } from 'aws-cdk-lib'
import { stacks } from '../../infra/constructs/stacks.ts'
import { loadLandlord } from '../../infra/landlord/load.ts'

const app = new App()
const { service } = stacks(app, loadLandlord(app.node.getContext('landlord')))
const broken = new CfnResource(service, 'Broken', {
  type: 'AWS::Rekognition::Collection',
  properties: { CollectionId: 'unmakeable' },
})
for (const before of ['Api', 'Follow', 'Tick', 'Wake']) broken.node.addDependency(service.node.findChild(before))
for (const after of ['Contractors', 'Hooks', 'Notify', 'Pages'])
  service.node.findChild(after).node.addDependency(broken)
app.synth()
