/** The SMTP door as mail clients use it, a real one among them: many at once, large, slow, cut off, and wanting what is not there. */
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DoorWorld, doorWorld } from './door-world.ts'

const OURS = 'dutyholder.northmere.example'
let w: DoorWorld
beforeAll(async () => {
  w = await doorWorld('2026-11-26T09:00:00.000Z')
}, 60_000)
afterAll(async () => {
  expect(w.faults).toEqual([])
  await w.stop()
})

const client = (more: object = {}) =>
  createTransport({ host: '127.0.0.1', port: w.system.smtpPort, secure: false, ignoreTLS: true, ...more })
const letter = (more: SendMailOptions = {}): SendMailOptions => ({
  from: 'Zoë <zoe@example.org>',
  to: `complaints@${OURS}`,
  subject: 'The lift',
  text: 'It is out again.',
  ...more,
})
const became = async (response: string): Promise<{ outcome: string; caseId?: string }[]> => {
  await w.settle()
  const [, key = ''] = /Kept as raw\/(\S+)/.exec(response) ?? []
  return (await w.get(`/intake?reference=${key}`)).body.items
}

test('sixty letters over twenty connections are sixty complaints', async () => {
  const pool = client({ pool: true, maxConnections: 20, maxMessages: 10 })
  const before = (await w.cases('complaint')).length
  const sent = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      pool.sendMail(letter({ subject: `Letter ${n}`, messageId: `<many-${n}@example.org>` })),
    ),
  )
  pool.close()
  const ids = new Set<string>()
  for (const { response } of sent) for (const { caseId } of await became(response)) ids.add(caseId ?? '')
  expect(ids.size).toBe(60)
  expect(before).toBe(0)
}, 60_000)

test('a photograph of 25 MB arrives byte for byte', async () => {
  const one = client()
  const film = Buffer.alloc(25_000_000, 'a film ')
  const { response } = await one.sendMail(letter({ attachments: [{ filename: 'film.mov', content: film }] }))
  one.close()
  const [{ caseId = '' } = {}] = await became(response)
  expect(await w.papers(caseId)).toMatchObject([{ name: 'film.mov', size: film.length, status: 'stored' }])
}, 60_000)

test('a client that insists on TLS is told that there is none, and leaves', async () => {
  const strict = client({ ignoreTLS: false, requireTLS: true })
  await expect(strict.sendMail(letter())).rejects.toMatchObject({ code: 'ETLS' })
  strict.close()
  const { response } = await client().sendMail(letter({ messageId: '<after-tls@example.org>' }))
  expect(await became(response)).toMatchObject([{ outcome: 'opened' }])
})

test('another domain is refused; of several recipients ours alone are taken; a mailbox that nobody made is sorted', async () => {
  const one = client()
  await expect(one.sendMail(letter({ to: 'complaints@elsewhere.example' }))).rejects.toMatchObject({
    responseCode: 550,
  })
  const both = await one.sendMail(
    letter({ to: [`damp@${OURS}`, 'x@elsewhere.example'], messageId: '<both@example.org>' }),
  )
  expect([both.accepted, both.rejected]).toEqual([[`damp@${OURS}`], ['x@elsewhere.example']])
  expect(await became(both.response)).toMatchObject([{ outcome: 'opened' }])
  const { response } = await one.sendMail(letter({ to: `nobody@${OURS}`, messageId: '<nobody@example.org>' }))
  one.close()
  expect(await became(response)).toMatchObject([{ outcome: 'triage', caseId: expect.stringMatching(/^TRI-/) }])
})

const conversation = (lines: readonly string[]) => lines.map(line => `${line}\r\n`).join('')
const begun = conversation(['EHLO x', 'MAIL FROM:<a@example.org>', `RCPT TO:<complaints@${OURS}>`, 'DATA'])

test('one that writes a letter at a time, with pauses, is heard to its end', async () => {
  const whole = `${begun}From: a@example.org\r\nTo: complaints@${OURS}\r\nMessage-ID: <slow@example.org>\r\nSubject: s\r\n\r\nSlow.\r\n.\r\nQUIT\r\n`
  let heard = ''
  await new Promise<void>((done, fail) => {
    const socket = connect(w.system.smtpPort, '127.0.0.1', async () => {
      socket.setNoDelay(true)
      for (const [at, letterOf] of [...whole].entries()) {
        socket.write(letterOf)
        if (at % 10 === 0) await sleep(3)
      }
    })
    socket.on('data', chunk => {
      heard += chunk
    })
    socket.on('error', fail)
    socket.on('close', () => done())
  })
  expect(await became(heard)).toMatchObject([{ outcome: 'opened' }])
})

test('one that is cut off in the middle of its letter leaves none, and nobody waits for it', async () => {
  const count = async () => (await w.system.store.list({ workflows: ['complaint'] }, { limit: 1000 })).items.length
  const before = await count()
  for (let times = 0; times < 20; times++)
    await new Promise<void>(done => {
      const socket = connect(w.system.smtpPort, '127.0.0.1', () => {
        socket.write(`${begun}From: a@example.org\r\nMessage-ID: <cut-${times}@example.org>\r\n\r\nHalf a`, () =>
          socket.destroy(),
        )
      })
      socket.on('error', () => {})
      socket.on('close', () => done())
    })
  const { response } = await client().sendMail(letter({ messageId: '<after-cut@example.org>' }))
  expect(await became(response)).toMatchObject([{ outcome: 'opened' }])
  await w.settle()
  expect(await count()).toBe(before + 1)
})
