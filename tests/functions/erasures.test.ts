/** From the request to the proof: the words are gone everywhere, and the export still verifies. */
import { expect, test } from 'vitest'
import * as z from 'zod'
import { verifyExport } from '../../scripts/verify/export.ts'
import { workflow } from '../../shared/core/declare.ts'
import { personal, references } from '../../shared/core/personal.ts'
import { day, instant } from '../../shared/core/time.ts'
import { apiWorld } from './api-world.ts'
import { createPages, formOf } from './pages/pages-world.ts'

/** Somebody says something, which a second case is opened about. */
const said = workflow({
  name: 'said',
  title: 'Somebody said something',
  law: [],
  facts: z.strictObject({ said: z.array(personal()).default([]) }),
  events: { heard: z.strictObject({ text: personal() }), ended: z.strictObject({}) },
  initial: 'open',
  lead: 'officer',
  states: {
    open: {
      title: 'Open',
      on: {
        heard: {
          set: (f, e) => ({ said: [...f.said, e.data.text] }),
          raises: (f, e) => [{ workflow: 'said', key: `echo.${f.said.length}`, facts: { said: [e.data.text] } }],
        },
        ended: { to: 'closed' },
      },
    },
    closed: { title: 'Closed', final: 'ended', on: {} },
  },
  clocks: {},
  words: {},
})

const opened = async () => {
  const w = await apiWorld({ said })
  const first = await w.send('/workflows/said/cases', { body: { id: 'open-1', assetId: 'H00017', facts: {} } })
  const caseId: string = first.body.caseId
  const path = `/cases/${caseId}`
  for (const [id, text] of [
    ['m-1', 'Jo Okonkwo has asthma'],
    ['m-2', 'The ceiling of 12 Mill Lane fell'],
  ] as const)
    expect((await w.send(`${path}/events`, { body: { id, type: 'heard', data: { text } } })).status).toBe(200)
  const errands = (await w.store.pendingErrands(w.now())).items
  for (const { body } of errands) await w.apply.errand(body)
  const refs = references((await w.store.load(caseId))!.case.facts)
  const copies = errands.map(({ body }) => body.to)
  const texts = async () =>
    Promise.all([caseId, ...copies].flatMap(id => refs.map(async ref => (await w.store.words(id, ref)) ?? {})))
  const left = async () => (await texts()).filter(one => 'text' in one).length
  const whole = async () => {
    const { text } = await w.send('/export')
    expect(text).not.toMatch(/Okonkwo|ceiling/)
    return verifyExport(text.trim().split('\n'), { workflows: w.workflows, reckon: w.reckon })
  }
  return { w, path, refs, left, whole, texts, copies }
}

test('named words go wherever they were carried to; the others stay, and every chain still verifies', async () => {
  const { w, path, refs, left, whole, texts } = await opened()
  const before = await left()
  const answer = await w.send(`${path}/erasures`, { body: { ground: 'request', words: [refs[0]] } })
  expect([answer.status, answer.body.erased.length]).toEqual([200, 2])
  expect(await left()).toBe(before - 2)
  const gone = (await texts()).find(one => 'erasedAt' in one)
  expect(gone).toMatchObject({ ground: 'request', by: expect.any(String) })
  expect(await whole()).toEqual({ cases: 3, events: 5 })
  const shown = await w.send(path)
  expect(shown.body.words[refs[0]!]).toBeNull()
  expect(shown.text).not.toContain('Okonkwo')
  const again = await w.send(`${path}/erasures`, { body: { ground: 'request', words: [refs[0]] } })
  expect([again.status, again.body.erased]).toEqual([200, []])
})

/** Six years and some days after the case was closed; the calendar of working days ends before, and nothing asks it. */
const pastIt = instant.parse('2032-12-01T09:00:00Z')
const retention = { body: { ground: 'retention' } }
const end = async ({ w }: Awaited<ReturnType<typeof opened>>, path: string): Promise<void> => {
  const ended = await w.send(`${path}/events`, { body: { id: `end-${path.slice(-8)}`, type: 'ended', data: {} } })
  expect(ended.status).toBe(200)
}
/** With what came of it. */
const closedCase = async () => {
  const o = await opened()
  for (const path of [o.path, ...o.copies.map(id => `/cases/${id}`)]) await end(o, path)
  return o
}

test('all words of a closed case go once its time has passed, with who, when and under which rule', async () => {
  const o = await opened()
  const { w, path, left, whole, copies } = o
  const refused = async () => {
    const { status, body } = await w.send(`${path}/erasures`, retention)
    return [status, body.detail]
  }
  expect(await refused()).toEqual([409, expect.stringContaining('the case is open')])
  await end(o, path)
  expect(await refused()).toEqual([409, `it is on hold: ${copies[0]} of the same matter is open`])
  for (const id of copies) await end(o, `/cases/${id}`)
  expect(await refused()).toEqual([409, expect.stringMatching(/retention\.case.*to Mon 22 November 2032/)])
  w.clock.now = pastIt
  const caseId = path.slice('/cases/'.length)
  const listed = async () => (await w.send('/retention')).body.groups[1].past.items.map((one: Row) => one.caseId)
  expect(await listed()).toEqual([caseId, ...copies].sort())
  const done = (await w.send(`${path}/erasures`, retention)).body
  // Copies in other cases have a day of their own.
  expect(done).toMatchObject({ rule: 'retention.case', documents: { gone: [], left: [] } })
  expect([done.erased.length, await left()]).toEqual([2, 2])
  expect((await whole()).broken).toBeUndefined()
  expect(await listed()).toEqual([...copies].sort())
  const { items } = (await w.send('/retention/erasures')).body
  expect(items).toEqual([
    expect.objectContaining({
      subject: { caseId },
      at: pastIt,
      ground: 'retention',
      rule: 'retention.case',
      whole: true,
      words: 2,
    }),
  ])
  expect(items[0].by).toBe('administrator@localhost')
  await w.send(`${path}/erasures`, retention)
  expect((await w.send('/retention/erasures')).body.items).toHaveLength(1)
})
type Row = { caseId?: string }

test('what is on hold goes for no wish and no age, but a mistake does; let go, it goes', async () => {
  const { w, path, refs, left } = await closedCase()
  w.clock.now = pastIt
  const subject = { caseId: path.slice('/cases/'.length) }
  const hold = { subject, kind: 'disrepair', reference: 'K01 2231', reviewOn: '2033-06-01' }
  expect((await w.send('/retention/holds', { as: 'hal@x.org', body: hold })).status).toBe(403)
  expect((await w.send('/retention/holds', { body: { ...hold, reviewOn: '2032-12-01' } })).status).toBe(400)
  expect((await w.send('/retention/holds', { body: { ...hold, subject: { caseId: 'S9' } } })).status).toBe(404)
  expect((await w.send('/retention/holds', { body: hold })).status).toBe(200)
  const held = (await w.send('/retention')).body.groups[1]
  expect([held.past.count, held.held.items[0].held]).toEqual([2, 'a disrepair claim (K01 2231)'])
  for (const ground of ['retention', 'request']) {
    const no = await w.send(`${path}/erasures`, { body: { ground } })
    expect([no.status, no.body.detail]).toEqual([409, 'it is on hold: a disrepair claim (K01 2231)'])
  }
  const before = await left()
  expect((await w.send(`${path}/erasures`, { body: { ground: 'mistake', words: [refs[0]] } })).status).toBe(200)
  expect(await left()).toBeLessThan(before)
  const release = { subject, kind: 'disrepair' }
  expect((await w.send('/retention/holds/release', { body: release })).status).toBe(200)
  expect((await w.send('/retention/holds/release', { body: release })).status).toBe(404)
  expect((await w.send('/retention/holds')).body.items).toEqual([])
  expect((await w.send(`${path}/erasures`, retention)).status).toBe(200)
})

test('documents are recorded as gone once their bytes are, and not before', async () => {
  const { w, path } = await closedCase()
  const caseId = path.slice('/cases/'.length)
  const sha256 = 'c'.repeat(64)
  const file = { caseId, sha256, type: 'image/jpeg', size: 3 }
  await w.store.registerDocument({ ...file, name: 'Jo Okonkwo.jpg', status: 'stored', at: w.now() })
  await w.evidence.put(file, new Uint8Array(3))
  w.clock.now = pastIt
  const first = (await w.send(`${path}/erasures`, retention)).body
  expect(first.documents).toEqual({ gone: [], left: [sha256] })
  expect((await w.send('/retention')).body.groups[1].past.count).toBe(3)
  w.lying.delete(`${caseId}/${sha256}`)
  expect((await w.send(`${path}/erasures`, retention)).body.documents).toEqual({ gone: [sha256], left: [] })
  expect((await w.store.documents(caseId)).items[0]).toMatchObject({ status: 'erased', name: 'Erased' })
  expect((await w.send(`${path}/documents/${sha256}`)).status).toBe(404)
  expect((await w.send('/retention')).body.groups[1].past.count).toBe(2)
  const named = { body: { ground: 'request', documents: ['d'.repeat(64)] } }
  expect((await w.send(`${path}/erasures`, named)).status).toBe(422)
})

test('the page lists what is past, erases what is ticked, and keeps what is put on hold', async () => {
  const { w, path, copies } = await closedCase()
  const [caseId, second] = [path.slice('/cases/'.length), copies[0]!]
  w.clock.now = pastIt
  await w.store.putPerson({ email: 'lea@x.org', name: 'Lea', roles: ['legalOfficer'], workflows: [], areas: [] })
  const pages = createPages(w, { workflows: w.workflows })
  const get = (query: string, as?: string) => pages.send({ path: '/pages/retention', query, ...(as ? { as } : {}) })
  const post = (fields: Record<string, string>, page: string, as?: string) =>
    pages.send({ path: '/pages/retention', body: formOf(page, fields), ...(as ? { as } : {}) })
  const list = await get('list=cases&now=1')
  expect(list.text.match(/type="checkbox"/g)).toHaveLength(1 + copies.length)
  expect((await get('list=cases&now=1', 'lea@x.org')).text).not.toContain('type="checkbox"')

  const overview = (await get('now=1', 'lea@x.org')).text
  const day = { 'reviewOn-day': '1', 'reviewOn-month': '6', 'reviewOn-year': '2033' }
  const hold = { act: 'hold', about: second, kind: 'litigation', ...day }
  const mistaken = await post({ ...hold, about: 'nowhere' }, overview, 'lea@x.org')
  expect([mistaken.status, mistaken.text]).toEqual([400, expect.stringContaining('Enter the number of a case')])
  expect((await post(hold, overview, 'lea@x.org')).status).toBe(303)
  expect((await get('list=cases.held&now=1')).text).toContain('proceedings, or a claim')

  const erase = { act: 'erase', erase: `case:${caseId}` }
  expect((await post(erase, list.text, 'lea@x.org')).status).toBe(403)
  expect((await post(erase, list.text)).text).toContain(`<li>${caseId}</li>`)
  expect((await post({ ...erase, erase: `case:${second}` }, list.text)).text).toContain('it is on hold: proceedings')
  const release = { act: 'release', subject: JSON.stringify({ caseId: second }), kind: 'litigation' }
  expect((await post(release, overview, 'lea@x.org')).status).toBe(303)
  expect((await post({ ...erase, erase: `case:${second}` }, list.text)).text).toContain(`<li>${second}</li>`)
  expect((await get('list=cases&now=1')).text).not.toContain(caseId)
  expect((await get('erased=1')).text).toContain('retention.case')
  expect((await get('list=nothing')).status).toBe(404)
})

test('who somebody was goes once they have left for long enough, and nobody names them', async () => {
  const w = await apiWorld({ said })
  const one = { email: 'old@x.org', name: 'Olu Denning', roles: ['officer' as const], workflows: [], areas: [] }
  await w.store.putPerson(one)
  await w.store.putPerson({ ...one, email: 'new@x.org', name: 'Nell', manager: 'old@x.org' })
  const erase = () => w.send('/people/old@x.org/erasure', { body: { ground: 'retention' } })
  expect((await erase()).status).toBe(409)
  await w.store.putPerson({ ...one, leftOn: day.parse('2025-10-01') })
  expect((await erase()).body.detail).toMatch(/kept to Fri 1 October 2032/)
  w.clock.now = pastIt
  expect((await w.send('/retention')).body.groups[3].past.items).toMatchObject([{ email: 'old@x.org' }])
  expect((await erase()).body.detail).toMatch(/still the manager or deputy of Nell/)
  await w.store.putPerson({ ...one, email: 'new@x.org', name: 'Nell' })
  expect((await w.send('/people/old@x.org/erasure', { as: 'hal@x.org', body: { ground: 'retention' } })).status).toBe(
    403,
  )
  expect((await erase()).body).toEqual({ rule: 'retention.audit' })
  expect(await w.store.getPerson('old@x.org')).toBeUndefined()
  expect((await erase()).status).toBe(404)
  const { items } = (await w.send('/retention/erasures')).body
  expect(items).toMatchObject([{ rule: 'retention.audit', whole: true }])
  expect(JSON.stringify(items)).not.toMatch(/old@x|Denning/)
})

test('nobody but an administrator erases, and nothing that the case never held', async () => {
  const { w, path, refs, left } = await opened()
  const before = await left()
  const body = { ground: 'mistake', words: [refs[0]] }
  expect((await w.send(`${path}/erasures`, { as: 'hal@x.org', body })).status).toBe(403)
  expect((await w.send(`${path}/erasures`, { body: { ...body, words: ['w-elsewhere'] } })).status).toBe(422)
  expect((await w.send('/cases/S9/erasures', { body })).status).toBe(404)
  expect((await w.send(`${path}/erasures`, { body: { words: [refs[0]] } })).status).toBe(400)
  expect(await left()).toBe(before)
})
