import { join } from 'node:path'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDeadLetters } from '../../infra/local/lambda/dead-letters.ts'
import { startEventQueue } from '../../infra/local/lambda/event-queue.ts'
import { startSes } from '../../infra/local/ses/ses.ts'
import type { SesEvent } from '../../infra/local/ses/ses-events.ts'
import { createClock } from '../../infra/local/time/clock.ts'
import { addMinutes, instant } from '../../shared/core/time.ts'
import { folder, local } from './support.ts'

const start = async (data = folder(), publish?: (given: SesEvent[]) => void) => {
  const events: SesEvent[] = []
  const clock = createClock({ startAt: instant.parse('2026-11-22T12:00:00Z') })
  const ses = await startSes({ folder: data, clock, publish: publish ?? (given => void events.push(...given)) })
  onTestFinished(ses.stop)
  const client = new SESv2Client({ ...local(ses.endpoint), maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  return { data, ses, client, events, clock }
}
const simple = (to: string[], more: object = {}) => ({
  FromEmailAddress: 'Dutyholder <duty@example.org>',
  Destination: { ToAddresses: to },
  Content: {
    Simple: {
      Subject: { Data: 'Gas: 3 Élan Close – overdue, day 1' },
      Body: { Text: { Data: 'Naïve text £5' }, Html: { Data: '<p>£5</p>' } },
    },
  },
  ConfigurationSetName: 'main',
  EmailTags: [{ Name: 'notice', Value: 'n-1' }],
  ...more,
})

describe('SendEmail', () => {
  it('keeps a simple mail readable, with its envelope and tags', async () => {
    const { client, ses } = await start()
    const request = simple(['Jane <jane@example.org>'])
    const sent = await client.send(
      new SendEmailCommand({
        ...request,
        Destination: { ToAddresses: ['Jane <jane@example.org>'], BccAddresses: ['hidden@example.org'] },
      }),
    )
    expect(ses.mailbox.get(sent.MessageId!)).toMatchObject({
      from: 'duty@example.org',
      to: ['jane@example.org', 'hidden@example.org'],
      subject: 'Gas: 3 Élan Close – overdue, day 1',
      text: 'Naïve text £5',
      html: expect.stringContaining('<p>£5</p>'),
      tags: { notice: 'n-1' },
      configurationSet: 'main',
    })
    expect(ses.mailbox.raw(sent.MessageId!)?.toString()).not.toContain('hidden')
  })

  it('keeps the exact bytes of a raw mail and takes recipients from its headers', async () => {
    const { client, ses } = await start()
    const raw = Buffer.from(
      'From: a@example.org\r\nTo: b@example.org\r\nMessage-ID: <own@example.org>\r\nSubject: Hello\r\n\r\nBody\r\n.dot\r\n',
    )
    const sent = await client.send(new SendEmailCommand({ Content: { Raw: { Data: raw } } }))
    expect(ses.mailbox.raw(sent.MessageId!)).toEqual(raw)
    expect(ses.mailbox.get(sent.MessageId!)).toMatchObject({
      from: 'a@example.org',
      to: ['b@example.org'],
      subject: 'Hello',
    })
  })

  it.each([
    ['an address that is none', simple(['not an address'])],
    ['51 recipients', simple(Array.from({ length: 51 }, (_, n) => `p${n}@example.org`))],
    ['nobody to send to', simple([])],
    ['no sender', simple(['a@example.org'], { FromEmailAddress: undefined })],
    ['a tag with a space', simple(['a@example.org'], { EmailTags: [{ Name: 'a b', Value: 'c' }] })],
  ])('refuses %s', async (_, request) => {
    const { client, ses } = await start()
    await expect(client.send(new SendEmailCommand(request))).rejects.toMatchObject({ name: 'BadRequestException' })
    expect(ses.mailbox.count()).toBe(0)
  })

  it('cannot be made to write a header through the subject', async () => {
    const { client, ses } = await start()
    const content = { Simple: { Subject: { Data: 'x\r\nBcc: evil@example.org' }, Body: { Text: { Data: 't' } } } }
    const sent = await client.send(new SendEmailCommand(simple(['a@example.org'], { Content: content })))
    expect(ses.mailbox.raw(sent.MessageId!)?.toString()).not.toMatch(/^Bcc/m)
  })

  it('lists by recipient and time', async () => {
    const { client, ses, clock } = await start()
    await client.send(new SendEmailCommand(simple(['A@example.org', 'b@example.org'])))
    clock.advanceTo(addMinutes(clock.now(), 60))
    const since = clock.now()
    await client.send(new SendEmailCommand(simple(['b@example.org'])))
    expect(ses.mailbox.list({ to: 'a@example.org' })).toHaveLength(1)
    expect(ses.mailbox.list({ to: 'b@example.org' })).toHaveLength(2)
    expect(ses.mailbox.list({ to: 'b@example.org', since })).toHaveLength(1)
  })
})

describe('events about mail', () => {
  it.each([
    ['jane@example.org', ['Email Sent', 'Email Delivered']],
    ['bounce@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['complaint+case7@simulator.amazonses.com', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['suppressionlist@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
  ])('%s', async (to, types) => {
    const { client, events } = await start()
    const sent = await client.send(new SendEmailCommand(simple([to])))
    expect(events.map(event => event['detail-type'])).toEqual(types)
    expect(events[0]?.detail).toMatchObject({
      eventType: 'Send',
      mail: { messageId: sent.MessageId, tags: { notice: ['n-1'] } },
    })
  })

  it('are not made without a configuration set', async () => {
    const { client, events } = await start()
    await client.send(new SendEmailCommand(simple(['a@example.org'], { ConfigurationSetName: undefined })))
    expect(events).toEqual([])
  })

  it('are published after a restart when death came between keeping and publishing', async () => {
    const died = await start(folder(), () => {
      throw new Error('killed here')
    })
    await expect(died.client.send(new SendEmailCommand(simple(['a@example.org'])))).rejects.toThrow()
    const again = await start(died.data)
    expect(again.ses.mailbox.count()).toBe(1)
    expect(again.events.map(event => event['detail-type'])).toEqual(['Email Sent', 'Email Delivered'])
  })
})

describe('the event queue', () => {
  it('keeps what was not delivered over a death, delivers in order, and makes a dead letter of what never can be', async () => {
    const data = folder()
    const deadLetters = openDeadLetters(join(data, 'dead'), () => instant.parse('2026-11-22T12:00:00Z'))
    const file = join(data, 'queue.sqlite')
    const died = startEventQueue({ file, deadLetters, call: () => new Promise(() => {}) })
    for (const n of [1, 2, 3]) died.send('mail-events', { n })
    const seen: unknown[] = []
    const queue = startEventQueue({
      file,
      deadLetters,
      call: async (_, payload) => {
        if ((payload as { n: number }).n === 2) throw new Error('no')
        seen.push(payload)
      },
    })
    onTestFinished(queue.stop)
    await queue.drain()
    expect(seen).toEqual([{ n: 1 }, { n: 3 }])
    expect(deadLetters.list()).toMatchObject([{ target: 'mail-events', payload: { n: 2 }, attempts: 3 }])
  })
})
