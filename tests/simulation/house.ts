/** The functions as they are deployed: the real handlers, wired as their `deps.ts` do, over ports that break. */
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { createHandler as follow } from '../../functions/follow/handler.ts'
import { createHandler as mailEvents } from '../../functions/mail-events/handler.ts'
import { createHandler as notify } from '../../functions/notify/handler.ts'
import { createHandler as orders } from '../../functions/orders/handler.ts'
import type { Deps as ReportDeps } from '../../functions/report/ports.ts'
import { weekly } from '../../functions/report/weekly.ts'
import { createHandler as tick } from '../../functions/tick/handler.ts'
import { createHandler as wake } from '../../functions/wake/handler.ts'
import { topology } from '../../infra/topology.ts'
import { type Apply, apply } from '../../shared/apply.ts'
import { CANARY, canary, canaryPerson, heard, release } from '../../shared/canary.ts'
import type { Notice } from '../../shared/core/case.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import type { Desk } from '../../shared/mail/desk.ts'
import type { Outbox } from '../../shared/mail/outbox.ts'
import { storiesOf } from '../../shared/mail/stories.ts'
import { sweep } from '../../shared/mail/sweep.ts'
import { nextContacts } from '../../shared/mail/undelivered.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { ordersOwed } from '../../shared/orders/owed.ts'
import { directoryFrom } from '../../shared/people/directory.ts'
import { keepRegime } from '../../shared/redate.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { withRegimes } from '../../shared/store/regimes.ts'
import type { Store } from '../../shared/store/store.ts'
import { noticeIn } from '../../shared/store/stream.ts'
import type { Table } from '../../shared/store/table.ts'
import { workflows as deployed } from '../../shared/workflows/index.ts'
import { lamp } from '../support/lamp.ts'
import { contractors, type Receiver, receiverOf } from './contractor.ts'
import type { Disk } from './disk.ts'
import { desks, fallback, links, sender } from './people.ts'
import { type Left, postOf } from './post.ts'
import { type Lambda, lambda, type Process } from './process.ts'
import { plain, type Rules } from './regime-change.ts'
import { type Scheduler, schedulerOf } from './scheduler.ts'
import type { Watch } from './watch.ts'
import type { World } from './world.ts'

/** 32 bytes, as the signature of a web hook wants them. */
const SECRET = `whsec_${Buffer.from('a secret of the simulation, long').toString('base64')}`

export const workflows: Readonly<Record<string, AnyWorkflow>> = { ...deployed, lamp, [CANARY]: canary }
export const reckon = plain
const plainReckon = plain

/** What is taken away from the system to see whether the simulation notices. */
export type Without = {
  table?: (table: Table) => Table
  store?: (store: Store) => Store
  outbox?: (outbox: Outbox) => Outbox
  desk?: (desk: Desk) => Desk
  apply?: (apply: Apply) => Apply
  tick?: true
  /** nobody looks at the open cases when the rules change */
  correction?: true
}

export type House = Record<
  'api' | 'follow' | 'wake' | 'tick' | 'notify' | 'mailEvents' | 'orders' | 'report',
  Lambda
> & {
  scheduler: Scheduler
  receiver: Receiver
}

const watched = (outbox: Outbox, watch: Watch, process: Process, read: Map<string, Notice[]>): Outbox => ({
  ...outbox,
  claim: async (parcel, attempt, now, until) => {
    const claim = await outbox.claim(parcel, attempt, now, until)
    if (claim.kind === 'claimed') watch.claimed(parcel, claim.attempt, process.call())
    return claim
  },
  keep: async record => {
    watch.speaks(record.parcel, record.attempt, record.also ?? [])
    await outbox.keep(record)
  },
  mark: async (parcel, attempt, outcome, record) => {
    await outbox.mark(parcel, attempt, outcome, record)
    if (outcome.kind === 'sent') watch.settled(parcel, attempt)
  },
  readDigest: async id => {
    const digest = await outbox.readDigest(id)
    if (digest) read.set(id, digest.notices)
    return digest
  },
  prove: async (parcel, attempt, proof) => {
    await outbox.prove(parcel, attempt, proof)
    watch.proven(parcel, attempt)
  },
  reopen: async (parcel, again) => {
    await outbox.reopen(parcel, again)
    watch.reopened(parcel, again.avoid)
  },
})

type Wiring = {
  world: World
  disk: Disk
  watch: Watch
  without: Without
  rules: Rules
  /** the contractor wants no more web hooks */
  gone: boolean
  invoke: { events: (event: unknown) => Promise<unknown>; wake: (input: unknown) => Promise<unknown> }
}

/** Random texts and pauses, as far as a simulation may have them. */
const applyOn = ({ world, rules, without }: Wiring, store: Store, process: Process, reckon: Reckon): Apply => {
  const whole = apply({
    store,
    workflows,
    reckon,
    now: process.now,
    salt: () => `salt ${world.dice.below(1e9)} ${world.dice.below(1e9)}`,
    // Histories without regimes are those without contractors, as they were before both.
    ...(rules.born() ? { orders: ordersOwed(contractors) } : {}),
    pause: () => new Promise(done => world.agenda.at(world.agenda.now() + world.dice.between(5, 200), done)),
  })
  return without.apply?.(whole) ?? whole
}

export const houseOf = (given: Omit<Wiring, 'invoke'>): House => {
  const { world, disk, watch, without, rules } = given
  const reads = new Map<number, Map<string, Notice[]>>()
  const wiring: Wiring = {
    ...given,
    invoke: { events: event => house.mailEvents.invoke(event), wake: input => house.wake.invoke(input) },
  }
  const hear = (one: Left): void =>
    watch.left(one, one.parcel.kind === 'digest' ? (reads.get(one.call)?.get(one.parcel.id) ?? []) : undefined)
  const post = postOf(world, { ...watch, left: hear }, wiring.invoke.events)
  const scheduler = schedulerOf(world, wiring.invoke.wake)
  const receiver = receiverOf(world, watch, given.gone)

  const parts = (process: Process) => {
    const table = process.outside(disk.table)
    const plain = storeOver(without.table?.(table) ?? table)
    const regime = rules.born()
    const registered = regime ? withRegimes(plain, regime.known) : plain
    const kept = without.store?.(registered) ?? registered
    const reckon = regime?.known.reckon ?? plainReckon
    const calendar = regime?.calendar ?? england
    const read = new Map<string, Notice[]>()
    const outbox = watched(without.outbox?.(kept.outbox) ?? kept.outbox, watch, process, read)
    const store: Store = { ...kept, outbox }
    const directory = directoryFrom(store, {
      fallback,
      now: process.now,
      minutes: 1,
      also: [...desks, ...(regime ? [canaryPerson] : [])],
    })
    const out = post.of(process)
    const desk: Desk = {
      outbox,
      mail: {
        send: async mail => {
          reads.set(process.call(), read)
          return out.send(mail)
        },
      },
      schedules: scheduler.of(process),
      ...storiesOf({ store, workflows, reckon, policy: {}, directory, now: process.now }),
      directory,
      calendar,
      window: officeHours,
      sender,
      links,
      settings: store,
      now: process.now,
    }
    return { store, regime, reckon, apply: applyOn(wiring, store, process, reckon), desk: without.desk?.(desk) ?? desk }
  }
  const fault = (): void => {}
  const house: House = {
    scheduler,
    receiver,
    api: lambda(world, topology.api.timeout, process => {
      const { apply } = parts(process)
      return event => (event as (apply: Apply) => Promise<unknown>)(apply)
    }),
    follow: lambda(world, topology.follow.timeout, process => {
      const { store, apply, desk } = parts(process)
      const handler = follow({ store, apply, schedules: desk.schedules, now: process.now, fault })
      return event => handler(event as DynamoDBStreamEvent)
    }),
    wake: lambda(world, topology.wake.timeout, process => wake(parts(process))),
    tick: lambda(world, topology.tick.timeout, process => {
      const { store, apply, desk } = parts(process)
      const heartbeat = (): void => {}
      const minute = tick({
        store,
        apply,
        schedules: desk.schedules,
        sweepMail: () => sweep(desk, 140),
        nextContacts: () => nextContacts(store, process.now()),
        now: process.now,
        left: process.left,
        fault,
        heartbeat,
      })
      return event => (event === 'canary' ? release(apply, process.now()) : minute())
    }),
    notify: lambda(world, topology.notify.timeout, process =>
      notify({ ...parts(process).desk, noticeIn: record => noticeIn(record as DynamoDBRecord), fault }),
    ),
    mailEvents: lambda(world, topology['mail-events'].timeout, process => {
      const { store } = parts(process)
      return mailEvents({
        outbox: store.outbox,
        orderCameBack: store.orderCameBack,
        heard: at => heard(store, at),
        markBounced: (email, at) => store.markBounced(email, at),
      })
    }),
    orders: lambda(world, topology.orders.timeout, process => {
      const { store, apply, reckon, desk } = parts(process)
      return orders({
        store,
        apply,
        workflows,
        reckon,
        contractors,
        landlord: 'Example Homes',
        baseUrl: 'https://dutyholder.x.org',
        mailFrom: sender.from,
        hooks: receiver.of(process),
        mail: desk.mail,
        secrets: { of: async () => [SECRET] },
        now: process.now,
        random: () => world.dice.below(1000) / 1000,
        left: process.left,
        fault,
      })
    }),
    report: lambda(world, topology.report.timeout, process => {
      const { store, apply, regime, reckon, desk } = parts(process)
      const landlord = { name: 'Example Homes', roles: {}, contractors }
      const deps = { store, workflows: deployed, reckon, landlord, now: process.now, desk, fault }
      return async () => {
        if (regime && !without.correction)
          await keepRegime({ store, apply, regimes: regime.known, now: process.now, fault })
        await weekly(deps as unknown as ReportDeps, process.now())
      }
    }),
  }
  return house
}
