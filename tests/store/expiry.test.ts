/** An hourly canary for years must not fill the table; and nothing of anybody's duty may ever go by itself. */
import { expect, test } from 'vitest'
import { createHandler as mailEvents } from '../../functions/mail-events/handler.ts'
import { canaryAddress, canaryPerson, heard, release } from '../../shared/canary.ts'
import { addHours, addMinutes, type Instant, toEpoch } from '../../shared/core/time.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { expiryOf } from '../../shared/store/expiry.ts'
import { assetKey, caseKey, eventKey, noticeKey } from '../../shared/store/keys.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import type { Item } from '../../shared/store/table.ts'
import { quiet } from '../simulation/quiet.ts'

/** Everything that a day of canaries (and the hour in which the last is let go), of a late gas check and of one that is due, and of SES's word about all mails writes. */
const written = async (): Promise<Item[]> => {
  const items = new Map<string, Item>()
  const table = memoryTable(item => void items.set(`${item.pk} ${item.sk}`, item))
  const store = storeOver(table)
  const q = await quiet('2026-11-23T05:10:00Z', store)
  await store.putPerson(canaryPerson)
  const told = mailEvents({
    outbox: store.outbox,
    orderCameBack: store.orderCameBack,
    heard: at => heard(store, at),
    markBounced: (email, at) => store.markBounced(email, at),
  })
  await q.open('gas', 'gas:canary:2026-11-23T05', { deadline: '2026-11-20' })
  await q.open('gas', 'gas:H2', { deadline: '2026-12-10' })
  await store.putAsset({ id: 'canary:2026-11-23T05', type: 'dwelling', address: '1 Canary Wharf' })
  let known = 0
  for (let minute = 0; minute < 25 * 60; minute += 10) {
    const now = addMinutes('2026-11-23T05:10:00.000Z' as Instant, minute)
    if (minute < 24 * 60 && minute % 60 === 0) await release(q.apply, now)
    await q.at(now)
    for (const { tags, to, at } of q.mails.slice(known)) {
      known += 1
      const mail = {
        timestamp: at,
        messageId: `m${known}`,
        destination: to,
        tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
      }
      for (const eventType of ['Send', 'Delivery'])
        await told({
          id: `${known}-${eventType}`,
          source: 'aws.ses',
          time: at,
          detail: {
            eventType,
            mail,
            ...(eventType === 'Delivery' ? { delivery: { timestamp: at, recipients: to } } : {}),
          },
        })
    }
  }
  expect(q.mails.filter(one => one.to.includes(canaryAddress))).toHaveLength(24)
  expect(q.mails.some(one => !one.to.includes(canaryAddress))).toBe(true)
  return [...items.values()]
}

test('all that a canary leaves behind expires a quarter after its release, and nothing else ever does', async () => {
  const items = await written()
  const expiring = items.filter(one => one.ttl !== undefined)
  const of = (hour: string) => expiring.filter(one => one.ttl === toEpoch(addHours(hour as Instant, 92 * 24)) / 1000)
  const kinds = (some: readonly Item[]) => [...new Set(some.map(one => String(one.kind)))].toSorted()
  const one = of('2026-11-23T08:00:00.000Z')
  expect(kinds(one)).toEqual(['CASE', 'DELIVERY', 'EVENT', 'MAIL', 'MAILTO', 'NOTICE', 'TOLD'])
  expect(one.every(item => /canary:2026-11-23T08/.test(JSON.stringify([item.pk, item.sk, String(item.body)])))).toBe(
    true,
  )
  // 24 alike: nothing of a canary stays.
  expect(expiring).toHaveLength(24 * one.length)
  expect(kinds(items.filter(item => item.ttl === undefined))).toEqual([
    'ASSET',
    'CASE',
    'DELIVERY',
    'DIGEST',
    'EVENT',
    'MAIL',
    'MAILTO',
    'NOTICE',
    'PERSON',
    'SETTING',
    'TOLD',
  ])
})

test.each([
  ['an asset of that name', assetKey('canary:2026-11-23T05').pk],
  ['a case about it', caseKey('gas:canary:2026-11-23T05').pk],
  ['its notice', noticeKey('gas:canary:2026-11-23T05~deadline').pk],
  ['a case that begins alike', caseKey('canary-house:2026-11-23T05').pk],
  ['an event of a home', eventKey('gas:H1', 3).pk],
])('%s does not', (_, pk) => {
  expect(expiryOf({ pk })).toEqual({})
})
