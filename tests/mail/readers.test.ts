/** Who reads a mail decides what it says: a stand-in, a contractor, somebody whose answer would not reach us. */
import { describe, expect, test } from 'vitest'
import type { Day, Instant } from '../../shared/core/time.ts'
import { written } from '../../shared/mail/lateness.ts'
import { noticeMail } from '../../shared/mail/notice-mail.ts'
import { noticeView, type Reader } from '../../shared/mail/notice-view.ts'
import { digestId } from '../../shared/mail/reference.ts'
import type { CaseStory } from '../../shared/mail/story.ts'
import type { Member } from '../../shared/people/person.ts'
import { resolve } from '../../shared/people/resolve.ts'
import { readsWell } from '../support/as-read.ts'
import { directory, due, gasCase, notice, now, people, sender, story } from '../support/mail.ts'
import { postRoom } from '../support/post-room.ts'

const about = { workflow: 'gas', title: 'Gas safety check' }
const today = '2027-02-18' as Day
const deeds = [
  { purpose: 'ack' as const, text: 'I am dealing with it', url: 'https://dutyholder.x.org/link/abc' },
  { purpose: 'done' as const, text: 'Record it as done', url: 'https://dutyholder.x.org/link/def' },
]
const reader: Reader = {
  resolved: resolve({ role: 'headOfService' }, about, directory, today),
  lead: { email: 'asha@x.org', name: 'Asha Patel' },
  copy: false,
  deeds,
  people,
}
const mailTo = (more: Partial<Reader> = {}, from = sender, told: CaseStory = story()) =>
  noticeMail(noticeView(notice(), told, { ...reader, ...more }, from, now))

describe('in somebody else’s place', () => {
  const back = people.map(one => (one.email === 'kit@x.org' ? { ...one, bouncedAt: now } : one))
  const moved = {
    people: back,
    avoid: ['kit@x.org'],
    resolved: resolve({ role: 'headOfService' }, about, { ...directory, people: back }, today, ['kit@x.org']),
  }

  test('a mail that came back says so first, to whoever has it now, and what to put right', () => {
    const mail = mailTo(moved)
    const [before] = mail.text.split('DO NOW')
    expect(before).toContain(
      'Our mail about this to Kit Brown came back, so it comes to you. Have the address put right: https://dutyholder.x.org/people',
    )
    expect(mail.text).toContain('- Kit Brown has an address that refuses mail: deputy Asha Patel')
    readsWell(mail)
  })

  test('nobody is said to have been told who was not', () => {
    const told = [{ at: now, role: 'headOfService' as const, email: 'kit@x.org', name: 'Kit Brown' }]
    expect(mailTo(moved, sender, story('H00017', { told })).text).toContain(
      'Told before: Kit Brown (Head of service), Thu 18 February 2027 at 09:00, not reached',
    )
  })

  test('what nobody has confirmed is not said to have come back', () => {
    const { text } = mailTo({ ...moved, people })
    expect(text).toContain('We do not know that our mail about this reached Kit Brown, so it comes to you, too.')
    expect(text).not.toContain('came back')
  })

  test('a role without anybody is an incident that its reader can have mended', () => {
    const nobody = { ...directory, people: people.filter(one => !one.roles.includes('headOfService')) }
    const mail = mailTo({ resolved: resolve({ role: 'headOfService' }, about, nobody, today), people: nobody.people })
    expect(mail.text).toContain('There is no Head of service to tell, so it comes to you.')
    readsWell(mail)
  })
})

describe('a contractor', () => {
  const job = { purpose: 'job' as const, text: 'Tell us about this job', url: 'https://dutyholder.x.org/link/job' }
  const theirs = { ...resolve({ role: 'headOfService' }, about, directory, today), role: 'contractor' as const }

  test('is offered the one job, and no page to sign in to, no reply, no names of the landlord’s line', () => {
    const mail = mailTo({ resolved: theirs, deeds: [job] })
    expect(mail.text.match(/https:\S+/g)).toEqual([job.url])
    for (const not of ['Told', 'Why you', 'answer this mail', 'Open the case']) {
      expect(mail.text).not.toContain(not)
      expect(mail.html).not.toContain(not)
    }
    readsWell(mail)
  })

  test('has a digest of the same kind, of its own jobs alone', async () => {
    const it = postRoom()
    const desk = { name: 'Desk', roles: ['contractor' as const], workflows: ['gas'], areas: [] }
    const desks: Member[] = [
      { ...desk, email: 'desk@dalefix.example', contractors: ['dalefix'] },
      { ...desk, email: 'desk@sureheat.example', contractors: ['sureheat', 'sureheat-north'] },
    ]
    it.state.people = desks
    it.stories.set('gas:H00017', story('H00017', { case: gasCase('H00017', { facts: { contractorId: 'sureheat' } }) }))
    await it.owe(notice({ role: 'contractor', urgency: 'digest' }))
    await it.sweep()
    it.state.now = '2027-02-19T07:30:00.000Z' as Instant
    for (const { email } of desks) await it.handler({ digest: digestId(email, '2027-02-19') })
    // Where a firm goes is no other firm's to know.
    expect(it.mails.map(({ to }) => to)).toEqual([['desk@sureheat.example']])
    const [mail] = it.mails
    expect(mail?.text).toContain('12 Example Street')
    expect(mail?.text).toContain('Due Tue 9 February 2027: the law (GSIUR 1998 reg 36(3)(a))')
    expect(mail?.text).not.toMatch(/https?:|answer this mail|New:|comes again/)
    readsWell(mail!)
  })
})

describe('an answer', () => {
  test('is offered with the day of the mail as its example', () =>
    expect(mailTo().text).toContain(
      'Or answer this mail with one line: ACK (I am dealing with it) or DONE and the day (DONE 18/02/2027).',
    ))

  test('is not offered where it would not reach us', () => {
    const mail = mailTo({}, { ...sender, answers: false })
    expect(mail.text).not.toContain('answer this mail')
    expect(mail.html).not.toContain('answer this mail')
  })
})

describe('a subject', () => {
  const complaint = (more: Partial<CaseStory> = {}) =>
    story('H00017', {
      case: gasCase('H00017', { id: 'CMP-7K3Q-9D4H-2XMP', workflow: 'complaint' }),
      what: 'Complaint',
      words: { overdue: { subject: 'Response to complaint {ref}', body: 'Not answered.', act: 'Answer it.' } },
      ...more,
    })

  test('calls a complaint by its number and not by its home, which would tell a bystander whose it is', () => {
    const { subject, text } = mailTo({}, sender, complaint())
    expect(subject).toBe('[Overdue 9 days] Response to complaint CMP-7K3Q-9D4H-2XMP')
    expect(text).toContain('12 Example Street')
  })

  test('stands at the head of the mail, with what it does not say', () => {
    const { text } = mailTo({}, sender, complaint({ clocks: [{ ...story().clocks[0]!, title: 'Stage 1: respond' }] }))
    expect(text.split('\n').slice(0, 4)).toEqual([
      'OVERDUE 9 DAYS',
      'Response to complaint CMP-7K3Q-9D4H-2XMP',
      '12 Example Street, Canterbury CT1 2AB',
      'Stage 1: respond',
    ])
  })
})

test.each<[string, string]>([
  [due, 'Tue 9 February 2027'],
  ['2027-07-10T14:20:00Z', 'Sat 10 July 2027 at 15:20'],
  ['2026-12-02T00:00:00Z', 'midnight at the end of Tue 1 December 2026'],
  ['2027-07-09T23:00:00Z', 'midnight at the end of Fri 9 July 2027'],
])('%s is written as %s', (given, said) => expect(written(given as Instant)).toBe(said))

test('a role is called what the landlord’s people call it, wherever a mail names one', async () => {
  const it = postRoom()
  it.state.titles = { headOfService: 'Head of homes', complianceManager: 'Homes safety manager' }
  await it.owe(notice({ urgency: 'urgent' }))
  await it.sweep()
  const { text } = it.mails[0]!
  expect(text).toContain('Homes safety manager')
  expect(text).toContain('Why you: you are told as Head of homes.')
  expect(text).not.toMatch(/Head of service|Compliance manager|[a-z](Manager|Service|Lead|Officer)\b/)
})
