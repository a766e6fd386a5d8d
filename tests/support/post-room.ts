/** The real notify handler over an outbox in memory, with a clock to turn. */
import { createHandler } from '../../functions/notify/handler.ts'
import type { Instant } from '../../shared/core/time.ts'
import type { Mail, Sent } from '../../shared/effects/mail-out.ts'
import type { CaseStory } from '../../shared/mail/story.ts'
import { officeHours } from '../../shared/mail/window.ts'
import type { Person } from '../../shared/people/person.ts'
import { weekdays } from './calendar.ts'
import { links, people, sender, now as start, story } from './mail.ts'
import { memoryOutbox } from './outbox.ts'

export const postRoom = () => {
  const store = memoryOutbox()
  const mails: Mail[] = []
  const schedules = new Map<string, { at: Instant; input: unknown }>()
  const stories = new Map<string, CaseStory>()
  const state = { now: start, answer: undefined as Sent | undefined, people: [...people] as Person[], away: false }
  const faults: [string, unknown][] = []
  /** of cases, in order: what was read together */
  const readings: string[][] = []
  const storyFor = (id: string) => stories.get(id) ?? story(id.split(':')[1])
  const handler = createHandler({
    outbox: store.outbox,
    mail: {
      send: async mail => {
        mails.push(mail)
        return state.answer ?? { kind: 'sent', messageId: `m${mails.length}` }
      },
    },
    schedules: {
      put: async (name, at, input) => {
        schedules.set(name, { at, input })
        return 'set'
      },
      remove: async () => {},
    },
    load: async id => {
      if (state.away) throw new Error('the table does not answer')
      readings.push([id])
      return storyFor(id)
    },
    loadMany: async ids => {
      readings.push([...ids])
      return new Map(ids.map(id => [id, storyFor(id)]))
    },
    directory: async () => ({ people: state.people, fallback: { email: 'duty@x.org', name: 'Duty desk' } }),
    calendar: weekdays(),
    window: officeHours,
    sender,
    links,
    settings: store.store,
    now: () => state.now,
    fault: (name, error) => void faults.push([name, error]),
    noticeIn: record => ({
      notice: (record as { dynamodb: { NewImage: never } }).dynamodb.NewImage,
      attempt: 0,
      avoid: [],
      reached: [],
      waited: 0,
    }),
  })
  return {
    ...store,
    mails,
    readings,
    schedules,
    stories,
    state,
    faults,
    handler,
    sweep: () => handler({ sweep: true }),
  }
}
