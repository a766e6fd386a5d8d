import type { Context } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { createHandler } from '../../../functions/link/handler.ts'
import type { Instant } from '../../../shared/core/time.ts'
import { newSecret } from '../../../shared/intake/signature.ts'
import { type LinkFor, makeLink, markOf, readLink } from '../../../shared/links/link.ts'
import { ask } from '../../http/ask.ts'
import { mailWorld } from './mail-world.ts'

const gas = {
  contractorId: 'sureheat',
  deadline: '2026-11-10',
  checks: [{ on: '2025-11-10', knownOn: '2025-11-10', nextDue: '2026-11-10', result: 'SATISFACTORY' }],
}

const linkWorld = async () => {
  const system = await mailWorld()
  await system.open('gas', 'gas:H00017', gas)
  await system.apply.fire('gas:H00017')
  const keys = { link: [newSecret()] }
  /** what the page's own form would say: whoever the link was sent to */
  const me = (token: string): string => {
    const read = readLink(keys.link, token, system.now())
    return read.ok ? read.link.people[0]! : ''
  }
  const contractors = [{ id: 'sureheat', name: 'SureHeat Gas Services Ltd' }]
  const handler = createHandler({
    ...system.deps,
    store: system.store,
    contractors,
    landlord: 'Northmere District Council',
    secrets: { of: async () => keys.link },
    report: error => {
      throw error
    },
  })
  const send = async (method: 'GET' | 'POST', token: string, body = '', type = 'application/x-www-form-urlencoded') => {
    const event = ask({ method, path: `/link/${token}`, headers: { 'content-type': type }, body })
    const {
      statusCode,
      body: text,
      headers,
    } = await handler(event, { getRemainingTimeInMillis: () => 15_000 } as Context)
    return { status: statusCode, text: text ?? '', headers }
  }
  return {
    ...system,
    keys,
    token: async (more: Partial<LinkFor> = {}) =>
      makeLink(
        keys.link[0]!,
        { purpose: 'ack', caseId: 'gas:H00017', about: 'N-7K3Q-9DMX', people: ['asha@northmere.example'], ...more },
        await system.load('gas:H00017'),
        system.now(),
      ),
    get: (token: string) => send('GET', token),
    post: (token: string, fields: Record<string, string>) =>
      send('POST', token, new URLSearchParams({ me: me(token), ...fields }).toString()),
    upload: async (token: string, fields: Record<string, string>, file?: string) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ me: me(token), at: 'x', ...fields })) form.set(name, value)
      if (file) form.set('file', new File([file], 'C:\\photos\\door.jpg', { type: 'image/jpeg' }))
      const response = new Response(form)
      return send(
        'POST',
        token,
        Buffer.from(await response.arrayBuffer()).toString('latin1'),
        response.headers.get('content-type')!,
      )
    },
  }
}

describe('a link', () => {
  it('opened a hundred times by scanners changes no case, and says that it was opened', async () => {
    const w = await linkWorld()
    const token = await w.token()
    const before = await w.load('gas:H00017')
    for (let i = 0; i < 100; i++) expect((await w.get(token)).status).toBe(200)
    expect(await w.load('gas:H00017')).toEqual(before)
    expect((await w.store.openingsOf('gas:H00017')).items).toMatchObject([
      { times: 100, caseId: 'gas:H00017', purpose: 'ack', people: [markOf('asha@northmere.example')] },
    ])
  })

  it('acts once, when its form is sent, as the person whom it was sent to', async () => {
    const w = await linkWorld()
    const token = await w.token()
    expect((await w.post(token, {})).text).toContain('you are now shown as dealing with it')
    const after = await w.load('gas:H00017')
    expect(after.acknowledged[0]?.by).toBe('asha@northmere.example')
    expect((await w.post(token, {})).text).toContain('This link has been used')
    expect((await w.get(token)).text).toContain('This link has been used')
    expect((await w.load('gas:H00017')).version).toBe(after.version)
  })

  it.each<[string, Partial<LinkFor>, Record<string, string>, string]>([
    ['done', { purpose: 'done' }, { on: '2026-11-20' }, 'note.added'],
    ['more time', { purpose: 'extend' }, { days: '5', reason: 'a part' }, 'note.added'],
    ['somebody else', { purpose: 'reassign' }, { to: 'Sam Doyle' }, 'reassigned'],
  ])('for %s does that alone', async (_, more, fields, type) => {
    const w = await linkWorld()
    expect((await w.post(await w.token(more), fields)).status).toBe(200)
    const { items } = await w.store.history('gas:H00017')
    expect(items.at(-1)?.event).toMatchObject({ type, by: { id: 'asha@northmere.example' } })
  })

  it('from a notice about one clock acknowledges that clock alone, and each clock of a digest has its own link', async () => {
    const w = await linkWorld()
    const [one, other] = [await w.token({ clock: 'deadline' }), await w.token({ clock: 'copy' })]
    expect(one).not.toBe(other)
    expect((await w.post(other, {})).text).toContain('This has moved on')
    expect((await w.post(one, {})).text).toContain('you are now shown as dealing with it')
    expect((await w.store.history('gas:H00017')).items.at(-1)?.event.data).toEqual({ clocks: ['deadline'] })
    expect((await w.load('gas:H00017')).acknowledged.map(each => each.clock)).toEqual(['deadline'])
  })

  it('that asks for time leaves the decision with a person', async () => {
    const w = await linkWorld()
    await w.post(await w.token({ purpose: 'extend' }), { days: '5', reason: 'a part' })
    expect((await w.store.list({ workflows: ['triage'] })).items).toMatchObject([
      { facts: { reason: 'request', caseId: 'gas:H00017' } },
    ])
  })

  it.each<[string, Partial<LinkFor>, Record<string, string>, string]>([
    ['no day', { purpose: 'done' }, {}, 'on which day'],
    ['a day to come', { purpose: 'done' }, { on: '2026-11-23' }, 'in the future'],
    ['no reason', { purpose: 'extend' }, { days: '5' }, 'Say why'],
    ['half a day', { purpose: 'extend' }, { days: '0.5', reason: 'x' }, 'how many'],
    ['nobody', { purpose: 'reassign' }, { to: '<b>Ghost</b>' }, 'Nobody who works here is called &lt;b&gt;'],
    ['who has not said who they are', {}, { me: 'no' }, 'was sent to Asha Patel'],
  ])('with %s says what is missing, and may be sent again', async (_, more, fields, says) => {
    const w = await linkWorld()
    const token = await w.token(more)
    const before = await w.load('gas:H00017')
    expect(await w.post(token, fields)).toMatchObject({ status: 422, text: expect.stringContaining(says) })
    expect(await w.load('gas:H00017')).toEqual(before)
    expect((await w.get(token)).status).toBe(200)
  })

  it('for what the case no longer takes says where it stands', async () => {
    const w = await linkWorld()
    const token = await w.token()
    const by = (id: string) => ({ kind: 'staff' as const, id, roles: ['complianceOfficer' as const] })
    const seen = {
      result: 'SATISFACTORY',
      operative: { name: 'A. Fitter', regNo: '1234567' },
      documents: [{ name: 'lgsr.pdf', sha256: 'a'.repeat(64) }],
    }
    for (const [type, data, who] of [
      ['inspection.completed', seen, 'x@northmere.example'],
      ['certificate.accepted', {}, 'y@northmere.example'],
    ] as const)
      expect(await w.apply.event('gas:H00017', { type, at: w.now(), by: by(who), data })).toMatchObject({
        kind: 'done',
      })
    const before = await w.load('gas:H00017')
    for (const answer of [await w.get(token), await w.post(token, {})])
      expect(answer).toMatchObject({ status: 410, text: expect.stringContaining('no longer takes this') })
    expect(await w.load('gas:H00017')).toEqual(before)
  })

  it('to record as done takes the certificate itself', async () => {
    const w = await linkWorld()
    const token = await w.token({ purpose: 'done' })
    expect((await w.get(token)).text).toContain('The certificate or report')
    expect((await w.upload(token, { on: '2026-11-20' }, 'pdf')).text).toContain('is now reviewed')
    expect((await w.load('gas:H00017')).state).toBe('evidence_review')
    expect([...w.evidence.values()].map(String)).toEqual(['pdf'])
  })

  it('sent to several asks which of them it is, and acts as that one', async () => {
    const w = await linkWorld()
    const token = await w.token({ people: ['asha@northmere.example', 'sam@northmere.example'] })
    const { text } = await w.get(token)
    for (const said of ['Who are you?', 'Asha Patel', 'Sam Doyle']) expect(text).toContain(said)
    expect((await w.post(token, { me: markOf('samira@northmere.example') })).status).toBe(422)
    await w.post(token, { me: markOf('sam@northmere.example') })
    expect((await w.load('gas:H00017')).acknowledged[0]?.by).toBe('sam@northmere.example')
  })

  it('forwarded to somebody else says whose it is before it acts, can do its one thing alone, and is recorded as theirs', async () => {
    const w = await linkWorld()
    const token = await w.token()
    expect((await w.get(token)).text).toContain('Asha Patel')
    // Whoever holds it cannot say that they are another, nor make it do another thing.
    expect((await w.post(token, { me: markOf('sam@northmere.example') })).status).toBe(422)
    expect((await w.load('gas:H00017')).acknowledged).toEqual([])
    await w.post(token, { on: '2026-11-20', to: 'Sam Doyle' })
    const { items } = await w.store.history('gas:H00017')
    expect(items.at(-1)?.event).toMatchObject({ type: 'acknowledged', by: { id: 'asha@northmere.example' } })
    expect((await w.get(token)).text).toContain('This link has been used')
  })

  it('to record as done is worth nothing to somebody who lost the role', async () => {
    const w = await linkWorld()
    const sam = (await w.deps.people()).find(one => one.email === 'sam@northmere.example')!
    const token = await w.token({ purpose: 'done', people: [sam.email] })
    expect((await w.get(token)).status).toBe(200)
    const listed = sam.roles
    sam.roles = ['portfolioHolder']
    const answer = await w.get(token)
    sam.roles = listed
    expect(answer).toMatchObject({ status: 410, text: expect.stringContaining('may not do this') })
  })

  it('names nobody in its address', async () => {
    const w = await linkWorld()
    const [payload] = (await w.token()).split('.')
    expect(Buffer.from(payload!, 'base64url').toString()).not.toContain('asha')
  })

  it('is over when its time is, when the case has moved on, and when the person has left', async () => {
    const w = await linkWorld()
    const token = await w.token()
    const gone = await w.token({ people: ['gone@northmere.example'] })
    expect(await w.get(gone)).toMatchObject({ status: 410, text: expect.stringContaining('not yours any more') })
    const by = { kind: 'staff' as const, id: 'x@y.org', roles: ['administrator' as const] }
    await w.apply.event('gas:H00017', { type: 'reassigned', at: w.now(), by, data: { to: 'sam@northmere.example' } })
    const before = await w.load('gas:H00017')
    for (const answer of [await w.get(token), await w.post(token, {})])
      expect(answer).toMatchObject({ status: 410, text: expect.stringContaining('given to somebody else') })
    const fresh = await w.token()
    expect((await w.get(fresh)).status).toBe(200)
    w.clock.now = '2026-12-07T09:00:01.000Z' as Instant
    expect(await w.post(fresh, {})).toMatchObject({ status: 410, text: expect.stringContaining('expired') })
    expect(await w.load('gas:H00017')).toEqual(before)
  })

  it('of the former secret is believed while that is kept, and no other', async () => {
    const w = await linkWorld()
    const token = await w.token()
    w.keys.link = [newSecret(), ...w.keys.link]
    expect((await w.get(token)).status).toBe(200)
    w.keys.link = [newSecret()]
    expect((await w.get(token)).status).toBe(404)
    w.keys.link = []
    expect((await w.get(token)).status).toBe(404)
  })

  it('cannot be made into another: any letter changed is no link of ours', async () => {
    const w = await linkWorld()
    const token = await w.token()
    for (let at = 0; at < token.length - 1; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(readLink(w.keys.link, changed, w.now())).toEqual({ ok: false, why: 'unknown' })
    }
    for (const odd of ['', '.', 'x', '../../etc', `${token}x`, token.repeat(20)])
      expect((await w.get(odd)).status).toBe(404)
  })

  it('shows a page without script that its own policy allows', async () => {
    const w = await linkWorld()
    const { text, headers } = await w.get(await w.token())
    expect(text).not.toContain('<script')
    expect(text).toContain('name="viewport"')
    expect(headers?.['content-security-policy']).toContain("default-src 'none'")
  })
})

describe('a contractor’s page for one job', () => {
  const job = { purpose: 'job', about: 'gas:H00017', people: ['sureheat'] } as const

  /** The link of a contractor's remedial job. */
  const remedial = async (w: Awaited<ReturnType<typeof linkWorld>>) => {
    const facts = {
      stream: 'eicr',
      description: 'Refit',
      priority: 'P1',
      raisedOn: '2026-11-20',
      contractorId: 'sureheat',
    }
    await w.open('action', 'ACT-1', facts)
    const key = { purpose: 'job' as const, caseId: 'ACT-1', about: 'o1', people: ['sureheat'] }
    return makeLink(w.keys.link[0]!, key, await w.load('ACT-1'), w.now())
  }

  it('records no access with its photograph', async () => {
    const w = await linkWorld()
    const sent = await w.upload(await w.token(job), { kind: 'noAccess', outcome: 'no_answer', cardLeft: 'yes' }, 'jpeg')
    expect(sent.text).toContain('it is recorded')
    const { items } = await w.store.history('gas:H00017')
    expect(items.at(-1)?.event).toMatchObject({
      type: 'visit.noAccess',
      by: { kind: 'contractor', id: 'sureheat' },
      data: { outcome: 'no_answer', cardLeft: true, photo: 'door.jpg' },
    })
    expect([...w.evidence.values()].map(String)).toEqual(['jpeg'])
  })

  it('takes the certificate, once however often it is sent', async () => {
    const w = await linkWorld()
    const token = await w.token(job)
    expect(await w.upload(token, { kind: 'done' })).toMatchObject({
      status: 422,
      text: expect.stringContaining('Attach'),
    })
    await w.upload(token, { kind: 'done', regNo: '1234567' }, 'pdf')
    const { version, state } = await w.load('gas:H00017')
    expect(state).toBe('evidence_review')
    await w.upload(token, { kind: 'done', regNo: '1234567' }, 'pdf')
    expect((await w.load('gas:H00017')).version).toBe(version)
  })

  it('reports something unsafe', async () => {
    const w = await linkWorld()
    const token = await w.token(job)
    expect(await w.upload(token, { kind: 'nothing', at: '1' })).toMatchObject({
      status: 422,
    })
    await w.upload(token, { kind: 'unsafe', code: 'ID', actionTaken: 'Capped', isolated: 'yes', at: '2' })
    const { items } = await w.store.history('gas:H00017')
    expect(items.at(-1)?.event).toMatchObject({ type: 'unsafe.found', data: { code: 'ID', isolated: true } })
  })

  it('says by when, and after a mistake holds what was typed', async () => {
    const w = await linkWorld()
    const token = await w.token(job)
    expect((await w.get(token)).text).toContain(
      'This is overdue: it was to be done by Tue 10 November 2026 (12 days late).',
    )
    const again = await w.upload(token, { kind: 'noAccess', outcome: 'gone', cardLeft: 'yes' })
    expect(again.status).toBe(422)
    expect(again.text).toMatch(/name="cardLeft" value="yes" checked/)
    expect(again.text.match(/name="me" value="[^"]+" required checked/g)).toHaveLength(1)
    const without = await w.upload(token, { kind: 'done', regNo: '12"><b>' })
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('value="12&quot;&gt;&lt;b&gt;"')])
    expect(without.text).not.toMatch(/ checked> I left a card/)
  })

  it('says which job of its place it is, and what was told of it already by them, and by nobody else or before', async () => {
    const w = await linkWorld()
    const facts = { stream: 'eicr', description: 'Refit on 2026-11-03', priority: 'P1', raisedOn: '2026-11-20' }
    await w.open('action', 'ACT-1', { ...facts, location: 'hall cupboard', contractorId: 'sureheat' })
    const key = { purpose: 'job' as const, caseId: 'ACT-1', about: 'o1', people: ['sureheat'] }
    const token = makeLink(w.keys.link[0]!, key, await w.load('ACT-1'), w.now())
    const first = (await w.get(token)).text
    for (const said of ['What: Refit on Tue 3 November 2026', 'Where exactly: hall cupboard', 'Priority: P1, high'])
      expect(first).toContain(said)
    expect(first).not.toContain('What you have told us')
    const sent = await w.upload(token, { kind: 'noAccess', outcome: 'no_answer' })
    expect(sent.text).toContain('it is recorded: no access')
    expect(sent.text).toMatch(/<a href="\?">Tell us something else/)
    expect((await w.get(token)).text).toContain('<li>No access: Sun 22 November 2026 at 09:00</li>')
    const back = await w.upload(token, { kind: 'noAccess', outcome: 'no_answer', at: 'read anew on going back' })
    expect([back.status, back.text]).toEqual([422, expect.stringContaining('You told us today at 09:00')])
    const visits = async () =>
      (await w.store.history('ACT-1')).items.filter(({ event }) => event.type === 'visit.noAccess').length
    expect(await visits()).toBe(1)
    await w.upload(token, { kind: 'noAccess', outcome: 'no_answer', at: 'read anew on going back', again: 'yes' })
    expect(await visits()).toBe(2)
    w.clock.now = '2026-11-25T09:00:00.000Z' as Instant
    const newer = makeLink(w.keys.link[0]!, { ...key, about: 'o2' }, await w.load('ACT-1'), w.now())
    expect((await w.get(newer)).text).not.toContain('What you have told us')
  })

  it('refuses in words, leads to what was typed, and says of a file too large what to do', async () => {
    const w = await linkWorld()
    const facts = { stream: 'eicr', description: 'Refit', priority: 'P1', raisedOn: '2026-11-20' }
    await w.open('action', 'ACT-1', { ...facts, contractorId: 'sureheat' })
    const key = { purpose: 'job' as const, caseId: 'ACT-1', about: 'o1', people: ['sureheat'] }
    const token = makeLink(w.keys.link[0]!, key, await w.load('ACT-1'), w.now())
    const { status, text } = await w.upload(token, { kind: 'done', on: '2026-12-25' })
    expect([status, text]).toEqual([422, expect.stringContaining('it was not completed in the future')])
    expect(text).not.toMatch(/[A-Z]+_[A-Z_]+:/)
    expect(text).toContain('<title>Error: Your job')
    expect(text).toMatch(/<a href="#done">[\s\S]+<h2 id="done">[\s\S]+value="2026-12-25"/)
    const large = await w.upload(token, { kind: 'noAccess', outcome: 'refused' }, 'x'.repeat(4_500_000))
    expect([large.status, large.text]).toEqual([413, expect.stringContaining('Nothing was recorded')])
    expect(large.headers?.['content-type']).toContain('text/html')
  })

  it('is of that contractor alone, and of this job', async () => {
    const w = await linkWorld()
    expect((await w.get(await w.token({ ...job, people: ['marlow'] }))).status).toBe(410)
    expect((await w.upload(await w.token(job), { kind: 'everything' })).status).toBe(422)
  })

  it('of remedial work asks when it was done, and offers the codes of its trade', async () => {
    const w = await linkWorld()
    const token = await remedial(w)
    const shown = (await w.get(token)).text
    expect(shown).toContain('C1, danger present')
    expect(shown).not.toMatch(/AR, at risk|Your registration number/)
    expect((await w.upload(token, { kind: 'done' })).text).toContain('on which day')
    await w.upload(token, { kind: 'done', on: '2026-11-21' }, 'jpeg')
    expect(await w.load('ACT-1')).toMatchObject({ state: 'claimed_complete', facts: { claimed: { on: '2026-11-21' } } })
  })

  it('never sends danger back: what the job cannot take is a person’s within hours', async () => {
    const w = await linkWorld()
    const token = await remedial(w)
    const sent = await w.upload(token, { kind: 'unsafe', code: 'C1', actionTaken: 'Main switch off', isolated: 'yes' })
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('it is recorded')])
    const { items } = await w.store.list({ workflows: ['triage'] })
    expect((await w.load(items[0]!.id)).facts).toMatchObject({ meant: 'hazard', caseId: 'ACT-1' })
  })

  it('ends when the job is given to another contractor', async () => {
    const w = await linkWorld()
    await w.open('action', 'ACT-1', { stream: 'gas', description: 'Refit', priority: 'P1', raisedOn: '2026-11-20' })
    const key = { purpose: 'job' as const, caseId: 'ACT-1', about: 'o1', people: ['sureheat'] }
    const before = await w.load('ACT-1')
    const token = makeLink(w.keys.link[0]!, key, { ...before, facts: { ...before.facts, contractorId: 'x' } }, w.now())
    const { status, text } = await w.get(token)
    expect([status, text]).toEqual([410, expect.stringContaining('given to somebody else')])
  })

  it('that is over tells whoever stands there what to do about danger, and never to sign in', async () => {
    const w = await linkWorld()
    const mine = await w.token(job)
    const revoked = await w.token({ ...job, people: ['marlow'] })
    const cut = await w.get(mine.slice(0, -3))
    const gone = await w.get(revoked)
    w.clock.now = '2027-02-01T09:00:00.000Z' as Instant
    const expired = await w.upload(mine, { kind: 'unsafe', code: 'ID', actionTaken: 'Capped', me: 'x' })
    for (const { text, status } of [cut, gone, expired]) {
      expect(status).toBeGreaterThan(403)
      expect(text).toContain('unsafe')
      expect(text).toContain('telephone us now')
      expect(text).not.toContain('Sign in')
    }
  })
})
