/** What came in, on the pages: what became of a message, what was not taken and why, and reading it again once mended. */
import { describe, expect, test } from 'vitest'
import { createHandler as hooks } from '../../../functions/hooks/handler.ts'
import { createHandler as mailIn } from '../../../functions/mail-in/handler.ts'
import { putEvent } from '../../../infra/local/s3/s3-event.ts'
import { noteIntake } from '../../../shared/intake/intake-log.ts'
import { person } from '../../../shared/people/person.ts'
import { ask } from '../../http/ask.ts'
import { eml, filePart, multipart, textPart } from '../../support/eml.ts'
import { mailWorld } from '../doors/mail-world.ts'
import { createPages, formOf } from './pages-world.ts'

const councillor = 'joan@northmere.example'

const received = async () => {
  const w = await mailWorld()
  await w.store.putPerson(person.parse({ email: councillor, name: 'Joan Bell', roles: ['portfolioHolder'] }))
  const originals = {
    get: async (key: string) => w.objects.get(key),
    under: async () => [],
    put: async (key: string, bytes: Uint8Array) => void w.objects.set(key, Buffer.from(bytes)),
    link: async (key: string) => `https://inbound.test/${key}`,
  }
  const pages = createPages({ ...w, deps: { ...w.deps, store: w.store } } as never, { originals: originals as never })
  const refuse = (n: number, more: object = {}) =>
    w.store.noteRefused(
      { id: `r${n}`, contractorId: 'sureheat', messageId: `message-${n}`, at: w.now(), original: `callbacks/${n}` },
      { status: 404, detail: 'gas:H00099 is not known', issues: [], codes: [], ...more },
    )
  return { ...w, originals, pages, refuse, asked: (query = '') => pages.send({ path: '/pages/received', query }) }
}

describe('contractors’ messages that were not taken', () => {
  test('stand with their reason, as text, and are read again by one click or two', async () => {
    const w = await received()
    expect((await w.asked()).text).toContain('Every message that a contractor could prove was taken.')
    await w.refuse(1, { detail: '<b>no job</b>', issues: [{ path: 'data.colour', message: 'nobody would read it' }] })
    await w.refuse(1, { detail: '<b>no job</b>', issues: [{ path: 'data.colour', message: 'nobody would read it' }] })
    const { status, text } = await w.asked()
    expect(status).toBe(200)
    for (const words of ['SureHeat Gas Services Ltd', 'message-1', '&lt;b&gt;no job', 'data.colour', '2 times since'])
      expect(text).toContain(words)
    const body = formOf(text, { contractor: 'sureheat', refused: 'r1' })
    const sent = await w.pages.send({ path: '/pages/received', body })
    expect([sent.status, sent.headers.location]).toEqual([303, '/pages/received?again=1'])
    expect(w.objects.has('replay/refused/sureheat/r1')).toBe(true)
    await w.store.markTaken('sureheat', 'r1', 'gas:H00017')
    expect((await w.pages.send({ path: '/pages/received', body })).headers.location).toBe('/pages/received?again=0')
    expect((await w.asked('again=0')).text).toContain('Nothing was read again')
    expect((await w.asked()).text).not.toContain('message-1')
  })

  test('120 of them are paged, each once; a place that nobody knows begins anew', async () => {
    const w = await received()
    for (let n = 0; n < 120; n++) await w.refuse(n)
    const seen = new Set<string>()
    let query: string | undefined = ''
    for (let turn = 0; query !== undefined && turn < 9; turn++) {
      const { text } = await w.asked(query)
      for (const [, id] of text.matchAll(/dh-break">(message-\d+)</g)) seen.add(id!)
      query = /href="\/pages\/received\?([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect([seen.size, query]).toEqual([120, undefined])
    expect((await w.asked('cursor=nonsense')).status).toBe(200)
  })

  test('are not for those who oversee, who are not led there', async () => {
    const w = await received()
    await w.refuse(1)
    const path = '/pages/received'
    expect((await w.pages.send({ path, as: councillor })).status).toBe(403)
    const body = formOf((await w.asked()).text, { contractor: 'sureheat', refused: 'r1' })
    expect((await w.pages.send({ path, as: councillor, body })).status).toBe(403)
    expect((await w.pages.send({ path: '/', as: councillor })).text).not.toContain('/pages/to-sort')
    expect(w.objects.size).toBe(0)
  })
})

test('what became of a message is found by its sender’s number, with its brackets or without', async () => {
  const w = await received()
  const left = [{ outcome: 'triage' as const, caseId: 'TRI-1', why: 'it names <no> case' }]
  await noteIntake(w.store, { door: 'mail', at: w.now(), references: ['<abc@sender.example>'] }, left)
  for (const reference of ['<abc@sender.example>', 'abc@sender.example']) {
    const { text } = await w.asked(`reference=${encodeURIComponent(reference)}`)
    for (const words of ['Waits to be sorted', 'it names &lt;no&gt; case', 'href="/pages/cases/TRI-1"'])
      expect(text).toContain(words)
  }
  const none = await w.asked('reference=%3Cscript%3E')
  expect([none.status, none.text.includes('No message of the number “&lt;script&gt;”')]).toEqual([200, true])
})

test('an e-mail to sort shows who wrote it, what it says and what came with it, as text alone', async () => {
  const w = await received()
  const parts = [
    textPart('See the <b>photographs</b>.\r\n<script>alert(1)</script>'),
    filePart('damp <img src=x>.jpg', Buffer.alloc(3_000, 1), 'image/jpeg'),
    filePart('letter.pdf', Buffer.from('%PDF-1.7')),
  ]
  const mail = { from: 'Ms Okonkwo <t@home.example>', to: 'compliance@dutyholder.northmere.example', subject: 'Damp' }
  await w.take(eml({ ...mail, ...multipart(parts) }, { dmarc: 'fail' }))
  const [kept] = (await w.store.list({ workflows: ['triage'] })).items
  const path = `/pages/cases/${kept!.id}`
  expect((await w.pages.send({ path })).text).toContain(`href="${path}/message"`)
  const { status, text } = await w.pages.send({ path: `${path}/message` })
  expect(status).toBe(200)
  for (const words of ['t@home.example', 'Not proved', 'letter.pdf, 1 KB', '.jpg, 3 KB', '&lt;script&gt;alert(1)'])
    expect(text).toContain(words)
  expect(text).not.toMatch(/<script|<img/)
  expect((await w.pages.send({ path: `${path}/message`, as: councillor })).status).toBe(403)
  const saved = await w.pages.send({ path: `${path}/original` })
  expect(saved.headers['content-disposition']).toContain('attachment')
})

test('a form that was not understood: its mapping is mended, it is read again from its page, and a case stands', async () => {
  const w = await received()
  await w.store.putAsset({ id: 'H00017', type: 'dwelling' })
  const right = { description: 'what', assetId: 'home', priority: 'how', raisedOn: 'on', stream: 'stream' }
  const source = { source: 'fault-form', kind: 'secret' as const, workflow: 'action', mapping: right }
  const mapped = (mapping: Record<string, string>) => [{ ...source, mapping }]
  const door = hooks({
    ...w.deps,
    store: w.store,
    originals: w.originals,
    sources: mapped({ ...right, description: 'whta' }),
    secrets: { of: async () => ['a-secret-of-this-form'] },
    report: (error: unknown) => {
      throw error
    },
  } as never)
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': 'a-secret-of-this-form' }
  const fault = { what: 'Boiler leaks', home: 'H00017', how: 'P2', on: '2026-11-20', stream: 'gas' }
  const sent = ask({ method: 'POST', path: '/hooks/fault-form', headers, body: JSON.stringify(fault) })
  const answer = await door(sent, { getRemainingTimeInMillis: () => 15_000 } as never)
  expect([answer.statusCode, answer.body]).toEqual([202, '{"quarantined":true}'])
  const [kept] = (await w.store.list({ workflows: ['triage'] })).items
  const path = `/pages/cases/${kept!.id}`
  const page = (await w.pages.send({ path })).text
  expect((await w.pages.send({ path: `${path}/message` })).text).toContain('Boiler leaks')
  const body = new URLSearchParams({ csrf: /name="csrf" value="([^"]+)"/.exec(page)![1]! }).toString()
  const again = async (mapping: Record<string, string>) => {
    expect((await w.pages.send({ path: `${path}/original`, body })).headers.location).toBe(`${path}?again=1`)
    const reader = mailIn({ ...w.deps, landlord: { ...w.deps.landlord, sources: mapped(mapping) } } as never)
    await reader(putEvent('inbound', `replay/${kept!.id}`, { size: 1, etag: 'x' }, w.now()))
    return w.load(kept!.id)
  }
  expect(await again({ ...right, description: 'whta' })).toMatchObject({ state: 'to_sort', facts: { replays: 1 } })
  const sorted = await again(right)
  expect(sorted.state).toBe('replayed')
  const [action] = (await w.store.list({ workflows: ['action'] })).items
  expect(action).toMatchObject({ id: sorted.facts.ledTo, assetId: 'H00017', facts: { description: 'Boiler leaks' } })
  const closed = await w.pages.send({ path })
  expect(closed.text).toContain(action!.id)
  expect((await w.pages.send({ path: `${path}/original`, body })).headers.location).toBe(`${path}?again=0`)
  expect((await w.pages.send({ path, query: 'again=0' })).text).toContain('Sorted already')
})
