/** The real tick and mail desk over a store in memory, on a day without faults: time is turned by hand. */
import { createHandler } from '../../functions/tick/handler.ts'
import { apply } from '../../shared/apply.ts'
import type { Actor } from '../../shared/core/case.ts'
import { addMinutes, type Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import type { Desk } from '../../shared/mail/desk.ts'
import { storiesOf } from '../../shared/mail/stories.ts'
import { sweep } from '../../shared/mail/sweep.ts'
import { nextContacts } from '../../shared/mail/undelivered.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import type { Store } from '../../shared/store/store.ts'
import { admin, when } from '../support/history.ts'
import { reckon, workflows } from './house.ts'
import { desks, fallback, links, people, sender } from './people.ts'

export const quiet = async (start: string, store: Store = memoryStore()) => {
  const clock = { now: when(start) }
  const now = () => clock.now
  const mails: (Mail & { at: Instant })[] = []
  const beats: Instant[] = []
  const does = apply({ store, workflows, reckon, now, salt: () => 'a salt of the test', pause: async () => {} })
  const directory = async () => ({ people: [...(await store.people()).items, ...desks], fallback })
  const desk: Desk = {
    outbox: store.outbox,
    mail: {
      send: async mail => {
        mails.push({ ...mail, at: clock.now })
        return { kind: 'sent', messageId: `m${mails.length}` }
      },
    },
    schedules: { put: async () => 'set', remove: async () => {} },
    ...storiesOf({ store, workflows, reckon, policy: {}, directory, now }),
    directory,
    calendar: england,
    window: officeHours,
    sender,
    links,
    settings: store,
    now,
  }
  const tickOver = (given: Desk) =>
    createHandler({
      store,
      apply: does,
      schedules: desk.schedules,
      sweepMail: () => sweep(given, 2000),
      nextContacts: () => nextContacts(store, now()),
      now,
      left: () => 50_000,
      fault: (name, error) => {
        throw new Error(name, { cause: error })
      },
      heartbeat: () => void beats.push(now()),
    })
  const tick = tickOver(desk)
  for (const one of people) await store.putPerson(one)
  return {
    store,
    apply: does,
    mails,
    beats,
    desk,
    tickOver,
    open: (workflow: string, id: string, facts: object, by: Actor = admin) => does.open(workflow, { id, facts, by }),
    event: (id: string, type: string, data: object, by: Actor = admin) =>
      does.event(id, { type, at: clock.now, by, data }),
    load: async (id: string) => (await store.load(id))!.case,
    history: async (id: string) => (await store.history(id)).items.map(one => one.event),
    /** the tick at that time and a minute later: the mails that left */
    at: async (moment: string): Promise<Mail[]> => {
      clock.now = when(moment)
      const before = mails.length
      await tick()
      clock.now = addMinutes(clock.now, 1)
      await tick()
      return mails.slice(before)
    },
  }
}
