/** Pages of what goes wrong beside cases: the registers, work orders, messages to sort. */
import { describe, expect, test } from 'vitest'
import { createHandler as createOrders } from '../../../functions/orders/handler.ts'
import { apply } from '../../../shared/apply.ts'
import { addMinutes, type Day, type Instant, instant } from '../../../shared/core/time.ts'
import { keepRejected, keepRun, listRuns } from '../../../shared/intake/imports/runs.ts'
import { toTriage } from '../../../shared/intake/to-triage.ts'
import { ordersOwed } from '../../../shared/orders/owed.ts'
import { sha256 } from '../../../shared/store/chain.ts'
import { admin } from '../../support/history.ts'
import { world } from '../world.ts'
import { createPages, formOf, landlord, UNSAFE } from './pages-world.ts'

const NIGHT = '2026-11-22' as Day
const councillor = 'elena.ford@northmere.example'

const links = (text: string): string[] =>
  [...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
const next = (text: string): string | undefined => /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
const go = (send: Awaited<ReturnType<typeof landlord>>['send']) => (href: string, as?: string) => {
  const [path, query] = href.split('?')
  return send({ path: path!, ...(query ? { query } : {}), ...(as ? { as } : {}) })
}

describe('data quality', () => {
  test('counts each kind, names who puts it right, and leads to each list and its CSV', async () => {
    const w = await landlord()
    await w.night(NIGHT)
    const get = go(w.send)
    const { text } = await get('/pages/data-quality')
    expect(text).toContain('in the night after Sun 22 November 2026')
    expect(text).toContain('Priya Shah')
    const list = links(text).find(href => href.includes('group=missing_duty'))!
    const shown = await get(list)
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('No Stock condition survey')
    expect(links(shown.text)).toContain('/pages/assets/H00001')
    const file = await get(links(shown.text).find(href => href.includes('as=csv'))!)
    expect(file.headers?.['content-type']).toMatch(/^text\/csv/)
    expect(file.text.trim().split('\r\n').length - 1).toBe(Number(/dh-big">(\d+)</.exec(shown.text)?.[1]))
    expect((await get('/pages/data-quality?group=nothing')).status).toBe(404)
  })

  test('what was mended is gone when it is counted again, and the night’s count stays', async () => {
    const w = await landlord()
    await w.night(NIGHT)
    const get = go(w.send)
    const asset = (await w.store.getAsset('H00001'))!
    await w.store.putAsset({ ...asset, tenure: 'leasehold' })
    expect((await get('/pages/data-quality?group=missing_duty')).text).toContain('/pages/assets/H00001')
    const now = await get('/pages/data-quality?group=missing_duty&now=1')
    expect(now.text).toContain('were gone through now')
    expect(now.text).not.toContain('/pages/assets/H00001')
  })

  test('10,000 findings are paged and searched, each page a bounded reading', async () => {
    const w = world()
    await w.store.putAssets(
      Array.from({ length: 10_000 }, (_, n) => ({
        id: `L${String(n).padStart(5, '0')}`,
        type: 'lift' as const,
        address: `Lift ${n}`,
      })),
    )
    const pages = createPages(w)
    await pages.night(NIGHT)
    const get = go(pages.send)
    const first = await get('/pages/data-quality?group=missing_duty')
    expect(first.text).toContain('10,000')
    expect(first.text).toContain('The first 5,000 as CSV')
    expect(first.text.length).toBeLessThan(60_000)
    const second = await get(next(first.text)!)
    expect(links(second.text)).toContain('/pages/assets/L00050')
    expect(links(second.text)).not.toContain('/pages/assets/L00049')
    const hit = await get('/pages/data-quality?group=missing_duty&q=L09999')
    expect(links(hit.text)).not.toContain('/pages/assets/L09999')
    expect(links((await get(next(hit.text)!)).text)).toContain('/pages/assets/L09999')
    const none = await get('/pages/data-quality?now=1')
    expect(none.text).toContain('takes too long to count again')
    expect(pages.faults).toEqual([])
  }, 60_000)

  test('registers without a fault say so, and what was looked for', async () => {
    const pages = createPages(world())
    const { text } = await pages.send({ path: '/pages/data-quality' })
    expect(text).toContain('Nothing was found.')
    expect(text).toContain('One UPRN, several assets')
  })

  test('runs of imports: how each went, by whom, what it refused as CSV; a killed one says to send it again', async () => {
    const w = await landlord()
    const get = go(w.send)
    const [latest] = await listRuns(w.store)
    const why = { line: 3, column: 'LGSR date', value: '=1/13/26', why: 'DATE: no such day' }
    await keepRejected(w.store, latest!.id, [why])
    await keepRun(w.store, { ...latest!, rejectedRows: 1, by: 'priya.shah@northmere.example' })
    const { text } = await get('/pages/imports')
    expect(text).toContain('Priya Shah')
    const file = await get(links(text).find(href => href.includes('run='))!)
    expect(file.text).toContain("3,LGSR date,'=1/13/26,DATE: no such day\r\n")
    await keepRun(w.store, { ...latest!, state: 'running', at: addMinutes(w.clock.now, -16) })
    expect((await get('/pages/imports')).text).toContain('Send the file again')
    expect((await get('/pages/imports?run=nothing')).status).toBe(404)
  })
})

const contractors = [{ id: 'sureheat', name: 'SureHeat', streams: ['gas'], email: 'jobs@sureheat.example' }]

/** Jobs of a contractor whose mail is answered as told. */
const jobs = async (count: number) => {
  const w = world(undefined, '2026-12-01T09:00:00Z')
  const answer = { kind: 'sent' as 'sent' | 'later' | 'dead' }
  const deciding = apply({ ...w.deps, orders: ordersOwed(contractors) })
  for (let n = 0; n < count; n++) {
    const id = `ACT-${String(n).padStart(5, '0')}`
    const facts = { stream: 'gas', description: 'Refit the flue', priority: 'P2', raisedOn: '2026-12-01' }
    await deciding.open('action', { id, facts, assetId: 'H1', by: admin }, { source: 'test', id, bodyHash: id })
  }
  const deliver = createOrders({
    ...w.deps,
    apply: deciding,
    contractors,
    landlord: 'Testham Homes',
    baseUrl: 'https://d.example',
    mailFrom: 'us@d.example',
    hooks: { send: async () => ({ kind: 'sent', why: '' }) },
    mail: {
      send: async () =>
        answer.kind === 'sent' ? { kind: 'sent', messageId: 'm' } : { kind: 'refused', why: '<b>mailbox full</b>' },
    },
    secrets: { of: async () => [] },
    random: () => 0.5,
    left: () => 1_000_000,
    fault: (_, error) => {
      throw error
    },
  })
  return { ...w, answer, deliver, ...createPages(w) }
}

describe('work orders', () => {
  test('go from waiting to failed, to not delivered, and once more to sent, each on its list', async () => {
    const w = await jobs(1)
    const get = go(w.send)
    const has = async (list: string) =>
      (await get(`/pages/orders?list=${list}`)).text.includes('/pages/cases/ACT-00000')
    expect([await has('waiting'), await has('failed'), await has('dead'), await has('sent')]).toEqual([
      true,
      false,
      false,
      false,
    ])
    w.answer.kind = 'later'
    await w.deliver()
    const failed = await get('/pages/orders?list=failed')
    expect(failed.text).toContain('SureHeat')
    expect(failed.text).toContain('&lt;b&gt;mailbox full&lt;/b&gt;')
    expect(failed.text).toContain('next attempt')
    for (let turn = 0; turn < 12; turn++) {
      w.clock.now = addMinutes(w.clock.now, 2000)
      await w.deliver()
    }
    expect([await has('waiting'), await has('failed'), await has('dead')]).toEqual([false, false, true])
    const dead = await get('/pages/orders?list=dead')
    const form = formOf(dead.text)
    const refused = await w.send({ path: '/pages/orders', body: formOf(dead.text, { orderId: 'none' }) })
    expect(refused.status).toBe(404)
    const sent = await w.send({ path: '/pages/orders', body: form })
    expect([sent.status, sent.headers?.location]).toEqual([303, '/pages/orders?again=1'])
    // A double click: the second finds it on its way.
    const twice = await w.send({ path: '/pages/orders', body: form })
    expect((await get(String(twice.headers?.location))).text).toContain('It was not sent again')
    w.answer.kind = 'sent'
    w.clock.now = addMinutes(w.clock.now, 10)
    await w.deliver()
    expect([await has('dead'), await has('sent')]).toEqual([false, true])
    expect(w.faults).toEqual([])
  })

  test('say whether anybody opened the link, and stand on the page of their case', async () => {
    const w = await jobs(1)
    await w.deliver()
    const get = go(w.send)
    expect((await get('/pages/orders?list=sent')).text).toContain('Not yet')
    const [one] = (await w.store.ordersOf('ACT-00000')).items
    const looks = (link: string, at: Instant) =>
      w.store.noteOpening(
        { link, purpose: 'job', caseId: 'ACT-00000', about: one!.order.id, people: ['x'], first: at },
        at,
      )
    await looks('a', instant.parse('2026-12-02T10:15:00Z'))
    await looks('of another attempt', instant.parse('2026-12-03T11:00:00Z'))
    expect((await get('/pages/orders?list=sent')).text).toContain('2 times, last Thu 3 December 2026, 11:00')
    expect((await get('/pages/cases/ACT-00000')).text).toContain('What contractors were sent')
  })

  test('whoever oversees sees them and cannot send one again', async () => {
    const w = await jobs(1)
    await w.deliver()
    const person = { email: councillor, name: 'Elena Ford', workflows: [], areas: [] }
    await w.store.putPerson({ ...person, roles: ['portfolioHolder', 'mrc'] })
    const shown = await w.send({ path: '/pages/orders', query: 'list=sent', as: councillor })
    expect([shown.status, shown.text.includes('SureHeat'), shown.text.includes('Send again')]).toEqual([
      200,
      true,
      false,
    ])
    const csrf = /name="csrf" value="([^"]+)"/.exec(
      (await w.send({ path: `/pages/people/${councillor}`, as: councillor })).text,
    )![1]!
    const [one] = (await w.store.ordersOf('ACT-00000')).items
    const body = new URLSearchParams({ csrf, caseId: 'ACT-00000', orderId: one!.order.id }).toString()
    const answer = await w.send({ path: '/pages/orders', body, as: councillor })
    expect([answer.status, answer.text.includes('not yours to do')]).toEqual([403, true])
    expect((await w.store.ordersOf('ACT-00000')).items[0]?.status).toBe('sent')
  })

  test('300 of them are paged, each once, and a place that nobody knows begins anew', async () => {
    const w = await jobs(300)
    await w.deliver()
    const get = go(w.send)
    const seen: string[] = []
    for (let href: string | undefined = '/pages/orders?list=sent&month=2026-12'; href; ) {
      const { text } = await get(href)
      const here = [...text.matchAll(/href="\/pages\/cases\/(ACT-\d+)"/g)].map(([, id]) => id!)
      expect(here.length).toBeLessThanOrEqual(50)
      seen.push(...here)
      href = next(text)
    }
    expect([seen.length, new Set(seen).size]).toEqual([300, 300])
    expect((await get('/pages/orders?list=sent&month=2026-11')).text).toContain('No order was sent in this month.')
    expect((await get('/pages/orders?list=dead&cursor=bm9uc2Vuc2U')).status).toBe(200)
    expect((await get('/pages/orders?list=sent&month=never')).status).toBe(200)
  }, 60_000)
})

describe('to sort', () => {
  const misfit = async (w: Awaited<ReturnType<typeof landlord>>, body: string) => {
    const key = `hooks/repairs/m-1/${sha256(body).slice(0, 16)}.json`
    w.originals.set(key, Buffer.from(body))
    return toTriage({ apply: w.apply, now: w.now }, 'm-1', {
      reason: 'unmapped',
      detail: 'data.kind: expected one of damp, fire',
      source: 'form:repairs',
      channel: 'form',
      receivedAt: w.clock.now,
      original: { key, sha256: sha256(body) },
    })
  }

  test('a message says why it waits, by when and by whom, and can be read as text that does nothing', async () => {
    const w = await landlord()
    const { caseId } = await misfit(w, JSON.stringify({ text: UNSAFE, null: '\u0000' }))
    const get = go(w.send)
    const list = await get('/pages/to-sort')
    expect(list.text).toContain('The message does not fit what is expected of its source')
    expect(list.text).toContain('Form repairs')
    expect(list.text).toContain('Priya Shah')
    expect(list.text).not.toContain('no place')
    const shown = await get(`/pages/cases/${caseId}/message`)
    expect([shown.status, shown.text.includes('<script>'), shown.text.includes('&lt;script&gt;')]).toEqual([
      200,
      false,
      true,
    ])
    expect((await get('/pages/cases/gas%3AH00004/message')).status).toBe(404)
  })

  test('is not for those who oversee; one councillor in both roles reads no resident’s words', async () => {
    const w = await landlord()
    const { caseId } = await misfit(w, 'hello')
    for (const roles of [['portfolioHolder'], ['mrc'], ['portfolioHolder', 'mrc']] as const) {
      await w.store.putPerson({ email: councillor, name: 'Elena Ford', workflows: [], areas: [], roles: [...roles] })
      const get = go(w.send)
      const answers = []
      for (const href of ['/pages/to-sort', `/pages/cases/${caseId}/message`, `/pages/cases/${caseId}/original`])
        answers.push((await get(href, councillor)).status)
      expect([roles, answers]).toEqual([roles, [403, 403, 403]])
      const note = (await get('/pages/cases/gas%3AH00004', councillor)).text
      expect([roles, note.includes('alert('), note.includes('may not read')]).toEqual([roles, false, true])
    }
  })
})

test('what only other cases or the system tell is offered to nobody, and taken from nobody', async () => {
  const w = await landlord()
  const done = await w.apply.open('complaint', {
    id: 'CMP-T',
    facts: { text: 'x', receivedAt: w.now(), channel: 'email' },
    by: admin,
    at: w.now(),
  })
  if (done.kind !== 'done') throw new Error(JSON.stringify(done))
  const path = `/pages/cases/${done.case.id}`
  const { text } = await w.send({ path })
  for (const type of ['merge.offered', 'complaint.merged', 'merge.declined']) {
    expect([type, text.includes(`do/${type}`)]).toEqual([type, false])
    expect([type, (await w.send({ path: `${path}/do/${type}` })).status]).toEqual([type, 404])
  }
})

test('what is worst begins with danger to life, however long the rest is late', async () => {
  const w = await landlord()
  const facts = { stream: 'fra', description: 'Riser door missing', priority: 'P0', raisedOn: '2026-11-21' }
  await w.apply.open('action', { id: 'ACT-1', facts, assetId: 'B001', by: admin, at: w.now() })
  const { text } = await w.send({ path: '/' })
  const worst = text.slice(text.indexOf('What is worst'), text.indexOf('What changed'))
  expect(worst.indexOf('P0: Riser door missing')).toBeGreaterThan(0)
  expect(worst.indexOf('P0: Riser door missing')).toBeLessThan(worst.indexOf('Electrical inspection'))
  expect(worst).toContain('Safety of life first, then dates set by law')
})

test('a flood of spam is discarded together: an event on each, by two people, with a reason', async () => {
  const w = await landlord()
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    const { caseId } = await toTriage({ apply: w.apply, now: w.now }, `spam-${n}`, {
      reason: 'untrusted',
      source: n < 4 ? 'mail:complaints@x.org' : 'contractor:sureheat',
      channel: 'email',
      receivedAt: w.clock.now,
      original: { key: `raw/${n}`, sha256: sha256(`${n}`) },
    })
    ids.push(caseId)
  }
  const spam = ids.slice(0, 4)
  const chosenIn = (text: string) =>
    [...text.matchAll(/name="case" value="([^"]+)" checked/g)].map(([, id]) => id).sort()
  const nia = 'nia.morgan@northmere.example'
  const page = (as?: string, query = '') => w.send({ path: '/pages/to-sort', query, ...(as ? { as } : {}) })
  const send = async (step: string, cases: readonly string[], more: Record<string, string> = {}, as?: string) => {
    const form = new URLSearchParams(formOf((await page(as)).text, { do: step, ...more }))
    for (const id of cases) form.append('case', id)
    return w.send({ path: '/pages/to-sort', body: form.toString(), ...(as ? { as } : {}) })
  }
  expect((await page()).text).toContain('Choose the 4 by e-mail to complaints@x.org')
  expect((await page()).text).not.toContain('by contractor sureheat</a>')
  expect(chosenIn((await page(undefined, 'choose=open+mail%3Acomplaints%40x.org')).text)).toEqual(spam.toSorted())
  const empty = await send('propose', spam)
  expect([empty.status, chosenIn(empty.text)]).toEqual([400, spam.toSorted()])
  for (let times = 0; times < 2; times++) {
    const sent = await send('propose', spam, { reason: 'Spam of Monday', id: 'form-0000000000001' })
    expect(sent.headers?.location).toBe('/pages/to-sort?did=propose&done=4&left=0')
  }
  // Their own proposal is not theirs to agree to, and what nobody proposed is not discarded.
  expect((await send('agree', ids)).headers?.location).toBe('/pages/to-sort?did=agree&done=0&left=5')
  const second = await page(nia)
  expect(second.text).toContain('Spam of Monday')
  expect(second.text).toContain('Choose the 4 that are to be discarded, by e-mail to complaints@x.org')
  expect((await send('agree', ids, {}, nia)).headers?.location).toBe('/pages/to-sort?did=agree&done=4&left=1')
  const states = await Promise.all(ids.map(async id => (await w.store.load(id))?.case.state))
  expect(states).toEqual(['discarded', 'discarded', 'discarded', 'discarded', 'to_sort'])
  const types = (await w.store.history(spam[0]!)).items.map(({ event }) => event.type)
  expect(types).toEqual(['case.opened', 'triage.discardProposed', 'triage.discarded'])
})
