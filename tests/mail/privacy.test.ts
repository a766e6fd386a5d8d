/** Mails to staff say where and when, and lead to the rest: what people said, and what is known of them, stays inside. */
import { expect, test } from 'vitest'
import { addDays, at, type Day } from '../../shared/core/time.ts'
import { person } from '../../shared/people/person.ts'
import { ack, contact, handler, sorted } from '../support/complaints.ts'
import { admin, staff } from '../support/history.ts'
import { smallOffice } from '../support/small-office.ts'

const secret = ['Okonkwo', 'j@example.org', 'epilepsy', 'third time', 'chemotherapy', 'hostel', 'breathless']

test('no name, word or health of a resident stands in a mail to staff, which leads to the case (G71)', async () => {
  const { store, mails, clock, does, notify } = smallOffice('2026-11-20')
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
