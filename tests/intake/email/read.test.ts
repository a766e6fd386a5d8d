import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlText } from '../../../shared/intake/email/html-text.ts'
import { readEmail } from '../../../shared/intake/email/read.ts'
import { eml, filePart, multipart, stamp, textPart, written } from '../../support/eml.ts'
import { HANGS } from '../../support/hangs.ts'
import { runs } from '../../support/random.ts'

const timed = async (raw: Buffer) => {
  const began = performance.now()
  const email = await readEmail(raw)
  return { email, took: performance.now() - began }
}

describe('an ordinary mail', () => {
  it('is read with its verdicts, envelope and files by hash', async () => {
    const pdf = Buffer.from('%PDF-1.7 certificate')
    const raw = eml({
      subject: '=?UTF-8?B?R2FzIMKjNQ==?=',
      ...multipart([textPart('here it is'), filePart('LGSR 17.pdf', pdf)]),
    })
    expect(await readEmail(raw)).toMatchObject({
      kind: 'message',
      automatic: false,
      from: 'asha@northmere.example',
      name: 'Asha Patel',
      froms: 1,
      to: ['compliance@dutyholder.northmere.example'],
      subject: 'Gas £5',
      messageId: 'm1@northmere.example',
      verdicts: { spf: 'pass', dkim: 'pass', dmarc: 'pass', virus: 'pass', spam: 'pass' },
      at: '2026-11-22T09:00:00.000Z',
      text: 'here it is',
      attachments: [
        { name: 'LGSR 17.pdf', type: 'application/pdf', sha256: createHash('sha256').update(pdf).digest('hex') },
      ],
    })
  })

  it('has the same hash however it was delivered, and another when its words differ', async () => {
    const [a, b, c] = await Promise.all([
      readEmail(eml()),
      readEmail(eml({}, { at: 'Mon, 23 Nov 2026 10:00:00 +0000' })),
      readEmail(eml({ text: 'NACK' })),
    ])
    expect(a.bodyHash).toBe(b.bodyHash)
    expect(a.bodyHash).not.toBe(c.bodyHash)
  })
})

describe('hostile and odd mail', () => {
  it('of HTML alone has text, without scripts, styles or what it quotes', async () => {
    const html =
      '<html><head><title>x</title><style>p{}</style></head><body><p>My boiler &amp; I are <b>cold</b> &#163;5</p><script>alert("ACK")</script><blockquote>DONE 2026-11-20</blockquote></body></html>'
    const { text } = await readEmail(eml({ type: 'text/html', text: html }))
    expect(text).toBe('My boiler & I are cold £5\n\n> DONE 2026-11-20')
  })

  it.each([
    ['two From fields', { headers: ['From: boss@northmere.example'] }, 2],
    ['two addresses in one From', { from: 'a@northmere.example, boss@northmere.example' }, 2],
    ['an address in the name', { from: '"boss@northmere.example" <a@evil.example>' }, 2],
    ['no address at all', { from: 'undisclosed' }, 1],
  ])('with %s has no sender', async (_, mail, froms) => {
    const email = await readEmail(eml(mail))
    expect(email.from).toBeUndefined()
    expect(email.froms).toBe(froms)
  })

  it('cannot begin a header by its subject or a path by a file name', async () => {
    const raw = eml({
      subject: '=?UTF-8?Q?a=0D=0ABcc:_x@y.example?=',
      ...multipart([filePart('../../etc/\u202egpj.exe', Buffer.from('x'))]),
    })
    const email = await readEmail(raw)
    expect(email.subject).toBe('a Bcc: x@y.example')
    expect(email.attachments[0]?.name).toBe('gpj.exe')
  })

  it('cannot bring its own verdicts', async () => {
    const forged = 'X-SES-Virus-Verdict: PASS\r\nAuthentication-Results: amazonses.com; dmarc=pass header.from=x;\r\n'
    const under = await readEmail(Buffer.from(stamp({ dmarc: 'fail', virus: 'FAIL' }) + forged + written()))
    expect(under.verdicts).toMatchObject({ dmarc: 'fail', virus: 'fail' })
    const trace = 'Return-Path: <x@y>\r\nReceived: from a by b; Sun, 22 Nov 2026 09:00:00 +0000\r\n'
    const alone = await readEmail(
      Buffer.from(`${trace}Received: from c by d; Sat, 1 Jan 2000 00:00:00 +0000\r\n${forged}${written()}`),
    )
    expect(alone.verdicts).toMatchObject({ dmarc: 'none', virus: 'none' })
    const elsewhere = await readEmail(
      Buffer.from(`Authentication-Results: mx.evil.example; dmarc=pass\r\n${written()}`),
    )
    expect(elsewhere.verdicts.dmarc).toBe('none')
  })

  it('forwarded as a whole keeps the other message beside, never in, the words', async () => {
    const inner = written({ from: 'resident@example.org', text: 'DONE 2026-11-20' })
    const { text, forwarded, attachments } = await readEmail(
      eml(multipart([textPart('see below'), `Content-Type: message/rfc822\r\n\r\n${inner}`])),
    )
    expect({ text, forwarded, files: attachments.length }).toEqual({ text: 'see below', forwarded: true, files: 1 })
  })

  it.each<[string, Parameters<typeof eml>, string, boolean]>([
    [
      'out of office',
      [{ headers: ['Auto-Submitted: auto-replied', 'In-Reply-To: <a@eu-west-2.amazonses.com>'] }],
      'auto_reply',
      true,
    ],
    ['Exchange', [{ headers: ['Auto-Submitted: auto-generated', 'In-Reply-To: <a@b>'] }], 'auto_reply', true],
    ['vacation', [{ headers: ['X-Autoreply: yes'] }], 'auto_reply', true],
    ['null sender', [{}, { sender: '' }], 'auto_reply', true],
    ['our own mail', [{ headers: ['X-Dutyholder-Reference: N-1234-5678'] }], 'auto_reply', true],
    [
      'delivery report',
      [{ type: 'multipart/report; report-type=delivery-status; boundary=x' }, { sender: '' }],
      'bounce',
      true,
    ],
    [
      'receipt',
      [{ type: 'multipart/report; report-type=disposition-notification; boundary=x' }, { sender: '' }],
      'receipt',
      true,
    ],
    ['invitation', [{ type: 'text/calendar; method=REQUEST', text: 'BEGIN:VCALENDAR' }], 'calendar', false],
    [
      'invitation in parts',
      [multipart([textPart('come'), 'Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR'])],
      'calendar',
      false,
    ],
    ['S/MIME', [{ type: 'application/pkcs7-mime; smime-type=enveloped-data' }], 'encrypted', false],
    [
      'PGP/MIME',
      [{ type: 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=x' }],
      'encrypted',
      false,
    ],
    ['PGP in the text', [{ text: '-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM' }], 'encrypted', false],
    ['a website’s form', [{ headers: ['Auto-Submitted: auto-generated'] }], 'message', true],
    ['a mailing list', [{ headers: ['List-Id: <x.example>', 'Precedence: list'] }], 'message', true],
    ['no-reply', [{}, { sender: 'no-reply@forms.service.gov.uk' }], 'message', true],
    ['a person', [{ headers: ['Auto-Submitted: no'] }], 'message', false],
  ])('%s is told apart', async (_, [mail, by], kind, automatic) => {
    const email = await readEmail(eml(mail, by))
    expect({ kind: email.kind, automatic: email.automatic }).toEqual({ kind, automatic })
  })

  it('nested 2,000 deep is refused as a value, at once', async () => {
    const open = Array.from(
      { length: 2000 },
      (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`,
    ).join('')
    const { email, took } = await timed(eml({ type: 'multipart/mixed; boundary=b0', text: open }))
    expect(email.malformed).toBe('too_many_parts')
    expect(took).toBeLessThan(HANGS)
  })

  it('nested 100 deep is refused as a value', async () => {
    const open = Array.from(
      { length: 100 },
      (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`,
    ).join('')
    expect((await readEmail(eml({ type: 'multipart/mixed; boundary=b0', text: open }))).malformed).toBe('broken')
  })

  it('of 50,000 parts costs no more than counting them', async () => {
    const { email, took } = await timed(eml(multipart(Array.from({ length: 50_000 }, () => textPart('x')))))
    expect(email.malformed).toBe('too_many_parts')
    expect(took).toBeLessThan(HANGS)
  })

  it('with huge headers keeps what can be told of it', async () => {
    const { email, took } = await timed(eml({ headers: [`X-Long: ${'a'.repeat(200_000)}`] }))
    expect(email).toMatchObject({ malformed: 'huge_headers', from: 'asha@northmere.example', subject: 'Re: gas' })
    expect(took).toBeLessThan(HANGS)
  })

  it('above 40 MB is not parsed', async () => {
    const { email, took } = await timed(Buffer.concat([eml(), Buffer.alloc(40 * 1024 * 1024, 'a')]))
    expect(email).toMatchObject({ malformed: 'too_large', from: 'asha@northmere.example' })
    expect(took).toBeLessThan(HANGS)
  })

  it('of 39 MB on one line is read once', async () => {
    const { email, took } = await timed(Buffer.concat([eml({ text: 'hello' }), Buffer.alloc(39 * 1024 * 1024, 'a')]))
    expect(email.text.startsWith('hello')).toBe(true)
    expect(took).toBeLessThan(HANGS)
  })

  it.each([
    ['blank lines', '', '\r\n', 200_000],
    ['marks of HTML, one a line', 'Content-Type: text/html', '<b>\r\n', 100_000],
    ['flowing text', 'Content-Type: text/plain; format=flowed; delsp=yes', ' x \r\n', 100_000],
    ['soft breaks', 'Content-Transfer-Encoding: quoted-printable', '=\r\n', 2_000_000],
  ])('of nothing but %s is given up before it costs a second', async (_, header, line, times) => {
    const before = process.cpuUsage()
    const email = await readEmail(
      Buffer.from(`From: a@b.org\r\n${header}\r\n\r\n${line.repeat(times)}`.replace('\r\n\r\n\r\n', '\r\n\r\n')),
    )
    const { user, system } = process.cpuUsage(before)
    expect([email.malformed, email.from]).toEqual(['too_many_lines', 'a@b.org'])
    // Work, not time; it took nine seconds and more for each.
    expect((user + system) / 1000).toBeLessThan(3000)
  })

  it('with a file of 30 MB in base64 is read, however many lines that is', async () => {
    const { email } = await timed(eml({ ...multipart([filePart('plans.pdf', Buffer.alloc(28 * 1024 * 1024, 7))]) }))
    expect([email.malformed, email.attachments[0]?.bytes.length]).toEqual([undefined, 28 * 1024 * 1024])
  })

  it('of 500 photographs, each with its own headers, is read', async () => {
    const files = Array.from({ length: 500 }, (_, n) => filePart(`photograph of the mould ${n}.jpg`, Buffer.from([n])))
    const { email } = await timed(eml(multipart([textPart('See these.'), ...files])))
    expect([email.malformed, email.attachments.length, email.text]).toEqual([undefined, 500, 'See these.'])
  })

  it('are read with their letters, however an old mailer wrote them', () =>
    expect(htmlText('<p>Caf&eacute; &pound;12 &Ccedil;a &nbsp;&euro;1 &nosuch;</p>')).toBe('Café £12 Ça €1 &nosuch;'))

  it('of HTML with a hundred thousand blanks is read once', async () => {
    const before = process.cpuUsage()
    const words = htmlText(`<p>${'<b> '.repeat(100_000)}</p>words`)
    expect(words).toBe('words')
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(3000)
  })

  it('with base64 that is none is read as far as it goes', async () => {
    const part =
      'Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!====\u0000@@'
    const { malformed, attachments } = await readEmail(eml(multipart([textPart('x'), part])))
    expect({ malformed, files: attachments.length }).toEqual({ malformed: undefined, files: 1 })
  })

  it.each([
    ['nothing', ''],
    ['a picture', '\u0089PNG\r\n\r\n\u001a'],
    ['one word', 'hello'],
  ])('of %s is no message', async (_, text) => {
    expect((await readEmail(Buffer.from(text, 'latin1'))).malformed).toBe('not_a_message')
  })
})

describe('whatever the bytes', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 4000 }).map(bytes => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 3000 }).map(text => eml({ text })),
    fc
      .array(
        fc.constantFrom(
          '--b1',
          '--b1--',
          'Content-Type: ',
          'multipart/mixed; boundary=b1',
          '\r\n',
          '\r\n\r\n',
          '=?UTF-8?B?',
          '?=',
          '<',
          '<!--',
          'From: ',
          '@',
          '\u0000',
          'message/rfc822',
          '&#x110000;',
        ),
        { maxLength: 300 },
      )
      .map(pieces => Buffer.from(stamp() + pieces.join(''))),
    fc
      .array(fc.constantFrom('<', '<p', '>', '<!--', '-->', '<script', '</script', '<blockquote>', '&amp', ';', 'x'), {
        maxLength: 400,
      })
      .map(pieces => eml({ type: 'text/html', text: pieces.join('') })),
  )
  it('it answers, within the second, with text that can be stored', async () => {
    await fc.assert(
      fc.asyncProperty(noise, async raw => {
        const { email, took } = await timed(raw)
        expect(took).toBeLessThan(HANGS)
        expect(email.subject).not.toMatch(/[\r\n]/)
        expect(email.text.isWellFormed()).toBe(true)
        expect(JSON.stringify(email.text)).not.toContain('\\u0000')
        expect(email.bodyHash).toMatch(/^[0-9a-f]{64}$/)
      }),
      { numRuns: runs(400) },
    )
  })
})
