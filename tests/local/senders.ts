/** Everybody who sends something to the system, as they do it from outside; each message by its sender's own number. */
import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { newSecret, sign } from '../../shared/intake/signature.ts'
import { multipart, textPart, written } from '../support/eml.ts'

type System = { url: string; smtpPort: number; clock: { now: () => never } }
/** `accepted`: the door said 2xx or 250. */
export type Handed = { accepted: boolean; references: string[] }

const OURS = 'dutyholder.northmere.example'

export const overSmtp = (port: number, from: string, to: string, raw: string): Promise<string> =>
  new Promise((done, fail) => {
    const stuffed = raw.replace(/(^|\r\n)\./g, '$1..')
    let heard = ''
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`EHLO me\r\nMAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n${stuffed}\r\n.\r\nQUIT\r\n`),
    )
    socket.on('data', chunk => {
      heard += chunk
    })
    socket.on('error', fail)
    socket.on('close', () => done(heard))
  })

export const senders = async (system: System) => {
  const secrets = { sureheat: newSecret(), 'repairs-survey': newSecret(), 'website-complaints': newSecret() }
  for (const [owner, secret] of Object.entries(secrets))
    await fetch(`${system.url}/local/secrets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ owner, secret }),
    })
  const post = async (path: string, body: string, headers: Record<string, string>) =>
    (await fetch(system.url + path, { method: 'POST', headers, body })).ok
  const json = { 'content-type': 'application/json' }
  const submission = (reference: string, text: string) =>
    JSON.stringify({
      form_name: 'Make a complaint about your home',
      submission_reference: reference,
      submitted_at: '2026-11-26T08:00:00.000Z',
      answers: text === '' ? [] : [{ question_id: '1001', answer_text: text }],
    })
  return {
    /** `how`: a letter, a machine's answer, bytes that are no message, a reply code that nobody of ours wrote */
    mail: async (id: string, mailbox: string, how: string, smtp: boolean): Promise<Handed> => {
      const more = how === 'machine' ? ['Auto-Submitted: auto-replied', 'In-Reply-To: <x@y.org>'] : []
      const text = how === 'code' ? 'ACK' : how === 'empty' ? '' : `The heating has failed again (${id}).`
      const type = how === 'html' ? 'text/html' : how === 'broken' ? 'multipart/mixed' : 'text/plain'
      const from = how === 'several' ? 'a@example.org, b@example.org' : 'Jo <jo@example.org>'
      const to = `${mailbox}@${OURS}`
      const raw = written({ from, to, subject: how, id: `${id}@example.org`, headers: more, type, text })
      if (!smtp) return { accepted: await post('/local/mail/in', raw, {}), references: [`<${id}@example.org>`] }
      const heard = await overSmtp(system.smtpPort, 'jo@example.org', to, raw)
      const [, key] = /^250 2\.0\.0 Kept as raw\/(\S+)/m.exec(heard) ?? []
      return { accepted: key !== undefined, references: [`${id}@example.org`, ...(key ? [key] : [])] }
    },
    govukMail: async (reference: string, text: string, test: boolean): Promise<Handed> => {
      const file = `Content-Type: application/json; name="form_submission.json"\r\nContent-Disposition: attachment; filename="form_submission.json"\r\n\r\n${submission(reference, text)}`
      const raw = written({
        from: 'GOV.UK Forms <no-reply@forms.service.gov.uk>',
        to: `complaints@${OURS}`,
        subject: `${test ? 'TEST ' : ''}Form submission: Make a complaint - reference: ${reference}`,
        id: `${reference}@forms.service.gov.uk`,
        ...multipart([textPart('See the file.'), file]),
      })
      return { accepted: await post('/local/mail/in', raw, {}), references: [reference] }
    },
    govukFile: async (reference: string, text: string, test: boolean): Promise<Handed> => {
      const key = `${test ? 'test_' : ''}form_submissions/77/20261126T080000Z_${reference}/form_submission.json`
      const accepted = await post(`/local/inbound?key=${encodeURIComponent(key)}`, submission(reference, text), {})
      return { accepted, references: [reference] }
    },
    typeform: async (token: string, text: string): Promise<Handed> => {
      const field = { id: 'f', ref: text === '' ? 'unknown' : 'what-happened' }
      const answers = [{ type: 'text', text: text || 'x', field }]
      const body = JSON.stringify({ event_type: 'form_response', form_response: { token, answers } })
      const mac = createHmac('sha256', secrets['repairs-survey']).update(body).digest('base64')
      const accepted = await post('/hooks/repairs-survey', body, { ...json, 'typeform-signature': `sha256=${mac}` })
      return { accepted, references: [token] }
    },
    webForm: async (id: string, text: string): Promise<Handed> => {
      const headers = { ...json, 'x-webhook-secret': secrets['website-complaints'], 'webhook-id': id }
      return { accepted: await post('/hooks/website-complaints', text, headers), references: [id] }
    },
    callback: async (id: string, body: object): Promise<Handed> => {
      const text = JSON.stringify(body)
      const headers = { ...json, ...sign(secrets.sureheat, id, system.clock.now(), text) }
      return { accepted: await post('/contractors/sureheat/events', text, headers), references: [id] }
    },
  }
}
