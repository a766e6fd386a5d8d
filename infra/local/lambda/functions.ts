/** The deployed functions by their names in the topology, made for this machine's world. */
import { make as api } from '../../../functions/api/deps.ts'
import { make as contractors } from '../../../functions/contractors/deps.ts'
import { make as follow } from '../../../functions/follow/deps.ts'
import { make as hooks } from '../../../functions/hooks/deps.ts'
import { make as imports } from '../../../functions/imports/deps.ts'
import { make as link } from '../../../functions/link/deps.ts'
import { make as mailEvents } from '../../../functions/mail-events/deps.ts'
import { make as mailIn } from '../../../functions/mail-in/deps.ts'
import { make as notify } from '../../../functions/notify/deps.ts'
import { make as orders } from '../../../functions/orders/deps.ts'
import { make as pages } from '../../../functions/pages/deps.ts'
import { make as report } from '../../../functions/report/deps.ts'
import { make as tick } from '../../../functions/tick/deps.ts'
import { make as wake } from '../../../functions/wake/deps.ts'
import type { World } from '../../../functions/wire.ts'
import { only, type StandardEnvironment } from '../../environment.ts'
import { type FunctionName, functionNames, functionSpec } from '../../topology.ts'
import type { Lambda, LambdaHandler } from './lambda.ts'

const makers: Record<FunctionName, (given: Record<string, string>, world: World) => LambdaHandler> = {
  api,
  contractors,
  follow,
  hooks,
  imports,
  link,
  'mail-events': mailEvents,
  'mail-in': mailIn,
  notify,
  orders,
  pages,
  report,
  tick,
  wake,
}

/** Registers every function with just the variables that it parses, as on AWS. */
export const registerAll = (lambda: Lambda, environment: StandardEnvironment, world: World): void => {
  for (const name of functionNames) {
    const spec = functionSpec(name)
    const given = only(spec.env, environment) as Record<string, string>
    lambda.register(name, makers[name](given, world), { timeout: spec.timeout * 1000 })
  }
}
