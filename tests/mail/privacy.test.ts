/** Mails to staff say where and when, and lead to the rest: what people said, and what is known of them, stays inside. */
import { expect, test } from 'vitest'
import { createHandler } from '../../functions/notify/handler.ts'
import { apply } from '../../shared/apply.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, at, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import { storiesOf } from '../../shared/mail/stories.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { directoryFrom } from '../../shared/people/directory.ts'
import { person } from '../../shared/people/person.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { ack, contact, handler, sorted } from '../support/complaints.ts'
import { admin, staff } from '../support/history.ts'
import { links, sender } from '../support/mail.ts'

const secret = ['Okonkwo', 'j@example.org', 'epilepsy', 'third time', 'chemotherapy', 'hostel', 'breathless']

test('no name, word or health of a resident stands in a mail to staff, which leads to the case (G71)', async () => {
  const store = memoryStore()
  const mails: Mail[] = []
  const clock = { now: at('2026-11-20' as Day, '09:00') }
  const now = () => clock.now
  const reckon = reckoner(england)
  let salts = 0
  const does = apply({
    store,
    workflows,
    reckon,
    now,
    salt: () => `a salt of the test ${salts++}`,
    pause: async () => {},
  })
  const directory = directoryFrom(store, { fallback: { email: 'duty@x.org', name: 'Duty desk' }, now, minutes: 1 })
  const notify = createHandler({
    outbox: store.outbox,
    mail: {
      send: async mail => {
        mails.push(mail)
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
  await store.putPerson(
    person.parse({ email: 'hal@x.org', name: 'Hal Orme', roles: ['complaintHandler', 'administrator'] }),
  )
  await store.putAsset({ id: 'H1', type: 'dwelling', address: '12 Example Street', postcode: 'CT1 2AB' })
  const tell = async (id: string, type: string, data: object, by = handler) => {
    const done = await does.event(id, { type, at: clock.now, by, data })
    expect(done.kind, JSON.stringify(done)).toBe('done')
  }
  const opens = async (workflow: string, id: string, facts: object) => {
    const done = await does.open(workflow, { id, assetId: 'H1', facts, by: admin })
    expect(done.kind, JSON.stringify(done)).toBe('done')
  }
  await opens('complaint', 'CMP-1', contact('2026-11-20', { text: 'The third time, and with my epilepsy' }))
  await tell('CMP-1', 'choice.offered', { answer: 'complaint' })
  await tell('CMP-1', 'classify.complaint', sorted)
  await tell('CMP-1', 'complaint.acknowledged', ack())
  const needs = { type: 'visits', detail: 'chemotherapy on Mondays' }
  await tell('CMP-1', 'adjustment.recorded', { adjustment: needs })
  await opens('hazard', 'HAZ-1', {
    awareAt: clock.now,
    channel: 'call',
    description: 'Breathless since the mould',
    severityHint: 'emergency',
  })
  await opens('access', 'access:H1', { openedFor: 'gas' })
  const known = { safeToProceed: false, findings: 'lived in a hostel before' }
  await tell('access:H1', 'vulnerability.checked', known, staff('housingOfficer'))
  for (let day = '2026-11-20' as Day; day <= '2026-12-09'; day = addDays(day, 1))
    for (const hour of ['06:00', '07:30']) {
      clock.now = at(day, hour)
      for (const id of ['CMP-1', 'HAZ-1', 'access:H1']) await does.fire(id)
      await notify({ sweep: true })
    }
  const all = mails.map(({ subject, text, html }) => `${subject}\n${text}\n${html}`)
  for (const id of ['CMP-1', 'HAZ-1', 'access%3AH1']) expect(all.some(mail => mail.includes(`/cases/${id}`))).toBe(true)
  for (const word of secret)
    expect([word, all.filter(mail => mail.toLowerCase().includes(word.toLowerCase()))]).toEqual([word, []])
})
