/** The largest messages that each door accepts, as files that hold what the deployed handler is given. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant } from '../../shared/core/time.ts'
import { sign } from '../../shared/intake/signature.ts'
import { stamp } from '../../tests/support/eml.ts'

export const contractorSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
export const NOW = instant.parse('2026-11-22T09:00:00Z')
export const landlord = {
  name: 'Northmere District Council',
  mailboxes: [{ address: 'complaints@dutyholder.northmere.example', workflow: 'complaint' }],
  sources: [{ source: 'signed-form', kind: 'signed', workflow: 'complaint', mapping: { text: 'message' } }],
  contractors: [{ id: 'sureheat', streams: ['gas'] }],
}
export type Made = { name: string; door: 'mail' | 'form' | 'callback' | 'csv'; bytes: Buffer }

const noise = (bytes: number): Buffer => {
  const drawn = Buffer.alloc(bytes)
  for (let at = 0, seed = 20_261_126; at + 4 <= bytes; at += 4) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    drawn.writeUInt32LE(seed, at)
  }
  return drawn
}
const inLines = (text: string): string => text.replace(/(.{76})/g, '$1\r\n')
const part = (type: string, text: string, more = ''): string => `--b\r\nContent-Type: ${type}\r\n${more}\r\n${text}\r\n`
const attached = (name: string, bytes: Buffer): string =>
  part(
    `application/octet-stream; name="${name}"`,
    inLines(bytes.toString('base64')),
    `Content-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n`,
  )
const mailOf = (type: string, body: string): Buffer =>
  Buffer.from(
    `${stamp({ to: 'complaints@dutyholder.northmere.example', dmarc: 'fail' })}From: Jo <jo@y.example>\r\nTo: complaints@dutyholder.northmere.example\r\nSubject: Roof\r\nMessage-ID: <${type.length}-${body.length}@y.example>\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n${body}`,
  )
const mixed = (...parts: string[]): Buffer =>
  mailOf('multipart/mixed; boundary=b', `${part('text/plain', 'The roof leaks.')}${parts.join('')}--b--\r\n`)

const asked = (path: string, id: string, body: string, type = 'application/json', isBase64Encoded = false): Buffer => {
  const raw = isBase64Encoded ? Buffer.from(body, 'base64') : body
  const headers = { 'content-type': type, ...sign(contractorSecret, id, NOW, raw) }
  const http = { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '1.2.3.4', userAgent: 'x' }
  return Buffer.from(
    JSON.stringify({
      version: '2.0',
      routeKey: `POST ${path}`,
      rawPath: path,
      rawQueryString: '',
      headers,
      requestContext: { http, requestId: id },
      body,
      isBase64Encoded,
    }),
  )
}
const formOf = (id: string, body: object): Buffer => asked('/hooks/signed-form', id, JSON.stringify(body))
const sample = JSON.parse(
  readFileSync(new URL('../../events/contractor-callback/hazard.observed.json', import.meta.url), 'utf8'),
)
const callbackOf = (id: string, more: object): Buffer =>
  asked('/contractors/sureheat/events', id, JSON.stringify({ ...sample, assetRef: 'H1', ...more }))

const bytes = noise(3_600_000)
const photograph = {
  documents: [
    {
      name: 'mould.jpg',
      mime: 'image/jpeg',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      base64: bytes.toString('base64'),
    },
  ],
}

const MB = 1_000_000
const rowsOf = (count: number): string =>
  `assetId,workflow,lastDoneOn\n${Array.from({ length: count }, (_, n) => `H${n},gas,2026-05-01`).join('\n')}\n`

/** Each as large as its door takes: SES 40 MB, a JSON body 5 MiB, a binary one 4.4 MB, a row 32,768 characters. */
export const largest = (): Made[] => [
  { name: 'mail, one file of 29 MB', door: 'mail', bytes: mixed(attached('film.mov', noise(29 * MB))) },
  {
    name: 'mail, 500 files, 39 MB',
    door: 'mail',
    bytes: mixed(...Array.from({ length: 500 }, (_, n) => attached(`${n}.jpg`, noise(57_000 + n)))),
  },
  {
    name: 'mail, 39 MB of text',
    door: 'mail',
    bytes: mailOf('text/plain; charset=utf-8', inLines('The roof leaks. '.repeat(2_370_000))),
  },
  {
    name: 'mail, 39 MB of HTML',
    door: 'mail',
    bytes: mailOf('text/html; charset=utf-8', '<p>The <b>roof</b> leaks.</p>\r\n'.repeat(1_250_000)),
  },
  {
    name: 'mail, 39 MB of quoted-printable',
    door: 'mail',
    bytes: mailOf(
      'text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable',
      `${'=C3=A9'.repeat(12)}=\r\n`.repeat(520_000),
    ),
  },
  {
    name: 'mail, a file of 39 MB in base64 that is all padding',
    door: 'mail',
    bytes: mailOf(
      'application/octet-stream\r\nContent-Transfer-Encoding: base64',
      `${'A='.repeat(38)}\r\n`.repeat(500_000),
    ),
  },
  {
    name: 'mail, 29 MB of HTML in base64',
    door: 'mail',
    bytes: mailOf(
      'text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64',
      inLines(Buffer.from('<p>The <b>roof</b> leaks.</p>\r\n'.repeat(930_000)).toString('base64')),
    ),
  },
  { name: 'form, one answer of 5 MB', door: 'form', bytes: formOf('f1', { message: 'x'.repeat(5_200_000) }) },
  {
    name: 'form, 330,000 answers',
    door: 'form',
    bytes: formOf('f2', Object.fromEntries(Array.from({ length: 330_000 }, (_, n) => [`q${n}`, '1']))),
  },
  {
    name: 'form, 2,600,000 fields of nothing',
    door: 'form',
    bytes: asked('/hooks/signed-form', 'f4', 'a&'.repeat(2_600_000), 'application/x-www-form-urlencoded'),
  },
  {
    name: 'form, 70,000 parts',
    door: 'form',
    bytes: asked(
      '/hooks/signed-form',
      'f5',
      Buffer.from(`${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(70_000)}--b--\r\n`).toString(
        'base64',
      ),
      'multipart/form-data; boundary=b',
      true,
    ),
  },
  {
    name: 'form, parts with a file of 4.3 MB',
    door: 'form',
    bytes: asked(
      '/hooks/signed-form',
      'f3',
      Buffer.concat([
        Buffer.from(
          '--b\r\nContent-Disposition: form-data; name="message"\r\n\r\nMould\r\n--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n',
        ),
        noise(4_300_000),
        Buffer.from('\r\n--b--\r\n'),
      ]).toString('base64'),
      'multipart/form-data; boundary=b',
      true,
    ),
  },
  {
    name: 'callback, a note of 5 MB (refused)',
    door: 'callback',
    bytes: callbackOf('c1', { notes: 'x'.repeat(5_200_000) }),
  },
  {
    name: 'callback, 200,000 unknown fields (refused)',
    door: 'callback',
    bytes: callbackOf('c2', Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`field${n}`, 'x']))),
  },
  { name: 'callback, a photograph of 3.6 MB', door: 'callback', bytes: callbackOf('c3', photograph) },
  {
    name: 'CSV, a row of the longest',
    door: 'csv',
    bytes: Buffer.from(`assetId,workflow,reason\nH1,gas,"${'x'.repeat(32_700)}"\n`),
  },
  {
    name: 'CSV, 1,000 rows of the longest (20 MB file)',
    door: 'csv',
    bytes: Buffer.from(`assetId,workflow,reason\n${`H1,gas,"${'x'.repeat(20_000)}"\n`.repeat(1000)}`),
  },
]

export const laid = (name: string, bytes: Buffer): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'bounds-')), name.replaceAll(/\W+/g, '-'))
  writeFileSync(path, bytes)
  return path
}

const smallOf = {
  form: () => formOf('s', { message: 'Mould' }),
  callback: () => callbackOf('s', {}),
  mail: () => mixed(attached('a.txt', Buffer.from('x'))),
  csv: () => Buffer.from(rowsOf(10)),
}
export const small = (door: Made['door']): string => laid(`small-${door}`, smallOf[door]())
