import { describe, expect, it } from 'vitest'
import type { KeptMail } from '../../../shared/mail/outbox.ts'
import { eml, filePart, multipart, textPart } from '../../support/eml.ts'
import { mailWorld } from './mail-world.ts'

const pdf = Buffer.from('%PDF-1.7 LGSR')
const certificate = (subject: string, from = 'northmere@sureheat.example', id = 'c1@sureheat.example') =>
  eml({
    from,
    id,
    subject,
    to: 'certificates@dutyholder.northmere.example',
    ...multipart([textPart('Attached.'), filePart('LGSR.pdf', pdf)]),
  })
const gasFacts = {
  contractorId: 'sureheat',
  deadline: '2026-11-10',
  checks: [{ on: '2025-11-10', knownOn: '2025-11-10', nextDue: '2026-11-10', result: 'SATISFACTORY' }],
}
/** overdue, and told of */
const overdue = async () => {
  const system = await mailWorld()
  await system.open('gas', 'gas:H00017', gasFacts)
  await system.apply.fire('gas:H00017')
  return system
}
const action = {
  stream: 'fra',
  description: 'Self-closer missing',
  priority: 'P2',
  raisedOn: '2026-11-01',
  owner: 'sam@northmere.example',
}
const mailOf = (reference: string, cases: string[], messageId = '0102-aaa', to = 'asha@northmere.example'): KeptMail =>
  ({
    reference,
    to: [to],
    about: cases.map(caseId => ({ caseId, role: 'complianceManager' })),
    outcome: { kind: 'sent', messageId, at: '2026-11-21T07:30:00.000Z' },
  }) as unknown as KeptMail

describe('a reply code', () => {
  it('acknowledges the case whose mail it answers, once, and is confirmed once (G72)', async () => {
    const system = await overdue()
    system.wrote.push(mailOf('N-7K3Q-9DMX', ['gas:H00017']))
    const raw = eml({ headers: ['In-Reply-To: <0102-aaa@eu-west-2.amazonses.com>'], text: 'ACK' })
    expect(await system.take(raw)).toEqual([{ kind: 'told', caseId: 'gas:H00017', event: 'acknowledged' }])
    expect((await system.load('gas:H00017')).acknowledged[0]?.by).toBe('asha@northmere.example')
    const { version } = await system.load('gas:H00017')
    await system.take(raw)
    expect((await system.load('gas:H00017')).version).toBe(version)
    expect(system.sent).toMatchObject([
      {
        to: ['asha@northmere.example'],
        subject: 'Recorded: Re: gas',
        headers: { 'In-Reply-To': '<m1@northmere.example>', 'Auto-Submitted': 'auto-replied' },
      },
    ])
    expect(system.sent[0]?.text).toContain('you are now shown as dealing with it')
  })

  it('finds its case by the reference in the quotation, the number in the subject, or the number behind the word', async () => {
    const system = await overdue()
    system.wrote.push(mailOf('N-7K3Q-9DMX', ['gas:H00017']))
    const told = [{ kind: 'told', caseId: 'gas:H00017', event: 'acknowledged' }]
    expect(await system.take(eml({ id: '1@x', text: 'ACK\n\n> reference N-7K3Q-9DMX' }))).toEqual(told)
    expect(await system.take(eml({ id: '2@x', subject: '[gas:H00017] late' }))).toEqual(told)
    expect(await system.take(eml({ id: '3@x', text: 'ACK gas:H00017' }))).toEqual(told)
  })

  it('acknowledges the clock that the mail spoke of, and no other', async () => {
    const system = await overdue()
    const spoke = mailOf('N-7K3Q-9DMX', ['gas:H00017'])
    system.wrote.push({ ...spoke, about: spoke.about.map(one => ({ ...one, clock: 'deadline' })) })
    await system.take(eml({ text: 'ACK\n\n> reference N-7K3Q-9DMX' }))
    const { items } = await system.store.history('gas:H00017')
    expect(items.at(-1)?.event).toMatchObject({ type: 'acknowledged', data: { clocks: ['deadline'] } })
  })

  it('to a digest must say which case, or all', async () => {
    const system = await overdue()
    await system.open('action', 'ACT-1', action)
    system.wrote.push(mailOf('D-7K3Q-9DMX', ['gas:H00017', 'ACT-1']))
    const reply = (id: string, text: string) => eml({ id, text: `${text}\n\n> reference D-7K3Q-9DMX` })
    expect(await system.take(reply('1@x', 'ACK'))).toMatchObject([{ kind: 'answered' }])
    expect(system.sent[0]?.text).toContain('about 2 cases')
    expect(await system.take(reply('2@x', 'ACK ALL'))).toMatchObject([{ kind: 'told' }])
    expect((await system.load('gas:H00017')).acknowledged).toHaveLength(1)
  })

  it('from somebody else does not find the case of a mail that was not theirs', async () => {
    const system = await overdue()
    system.wrote.push(mailOf('N-7K3Q-9DMX', ['gas:H00017']))
    const raw = eml(
      { from: 'sam@northmere.example', text: 'ACK\n\n> reference N-7K3Q-9DMX' },
      { sender: 'sam@northmere.example' },
    )
    expect(await system.take(raw)).toMatchObject([
      { kind: 'answered', why: expect.stringContaining('cannot tell which case') },
    ])
    expect((await system.load('gas:H00017')).acknowledged).toEqual([])
  })

  it('DONE claims an action, which somebody else must verify', async () => {
    const system = await mailWorld()
    await system.open('action', 'ACT-0000-0000-0000', action)
    await system.take(eml({ subject: '[ACT-0000-0000-0000]', text: 'DONE 2026-11-20' }))
    expect(await system.load('ACT-0000-0000-0000')).toMatchObject({
      state: 'claimed_complete',
      facts: { claimed: { on: '2026-11-20', by: 'asha@northmere.example' } },
    })
  })

  it('DONE on a gas check without its record is a note, and closes nothing', async () => {
    const system = await overdue()
    const { state } = await system.load('gas:H00017')
    expect(await system.take(eml({ text: 'DONE gas:H00017 2026-11-20' }))).toEqual([
      { kind: 'told', caseId: 'gas:H00017', event: 'note.added' },
    ])
    expect((await system.load('gas:H00017')).state).toBe(state)
    expect(system.sent[0]?.text).toContain('stays open until the record')
  })

  it('DONE on a gas check with its record puts it to review', async () => {
    const system = await overdue()
    await system.take(eml({ ...multipart([textPart('DONE gas:H00017 2026-11-20'), filePart('LGSR.pdf', pdf)]) }))
    expect((await system.load('gas:H00017')).state).toBe('evidence_review')
    expect(system.evidence.size).toBe(1)
  })

  it('EXTEND asks: nothing moves, somebody has to decide', async () => {
    const system = await overdue()
    const { wake } = await system.load('gas:H00017')
    await system.take(eml({ text: 'EXTEND gas:H00017 5 waiting for a part' }))
    expect((await system.load('gas:H00017')).wake).toBe(wake)
    const [asked] = (await system.store.list({ workflows: ['triage'] })).items
    expect(asked).toMatchObject({ facts: { reason: 'request', caseId: 'gas:H00017' } })
    expect(asked?.wake).toBeDefined()
  })

  it.each([
    ['Sam Doyle', 'sam@northmere.example', 'now with Sam Doyle'],
    ['samira', 'samira@northmere.example', 'now with Samira Doyle'],
    ['Doyle', undefined, 'More than one person'],
    ['Pat Gone', undefined, 'Nobody who works here'],
    ['sam@northmere.example', 'sam@northmere.example', 'now with'],
  ])('REASSIGN %s', async (name, assignee, says) => {
    const system = await overdue()
    await system.take(eml({ text: `REASSIGN gas:H00017 ${name}` }))
    expect((await system.load('gas:H00017')).assignee).toBe(assignee)
    expect(system.sent[0]?.text).toContain(says)
  })

  it('that is mistyped, in the future or refused is answered with why', async () => {
    const system = await overdue()
    await system.open('action', 'ACT-0000-0000-0000', action)
    const said = async (id: string, text: string) => {
      await system.take(eml({ id: `${id}@x`, text }))
      return system.sent.at(-1)?.text
    }
    expect(await said('1', 'DONE gas:H00017')).toContain('DONE needs the day')
    expect(await said('2', 'DONE gas:H00017 2026-11-23')).toContain('in the future')
    expect(await said('3', 'ACK gas:H99999')).toContain('no case gas:H99999')
    await system.open(
      'gas',
      'gas:H00018',
      {
        ...gasFacts,
        deadline: '2027-06-10',
        checks: [{ on: '2026-06-10', knownOn: '2026-06-10', nextDue: '2027-06-10', result: 'SATISFACTORY' }],
      },
      'H00018',
    )
    expect(await said('4', 'ACK gas:H00018')).toContain('nothing was changed')
  })

  it.each([
    ['whose DMARC fails', eml({ text: 'ACK gas:H00017' }, { dmarc: 'fail' })],
    ['with two senders', eml({ text: 'ACK gas:H00017', headers: ['From: x@y.example'] })],
    ['that did not pass the virus scan', eml({ text: 'ACK gas:H00017' }, { virus: 'GRAY' })],
    ['of a stranger', eml({ from: 'jo@example.org', text: 'ACK gas:H00017' })],
    ['of somebody who left', eml({ from: 'gone@northmere.example', text: 'ACK gas:H00017' })],
    ['encrypted', eml({ text: 'ACK gas:H00017', type: 'application/pkcs7-mime' })],
    [
      'in a forwarded message',
      eml(
        multipart([
          textPart('fyi gas:H00017'),
          `Content-Type: message/rfc822\r\n\r\n${eml({ text: 'ACK' }).toString()}`,
        ]),
      ),
    ],
  ])('%s changes nothing, is kept, and is not confirmed (G72)', async (_, raw) => {
    const system = await overdue()
    const before = await system.load('gas:H00017')
    const [result] = (await system.take(raw)) as { kind: string; caseId: string }[]
    expect(result?.kind).toBe('triage')
    expect(await system.load('gas:H00017')).toEqual(before)
    expect((await system.load(result!.caseId)).wake).toBeDefined()
    expect(system.sent.filter(({ subject }) => subject.startsWith('Done'))).toEqual([])
  })
})

describe('machines', () => {
  it.each([
    [
      'an absence note',
      eml({
        headers: ['Auto-Submitted: auto-replied', 'In-Reply-To: <x@eu-west-2.amazonses.com>'],
        text: 'ACK gas:H00017',
      }),
    ],
    ['our own answer, sent back', eml({ headers: ['X-Dutyholder-Reference: A-1234-5678'], text: 'DONE' })],
    ['a receipt', eml({ type: 'multipart/report; report-type=disposition-notification; boundary=x' }, { sender: '' })],
    [
      'a bounce of a bounce',
      eml(
        {
          type: 'multipart/report; report-type=delivery-status; boundary=x',
          text: '--x\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nReturn-Path: <>\r\nContent-Type: multipart/report\r\n',
        },
        { sender: '' },
      ),
    ],
    [
      'a report of a delay',
      eml(
        {
          type: 'multipart/report; report-type=delivery-status; boundary=x',
          text: '--x\r\nContent-Type: message/delivery-status\r\n\r\nAction: delayed\r\n',
        },
        { sender: '' },
      ),
    ],
  ])('%s is not acted on and not answered (G69)', async (_, raw) => {
    const system = await overdue()
    const before = await system.load('gas:H00017')
    expect(await system.take(raw)).toMatchObject([{ kind: 'ignored' }])
    expect(await system.load('gas:H00017')).toEqual(before)
    expect(system.sent).toEqual([])
  })

  it('that pass on a failed delivery leave a case for a person, and no answer', async () => {
    const system = await mailWorld()
    const raw = eml(
      {
        type: 'multipart/report; report-type=delivery-status; boundary=x',
        text: '--x\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n',
      },
      { sender: '' },
    )
    expect(await system.take(raw)).toMatchObject([{ kind: 'triage', reason: 'undelivered' }])
    expect(system.sent).toEqual([])
  })

  it('cannot begin a conversation: our answer to a mail, sent back to us, is the end', async () => {
    const system = await overdue()
    await system.take(eml({ text: 'ACK gas:H00017' }))
    const [ours] = system.sent
    const back = eml({
      from: ours!.to[0]!,
      subject: `Re: ${ours!.subject}`,
      id: 'loop@x',
      headers: ['Auto-Submitted: auto-replied', `In-Reply-To: <s1@eu-west-2.amazonses.com>`],
      text: ours!.text,
    })
    expect(await system.take(back)).toMatchObject([{ kind: 'ignored' }])
    expect(system.sent).toHaveLength(1)
  })
})

describe('the mailbox for certificates', () => {
  it('files a contractor’s record with the case that the subject names', async () => {
    const system = await overdue()
    expect(await system.take(certificate('LGSR [gas:H00017]'))).toEqual([
      { kind: 'told', caseId: 'gas:H00017', event: 'certificate.submitted' },
    ])
    expect((await system.load('gas:H00017')).state).toBe('evidence_review')
    expect([...system.evidence.values()]).toEqual([pdf])
    expect((await system.store.documents('gas:H00017')).items).toMatchObject([
      { name: 'LGSR.pdf', status: 'stored', size: pdf.length },
    ])
    expect(system.sent).toMatchObject([
      { to: ['northmere@sureheat.example'], subject: 'Received for Gas safety check [gas:H00017]: LGSR.pdf' },
    ])
  })

  it.each([
    ['another contractor’s job', certificate('[gas:H00017]', 'jobs@marlow.example'), 'unplaced'],
    ['no case', certificate('here you are'), 'unplaced'],
    ['a case that is not there', certificate('[gas:H00099]'), 'unplaced'],
    ['a stranger', certificate('[gas:H00017]', 'jo@example.org'), 'untrusted'],
    [
      'no document',
      eml({
        from: 'northmere@sureheat.example',
        subject: '[gas:H00017]',
        to: 'certificates@dutyholder.northmere.example',
      }),
      'unplaced',
    ],
  ])('keeps for a person what comes with %s', async (_, raw, reason) => {
    const system = await overdue()
    const before = await system.load('gas:H00017')
    expect(await system.take(raw)).toMatchObject([{ kind: 'triage', reason }])
    expect(await system.load('gas:H00017')).toEqual(before)
    expect(system.evidence.size).toBe(0)
  })
})

describe('the mailbox for hazards', () => {
  const damp = (more: object = {}, by = {}) =>
    eml(
      {
        from: 'Jo Bloggs <jo@example.org>',
        to: 'Damp <damp@dutyholder.northmere.example>',
        id: 'h1@example.org',
        subject: 'Mould',
        text: 'Black mould in the bedroom, my son has asthma.',
        ...more,
      },
      { sender: 'jo@example.org', ...by },
    )

  it('opens a case of which we are aware since SES took the mail, whenever it is read', async () => {
    const system = await mailWorld()
    system.clock.now = '2026-11-24T15:00:00.000Z' as never
    const [result] = (await system.take(damp({}, { at: 'Mon, 23 Nov 2026 08:15:00 +0000' }))) as {
      kind: string
      caseId: string
    }[]
    expect(result?.kind).toBe('opened')
    const opened = await system.load(result!.caseId)
    expect(opened).toMatchObject({
      workflow: 'hazard',
      facts: { awareAt: '2026-11-23T08:15:00.000Z', kind: 'damp_mould', channel: 'email' },
    })
    expect(JSON.stringify(opened)).not.toContain('asthma')
    expect(JSON.stringify((await system.store.history(opened.id)).items)).not.toContain('jo@example.org')
  })

  it('says in its words when the case holds less than came', async () => {
    const system = await mailWorld()
    const files = Array.from({ length: 101 }, (_, n) => filePart(`${n}.jpg`, Buffer.from([n])))
    const long = 'Black mould. '.repeat(1000)
    const [result] = (await system.take(damp({ ...multipart([textPart(long), ...files]) }))) as {
      caseId: string
    }[]
    const refs = [...JSON.stringify(await system.load(result!.caseId)).matchAll(/"words":"(w[^"]+)"/g)]
    const told = JSON.stringify(await Promise.all(refs.map(([, ref]) => system.store.words(result!.caseId, ref!))))
    expect(told).toContain('[101 files came with it; 100 of them are kept with the case. It has 13')
    expect(told).toContain('Black mould.')
  })

  it('takes the same mail once, delivered twice by SES or by the sender', async () => {
    const system = await mailWorld()
    const [first] = (await system.take(damp())) as { caseId: string }[]
    const [second] = (await system.take(damp({}, { at: 'Sun, 22 Nov 2026 09:00:09 +0000' }))) as { caseId: string }[]
    expect(second?.caseId).toBe(first?.caseId)
    expect((await system.store.list({ workflows: ['hazard'] })).items).toHaveLength(1)
  })

  it('whose Date lies is dated by us', async () => {
    const system = await mailWorld()
    const [result] = (await system.take(
      damp({ headers: ['Date: Fri, 1 Jan 2100 00:00:00 +0000'] }, { at: 'Fri, 1 Jan 2100 00:00:00 +0000' }),
    )) as { caseId: string }[]
    expect((await system.load(result!.caseId)).facts.awareAt).toBe('2026-11-22T09:00:00.000Z')
  })

  it('not proved waits for a person within hours, who starts the clock from when it came', async () => {
    const system = await mailWorld()
    const [result] = (await system.take(damp({}, { dmarc: 'fail' }))) as { kind: string; caseId: string }[]
    expect(result?.kind).toBe('triage')
    const kept = await system.load(result!.caseId)
    expect(kept).toMatchObject({ facts: { meant: 'hazard', reason: 'untrusted', original: { key: 'raw/m0' } } })
    expect(kept.wake! < '2026-11-22T13:00:00.000Z').toBe(true)
    const by = { kind: 'staff' as const, id: 'asha@northmere.example', roles: ['complianceManager' as const] }
    await system.apply.event(kept.id, {
      type: 'triage.resolved',
      at: system.now(),
      by,
      data: { as: 'hazard', assetId: 'H00017' },
    })
    const errand = system.store.stream.find(item => item.kind === 'ERRAND')
    expect(errand?.body).toMatchObject({ open: { workflow: 'hazard', facts: { awareAt: '2026-11-22T09:00:00.000Z' } } })
    const run = await system.apply.errand(errand!.body as never)
    expect(run.kind).toBe('done')
  })

  it('sent to two doors opens both', async () => {
    const system = await mailWorld()
    const both = await system.take(
      damp({ to: 'damp@dutyholder.northmere.example, complaints@dutyholder.northmere.example' }),
    )
    expect(both).toHaveLength(2)
  })

  it('that cannot be read is kept with its door', async () => {
    const system = await mailWorld()
    const [result] = (await system.take(damp({ type: 'multipart/encrypted; boundary=x' }))) as { caseId: string }[]
    expect((await system.load(result!.caseId)).facts).toMatchObject({ reason: 'encrypted', meant: 'hazard' })
  })
})

describe('nothing is lost', () => {
  it('when a message cannot be fetched: the whole comes again, and what was read is not read twice', async () => {
    const system = await mailWorld()
    const good = eml({ from: 'jo@example.org', to: 'damp@dutyholder.northmere.example' })
    system.objects.set('raw/good', good)
    const event = (...keys: string[]) => ({
      Records: keys.map(key => ({ eventTime: '2026-11-22T09:00:00Z', s3: { object: { key } } })),
    })
    await expect(system.handler(event('raw/missing', 'raw/good'))).rejects.toThrow('raw/missing')
    expect((await system.store.list({ workflows: ['hazard'] })).items).toHaveLength(1)
    system.objects.set('raw/missing', eml({ text: 'hello' }))
    await system.handler(event('raw/missing', 'raw/good'))
    expect((await system.store.list({ workflows: ['hazard'] })).items).toHaveLength(1)
    expect((await system.store.list({ workflows: ['triage'] })).items).toHaveLength(1)
    await expect(system.handler({ hello: 1 })).rejects.toThrow('neither')
  })

  it('when what stood in the way is mended: it is read again', async () => {
    const system = await overdue()
    const [kept] = (await system.take(certificate('[gas:H00044]'))) as { caseId: string }[]
    expect(await system.handler({ replay: [kept!.caseId] })).toEqual([{ caseId: kept!.caseId, ledTo: null }])
    expect(await system.load(kept!.caseId)).toMatchObject({ state: 'to_sort', facts: { replays: 1 } })
    await system.open('gas', 'gas:H00044', gasFacts, 'H00044')
    expect(await system.handler({ replay: [kept!.caseId] })).toEqual([{ caseId: kept!.caseId, ledTo: 'gas:H00044' }])
    expect(await system.load(kept!.caseId)).toMatchObject({ state: 'replayed', facts: { ledTo: 'gas:H00044' } })
    expect((await system.load('gas:H00044')).state).toBe('evidence_review')
  })
})
