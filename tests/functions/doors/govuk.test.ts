import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formOriginal } from '../../../shared/intake/forms/original.ts'
import { toTriage } from '../../../shared/intake/to-triage.ts'
import { eml, filePart, multipart, textPart } from '../../support/eml.ts'
import { mailWorld } from './mail-world.ts'

const json = readFileSync(new URL('../../../events/forms/complaints-form.govuk-forms.json', import.meta.url))
const from = 'no-reply@forms.service.gov.uk'
const byMail = (by = {}, bytes = json, sender = from) =>
  eml(
    {
      from: `GOV.UK Forms <${sender}>`,
      to: 'complaints@dutyholder.northmere.example',
      subject: 'Form submission: Make a complaint - reference: 8E3YY3RX',
      ...multipart([textPart('See the attachment.'), filePart('form_submission.json', bytes, 'application/json')]),
    },
    { sender, ...by },
  )
const key = 'form_submissions/1234/20261120T164512Z_8E3YY3RX/form_submission.json'
type Came = { kind: string; caseId: string }[]

describe('a submission of GOV.UK Forms', () => {
  it('by e-mail and by bucket is one complaint, dated from when it was sent', async () => {
    const system = await mailWorld()
    const [first] = (await system.take(byMail())) as Came
    const [second] = (await system.take(json, key)) as Came
    expect(first?.kind).toBe('opened')
    expect(second?.caseId).toBe(first?.caseId)
    const opened = await system.load(first!.caseId)
    expect(opened).toMatchObject({
      workflow: 'complaint',
      facts: { receivedAt: '2026-11-20T16:45:12.345Z', channel: 'web' },
    })
    expect(JSON.stringify(opened)).not.toContain('boiler')
  })

  it('brings what was uploaded, by either route, to the case as documents by their hash', async () => {
    const system = await mailWorld()
    const photo = Buffer.from('a photograph of the ceiling')
    const letter = Buffer.from('a letter')
    system.objects.set(key.replace('form_submission.json', 'ceiling_8E3YY3RX.jpg'), photo)
    const [first] = (await system.take(json, key)) as Came
    const files = [
      filePart('form_submission.json', json, 'application/json'),
      filePart('govuk_forms_make_a_complaint_8E3YY3RX.csv', Buffer.from('a,b'), 'text/csv'),
      filePart('ceiling_8E3YY3RX.jpg', photo, 'image/jpeg'),
      filePart('letter.pdf', letter, 'application/pdf'),
    ]
    const [second] = (await system.take(
      eml(
        {
          from: `GOV.UK Forms <${from}>`,
          to: 'complaints@dutyholder.northmere.example',
          subject: 'Form submission: Make a complaint - reference: 8E3YY3RX',
          ...multipart([textPart('See the attachments.'), ...files]),
        },
        { sender: from },
      ),
    )) as Came
    expect(second?.caseId).toBe(first?.caseId)
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    expect((await system.load(first!.caseId)).facts.documents).toMatchObject([
      { name: 'ceiling_8E3YY3RX.jpg', sha256: hash(photo), mime: 'image/jpeg' },
    ])
    const { items } = await system.store.documents(first!.caseId)
    expect(items.map(({ name, status }) => [name, status]).sort()).toEqual([
      ['ceiling_8E3YY3RX.jpg', 'stored'],
      ['letter.pdf', 'stored'],
    ])
    expect(system.evidence.get(`${first!.caseId}/${hash(photo)}`)).toEqual(photo)
    expect((await system.store.intakeOf('8e3yy3rx')).map(({ door, outcome }) => [door, outcome])).toEqual([
      ['bucket', 'opened'],
      ['mail', 'again'],
    ])
  })

  it('of which nothing fits is one message to sort by both routes, and another with other answers', async () => {
    const system = await mailWorld()
    system.deps.landlord.sources[0]!.mapping = { text: '9999' } as never
    const [first] = (await system.take(json, key)) as Came
    const [second] = (await system.take(byMail())) as Came
    expect(second?.caseId).toBe(first?.caseId)
    const other = Buffer.from(json.toString().replace('two weeks', 'three weeks'))
    expect(((await system.take(other, key)) as Came)[0]?.caseId).not.toBe(first?.caseId)
  })

  it('in the bucket for trials starts nothing', async () => {
    const system = await mailWorld()
    expect(await system.take(json, `test_${key}`)).toEqual([
      { kind: 'ignored', why: 'a trial of the form', test: true },
    ])
    expect((await system.store.list({ workflows: ['complaint', 'triage'] })).items).toEqual([])
    expect((await system.store.getSetting('form-test:complaints-form:8E3YY3RX'))?.value).toMatchObject({
      unused: ['1006'],
    })
  })

  it('with other answers under the same reference waits for a person', async () => {
    const system = await mailWorld()
    await system.take(json, key)
    const other = Buffer.from(json.toString().replace('two weeks', 'three weeks'))
    expect(await system.take(other, key)).toMatchObject([{ kind: 'triage', reason: 'refused' }])
  })

  it('not from their proved address is a mail like any other', async () => {
    const system = await mailWorld()
    expect(await system.take(byMail({ dmarc: 'fail' }))).toMatchObject([{ kind: 'triage', reason: 'untrusted' }])
    expect(await system.take(byMail({}, json, 'no-reply@forms.service.gov.uk.evil.example'))).toMatchObject([
      { kind: 'opened' },
    ])
    expect((await system.store.list({ workflows: ['complaint'] })).items[0]?.facts.channel).toBe('email')
  })

  it('that does not fit is kept, and read again when the mapping is mended', async () => {
    const system = await mailWorld()
    const source = system.deps.landlord.sources[0]!
    const mapping = source.mapping as Record<string, string>
    source.mapping = { text: '9999' } as never
    const [kept] = (await system.take(json, key)) as Came
    expect((await system.load(kept!.caseId)).facts).toMatchObject({
      reason: 'unmapped',
      meant: 'complaint',
      original: { key },
    })
    expect(await system.handler({ replay: [kept!.caseId] })).toMatchObject([{ ledTo: null }])
    source.mapping = mapping as never
    const [again] = (await system.handler({ replay: [kept!.caseId] })) as { ledTo: string }[]
    expect((await system.load(again!.ledTo)).workflow).toBe('complaint')
    expect((await system.load(kept!.caseId)).state).toBe('replayed')
  })

  it('sent by a web hook that does not fit is read again too', async () => {
    const system = await mailWorld()
    const raw = Buffer.from(json)
    const sent = { source: 'complaints-form', id: 'm1', contentType: 'application/json' }
    const original = formOriginal(sent, raw)
    system.objects.set(original.key, raw)
    const misfit = {
      reason: 'unmapped',
      source: 'form:complaints-form',
      channel: 'form',
      receivedAt: system.now(),
      original,
    } as const
    const { caseId } = await toTriage(system, 'm1', misfit)
    const [again] = (await system.handler({ replay: [caseId] })) as { ledTo: string }[]
    expect((await system.load(again!.ledTo)).facts).toMatchObject({
      channel: 'web',
      receivedAt: '2026-11-20T16:45:12.345Z',
    })
    expect((await system.load(caseId)).state).toBe('replayed')
  })
})
