/** The doors of one machine under noise on the wire: HTTP, SMTP, the clock, the post box. Real sockets, the whole system behind. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'
import { body, text } from '../support/hostile.ts'
import { runs } from '../support/random.ts'
import { bounded, LONGEST } from './bounded.ts'

const data = mkdtempSync(join(tmpdir(), 'fuzz-'))
const faults: string[] = []
let system: Awaited<ReturnType<typeof startSystem>>
beforeAll(async () => {
  const startAt = '2026-11-26T09:00:00.000Z' as Instant
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
}, 60_000)
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true, force: true })
})

/** Sends these bytes in pieces and says no more; answers all that came back until the other side closed. */
const wire = (port: number, pieces: readonly (Buffer | string)[]): Promise<string> =>
  new Promise(resolve => {
    const heard: Buffer[] = []
    const done = () => {
      socket.destroy()
      resolve(Buffer.concat(heard).toString('latin1'))
    }
    const socket = connect(port, '127.0.0.1', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return
        socket.write(piece)
        await new Promise(next => setImmediate(next))
      }
      socket.end()
    })
    socket.on('data', chunk => heard.push(chunk))
    socket.on('error', done)
    socket.on('close', done)
    // Whoever is neither answered nor hung up on would wait for ever.
    socket.setTimeout(20_000, () => {
      heard.push(Buffer.from('HUNG'))
      done()
    })
  })

const portOf = (url: string) => Number(new URL(url).port)
const statusOf = (answer: string): number | 'closed' => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0) || 'closed'
const wellAfter = async () => {
  expect((await fetch(`${system.url}/health`)).status).toBe(200)
  expect(faults).toEqual([])
}

const paths = [
  '/',
  '//',
  '/health',
  '/cases',
  '/cases/gas%3AH1',
  '/hooks/complaints-form',
  '/hooks/nobody',
  '/contractors/sureheat/events',
  '/link/abc',
  '/local/clock',
  '/local/mail/in',
  '/local/inbound?key=raw%2Fx',
  '/pages/cases',
  '/pages/../local/clock',
  '/pages/%2e%2e/x',
  '/openapi.json',
  'http://elsewhere.example/health',
  '*',
  `/${'a'.repeat(9000)}`,
  `/cases?${Array.from({ length: 2000 }, (_, i) => `a${i}=`).join('&')}`,
]
const word = fc.oneof(text, fc.constantFrom('0', '3', '-1', '99999999999999999999', '1, 2', 'chunked', 'gzip, chunked'))
const plain = (value: string) => value.replace(/[\r\n\0]/g, ' ')
const header = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        'Content-Length',
        'Transfer-Encoding',
        'Content-Type',
        'Host',
        'Cookie',
        'Expect',
        'Upgrade',
        'X-Persona',
        'Webhook-Id',
        'Webhook-Signature',
        'Authorization',
        '__proto__',
        'Content-Encoding',
      ),
      text,
    ),
    word,
  )
  .map(([name, value]) => `${name}: ${plain(value)}`)
const request = fc
  .tuple(
    fc.oneof(fc.constantFrom('GET', 'POST', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PRI', 'get'), text),
    fc.oneof(fc.constantFrom(...paths), text),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', '', 'HTTP/1.1 extra'),
    fc.array(header, { maxLength: 6 }),
    fc.oneof(body(['id', 'advance', 'to', 'owner', 'secret', 'answer']), fc.constant('zz\r\n'), fc.constant('')),
    fc.constantFrom('\r\n', '\n', '\r'),
  )
  .map(([method, path, version, headers, sent, end]) =>
    Buffer.from([`${method} ${path} ${version}`, 'Host: x', 'Connection: close', ...headers, '', sent].join(end)),
  )

describe('the gateway', () => {
  test('any bytes are answered below 500 or hung up on, and the next caller is served', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          { weight: 5, arbitrary: request },
          { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }).map(bytes => Buffer.from(bytes)) },
        ),
        async bytes => {
          const cut = Math.floor(bytes.length / 2)
          const answer = await bounded(() => wire(portOf(system.url), [bytes.subarray(0, cut), bytes.subarray(cut)]))
          expect(answer).not.toContain('HUNG')
          const status = statusOf(answer)
          expect(status === 'closed' || status < 500).toBe(true)
        },
      ),
      { numRuns: runs(150) },
    )
    await wellAfter()
  }, 180_000)

  test('a header of 100 kB, and a body that ends before it should, are refused', async () => {
    const start = 'POST /hooks/complaints-form HTTP/1.1\r\nHost: x\r\n'
    const port = portOf(system.url)
    expect([431, 'closed']).toContain(statusOf(await wire(port, [`${start}X: ${'a'.repeat(100_000)}\r\n\r\n`])))
    expect(statusOf(await wire(port, [`${start}Content-Length: 100\r\n\r\nabc`]))).toBe(400)
    await wellAfter()
  })
})

describe('the clock', () => {
  const push = async (sent: string) => {
    const answer = await fetch(`${system.url}/local/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: sent,
    })
    return { status: answer.status, said: (await answer.json()) as { detail?: string; now?: string } }
  }

  test.each([
    '{"advance":"P99999999999D"}',
    '{"to":"9999-12-31T00:00:00Z"}',
    '{"advance":"P9999Y"}',
    '{"advance":"P90Y"}',
  ])('%s is refused: nobody knows the bank holidays of then', async sent => {
    const { status, said } = await bounded(() => push(sent))
    expect([status, said.detail]).toEqual([422, expect.stringContaining('no further than')])
  })

  test('any push is refused with a reason, and moves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          body(['advance', 'to']),
          text.map(at => JSON.stringify({ to: at })),
        ),
        async sent => {
          const { status, said } = await bounded(() => push(sent.toWellFormed()))
          expect([400, 413, 422]).toContain(status)
          expect(said.detail?.length).toBeGreaterThan(3)
        },
      ),
      { numRuns: runs(40) },
    )
    expect(system.clock.now().slice(0, 10)).toBe('2026-11-26')
    await wellAfter()
  }, 60_000)
})

const mail = (rest: string) =>
  Buffer.from(`From: a@example.org\r\nTo: complaints@dutyholder.northmere.example\r\n${rest}`)
/** What became of the message that is kept under this number. */
const left = async (key: string) => (await system.store.intakeOf(key.replace(/^raw\//, ''))).map(line => line.outcome)

describe('the post box', () => {
  test.each<[string, Buffer, string?]>([
    // Without a sender it is a machine's, which nobody answers; that it came is noted.
    ['one byte', Buffer.from([0]), 'ignored'],
    ['4 MB of blank lines', Buffer.from('\n'.repeat(4_000_000)), 'ignored'],
    ['a message of 4 MB of blank lines', mail(`\r\n${'\r\n'.repeat(2_000_000)}`)],
    ['a hundred thousand folds', mail(`Authentication-Results: x${'\r\n x'.repeat(100_000)}\r\n\r\nx`)],
    ['a hundred thousand recipients', Buffer.from(`To: ${'a@b.c,'.repeat(100_000)}\r\n\r\nx`), 'ignored'],
    ['HTML with a hundred thousand blanks', mail(`Content-Type: text/html\r\n\r\n${'<b> '.repeat(100_000)}`), 'opened'],
    ['9 MB of one file', mail(`Content-Type: application/pdf\r\n\r\n${'x'.repeat(9_000_000)}`), 'opened'],
  ])(
    '%s is kept, and somebody looks at it or it is noted why nobody need',
    async (_, raw, outcome = 'triage') => {
      const answer = await bounded(
        () => fetch(`${system.url}/local/mail/in`, { method: 'POST', body: new Uint8Array(raw) }),
        3 * LONGEST,
      )
      expect(answer.status).toBe(202)
      const { key } = (await answer.json()) as { key: string }
      await system.settle(system.clock.now())
      expect(await left(key)).toEqual([outcome])
      await wellAfter()
    },
    60_000,
  )
})

describe('the SMTP door', () => {
  const say = (...lines: string[]) => lines.map(line => `${line}\r\n`).join('')
  const open = say('EHLO x', 'MAIL FROM:<a@example.org>', 'RCPT TO:<damp@dutyholder.northmere.example>', 'DATA')
  const codes = (answer: string) => [...answer.matchAll(/^(\d{3}) /gm)].map(([, code]) => code)

  test('any conversation ends, and what it was told is kept is kept', async () => {
    const line = fc.oneof(
      text,
      fc.constantFrom(
        'EHLO x',
        'HELO',
        'MAIL FROM:<a@example.org>',
        'MAIL FROM:<>',
        'MAIL FROM:<a@b> SIZE=99999999999',
      ),
      fc.constantFrom(
        'RCPT TO:<damp@dutyholder.northmere.example>',
        'RCPT TO:<x@y>',
        'RCPT TO:<<>>',
        'DATA',
        '.',
        '..',
      ),
      fc.constantFrom('RSET', 'NOOP', 'VRFY a', 'STARTTLS', 'BDAT 3 LAST', 'Subject: x', '', '\n.\n', '.\r'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 25 }), fc.integer({ min: 1, max: 40 }), async (lines, step) => {
        const all = Buffer.from(say(...lines.map(one => one.toWellFormed())))
        const pieces = Array.from({ length: Math.ceil(all.length / step) }, (_, at) =>
          all.subarray(at * step, (at + 1) * step),
        )
        const answer = await bounded(() => wire(system.smtpPort, pieces.slice(0, 400)))
        expect(answer).not.toContain('HUNG')
        for (const code of codes(answer)) expect(Number(code)).toBeLessThan(600)
        await system.settle(system.clock.now())
        for (const [, key = ''] of answer.matchAll(/^250 2\.0\.0 Kept as (\S+)/gm))
          expect([key, (await left(key)).length]).toEqual([key, 1])
      }),
      { numRuns: runs(60) },
    )
    await wellAfter()
  }, 120_000)

  test('a million replies that nobody reads are not piled up', async () => {
    const noise = Buffer.from('NOOP\r\n'.repeat(200_000))
    await bounded(
      () =>
        new Promise<void>(done => {
          const socket = connect(system.smtpPort, '127.0.0.1', () => {
            socket.pause()
            for (let times = 0; times < 10; times++) socket.write(noise)
            setTimeout(() => socket.destroy(), 500)
          })
          socket.on('error', () => done())
          socket.on('close', () => done())
        }),
      5 * LONGEST,
    )
    await wellAfter()
  }, 30_000)

  test('20 MB of blank lines are one message', async () => {
    const lines = Buffer.alloc(20_000_000, '\r\n')
    const answer = await bounded(
      () => wire(system.smtpPort, [`${open}Subject: blank\r\n\r\n`, lines, '.\r\nQUIT\r\n']),
      4 * LONGEST,
    )
    expect(codes(answer)).toEqual(['220', '250', '250', '250', '354', '250', '221'])
    await system.settle(system.clock.now())
    expect(await left(/Kept as (\S+)/.exec(answer)?.[1] ?? '')).toEqual(['triage'])
    await wellAfter()
  }, 60_000)
})
