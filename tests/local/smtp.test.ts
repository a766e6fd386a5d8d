import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dmarcOf } from '../../infra/local/ses/verdicts.ts'
import { createInbox, startSmtp } from '../../infra/local/smtp/smtp.ts'
import { createContent } from '../../infra/local/smtp/smtp-content.ts'
import { createClock } from '../../infra/local/time/clock.ts'
import { runs } from '../support/random.ts'

const start = async (maxSize?: number) => {
  const kept: { key: string; text: string }[] = []
  const put = async (bucket: string, key: string, body: Buffer) =>
    void kept.push({ key: `${bucket}/${key}`, text: body.toString() })
  const deliver = createInbox({ clock: createClock(), bucket: 'mail', prefix: 'inbound/', put })
  const smtp = await startSmtp({ domains: ['in.example.org'], deliver, ...(maxSize ? { maxSize } : {}) })
  onTestFinished(smtp.stop)
  return { smtp, kept }
}

/** Says it all at once, as a pipelining client may; answers the reply codes. */
const say = (port: number, text: string): Promise<string[]> =>
  new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', data => {
      heard += data
    })
    socket.on('error', reject)
    socket.on('close', () => resolve([...heard.matchAll(/^(\d{3}) /gm)].map(match => match[1] ?? '')))
  })

const mail = (body: string, to = 'ack@in.example.org') =>
  `EHLO me\r\nMAIL FROM:<jane@landlord.org> SIZE=100\r\nRCPT TO:<${to}>\r\nDATA\r\n${body}\r\n.\r\nQUIT\r\n`

describe('inbound SMTP', () => {
  it('keeps the message as sent, dots undone, under SES’s verdicts', async () => {
    const { smtp, kept } = await start()
    const codes = await say(smtp.port, mail('From: jane@landlord.org\r\nSubject: ACK\r\n\r\n..hidden dot\r\n£5'))
    expect(codes).toEqual(['220', '250', '250', '250', '354', '250', '221'])
    expect(kept[0]?.key).toMatch(/^mail\/inbound\/[\w-]+$/)
    expect(kept[0]?.text).toMatch(/^Return-Path: <jane@landlord.org>\r\nReceived: /)
    expect(kept[0]?.text).toContain('X-SES-Virus-Verdict: PASS\r\n')
    expect(kept[0]?.text).toContain('dmarc=pass')
    expect(kept[0]?.text.endsWith('From: jane@landlord.org\r\nSubject: ACK\r\n\r\n.hidden dot\r\n£5\r\n')).toBe(true)
  })

  it('refuses a domain that is not ours, and data without a recipient', async () => {
    const { smtp, kept } = await start()
    expect(
      await say(
        smtp.port,
        'HELO me\r\nMAIL FROM:<a@b.org>\r\nRCPT TO:<x@elsewhere.org>\r\nDATA\r\nNOOP\r\nRSET\r\nQUIT\r\n',
      ),
    ).toEqual(['220', '250', '250', '550', '503', '250', '250', '221'])
    expect(kept).toEqual([])
  })

  it('refuses a message above the limit, announced or not, and goes on', async () => {
    const { smtp, kept } = await start(2000)
    const big = Array.from({ length: 100 }, () => 'x'.repeat(70)).join('\r\n')
    expect(await say(smtp.port, mail(big))).toEqual(['220', '250', '250', '250', '354', '552', '221'])
    expect(await say(smtp.port, 'HELO me\r\nMAIL FROM:<a@b.org> SIZE=2001\r\nQUIT\r\n')).toEqual([
      '220',
      '250',
      '552',
      '221',
    ])
    expect(kept).toEqual([])
  })

  it('tells the sender to come again when the message could not be kept', async () => {
    const deliver = async () => Promise.reject(new Error('disk full'))
    const smtp = await startSmtp({ domains: ['in.example.org'], deliver })
    onTestFinished(smtp.stop)
    expect(await say(smtp.port, mail('x'))).toEqual(['220', '250', '250', '250', '354', '451', '221'])
  })
})

describe('the content of a message', () => {
  it('comes out byte for byte, however it is cut on its way', () => {
    const piece = fc.constantFrom('\r\n', '\r', '\n', '.', '..', '\r\n.', '.\r', 'a', '£', 'line of text')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.integer({ min: 1, max: 6 })), (parts, cuts) => {
        const message = Buffer.from(`${parts.join('')}\r\n`)
        const stuffed = message.toString('latin1').replace(/(^|\r\n)\./g, '$1..')
        const sent = Buffer.from(`${stuffed}.\r\nQUIT\r\n`, 'latin1')
        const content = createContent(1000)
        let [rest, at, done] = [Buffer.alloc(0), 0, false]
        for (let turn = 0; !done; turn++) {
          const size = cuts[turn % (cuts.length || 1)] ?? sent.length
          rest = Buffer.concat([rest, sent.subarray(at, at + size)])
          at += size
          const taken = content.feed(rest)
          rest = rest.subarray(taken.used)
          done = taken.done
          expect(done || at < sent.length + 6).toBe(true)
        }
        expect(content.whole()).toEqual(message)
        expect(Buffer.concat([rest, sent.subarray(at)]).toString()).toBe('QUIT\r\n')
      }),
      { numRuns: runs(500) },
    )
  })
})

describe('the DMARC verdict', () => {
  const envelope = { from: 'jane@landlord.org', to: [] }
  it.each([
    ['From: Jane <jane@landlord.org>\r\n\r\n', 'PASS'],
    ['From: Jane\r\n <jane@LANDLORD.org>\r\n\r\n', 'PASS'],
    ['From: boss@elsewhere.org\r\n\r\n', 'FAIL'],
    ['From: jane@landlord.org\r\nFrom: boss@landlord.org\r\n\r\n', 'FAIL'],
    ['Authentication-Results: x; dmarc=fail\r\nFrom: jane@landlord.org\r\n\r\n', 'FAIL'],
    ['Subject: no sender\r\n\r\nFrom: jane@landlord.org\r\n', 'FAIL'],
  ])('%j is %s', (raw, verdict) => {
    expect(dmarcOf(Buffer.from(raw), envelope)).toBe(verdict)
  })
})
