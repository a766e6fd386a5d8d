import { describe, expect, test } from 'vitest'
import type { Day } from '../../../shared/core/time.ts'
import { formOf, HOME, landlord, UNSAFE } from './pages-world.ts'

const nia = 'nia.morgan@northmere.example'
const casePath = `/pages/cases/${encodeURIComponent(HOME)}`
const doPath = (type: string) => `${casePath}/do/${type}`

describe('every page opens', () => {
  test.each([
    ['/', 'Where we stand'],
    ['/pages/my-work', 'My work'],
    ['/pages/cases', 'Open cases'],
    ['/pages/cases?overdue=true&workflow=gas', 'Overdue cases, Gas safety check'],
    [casePath, 'What you can record now'],
    [doPath('visit.noAccess'), 'When did it happen?'],
    ['/pages/assets/H00004', 'Duties and open cases'],
    ['/pages/reports', 'Sent by themselves'],
    ['/pages/reports/position', 'Homes in date, by stream'],
    ['/pages/reports/monthly', 'What is behind the figures'],
    ['/pages/reports/tsm', 'What was included and left out, and why'],
    ['/pages/reports/complaints?month=2026-10', 'At a glance'],
    ['/pages/reports/actions', 'Overdue, by priority'],
    ['/pages/reports/hazards', 'Past a limit of the law'],
    ['/pages/reports/no-access', 'Homes that nobody gets into'],
    ['/pages/reports/contractors', 'Days to evidence'],
    ['/pages/access', 'Homes that we could not get into'],
    ['/pages/to-sort', 'What has to be sorted out'],
    ['/pages/look-ahead', 'What comes if nobody acts'],
    ['/pages/people', 'People and absence'],
    ['/pages/people/priya.shah@northmere.example', 'Save the absence'],
    ['/pages/rules', 'Rules and their sources'],
    ['/pages/search', 'Search'],
    ['/pages/calendar', 'My deadlines in my own calendar'],
    ['/pages/personas', 'Be somebody else'],
  ])('%s', async (path, words) => {
    const { send, faults } = await landlord()
    const [where, query = ''] = path.split('?')
    const { status, text, headers } = await send({ path: where!, query })
    expect(faults).toEqual([])
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).toContain(words)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })
})

describe('a case', () => {
  test('says why each date is what it is, with its source', async () => {
    const { send } = await landlord()
    const { text } = await send({ path: casePath })
    expect(text).toContain('Due <strong>Wed 2 December 2026</strong>. Set by law: GSIUR 1998 reg 36(3)(a).')
    expect(text).toContain('<li>12 months after Tue 2 December 2025 is Wed 2 December 2026</li>')
  })

  test('names who is accountable, and how they were found where it was not by their own role', async () => {
    const { send } = await landlord()
    const lead =
      '<a class="govuk-link" href="/pages/people/priya.shah%40northmere.example">Priya Shah</a>, Compliance manager'
    expect((await send({ path: casePath })).text).toContain(`${lead}</dd>`)
    const other = await landlord()
    const priya = (await other.store.getPerson('priya.shah@northmere.example'))!
    await other.store.putPerson({ ...priya, absentFrom: '2026-11-01' as Day, absentTo: '2026-12-31' as Day })
    const { text } = await other.send({ path: casePath })
    expect(text).toContain('Nia Morgan</a>, Compliance manager')
    expect(text).toMatch(/Priya Shah is absent until/)
  })

  test('shows a tenant’s words as words, whatever they are', async () => {
    const { send } = await landlord()
    const { text } = await send({ path: casePath })
    expect(text).not.toContain('<script')
    expect(text).toContain('&lt;script&gt;alert(&quot;tenant&quot;)&lt;/script&gt; &amp; damp')
  })

  test('keeps a tenant’s words from those who only oversee', async () => {
    const { send, apply, now } = await landlord()
    const words = 'The child has asthma'
    const opened = await apply.open('access', {
      id: 'access:H00009',
      assetId: 'H00009',
      facts: { vulnerability: { on: '2026-11-20', by: nia, safeToProceed: true, findings: words } },
      by: { kind: 'staff', id: nia, roles: ['complianceOfficer'] },
      at: now(),
    })
    expect(opened.kind).toBe('done')
    const path = '/pages/cases/access%3AH00009'
    expect((await send({ path, as: nia })).text).toContain(words)
    const overseen = await send({ path, as: 'alan.pryce@northmere.example' })
    expect(overseen.status).toBe(200)
    expect(overseen.text).not.toContain(words)
    expect(overseen.text).toContain('Words that you may not read')
  })

  test('offers each role what it may record, and says whose the rest is', async () => {
    const { send } = await landlord()
    const path = '/pages/cases/gas%3AH00006'
    expect((await send({ path, as: nia })).text).toContain('/do/certificate.accepted"')
    const { text } = await send({ path, as: 'hana.yusuf@northmere.example' })
    expect(text).not.toContain('/do/certificate.accepted"')
    expect(text).toMatch(/Compliance officer, Compliance manager:<br>[^<]*Certificate accepted/)
  })

  test('that nobody knows is said to be unknown, and quotes no markup', async () => {
    const { send } = await landlord()
    const { status, text } = await send({ path: `/pages/cases/${encodeURIComponent('<img src=x>')}` })
    expect(status).toBe(404)
    expect(text).toContain('&lt;img src=x&gt;')
  })
})

describe('recording', () => {
  const answers = { 'data.outcome': 'refused', 'data.photo': 'door.jpg', 'data.cardLeft': 'yes' }
  const open = async (w: Awaited<ReturnType<typeof landlord>>, type: string) =>
    (await w.send({ path: doPath(type), as: nia })).text

  test('leads on to the case, which says what was recorded', async () => {
    const w = await landlord()
    const body = formOf(await open(w, 'visit.noAccess'), answers)
    const sent = await w.send({ path: doPath('visit.noAccess'), as: nia, body })
    expect([sent.status, sent.text]).toEqual([303, ''])
    const [path, query] = sent.headers.location!.split('?')
    expect((await w.send({ path: path!, query: query! })).text).toContain('Visit: no access. The case is now: ')
  })

  test('twice by a double click is once', async () => {
    const w = await landlord()
    const body = formOf(await open(w, 'visit.noAccess'), answers)
    const both = await Promise.all([1, 2].map(() => w.send({ path: doPath('visit.noAccess'), as: nia, body })))
    expect(both.map(one => one.status)).toEqual([303, 303])
    expect(both[0]!.headers.location).toBe(both[1]!.headers.location)
    const { items } = await w.store.history(HOME)
    expect(items.filter(({ event }) => event.data.outcome === 'refused')).toHaveLength(1)
  })

  test('the same form with other answers says that the first were taken, and asks again', async () => {
    const w = await landlord()
    const form = await open(w, 'visit.noAccess')
    await w.send({ path: doPath('visit.noAccess'), as: nia, body: formOf(form, answers) })
    const again = await w.send({
      path: doPath('visit.noAccess'),
      as: nia,
      body: formOf(form, { ...answers, 'data.outcome': 'unsafe' }),
    })
    expect(again.status).toBe(409)
    expect(again.text).toContain('You sent this form before with other answers')
  })

  test('in a state that has moved on shows what changed and keeps what was typed', async () => {
    const w = await landlord()
    const body = formOf(await open(w, 'visit.noAccess'), { ...answers, 'data.photo': 'half an hour at the door' })
    const by = { kind: 'contractor' as const, id: 'sureheat', roles: ['contractor' as const] }
    const done = { type: 'inspection.completed', at: w.now(), by, data: { result: 'SATISFACTORY' } }
    expect((await w.apply.event(HOME, done)).kind).toBe('done')
    const { status, text } = await w.send({ path: doPath('visit.noAccess'), as: nia, body })
    expect(status).toBe(409)
    expect(text).toContain('The case has moved on since you opened this form')
    expect(text).toContain('Inspection completed')
    expect(text).toContain('value="half an hour at the door"')
    expect(text).toContain('<title>Error: ')
  })

  test('says which sentence does not hold', async () => {
    const w = await landlord()
    const path = '/pages/cases/gas%3AH00006/do/certificate.accepted'
    const form = (await w.send({ path, as: nia })).text
    const { status, text } = await w.send({ path, as: nia, body: formOf(form) })
    expect(status).toBe(422)
    expect(text).toContain('This does not hold: The certificate itself is on file')
  })

  test('names each question that is not answered, and each that is answered wrongly, with a way to it', async () => {
    const w = await landlord()
    const body = formOf(await open(w, 'appointment.made'), {
      'data.slotStart-day': '31',
      'data.slotStart-month': '2',
      'data.slotStart-year': '2027',
      'data.slotStart-time': '9:00',
      'on-day': 'today',
    })
    const { status, text } = await w.send({ path: doPath('appointment.made'), as: nia, body })
    expect(status).toBe(400)
    expect(text).toContain('<a href="#on-day">When it happened must be a real date</a>')
    expect(text).toContain('<a href="#data.slotStart-day">Slot start must be a real date')
    expect(text).toContain('<a href="#data.slotEnd-day">Enter: Slot end</a>')
    expect(text).toContain('value="31"')
  })

  test('is refused to a role that may not, and to a form that is not ours', async () => {
    const w = await landlord()
    const path = '/pages/cases/gas%3AH00006/do/certificate.rejected'
    const hana = 'hana.yusuf@northmere.example'
    const form = (await w.send({ path, as: hana })).text
    const body = formOf(form, { 'data.code': 'UNREADABLE' })
    const refused = await w.send({ path, as: hana, body })
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('It can be done by: Compliance officer, Compliance manager')
    expect(refused.text).toContain('value="UNREADABLE" selected')
    const theirs = (await w.send({ path, as: nia, body: `${body}&data.reason=%3Cb%3EBlurred` })).text
    expect([theirs.includes('This form was not ours'), theirs.includes('&lt;b&gt;Blurred')]).toEqual([true, true])
    expect(theirs).not.toContain('<form')
    const elsewhere = await w.send({ path, as: hana, body, headers: { 'sec-fetch-site': 'cross-site' } })
    expect(elsewhere.status).toBe(403)
    expect((await w.store.load('gas:H00006'))?.case.state).toBe('evidence_review')
  })

  test('keeps words on the case as they were typed', async () => {
    const w = await landlord()
    const body = formOf(await open(w, 'note.added'), { 'data.text': `${UNSAFE}\r\nsecond line` })
    expect((await w.send({ path: doPath('note.added'), as: nia, body })).status).toBe(303)
    expect((await w.send({ path: casePath })).text).toContain('&amp; damp\nsecond line')
  })
})

describe('a document', () => {
  const upload = async (w: Awaited<ReturnType<typeof landlord>>, file: File) => {
    const csrf = /name="csrf" value="([^"]+)"/.exec((await w.send({ path: casePath, as: nia })).text)![1]!
    const form = new FormData()
    form.set('csrf', csrf)
    form.set('file', file)
    const request = new Response(form)
    const body = Buffer.from(await request.arrayBuffer()).toString('base64')
    const headers = { 'content-type': request.headers.get('content-type')! }
    return w.send({ method: 'POST', path: `${casePath}/documents`, as: nia, body, base64: true, headers })
  }

  test('is kept under its hash, and can then be named in a record', async () => {
    const w = await landlord()
    const sent = await upload(w, new File(['%PDF-1.7 signed'], 'LGSR/2026.pdf', { type: 'application/pdf' }))
    expect(sent.status).toBe(303)
    const [document] = (await w.store.documents(HOME)).items
    expect(document).toMatchObject({ name: 'LGSR_2026.pdf', status: 'stored', size: 15 })
    expect([...w.evidence.keys()]).toEqual([`${HOME}/${document!.sha256}`])
    const path = doPath('certificate.submitted')
    const form = (await w.send({ path, as: nia })).text
    expect(form).toContain('LGSR_2026.pdf')
    const done = await w.send({ path, as: nia, body: formOf(form, { 'data.documents': document!.sha256 }) })
    expect(done.status).toBe(303)
    expect((await w.store.load(HOME))?.case.state).toBe('evidence_review')
  })

  test('is saved from the case, by who works on it', async () => {
    const w = await landlord()
    await upload(w, new File(['%PDF-1.7 signed'], 'Gas “record” 2026.pdf', { type: 'application/pdf' }))
    const [document] = (await w.store.documents(HOME)).items
    const path = `${casePath}/documents/${document!.sha256}`
    expect((await w.send({ path: casePath, as: nia })).text).toContain(`href="${path}"`)
    const { status, headers } = await w.send({ path, as: nia })
    expect([status, headers.location]).toEqual([
      303,
      `https://evidence.test/${HOME}/${document!.sha256}?name=${encodeURIComponent(document!.name)}`,
    ])
    expect((await w.send({ path: `${casePath}/documents/${'0'.repeat(64)}`, as: nia })).status).toBe(404)
    const director = 'alan.pryce@northmere.example'
    expect((await w.send({ path: casePath, as: director })).text).not.toContain(path)
    expect((await w.send({ path, as: director })).status).toBe(403)
  })

  test('that is empty, or there already, is refused in words', async () => {
    const w = await landlord()
    expect((await upload(w, new File([], 'empty.pdf'))).text).toContain('Choose a file that is not empty')
    await upload(w, new File(['same'], 'one.txt'))
    expect((await upload(w, new File(['same'], 'two.txt'))).text).toContain(
      'The same file is on this case already: one.txt',
    )
  })
})
