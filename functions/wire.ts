/**
 * What functions are wired from: the store, the rules with the landlord's choices, the one way to apply an event.
 * Built once a cold start from parsed variables; the clock is given, because one machine can push its own.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { workflows } from '#workflows'
import { fromVariable } from '../infra/landlord/load.ts'
import type { Landlord } from '../infra/landlord/schema.ts'
import { apply } from '../shared/apply.ts'
import { type CallSettings, caller } from '../shared/aws/caller.ts'
import type { ServiceName } from '../shared/aws/services.ts'
import { CANARY, canary, canaryPerson, hidingCanaries, withoutCanaries } from '../shared/canary.ts'
import { regimeOf, regimes } from '../shared/core/regimes.ts'
import type { Instant } from '../shared/core/time.ts'
import type { AnyWorkflow } from '../shared/core/workflow.ts'
import { england } from '../shared/core/working-days.ts'
import { eventBridgeSchedules } from '../shared/effects/schedules.ts'
import { checkPolicy } from '../shared/law/policy.ts'
import { asSent } from '../shared/mail/letters/as-sent.ts'
import { ordersOwed } from '../shared/orders/owed.ts'
import { directoryFrom } from '../shared/people/directory.ts'
import type { Member } from '../shared/people/person.ts'
import { dynamoCall } from '../shared/store/dynamo/client.ts'
import { dynamoStore } from '../shared/store/dynamo/dynamo.ts'
import { withRegimes } from '../shared/store/regimes.ts'

/** Variables as given, not yet parsed. */
export type Given = Readonly<Record<string, string | undefined>>

/**
 * Tells the log, never personal data, and rings; unless it is `heard` elsewhere: `again`, what is tried again by whoever
 * called and rings when it is given up or thrown on; `asker`, what a stranger can cause at will and is answered for.
 */
export type Fault = (name: string, error: unknown, heard?: 'again' | 'asker') => void

/** What differs between AWS and one machine, beside endpoints. */
export type World = {
  now: () => Instant
  fault: Fault
  /** personas, the clock and the mailbox exist */
  local: boolean
  /** how a service of AWS is asked, where that differs from what its address and the environment say */
  service: (name: ServiceName) => CallSettings
}

/** A council is its own local housing authority: it owes itself no copies (SI 2020/312 reg 3(3)(c), 3(5)). */
export const policyOf = ({ kind, policy }: Landlord) => {
  const checked = checkPolicy({ 'eicr.landlordIsAuthority': kind === 'LARP' ? 1 : 0, ...policy })
  if (checked.ok) return checked.values
  throw new Error(['The policy is refused:', ...checked.mistakes].join('\n  '))
}

/** Milliseconds: 20, 40, 80 … with full jitter, so that two writers do not meet again. */
const pause = (attempt: number): Promise<void> =>
  new Promise(done => setTimeout(done, randomInt(5, 10 + 20 * 2 ** attempt)))

/** Spreading would make every workflow of a bundle at once (lazy.cjs): what makes them is carried over instead. */
export const withCanary = (known: typeof workflows): Readonly<Record<string, AnyWorkflow>> =>
  Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(known), [CANARY]: { value: canary, enumerable: true } },
  )

/** Contractors' desks: who is told in the role of contractor, each of its own jobs. One address may be that of several. */
const desksOf = ({ contractors }: Landlord): Member[] => {
  const desks = new Map<string, Member>()
  for (const { id, name, email, streams } of contractors) {
    if (!email) continue
    const address = email.toLowerCase()
    const there = desks.get(address)
    desks.set(address, {
      ...(there ?? { email: address, name, roles: ['contractor'], areas: [] }),
      workflows: [...new Set([...(there?.workflows ?? []), ...streams])],
      contractors: [...(there?.contractors ?? []), id],
    })
  }
  return [...desks.values()]
}

export const wire = (env: { TABLE: string; LANDLORD: string }, world: World) => {
  const landlord = fromVariable(env.LANDLORD)
  const policy = policyOf(landlord)
  const known = regimes(regimeOf(policy, england), england)
  const call = dynamoCall(world.service('dynamodb'))
  const store = withoutCanaries(withRegimes(dynamoStore({ call, table: env.TABLE }), known))
  const { reckon } = known
  const engine = withCanary(workflows)
  // On one machine all functions read one register a moment after it was imported: nothing is kept.
  const settings = {
    fallback: landlord.fallback,
    titles: landlord.roles,
    now: world.now,
    minutes: world.local ? 0 : 1,
  }
  const applying = (some: Readonly<Record<string, AnyWorkflow>>) =>
    apply({
      store,
      workflows: some,
      reckon,
      now: world.now,
      salt: () => randomBytes(24).toString('base64url'),
      pause,
      orders: ordersOwed(landlord.contractors),
      letters: asSent,
      // Who was entered a moment ago may approve: nothing is kept.
      people: directoryFrom(store, { ...settings, minutes: 0 }),
    })
  return {
    landlord,
    directory: directoryFrom(store, { ...settings, also: [...desksOf(landlord), canaryPerson] }),
    policy,
    store,
    reckon,
    regimes: known,
    workflows,
    ...world,
    /** what the engine knows: lists, figures and reports go by `workflows` */
    engine,
    apply: applying(engine),
    applyToTheirs: applying(workflows),
  }
}
export type Wired = ReturnType<typeof wire>

/** For functions that are asked from outside: they know no case that is our own. */
export const wireDoor = (env: { TABLE: string; LANDLORD: string }, world: World): Wired => {
  const wired = wire(env, world)
  return { ...wired, store: hidingCanaries(wired.store), apply: wired.applyToTheirs }
}

export type ScheduleEnv = {
  SCHEDULE_GROUP: string
  SCHEDULE_ROLE_ARN: string
  SCHEDULE_DEAD_LETTERS_ARN: string
  WAKE_ARN: string
}

/** One-off schedules that call `wake`. */
export const schedulesOf = (env: ScheduleEnv, { now, service }: World) =>
  eventBridgeSchedules(caller('scheduler', service('scheduler')), {
    group: env.SCHEDULE_GROUP,
    targetArn: env.WAKE_ARN,
    roleArn: env.SCHEDULE_ROLE_ARN,
    deadLetterArn: env.SCHEDULE_DEAD_LETTERS_ARN,
    now,
  })
