/** Letters that were not drafted here: what they say is read from their own text, and what it lacks is named. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { addDays, dayOf, longDay } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { person } from '../../shared/people/person.ts'
import { checked, sorted } from '../support/complaints.ts'
import { apiWorld } from './api-world.ts'

const handler = 'hal@x.org'
const points = [
  { id: '1', text: 'Nobody came to mend the boiler', responsible: 'landlord' },
  { id: '2', text: 'The road is dark', responsible: 'other', explanation: 'The county council lights the road.' },
]
const acknowledging = { points, outcomesSought: 'A warm home', handler: { name: 'Hal Orme', contact: '01227 000001' } }
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

const ombudsman = 'You can ask the Housing Ombudsman Service at any time: 0300 111 3000.'
const acknowledgement = (reference: string, today: ReturnType<typeof dayOf>) => [
  ['LETTER_NAME', 'Dear Ms Okonkwo,'],
  ['LETTER_REFERENCE', `Our reference is ${reference}.`],
  ['LETTER_RECEIVED', `Your complaint reached us on ${longDay(today)}.`],
  ['LETTER_POINTS', 'You told us that nobody came to mend the boiler, and that the road is dark.'],
  ['LETTER_NOT_OURS', 'Lamps are for others: it is the county council that lights the road.'],
  ['LETTER_OUTCOMES', 'You would like a warm home.'],
  ['LETTER_HANDLER', 'Hal Orme has your case (01227 000001).'],
  ['LETTER_DUE', `You will have our answer by ${longDay(england.add(today, 10))}.`],
  ['LETTER_UPDATES', 'We will keep you informed.'],
  ['LETTER_ADJUSTMENTS', 'Do you need another language, or larger print?'],
  ['LETTER_REPRESENTATIVE', 'A friend may act for you.'],
  ['LETTER_OMBUDSMAN', ombudsman],
]

const answered = (reference: string, by: ReturnType<typeof dayOf>) => [
  ['LETTER_NAME', 'Dear J. Okonkwo,'],
  ['LETTER_REFERENCE', `Our reference is ${reference}.`],
  ['LETTER_STAGE', 'This is our answer at stage 1.'],
  ['LETTER_POINTS', 'You complained that nobody came to mend the boiler.'],
  ['LETTER_DECISION', 'Your complaint is upheld.'],
  ['LETTER_REASONS', 'Our log shows three missed appointments.'],
  ['LETTER_REMEDIES', `You get a new visit, and we keep it, by ${longDay(by)}.`],
  ['LETTER_ACTIONS', `Our plumber orders the valve by ${longDay(addDays(by, 2))}.`],
  ['LETTER_ESCALATE', 'Not happy with this? Say so to anyone here and it goes to stage 2.'],
  ['LETTER_OMBUDSMAN', ombudsman],
]

const received = async () => {
  const w = await apiWorld()
  await w.store.putPerson(person.parse({ email: handler, name: 'Hal Orme', roles: ['complaintHandler'] }))
  let sent = 0
  const post = async (type: string, data: object, as = handler) =>
    w.send(`/cases/${caseId}/events`, { as, body: { id: `m-${sent++}`, type, data } })
  const tell = async (type: string, data: object, as = handler) => {
    const said = await post(type, data, as)
    expect(said.status, said.text).toBe(200)
    return said.body
  }
  const facts = {
    receivedAt: w.now(),
    channel: 'phone',
    persons: [{ name: 'J. Okonkwo' }],
    text: 'Nobody came, again.',
  }
  const opened = await w.send('/workflows/complaint/cases', { as: handler, body: { id: 'complaint-1', facts } })
  const caseId: string = opened.body.caseId
  await tell('choice.offered', { answer: 'complaint' })
  await tell('classify.complaint', sorted)
  const today = dayOf(w.now())
  return { ...w, post, tell, caseId, today, whole: acknowledgement(caseId, today) }
}

const drafted = async () => {
  const w = await received()
  const given = { ...acknowledging, points: [points[0]] }
  const text = w.whole.map(([, line]) => line).join('\n')
  await w.tell('complaint.acknowledged', { ...given, letter: { channel: 'post', words: text } })
  const by = addDays(w.today, 30)
  await w.tell('response.drafted', {
    findings: [{ point: '1', finding: 'upheld', reason: 'The log shows three missed appointments' }],
    remedies: [{ what: 'A new visit, kept', by, type: 'action' }],
    actions: [{ what: 'The plumber orders the valve', by: addDays(by, 2) }],
  })
  await w.tell('draft.qualityChecked', checked, 'asha@x.org')
  return { ...w, whole: answered(w.caseId, by) }
}

const without = (lines: string[][], code: string) =>
  lines
    .filter(([own]) => own !== code)
    .map(([, line]) => line)
    .join('\n')

describe.each([
  ['complaint.acknowledged', acknowledging, received],
  ['complaint.responded', {}, drafted],
] as const)('%s', (type, given, begin) => {
  test('a letter in the writer’s own words that holds everything is taken, and kept as it was sent', async () => {
    const w = await begin()
    const words = without(w.whole, 'nothing')
    const after = await w.tell(type, { ...given, letter: { channel: 'post', words } })
    const kept = (await w.send(`/cases/${w.caseId}/letters`, { as: handler })).body.sent.at(-1)
    expect(kept).toMatchObject({ sha256: hash(words), text: words, channel: 'post' })
    expect(after.case.facts.letters.at(-1).words).not.toHaveProperty('text')
  })

  test('each part that its text lacks is named, whatever the sender claims of it', async () => {
    const w = await begin()
    const says = ['ombudsman', 'representative', 'adjustments', 'updates', 'apology', 'escalate', 'resume']
    const before = (await w.store.load(w.caseId))?.case.version
    for (const [code = ''] of w.whole) {
      const words = without(w.whole, code)
      const refused = await w.post(type, { ...given, letter: { channel: 'post', words, says, sha256: hash(words) } })
      expect(refused.status, code).toBe(422)
      expect(refused.body.codes, code).toContain(code)
      expect(
        refused.body.failed.find((one: string) => one.startsWith(code)),
        code,
      ).toMatch(/: add |: the letter/)
    }
    expect((await w.store.load(w.caseId))?.case.version).toBe(before)
  })

  test('without its text, or with the hash of another, it is not sent', async () => {
    const w = await begin()
    const says = ['ombudsman', 'representative', 'adjustments', 'updates', 'escalate']
    const bare = await w.post(type, { ...given, letter: { sha256: hash('a'), channel: 'post', says } })
    expect(bare).toMatchObject({ status: 422, body: { codes: ['LETTER_TEXT'] } })
    expect(bare.body.failed[0]).toContain('data.letter.words')
    const words = without(w.whole, 'nothing')
    const other = await w.post(type, { ...given, letter: { sha256: hash('a'), channel: 'post', words } })
    expect(other).toMatchObject({ status: 422, body: { codes: ['LETTER_HASH'] } })
    expect((await w.post(type, given)).body.codes).toContain('LETTER_SENT')
  })
})

test('one refusal names the text’s gaps and the conditions of the case together', async () => {
  const w = await drafted()
  await w.tell('response.drafted', {
    findings: [{ point: '1', finding: 'upheld', reason: 'The log shows three missed appointments' }],
    remedies: [{ what: 'A new visit, kept', by: addDays(w.today, 30), type: 'action' }],
    actions: [],
  })
  const words = without(w.whole, 'LETTER_ESCALATE')
  const refused = await w.post('complaint.responded', { letter: { channel: 'post', words } })
  expect(refused.body.codes).toEqual(expect.arrayContaining(['QUALITY_CHECK', 'LETTER_ESCALATE']))
})

test('words of the trade are refused with what to say; the resident’s own are not corrected', async () => {
  const w = await received()
  const text = without(w.whole, 'nothing')
  const ours = await w.post('complaint.acknowledged', {
    ...acknowledging,
    letter: { channel: 'post', words: `${text}\nThe operatives will call.` },
  })
  expect(ours.body.failed.join()).toContain('operatives')
  const said = { ...acknowledging, outcomesSought: 'Stop the voids next door, a warm home' }
  const theirs = { channel: 'post', words: `${text}\nYou also asked: Stop the voids next door, a warm home` }
  await w.tell('complaint.acknowledged', { ...said, letter: theirs })
})
