/**
 * Two hundred notices through the real handlers, on a day when everything breaks: the process dies before and after any
 * call, SES's answers are lost, its events are late, doubled and lost. What must hold: nothing is lost, and a second
 * copy is rare, says so, and is never followed by many.
 */
import { expect, test } from 'vitest'
import { createHandler as mailEvents } from '../../functions/mail-events/handler.ts'
import { createHandler as notify } from '../../functions/notify/handler.ts'
import { addMinutes, type Instant } from '../../shared/core/time.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import type { Outbox } from '../../shared/mail/outbox.ts'
import { idOfTag } from '../../shared/mail/reference.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { dynamoTable } from '../../shared/store/dynamo/dynamo.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import type { Table } from '../../shared/store/table.ts'
import { weekdays } from '../support/calendar.ts'
import { startDynamo } from '../support/dynoxide.ts'
import { mortal } from '../support/faults/mortal.ts'
import { directory, links, notice, sender, now as start, story } from '../support/mail.ts'
import { outboxOn } from '../support/outbox.ts'
import { freshTable } from '../support/table.ts'

/** mulberry32: small, and the same on every machine. */
const dice = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    const last = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((last ^ (last >>> 14)) >>> 0) / 4294967296
  }
}

type Faults = { crash: number; unanswered: number; eventLost: number; proof: boolean }
type World = {
  change?: (outbox: Outbox) => Outbox
  /** of a single write or read of the table, inside the outbox's operations */
  inside?: number
  over?: () => Promise<Table>
  count?: number
  minutes?: number
}

const storm = async (seed: number, faults: Faults, world: World = {}) => {
  const { change = one => one, inside = 0, over = async () => memoryTable(), count = 200, minutes = 90 } = world
  const roll = dice(seed)
  const table = await over()
  const store = outboxOn(table)
  const mortalStore = outboxOn(mortal(table, () => inside > 0 && !clock.calm && roll() < inside))
  const left: Mail[] = []
  const events: { due: Instant; mail: Mail; messageId: string }[] = []
  const clock = { now: start, calm: false }
  const dies = () => !clock.calm && roll() < faults.crash
  const handler = notify({
    outbox: mortal(change(mortalStore.outbox), dies),
    mail: mortal(
      {
        send: async (mail: Mail) => {
          left.push(mail)
          const messageId = `m${left.length}`
          const copies = roll() < 0.05 ? 2 : 1
          for (let copy = 0; copy < copies; copy++)
            if (roll() >= faults.eventLost)
              events.push({ due: addMinutes(clock.now, 1 + Math.floor(roll() * 3)), mail, messageId })
          return !clock.calm && roll() < faults.unanswered
            ? ({ kind: 'unknown', why: 'TimeoutError' } as const)
            : ({ kind: 'sent', messageId } as const)
        },
      },
      dies,
    ),
    schedules: mortal({ put: async () => 'set' as const, remove: async () => {} }, dies),
    load: async id => story(id.split(':')[1]),
    loadMany: async ids => new Map(ids.map(id => [id, story(id.split(':')[1])])),
    directory: async () => directory,
    calendar: weekdays(),
    window: officeHours,
    sender,
    links,
    settings: mortalStore.store,
    now: () => clock.now,
    fault: () => {},
    noticeIn: () => undefined,
  })
  const proven = mailEvents({
    outbox: mortalStore.outbox,
    heard: async () => {},
    orderCameBack: async () => false,
    markBounced: async () => {},
  })
  const arrive = async () => {
    for (const { mail, messageId } of events.splice(0).filter(one => one.due <= clock.now || !events.push(one))) {
      const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]))
      const told = { timestamp: clock.now, messageId, destination: mail.to, tags }
      const event = { source: 'aws.ses', time: clock.now, detail: { eventType: 'Send', mail: told } }
      // EventBridge delivers again what was not taken.
      await proven({ id: `e${messageId}`, ...event }).catch(() => events.push({ due: clock.now, mail, messageId }))
    }
  }
  await store.owe(
    ...Array.from({ length: count }, (_, index) =>
      notice({
        id: `n${index}`,
        caseId: `gas:H${index}`,
        assetId: `H${index}`,
        urgency: index % 2 ? 'urgent' : 'emergency',
      }),
    ),
  )
  for (let minute = 0; minute < minutes; minute++) {
    clock.calm = minute >= (minutes * 2) / 3
    if (faults.proof) await arrive()
    // Two at a time, as the stream and the tick would.
    await Promise.allSettled([handler({ sweep: true, limit: 1000 }), handler({ sweep: true, limit: 1000 })])
    clock.now = addMinutes(clock.now, 1)
  }
  const copies = new Map<string, Mail[]>()
  for (const mail of left) {
    const id = idOfTag(mail.tags.notice!)
    copies.set(id, [...(copies.get(id) ?? []), mail])
  }
  const all = [...copies.values()]
  const ids = Array.from({ length: count }, (_, index) => `n${index}`)
  const standings = await Promise.all(ids.map(id => store.store.standing({ kind: 'notice', id })))
  const told = await Promise.all(ids.map((_, index) => store.store.told(`gas:H${index}`)))
  const mails = await Promise.all(ids.map(id => store.store.mailsOf({ kind: 'notice', id })))
  return {
    lost: count - copies.size,
    unfinished: standings.filter(one => one?.status !== 'sent').length,
    untold: told.filter(page => page.items.length === 0).length,
    /** of what stands as sent, nothing says what it said */
    unkept: mails.filter(all => !all.some(one => one.outcome.kind === 'sent' && one.text !== '')).length,
    doubled: all.filter(mails => mails.length > 1).length,
    most: Math.max(...all.map(mails => mails.length)),
    unlabelled: all.filter(mails => mails.slice(1).some(mail => !mail.subject.startsWith('Copy: '))).length,
  }
}

const rough: Faults = { crash: 0.02, unanswered: 0.05, eventLost: 0.02, proof: true }

test.each([1, 2, 3, 4, 5])('storm %i: nothing lost, copies few and labelled', async seed => {
  const told = await storm(seed, rough)
  expect(told).toMatchObject({ lost: 0, unfinished: 0, untold: 0, unkept: 0, unlabelled: 0 })
  expect(told.doubled).toBeLessThanOrEqual(2)
  expect(told.most).toBeLessThanOrEqual(2)
})

test('on a calm day each is sent exactly once', async () => {
  expect(await storm(1, { crash: 0, unanswered: 0, eventLost: 0, proof: true })).toEqual({
    lost: 0,
    unfinished: 0,
    untold: 0,
    unkept: 0,
    doubled: 0,
    most: 1,
    unlabelled: 0,
  })
})

test('without the events of SES nothing is lost either, but copies multiply: that is what they are for', async () => {
  const blind = await storm(1, { ...rough, proof: false })
  expect(blind).toMatchObject({ lost: 0, unlabelled: 0 })
  expect(blind.doubled).toBeGreaterThan(5 * Math.max(1, (await storm(1, rough)).doubled))
})

test('without the sweep of what was claimed, mail is lost: the storm does find it', async () => {
  const forgetful = (outbox: Outbox): Outbox => ({
    ...outbox,
    pending: async (now, limit) => (await outbox.pending(now, limit)).filter(one => one.attempt === 0),
  })
  const { lost } = await storm(1, rough, { change: forgetful })
  expect(lost).toBeGreaterThan(0)
})

test('without the claim two senders at once double the mail: the storm does find it', async () => {
  const careless = (outbox: Outbox): Outbox => ({
    ...outbox,
    claim: async (parcel, attempt, now, until) => {
      const claim = await outbox.claim(parcel, attempt, now, until)
      return claim.kind === 'taken' ? { kind: 'claimed', attempt: attempt + 1, perhapsSent: false } : claim
    },
  })
  const calm = { crash: 0, unanswered: 0, eventLost: 0, proof: true }
  expect((await storm(1, calm, { change: careless })).doubled).toBeGreaterThan(100)
})

test.each([1, 2, 3])('dying between two writes of one operation loses nothing either: storm %i', async seed => {
  const told = await storm(seed, { ...rough, crash: 0 }, { inside: 0.02 })
  expect(told).toMatchObject({ lost: 0, unfinished: 0, unlabelled: 0 })
  expect(told.doubled).toBeLessThanOrEqual(6)
})

test('the same over DynamoDB', { timeout: 60_000 }, async () => {
  const { endpoint, stop } = await startDynamo()
  try {
    const over = async () => dynamoTable(await freshTable(endpoint))
    const told = await storm(1, rough, { inside: 0.005, over, count: 30, minutes: 45 })
    expect(told).toMatchObject({ lost: 0, unfinished: 0, unlabelled: 0 })
    expect(told.doubled).toBeLessThanOrEqual(3)
  } finally {
    await stop()
  }
})
