import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createHandler } from '../../functions/mail-events/handler.ts'
import { addMinutes } from '../../shared/core/time.ts'
import { readSesEvent } from '../../shared/mail/ses-event.ts'
import { notice, now } from '../support/mail.ts'
import { memoryOutbox } from '../support/outbox.ts'

const folder = new URL('../../events/ses/', import.meta.url)
const sample = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const parcel = { kind: 'notice' as const, id: notice().id }

/** A notice in the hands of a sender whose answer was lost. */
const lost = async () => {
  const store = memoryOutbox()
  await store.owe(notice())
  await store.outbox.claim(parcel, 0, now, addMinutes(now, 5))
  const bounced: string[] = []
  const handler = createHandler({
    outbox: store.outbox,
    heard: async () => {},
    orderCameBack: async () => false,
    markBounced: async email => void bounced.push(email),
  })
  return { ...store, bounced, handler }
}

test('every sample is understood', () => {
  const names = readdirSync(folder)
  const kinds = new Set(names.map(name => readSesEvent(sample(name.replace('.json', ''))).event.kind))
  expect([...kinds].sort()).toEqual(['bounced', 'complained', 'delayed', 'delivered', 'failed', 'rejected', 'sent'])
})

test.each([['send'], ['delivery']])('%s proves a send whose answer was lost', async name => {
  const { handler, status, outcomes, deliveries } = await lost()
  await handler(sample(name))
  await handler(sample(name))
  expect(status(parcel)).toBe('sent')
  expect(outcomes(parcel)).toMatchObject([{ kind: 'sent', messageId: expect.stringContaining('0102018d') }])
  expect(deliveries().size).toBe(1)
})

test('a late word about an earlier attempt does not settle the next', async () => {
  const { handler, outbox, status } = await lost()
  await handler(sample('bounce-permanent'))
  await outbox.claim(parcel, 1, now, addMinutes(now, 5))
  await handler(sample('delivery'))
  expect(status(parcel)).toBe('claimed')
})

test.each<[string, { bounced: string[]; again: boolean; incident?: string }]>([
  ['send', { bounced: [], again: false }],
  ['delivery', { bounced: [], again: false }],
  ['delivery-delay', { bounced: [], again: false }],
  ['delivery-delay-emergency', { bounced: [], again: true, incident: 'delayed: TransientCommunicationFailure' }],
  [
    'bounce-permanent',
    { bounced: ['kit@x.org'], again: true, incident: 'bounced: Permanent/General: smtp; 5.1.1 user unknown' },
  ],
  [
    'bounce-transient',
    { bounced: [], again: true, incident: 'bounced: Transient/MailboxFull: smtp; 4.2.2 mailbox full' },
  ],
  [
    'bounce-suppressed',
    { bounced: ['kit@x.org'], again: true, incident: 'bounced: Permanent/OnAccountSuppressionList' },
  ],
  ['complaint', { bounced: ['kit@x.org'], again: true, incident: 'complained: abuse' }],
  ['reject', { bounced: [], again: true, incident: 'rejected: Bad content' }],
  ['rendering-failure', { bounced: [], again: true, incident: 'failed: Attribute' }],
])('%s', async (name, expected) => {
  const { handler, bounced, outbox, incidents } = await lost()
  await handler(sample(name))
  expect(bounced).toEqual(expected.bounced)
  const [owed] = await outbox.pending(addMinutes(now, 60 * 24), 10)
  expect(owed !== undefined).toBe(expected.again)
  if (expected.again) expect(owed!.avoid).toEqual(['kit@x.org'])
  expect([...incidents().values()].map(one => one.why[0])).toEqual(
    expected.incident ? [expect.stringContaining(expected.incident)] : [],
  )
})

test('the other recipient of a bounced mail is not told again', async () => {
  const { handler, outbox } = await lost()
  await handler(sample('bounce-permanent'))
  const [owed] = await outbox.pending(addMinutes(now, 60 * 24), 10)
  expect(owed).toMatchObject({ avoid: ['kit@x.org'], reached: ['dee@x.org'] })
})

test('the same bounce twice is one failure', async () => {
  const { handler, outbox, incidents } = await lost()
  await handler(sample('bounce-permanent'))
  await outbox.claim(parcel, 1, now, addMinutes(now, 5))
  await handler(sample('bounce-permanent'))
  expect(await outbox.pending(now, 10)).toEqual([])
  expect(incidents().size).toBe(1)
})

test('a mail that is not from the outbox still marks the address', async () => {
  const { handler, bounced, incidents, status } = await lost()
  await handler(sample('bounce-not-ours'))
  expect(bounced).toEqual(['kit@x.org'])
  expect(incidents().size).toBe(1)
  expect(status(parcel)).toBe('claimed')
})

test.each([
  ['no event', {}],
  ['another source', { ...(sample('send') as object), source: 'aws.s3' }],
])('refuses %s', async (_, given) => {
  const { handler } = await lost()
  await expect(handler(given)).rejects.toThrow()
})
