/** The engine over a store in memory and the real sending of mail: only SES and the clock are ours. */
import { createHandler } from '../../functions/notify/handler.ts'
import { apply } from '../../shared/apply.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { at, type Day, type Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import { storiesOf } from '../../shared/mail/stories.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { directoryFrom } from '../../shared/people/directory.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { links, sender } from './mail.ts'

/** From nine in London on that day on; whoever uses it puts people and homes in. */
export const smallOffice = (day: string) => {
  const store = memoryStore()
  const mails: (Mail & { at: Instant })[] = []
  const clock = { now: at(day as Day, '09:00') }
  const now = () => clock.now
  const reckon = reckoner(england)
  let salts = 0
  const salt = () => `a salt of the test ${salts++}`
  const does = apply({ store, workflows, reckon, now, salt, pause: async () => {} })
  const directory = directoryFrom(store, { fallback: { email: 'duty@x.org', name: 'Duty desk' }, now, minutes: 1 })
  const notify = createHandler({
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
    fault: (name, error) => {
      throw new Error(name, { cause: error })
    },
    noticeIn: () => undefined,
  })
  return { store, mails, clock, does, notify }
}
