/**
 * Mails and submissions of people who mean no good, and of broken programs, saved; and large ones drawn from a seed. Each
 * goes through its real door: it is answered, never with a fault, within what a message may cost, and it is found again.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { multipart, textPart, written } from '../support/eml.ts'
import { bounded, LONGEST } from './bounded.ts'
import { type DoorWorld, doorWorld } from './door-world.ts'
import { overSmtp as handOver } from './senders.ts'

const folder = new URL('../fixtures/hostile/', import.meta.url)
const saved = (kind: string) =>
  readdirSync(new URL(`${kind}/`, folder))
    .sort()
    .map((name): [string, Buffer] => [name, readFileSync(new URL(`${kind}/${name}`, folder))])

const STAFF = 'asha.patel@northmere.example'
let w: DoorWorld
let complaint = ''
beforeAll(async () => {
  w = await doorWorld('2026-11-26T09:00:00.000Z')
  for (const owner of ['website-complaints', 'sureheat']) await w.key(owner)
  await w.system.store.putPerson({ email: STAFF, name: 'Asha Patel', roles: ['complaintsLead'] } as never)
  const facts = { receivedAt: '2026-11-25T09:00:00Z', channel: 'web', text: 'No heat' }
  complaint = await w.open('complaint', facts)
}, 60_000)
afterAll(async () => {
  expect(w.faults).toEqual([])
  await w.stop()
})

type Line = { outcome: string; caseId?: string; why?: string; event?: string }
const became = async (number: string): Promise<Line[]> => (await w.get(`/intake?reference=${number}`)).body.items
/** The message is found by this number, each case that it names is there, and what a person must sort leads to its bytes. */
const findable = async (number: string, bytes: Uint8Array): Promise<string[]> => {
  await w.settle()
  const lines = await became(number)
  expect([number, lines.length > 0]).toEqual([number, true])
  for (const { caseId, outcome, why } of lines) {
    if (!caseId) expect([outcome, why]).toEqual(['ignored', expect.any(String)])
    else if (outcome !== 'triage') expect((await w.get(`/cases/${caseId}`)).status).toBe(200)
    else {
      const original = await fetch(`${w.system.url}/cases/${caseId}/original`)
      expect([caseId, original.status]).toEqual([caseId, 200])
      expect(Buffer.from(await original.arrayBuffer()).includes(Buffer.from(bytes))).toBe(true)
    }
  }
  return lines.map(({ outcome }) => outcome)
}

/** By SMTP, as a stranger's server hands it over. */
const overSmtp = async (raw: Buffer, to: string, longest = LONGEST): Promise<string> => {
  const heard = await bounded(() => handOver(w.system.smtpPort, 'mallory@evil.example', to, raw.toString()), longest)
  const [, key = ''] = /^250 2\.0\.0 Kept as raw\/(\S+)/m.exec(heard) ?? []
  expect([heard, key]).toEqual([expect.any(String), expect.stringMatching(/./)])
  return key
}
const toPost = async (raw: Uint8Array): Promise<string> => {
  const { status, body } = await bounded(() => w.post('/local/mail/in', raw, {}))
  expect(status).toBe(202)
  return String(body.key).replace(/^raw\//, '')
}

/** What is no complaint to begin with waits for a person, or is noted as a machine's; all else opens one. */
const sorted: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['auto-reply', 'calendar', 'calendar-alone', 'delivery-report', 'huge-header', 'no-from', 'no-recipient'].map(
      name => [name, 'triage'],
    ),
  ),
  ...Object.fromEntries(
    ['pgp-encrypted', 'pgp-inline', 'smime-encrypted', 'unknown-mailbox', 'forwarded'].map(name => [name, 'triage']),
  ),
  ...Object.fromEntries(
    ['comment-in-from', 'quoted-local-part', 'two-addresses-in-from', 'two-froms'].map(name => [name, 'triage']),
  ),
  'nul-only': 'ignored',
}

describe('a mail', () => {
  test.each(saved('mail'))('%s is kept, and a person or a case has it', async (file, raw) => {
    const outcomes = await findable(await toPost(raw), raw)
    expect(outcomes).toEqual([sorted[file.replace('.eml', '')] ?? 'opened'])
  })

  const pretending = saved('mail').filter(([, raw]) => /ACK\s*$/.test(raw.toString('latin1')))
  test('that pretends to be of staff is one of several', () => expect(pretending.length).toBeGreaterThan(7))
  test.each(pretending)('%s, handed over by a stranger, orders nothing', async (file, raw) => {
    const { history } = await w.look(complaint)
    const named = raw.toString().replace('My heating', `Re: [${complaint}]`).replace('<hostile.', '<smtp.hostile.')
    const key = await overSmtp(Buffer.from(named), 'complaints@dutyholder.northmere.example')
    expect(await findable(key, Buffer.from(named))).toHaveLength(1)
    // A stranger under their own name is a resident who writes again; what they write orders nothing.
    const since = (await w.look(complaint)).history.slice(history.length)
    expect([file, since.filter(({ type }) => type !== 'contact.received')]).toEqual([file, []])
  })

  const noise = (bytes: number): Buffer => {
    const drawn = Buffer.alloc(bytes)
    for (let at = 0, seed = 20_261_126; at < bytes; at += 4) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      drawn.writeUInt32LE(seed, Math.min(at, bytes - 4))
    }
    return drawn
  }
  const attached = (name: string, bytes: Buffer) =>
    `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/(.{76})/g, '$1\r\n')}`
  const large: [string, string, () => string[], number][] = [
    ['of ninety files', 'opened', () => Array.from({ length: 90 }, (_, n) => attached(`${n}.bin`, noise(2000 + n))), 3],
    [
      'of five hundred files',
      'opened',
      () => Array.from({ length: 500 }, (_, n) => attached(`${n}.bin`, noise(200 + n))),
      4,
    ],
    ['of 30 MB in one file', 'opened', () => [attached('film.mov', noise(22_000_000))], 4],
    ['of five thousand parts without a name', 'triage', () => Array.from({ length: 5000 }, () => textPart('x')), 1],
  ]
  test.each(large)(
    '%s costs no more than it may',
    async (what, outcome, files, times) => {
      const id = `large-${what.length}-${times}@example.org`
      const mixed = multipart([textPart('The roof leaks.'), ...files()])
      const to = 'complaints@dutyholder.northmere.example'
      const raw = Buffer.from(written({ from: 'Mallory <mallory@evil.example>', to, subject: what, id, ...mixed }))
      // What this process does besides: it is the sender too, and the bucket.
      const lines = await findable(await overSmtp(raw, to, times * LONGEST), Buffer.from('The roof leaks.'))
      expect(lines).toEqual([outcome])
    },
    120_000,
  )
})

let submissions = 0
const submit = async (raw: Uint8Array, type = 'application/json') => {
  submissions += 1
  const id = `hostile-form-${submissions}`
  const headers = { 'content-type': type, 'x-webhook-secret': w.secrets['website-complaints'] ?? '', 'webhook-id': id }
  return { id, ...(await bounded(() => w.post('/hooks/website-complaints', raw, headers))) }
}

describe('a submission of a form', () => {
  test.each(saved('forms'))('%s is taken, and a person or a case has it', async (_, raw) => {
    const { id, status } = await submit(raw)
    expect(status).toBe(202)
    // Of JSON the gateway hands on text, as AWS's does: bytes that are no UTF-8 end there.
    const outcomes = await findable(id, Buffer.from(raw.toString()))
    expect(outcomes.every(outcome => outcome === 'opened' || outcome === 'triage')).toBe(true)
  })

  test.each(saved('forms'))('%s, signed by a contractor, is refused with a reason and listed', async (_, raw) => {
    const refused = async () => (await w.get('/refused?contractor=sureheat')).body.items.length
    const before = await refused()
    const { status, body } = await bounded(() => w.callback('sureheat', raw.toString('latin1')))
    expect([status, body.detail]).toEqual([400, expect.stringMatching(/./)])
    expect(await refused()).toBe(before + 1)
  })

  const wide = (fields: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: fields }, (_, n) => [`f${n}`, n])))
  test.each<[string, string, number]>([
    ['one string of 4.9 MB', JSON.stringify({ message: 'x'.repeat(4_900_000) }), 202],
    ['one string of 10 MB', JSON.stringify({ message: 'x'.repeat(10_000_000) }), 413],
    ['twenty thousand fields', `{"message":"The roof leaks",${wide(20_000).slice(1)}`, 202],
    ['a list of half a million', JSON.stringify({ message: Array.from({ length: 500_000 }, () => 'x') }), 202],
    [
      '4 MB of base64 that is none',
      JSON.stringify({ message: 'x', photo: { contentBytes: '='.repeat(4_000_000) } }),
      202,
    ],
    ['3 MB of a file', JSON.stringify({ message: 'x', photo: { contentBytes: 'QUJD'.repeat(750_000) } }), 202],
  ])('%s costs no more than it may', async (_, text, expected) => {
    const { id, status, body } = await submit(Buffer.from(text))
    expect([status, body.detail]).toEqual([expected, expected === 413 ? 'at most 5242880 bytes' : undefined])
    if (status === 202) await findable(id, Buffer.from(text))
  })
})
