import { describe, expect, test } from 'vitest'
import { createHandler as mailEvents } from '../../functions/mail-events/handler.ts'
import { addMinutes } from '../../shared/core/time.ts'
import { nextContacts } from '../../shared/mail/undelivered.ts'
import { notice, now } from '../support/mail.ts'
import { postRoom } from '../support/post-room.ts'

const parcel = { kind: 'notice' as const, id: notice().id }

const sent = async (urgency: 'emergency' | 'urgent') => {
  const room = postRoom()
  await room.owe(notice({ urgency }))
  await room.sweep()
  /** what the tick does at that minute */
  const at = async (minutes: number) => {
    room.state.now = addMinutes(now, minutes)
    const count = await nextContacts(room.store, room.state.now)
    await room.sweep()
    return count
  }
  return { ...room, at }
}

type Room = { outbox: Parameters<typeof mailEvents>[0]['outbox'] }

const bounce = (to: string) => ({
  eventType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: to }],
    timestamp: now,
  },
})

const delivered = (room: Room, messageId: string, to: string) =>
  heard(room, messageId, to, { eventType: 'Delivery', delivery: { timestamp: now, recipients: [to] } })

const heard = async (room: Room, messageId: string, to: string, event: object) => {
  const mail = {
    timestamp: now,
    messageId,
    destination: [to],
    tags: { notice: [Buffer.from(parcel.id).toString('base64url')], attempt: ['1'] },
  }
  const detail = { ...event, mail }
  await mailEvents({
    outbox: room.outbox,
    heard: async () => {},
    orderCameBack: async () => false,
    markBounced: async () => {},
  })({
    id: 'e1',
    source: 'aws.ses',
    time: now,
    detail,
  })
}

describe('an emergency that no mailbox confirms', () => {
  test('goes to the deputy after ten minutes, not before, and is an incident', async () => {
    const room = await sent('emergency')
    expect(room.mails.map(mail => mail.to)).toEqual([['kit@x.org']])
    expect(await room.at(9)).toBe(0)
    expect(room.mails).toHaveLength(1)
    expect(await room.at(11)).toBe(1)
    expect(room.mails.map(mail => mail.to)).toEqual([['kit@x.org'], ['asha@x.org']])
    expect(room.mails[1]!.subject).not.toContain('Copy')
    expect([...room.incidents().values()].map(one => one.kind)).toContain('undelivered')
  })

  test('is left alone when it was confirmed', async () => {
    const room = await sent('emergency')
    await delivered(room, 'm1', 'kit@x.org')
    expect(await room.at(11)).toBe(0)
    expect(room.mails).toHaveLength(1)
  })

  test('is passed on after an outage of the tick too, and once', async () => {
    const room = await sent('emergency')
    expect(await room.at(1)).toBe(0)
    expect(await room.at(600)).toBe(1)
    expect(await room.at(600)).toBe(0)
  })

  test('goes on however often SES had refused the mail before it left', async () => {
    const room = postRoom()
    await room.owe(notice({ urgency: 'emergency' }))
    room.state.answer = { kind: 'later', why: 'TooManyRequestsException' }
    for (let minute = 0; minute < 5; minute++) {
      room.state.now = addMinutes(now, minute)
      await room.sweep()
    }
    room.state.answer = undefined
    room.state.now = addMinutes(now, 6)
    await room.sweep()
    room.state.now = addMinutes(now, 17)
    expect(await nextContacts(room.store, room.state.now)).toBe(1)
    await room.sweep()
    expect(room.mails.at(-1)!.to).toEqual(['asha@x.org'])
  })

  test('that comes back after all is one failure: the deputy has had it, and is told once', async () => {
    const room = await sent('emergency')
    await room.at(11)
    await delivered(room, 'm2', 'asha@x.org')
    await heard(room, 'm1', 'kit@x.org', bounce('kit@x.org'))
    await room.at(12)
    expect(room.mails.map(mail => mail.to)).toEqual([['kit@x.org'], ['asha@x.org']])
  })

  test('goes on to others only, whoever of them came back, and never again to somebody who has it', async () => {
    const room = await sent('emergency')
    await room.at(11)
    // Another failure of the same notice, by a cause of its own: whoever stands in for both has it already.
    await room.outbox.reopen(parcel, { causes: ['m9:sam@x.org'], avoid: ['sam@x.org'], reached: [], at: now })
    await room.at(12)
    expect(room.mails.map(mail => mail.to)).toEqual([['kit@x.org'], ['asha@x.org']])
  })

  test('stops after a few contacts: SES’s events may be out altogether', async () => {
    const room = await sent('emergency')
    for (let minutes = 11; minutes < 200; minutes += 11) await room.at(minutes)
    expect(room.mails.length).toBe(4)
  })
})

test('what is no emergency waits for its next rung', async () => {
  const room = await sent('urgent')
  expect(await room.at(11)).toBe(0)
})
