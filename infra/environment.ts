/** What functions are told through variables. One list for AWS and for one machine; each function gets what it parses. */
import type * as z from 'zod'
import type { topology } from './topology.ts'

export type StandardEnvironment = {
  TABLE: string
  /** the landlord's file, packed or plain (landlord/load.ts `fromVariable`) */
  LANDLORD: string
  SCHEDULE_GROUP: string
  /** the role that Scheduler takes on to call `wake` */
  SCHEDULE_ROLE_ARN: string
  /** where a schedule goes that could not be delivered: without it Scheduler deletes it and leaves no trace */
  SCHEDULE_DEAD_LETTERS_ARN: string
  WAKE_ARN: string
  MAIL_FROM: string
  CONFIGURATION_SET: string
  BASE_URL: string
  EVIDENCE_BUCKET: string
  INBOUND_BUCKET: string
  AUDIT_BUCKET: string
  /** secrets are `<prefix>contractors/<id>`, `<prefix>sources/<source>` and `<prefix>link` */
  SECRETS_PREFIX: string
}

type Intersection<U> = (U extends unknown ? (of: U) => void : never) extends (of: infer I) => void ? I : never
type Needs = Intersection<{ [F in keyof typeof topology]: z.input<(typeof topology)[F]['env']> }[keyof typeof topology]>
/** Does not compile when some function parses a variable that nobody gives. */
export type EveryFunctionIsServed = StandardEnvironment extends Needs ? true : never
export const everyFunctionIsServed: EveryFunctionIsServed = true

/** The variables that this schema parses, and no others: a function that cannot see a name cannot depend on it. */
export const only = <Env extends z.ZodObject>(env: Env, given: StandardEnvironment): z.input<Env> => {
  const names = Object.keys(env.shape).filter(name => name in given) as (keyof StandardEnvironment)[]
  return Object.fromEntries(names.map(name => [name, given[name]])) as z.input<Env>
}
