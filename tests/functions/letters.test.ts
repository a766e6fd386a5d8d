import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { addDays, dayOf } from '../../shared/core/time.ts'
import { person } from '../../shared/people/person.ts'
import { answer, checked, sorted } from '../support/complaints.ts'
import { apiWorld } from './api-world.ts'
import { createPages, formOf } from './pages/pages-world.ts'

const handler = 'hal@x.org'
const points = [
  { id: '1', text: 'Nobody came to mend the boiler', responsible: 'landlord' },
  { id: '2', text: 'The road is dark', responsible: 'other', explanation: 'The county council lights the road.' },
]
const acknowledging = {
  points,
  outcomesSought: 'A warm home',
  handler: { name: 'Hal Orme', contact: '01227 000001' },
}

const received = async () => {
  const w = await apiWorld()
  await w.store.putPerson(person.parse({ email: handler, name: 'Hal Orme', roles: ['complaintHandler'] }))
  let sent = 0
  const tell = async (caseId: string, type: string, data: object, as = handler) => {
    const said = await w.send(`/cases/${caseId}/events`, { as, body: { id: `m-${sent++}`, type, data } })
    expect(said.status, said.text).toBe(200)
    return said.body
  }
  const opened = await w.send('/workflows/complaint/cases', {
    as: handler,
    body: {
      id: 'complaint-1',
      facts: {
        receivedAt: w.now(),
        channel: 'phone',
        persons: [{ name: 'Ms J. Okonkwo' }, { name: 'Mr P. Okonkwo' }],
        text: 'Nobody came, again.',
      },
    },
  })
  const caseId: string = opened.body.caseId
  await tell(caseId, 'choice.offered', { answer: 'complaint' })
  await tell(caseId, 'classify.complaint', sorted)
  const draft = async (kind: string, data?: object, as = handler) =>
    w.send(`/cases/${caseId}/letters/${kind}`, { as, ...(data ? { body: { data } } : {}) })
  return { ...w, tell, caseId, draft }
}

test('a letter says what it lacks, and nothing leaves before it has all of it', async () => {
  const w = await received()
  const bare = (await w.draft('acknowledgement')).body
  expect(bare).toMatchObject({ ready: false, kind: 'acknowledgement' })
  expect(bare.lacks.map((one: string) => one.split(':')[0])).toEqual(['LETTER_POINTS', 'LETTER_OUTCOMES'])
  expect(bare.refused).toEqual([])
  expect(bare).not.toHaveProperty('event')
  const unexplained = [points[0], { ...points[1], explanation: undefined }]
  const half = (await w.draft('acknowledgement', { ...acknowledging, points: unexplained })).body
  expect(half.lacks.map((one: string) => one.split(':')[0])).toEqual(['LETTER_NOT_OURS'])
})

test('what was drafted is what is sent, and is kept as it was sent', async () => {
  const w = await received()
  const { body } = await w.draft('acknowledgement', acknowledging)
  expect(body).toMatchObject({ ready: true, lacks: [], refused: [] })
  for (const part of [
    'Dear Ms J. Okonkwo and Mr P. Okonkwo',
    w.caseId,
    'Nobody came to mend the boiler',
    'The county council lights the road.',
    'A warm home',
    'Hal Orme',
    '0300 111 3000',
    'Testham Homes',
  ])
    expect(body.text).toContain(part)
  const { letter } = body.event.data
  expect(letter.sha256).toBe(createHash('sha256').update(body.text).digest('hex'))
  const after = await w.tell(w.caseId, body.event.type, body.event.data)
  expect(after.case.state).toBe('s1_acknowledged')
  const listed = (await w.send(`/cases/${w.caseId}/letters`, { as: handler })).body
  expect(listed.sent).toMatchObject([{ kind: 'acknowledgement', sha256: letter.sha256, text: body.text }])
  expect(listed.possible).toEqual(['extension', 'stage1', 'withdrawal', 'update'])
})

test('a complaint of two is one case, and each letter addresses both (G81)', async () => {
  const w = await received()
  const { items } = await w.store.list({ workflows: ['complaint'] })
  expect(items.map(({ id }) => id)).toEqual([w.caseId])
  expect((await w.draft('acknowledgement', acknowledging)).body.text).toContain('Dear Ms J. Okonkwo and Mr P. Okonkwo')
})

test('the language that was agreed stands beside every letter, in the API and on its page (G110)', async () => {
  const w = await received()
  const pages = createPages(w)
  const path = `/pages/cases/${w.caseId}/letters/acknowledgement`
  expect((await pages.send({ path, as: handler })).text).not.toContain('Agreed with the resident')
  await w.tell(w.caseId, 'adjustment.recorded', { adjustment: { type: 'letters in Polish' } })
  expect((await w.draft('acknowledgement', acknowledging)).body).toMatchObject({
    ready: true,
    agreed: ['letters in Polish'],
  })
  const shown = (await pages.send({ path, as: handler })).text
  expect(shown).toContain('letters in Polish. Have the letter written, translated or read out so.')
})

test('the answer is written from the draft that was checked, with each finding, remedy and the way on', async () => {
  const w = await received()
  await w.tell(w.caseId, 'complaint.acknowledged', (await w.draft('acknowledgement', acknowledging)).body.event.data)
  const early = (await w.draft('stage1')).body
  expect(early.lacks.join()).toContain('LETTER_REASONS')
  const by = addDays(dayOf(w.now()), 30)
  const given = answer(by)
  const findings = [
    ...given.findings,
    { point: '2', finding: 'out_of_jurisdiction', reason: 'The county lights the road' },
  ]
  await w.tell(w.caseId, 'response.drafted', { ...given, findings })
  const unchecked = (await w.draft('stage1')).body
  expect(unchecked).toMatchObject({ lacks: [], ready: false })
  expect(unchecked.refused).toEqual([expect.stringContaining('QUALITY_CHECK')])
  await w.tell(w.caseId, 'draft.qualityChecked', checked, 'asha@x.org')
  const { body } = await w.draft('stage1')
  expect(body.ready, JSON.stringify(body.refused)).toBe(true)
  for (const part of ['stage 1', 'The log shows three missed appointments', 'A new appointment, kept', 'stage 2'])
    expect(body.text).toContain(part)
  expect(body.text).toContain('Hal Orme')
  expect((await w.tell(w.caseId, body.event.type, body.event.data)).case.state).toBe('s1_responded')
  expect((await w.draft('extension', {})).body).toMatchObject({ status: 409, allowed: ['update'] })
})

test('words of the trade, wrong data and other cases are refused with what would help', async () => {
  const w = await received()
  const jargon = {
    ...acknowledging,
    points: [{ ...points[1], explanation: 'The remedials of our stock are not ours.' }],
  }
  expect((await w.draft('acknowledgement', jargon)).body.lacks.join()).toContain('PLAIN_WORDS')
  const wrong = await w.draft('acknowledgement', { ...acknowledging, points: 'the boiler' })
  expect(wrong).toMatchObject({ status: 400, body: { issues: [{ path: 'points' }] } })
  expect((await w.draft('valentine')).body.detail).toContain('acknowledgement')
  expect((await w.send('/cases/CMP-NONE/letters/update', { as: handler })).status).toBe(404)
  expect((await w.draft('extension')).body).toMatchObject({ status: 409 })
})

test('on its page a letter is written, looked at and sent; the form comes back with what is lacking', async () => {
  const w = await received()
  const pages = createPages(w)
  const path = `/pages/cases/${w.caseId}/letters/acknowledgement`
  const shown = await pages.send({ path, as: handler })
  expect(shown.text).toContain('Before it can be sent')
  expect(shown.text).toContain('The letter sets out each point of the complaint')
  const fill = {
    'data.points': 'The boiler is cold\nThe road is dark | The county council lights it',
    'data.outcomesSought': 'Heat',
    'data.handler.name': 'Hal Orme',
    'data.handler.contact': '01227 000001',
    channel: 'post',
  }
  const early = await pages.send({ path, as: handler, body: formOf(shown.text, { step: 'send', channel: 'post' }) })
  expect(early.status).toBe(422)
  const looked = await pages.send({ path, as: handler, body: formOf(shown.text, { ...fill, step: 'draft' }) })
  expect(looked.text).toContain('Dear Ms J. Okonkwo')
  expect((await w.store.load(w.caseId))?.case.state).toBe('s1_logged')
  const body = formOf(shown.text, { ...fill, step: 'send' })
  const sent = await pages.send({ path, as: handler, body })
  expect(sent.status).toBe(303)
  expect((await pages.send({ path, as: handler, body })).status).toBe(303)
  expect((await w.store.load(w.caseId))?.case).toMatchObject({ state: 's1_acknowledged', version: 4 })
  const list = await pages.send({ path: `/pages/cases/${w.caseId}/letters`, as: handler })
  expect(list.text).toContain('letters?sent=1')
  expect(list.text).toMatch(/Acknowledgement<\/a> <span[^>]*>[^<]+, post</)
  const letters = `/pages/cases/${w.caseId}/letters`
  const alone = await pages.send({ path: letters, query: 'sent=1', as: handler })
  expect(alone.text).toMatch(/class="dh-card dh-letter">[\s\S]*The road is dark/)
  for (const query of ['sent=2', 'sent=0', 'sent=x'])
    expect((await pages.send({ path: letters, query, as: handler })).status).toBe(404)
  // Its hash and the names of its paragraphs are for machines; its text can be read where it happened.
  const happened = (await pages.send({ path: `/pages/cases/${w.caseId}`, as: handler })).text
  expect(happened).toMatch(/<dd>channel: post<details[\s\S]*?The road is dark/)
  expect(happened).not.toMatch(/[0-9a-f]{64}|says: /)
  // What no question of the form could mend is mended on the case, and is not offered to be sent.
  const answer = await pages.send({ path: `${letters}/stage1`, as: handler })
  expect(answer.text).toContain('Record there what is lacking')
  expect(answer.text).not.toContain('Record it as sent')
  const passed = await pages.send({ path, as: handler })
  expect(passed.status).toBe(409)
  await w.store.putPerson(person.parse({ email: 'dee@x.org', name: 'Dee', roles: ['director'] }))
  expect((await pages.send({ path, as: 'dee@x.org' })).status).toBe(403)
  expect((await pages.send({ path: letters, query: 'sent=1', as: 'dee@x.org' })).status).toBe(403)
})

const typed = {
  'data.points': 'The boiler is cold\r\nThe road is <b>dark</b> | The county council lights it',
  'data.outcomesSought': 'Heat by Friday',
  'data.handler.name': 'Hal Orme',
  'data.handler.contact': '01227 000001',
  channel: 'post',
  step: 'send',
}

test('two people at one letter: the second sees what changed, and carries what they typed into another', async () => {
  const w = await received()
  const pages = createPages(w)
  const path = `/pages/cases/${w.caseId}/letters/acknowledgement`
  const [mine, theirs] = [await pages.send({ path, as: handler }), await pages.send({ path, as: handler })]
  const first = formOf(theirs.text, { ...typed, 'data.outcomesSought': 'An apology' })
  expect((await pages.send({ path, as: handler, body: first })).status).toBe(303)
  const late = await pages.send({ path, as: handler, body: formOf(mine.text, typed) })
  expect(late.status).toBe(409)
  for (const words of ['Heat by Friday', 'The road is &lt;b&gt;dark&lt;/b&gt;', 'Hal Orme'])
    expect(late.text).toContain(words)
  expect(late.text).toContain('The case has moved on since you opened this form')
  expect(late.text).toContain('Complaint acknowledged')
  const update = /<form method="post" action="[^"]+letters\/update">(.*?)<\/form>/s.exec(late.text)![0]
  const body = formOf(`<main>${update}`, { step: 'draft', 'data.progress': 'We come on Friday' })
  expect(new URLSearchParams(body).get('data.outcomesSought')).toBe('Heat by Friday')
  const carried = await pages.send({ path: path.replace('acknowledgement', 'update'), as: handler, body })
  expect([carried.status, carried.text.includes('We come on Friday')]).toEqual([200, true])
  expect((await w.store.load(w.caseId))?.case.version).toBe(4)
})

test('a letter sent before with other answers says so and keeps these; a case that only moved on says that', async () => {
  const w = await received()
  const pages = createPages(w)
  const path = `/pages/cases/${w.caseId}/letters/acknowledgement`
  const opened = await pages.send({ path, as: handler })
  await w.tell(w.caseId, 'note.added', { text: 'She rang again' })
  const short = await pages.send({ path, as: handler, body: formOf(opened.text, { ...typed, 'data.points': '' }) })
  expect([short.status, short.text.includes('Heat by Friday')]).toEqual([422, true])
  expect(short.text).toContain('The case has moved on since you opened this form')
  expect(short.text).toContain('<a href="#lacking">')
  const body = formOf(opened.text, typed)
  expect((await pages.send({ path, as: handler, body })).status).toBe(303)
  const other = { ...typed, 'data.outcomesSought': 'Heat today' }
  const again = await pages.send({ path, as: handler, body: formOf(opened.text, other) })
  expect([again.status, again.text.includes('Heat today')]).toEqual([409, true])
})
