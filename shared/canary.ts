/**
 * An obligation of Dutyholder's own, every hour: due in five minutes, mailed to an address that confirms, let go after an
 * hour. It goes the way of every other: schedule, wake, notice, mail, SES's event. Only the functions on that way know
 * its workflow, so that it stands in nobody's list, figure, digest, report or export. What it leaves in the table expires
 * after a quarter (store/expiry.ts).
 */
import * as z from 'zod'
import type { Apply } from './apply.ts'
import type { Actor } from './core/case.ts'
import { workflow } from './core/declare.ts'
import { addMinutes, type Instant, instant } from './core/time.ts'
import type { Parcel } from './mail/outbox.ts'
import type { Person } from './people/person.ts'
import type { Store } from './store/store.ts'

export const CANARY = 'canary'

/** SES delivers to it, reports the delivery, and nobody reads it. Locally every address confirms. */
export const canaryAddress = 'success@simulator.amazonses.com'

/** Minutes from its opening to its mail: it must pass through a schedule. */
const DUE_IN = 5
/** Minutes without a confirmed canary after which its silence is the alarm. */
export const SILENT_AFTER = 120

export const canary = workflow({
  name: CANARY,
  title: 'Test of our own mails',
  law: ['watch.canary'],
  facts: z.strictObject({ due: instant }),
  lead: 'administrator',
  events: { 'canary.recalled': z.strictObject({}) },
  initial: 'waiting',
  states: {
    waiting: { title: 'On its way', on: { 'canary.recalled': { to: 'over', by: ['administrator'] } } },
    over: { title: 'Over', final: 'over' },
  },
  clocks: {
    mail: {
      title: 'Test of our own mails',
      source: 'watch.canary',
      kind: 'policy',
      runs: 'live',
      due: f => f.due,
      ladder: [
        { at: { hours: 0 }, tell: ['administrator'], template: 'test', urgency: 'emergency' },
        { at: { hours: 1 }, tell: [], template: 'test', to: { waiting: 'over' }, every: { hours: 1 } },
      ],
    },
  },
  words: {
    test: {
      subject: 'Test of Dutyholder’s own mails',
      body: 'This mail is about no home and no tenant. It should have gone to a machine: that you read it means that deliveries of our mails are not confirmed. Tell whoever looks after Dutyholder.',
      act: 'Tell whoever looks after Dutyholder',
    },
  },
})

const system: Actor = { kind: 'system', id: 'system', roles: ['system'] }

/** Nobody's mail but the canary's goes to it. */
export const canaryPerson: Person = {
  email: canaryAddress,
  name: 'Canary',
  roles: ['administrator'],
  workflows: [CANARY],
  areas: [],
}

/** One an hour, however often it is asked. Throws what the store throws: no canary is an alarm, too. */
export const release = async (apply: Pick<Apply, 'open'>, now: Instant): Promise<string> => {
  const id = `${CANARY}:${now.slice(0, 13)}`
  await apply.open(CANARY, { id, facts: { due: addMinutes(now, DUE_IN) }, by: system })
  return id
}

export const isCanary = ({ kind, id }: Parcel): boolean => kind === 'notice' && id.startsWith(`${CANARY}:`)

const HEARD = 'canary-heard'
type Kept = Pick<Store, 'getSetting' | 'putSetting'>

/** SES has delivered one. Who was faster has said it, too. */
export const heard = async (store: Kept, at: Instant): Promise<void> => {
  const known = await store.getSetting(HEARD)
  if (typeof known?.value === 'string' && known.value >= at) return
  await store.putSetting(HEARD, at, known?.rev ?? 0)
}

export type Watch = { heardAt?: Instant; silent: boolean }

export const listen = async (store: Kept, now: Instant): Promise<Watch> => {
  const known = instant.safeParse((await store.getSetting(HEARD))?.value)
  if (!known.success) return { silent: true }
  return { heardAt: known.data, silent: known.data < addMinutes(now, -SILENT_AFTER) }
}

/** What walks over all cases does not meet it. */
export const withoutCanaries = (store: Store): Store => ({
  ...store,
  everyCase: async (...asked) => {
    const page = await store.everyCase(...asked)
    return { ...page, items: page.items.filter(c => c.workflow !== CANARY) }
  },
  everyLoaded: async (...asked) => {
    const page = await store.everyLoaded(...asked)
    return { ...page, items: page.items.filter(one => one.case.workflow !== CANARY) }
  },
})

/** For what people and machines from outside ask: no case by that number is known. */
export const hidingCanaries = (store: Store): Store => ({
  ...store,
  load: async (...asked) => {
    const found = await store.load(...asked)
    return found?.case.workflow === CANARY ? undefined : found
  },
  loadMany: async (...asked) => {
    const found = await store.loadMany(...asked)
    return new Map([...found].filter(([, one]) => one.case.workflow !== CANARY))
  },
})
