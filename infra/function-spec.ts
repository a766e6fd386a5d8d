/** What a row of the topology says. */
import type * as z from 'zod'
import type { IndexName } from '../shared/store/schema.ts'

/** staff: OIDC token. contractor: signed body. link: signed path. session: our own signed cookie, after signing in. none: anybody. Only staff is proved by the gateway. */
export type Auth = 'staff' | 'contractor' | 'source' | 'link' | 'session' | 'none'
export type Route = { method: 'GET' | 'POST'; path: string; auth: Auth }

export type Trigger =
  | { on: 'http'; routes: readonly Route[] }
  /** items of these kinds, as they change; at most `batch` together, waiting `window` seconds for company */
  | { on: 'stream'; kinds: readonly string[]; batch: number; window: number }
  /** the target of the one-off schedules that follow, notify and tick make */
  | { on: 'schedules' }
  /** a standing schedule, in UTC; `tries` after the first */
  | { on: 'every'; name: string; expression: string; tries: number; input?: Record<string, string> }
  | { on: 'mailEvents' }
  /** an object laid into the inbound bucket whose key is one of these, `*` standing for anything; SES lays mail under `mail` */
  | { on: 'inbound'; mail: string; keys: readonly string[] }

export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'ConditionCheckItem'
export type BucketName = 'evidence' | 'inbound' | 'audit'

export type May = {
  table: readonly TableAction[]
  /** Query on these, and on no other */
  indexes?: readonly IndexName[]
  /** reads the whole of these, in segments: nightly work and exports */
  sweeps?: readonly IndexName[]
  /** on one-off schedules of the group; creating takes passing their role */
  schedules?: readonly ('CreateSchedule' | 'UpdateSchedule' | 'DeleteSchedule')[]
  /** send mail as the landlord */
  send?: true
  /** whose secrets it reads: each by its exact name */
  secrets?: readonly ('contractors' | 'webhooks' | 'sources' | 'link' | 'session')[]
  /** `ListBucket`: the keys under this prefix alone */
  buckets?: readonly {
    bucket: BucketName
    prefix: string
    actions: readonly ('GetObject' | 'PutObject' | 'ListBucket')[]
  }[]
}

export type FunctionSpec<Env extends z.ZodObject = z.ZodObject> = {
  entry: string
  env: Env
  /** what it means, to a tenant or to the person accountable, that this fails. It is what the alarm says */
  meaning: string
  /** what whoever reads the alarm does first */
  act: string
  /** what it means that it failed at one thing, caught it and went on */
  caught: string
  /** safety depends on it: its alarms also go to the second channel */
  grave?: true
  triggers: readonly Trigger[]
  may: May
  /** MB */
  memory: number
  /** seconds */
  timeout: number
}
