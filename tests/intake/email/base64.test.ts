/** Base64 by our own reader gives what postal-mime's gives, piece by piece and as a part of a message. */
import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { base64 } from '../../../shared/intake/email/base64.ts'
import { parseWithin } from '../../../shared/intake/email/parse.ts'
import { runs } from '../../support/random.ts'

const line = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 57 }).map(bytes => Buffer.from(bytes).toString('base64')) },
  fc.stringMatching(/^[A-Za-z0-9+/]{0,79}$/),
  fc.stringMatching(/^[A-Za-z0-9+/= \t\r_-]{0,30}$/),
  fc.constantFrom('--', '--b', '--bb', '--b--', ' --b', '=', '====', 'QQ=', 'Q=Q=', ''),
  fc.uint8Array({ maxLength: 12 }).map(bytes => Buffer.from(bytes).toString('latin1')),
)
const lines = fc.array(fc.tuple(line, fc.constantFrom('\r\n', '\n')), { maxLength: 40 })
const textOf = (all: readonly (readonly [string, string])[]): string => all.map(one => one.join('')).join('')
const part = (type: string, text: string): string =>
  `--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${text}\r\n`
const contents = ({ text, html, attachments }: Awaited<ReturnType<typeof PostalMime.parse>>) => ({
  text,
  html,
  files: attachments.map(({ mimeType, content }) => [mimeType, Buffer.from(content as ArrayBuffer).toString('hex')]),
})

test('a message with parts in base64, clean and not, comes out as postal-mime alone reads it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('image/png', 'text/plain', 'text/html', 'text/calendar'), lines), {
        maxLength: 4,
      }),
      fc.boolean(),
      async (parts, ended) => {
        const body = parts.map(([type, all]) => part(type, textOf(all))).join('')
        const raw = Buffer.from(
          `Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}${ended ? '--b--\r\n' : ''}`,
          'latin1',
        )
        expect(contents(await parseWithin(raw, {}))).toEqual(contents(await PostalMime.parse(raw, {})))
      },
    ),
    { numRuns: runs(300) },
  )
})

test('a file of several pieces, with lines that are padded and lines that are none, too', async () => {
  const bytes = Buffer.alloc(2_600_000, 'The roof leaks. ')
  const mixed = (bytes.toString('base64').match(/.{1,76}/g) ?? []).map((clean, at) => {
    if (at % 5000 === 4999) return '--no boundary'
    return at % 997 === 0 ? `${clean.slice(0, 41)}=` : clean
  })
  const raw = Buffer.from(
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${part('image/png', mixed.join('\r\n'))}--b--\r\n`,
  )
  const [ours] = contents(await parseWithin(raw, {})).files
  expect(ours).toEqual(contents(await PostalMime.parse(raw, {})).files[0])
})

test('however the text is cut, the bytes are the same', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.array(fc.nat(200), { maxLength: 10 }), async (all, cuts) => {
      const text = Buffer.from(textOf(all), 'latin1')
      const whole = base64(text.length)
      whole.update(text)
      const cut = base64(0)
      let from = 0
      for (const length of [...cuts, text.length]) {
        cut.update(text.subarray(from, from + length))
        from += length
      }
      expect(Buffer.from(await cut.finalize())).toEqual(Buffer.from(await whole.finalize()))
    }),
    { numRuns: runs(300) },
  )
})

test('39 MB of groups with a byte or none cost no more than others', async () => {
  const raw = Buffer.from(`Content-Transfer-Encoding: base64\r\n\r\n${`${'A='.repeat(38)}\r\n`.repeat(500_000)}`)
  const before = process.cpuUsage()
  await parseWithin(raw, {})
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(2000)
})
