import { describe, expect, test } from 'vitest'
import { folded } from '../../../functions/pages/calendar.ts'
import type { Day, Instant } from '../../../shared/core/time.ts'
import { formOf, landlord } from './pages-world.ts'

const priya = 'priya.shah@northmere.example'
const path = `/pages/people/${priya}`
const day = (name: string, text: string) => {
  const [year, month, date] = text.split('-')
  return { [`${name}-day`]: date!, [`${name}-month`]: month!, [`${name}-year`]: year! }
}

describe('absence', () => {
  test('is said by oneself and kept', async () => {
    const { send, store } = await landlord()
    const body = formOf((await send({ path, as: priya })).text, {
      ...day('absentFrom', '2026-12-21'),
      ...day('absentTo', '2027-01-04'),
    })
    expect((await send({ path, as: priya, body })).status).toBe(303)
    expect(await store.getPerson(priya)).toMatchObject({
      absentFrom: '2026-12-21',
      absentTo: '2027-01-04',
      deputy: 'nia.morgan@northmere.example',
      roles: ['complianceManager'],
    })
    expect((await send({ path: '/pages/people' })).text).toContain('Will be away')
  })

  test('offers who stands in by name: everybody else who works here, and whoever stands in already', async () => {
    const { send, store } = await landlord()
    const someone = await store.getPerson('nia.morgan@northmere.example')
    const gone = { ...someone!, email: 'lee.gone@northmere.example', name: 'Lee Gone', leftOn: '2026-11-01' as Day }
    await store.putPerson(gone)
    const { text } = await send({ path, as: priya })
    const choices = /<select[^>]* name="deputy".*?<\/select>/s.exec(text)?.[0] ?? ''
    expect(choices).toContain('<option value="nia.morgan@northmere.example" selected>Nia Morgan – ')
    expect(choices).toContain('>Joe Carver')
    expect(choices).not.toContain(priya)
    expect(choices).not.toContain('Lee Gone')
    await store.putPerson({ ...(await store.getPerson(priya))!, deputy: gone.email })
    expect((await send({ path, as: priya })).text).toMatch(/<option value="lee.gone@northmere.example" selected>/)
  })

  test.each([
    [
      'an end before the beginning',
      { ...day('absentFrom', '2026-12-21'), ...day('absentTo', '2026-12-20') },
      'The last day is before the first',
    ],
    ['no end', day('absentFrom', '2026-12-21'), 'Enter the last day away'],
    ['a day that is none', day('absentFrom', '2026-02-31'), 'The first day must be a real date'],
    ['themselves', { deputy: priya }, 'Nobody stands in for themselves'],
    ['nobody', { deputy: 'no.one@northmere.example' }, 'Nobody here has the address'],
  ])('with %s is refused and nothing is changed', async (_, fill, words) => {
    const { send, store } = await landlord()
    const before = await store.getPerson(priya)
    const sent = await send({ path, as: priya, body: formOf((await send({ path, as: priya })).text, fill) })
    expect(sent.status).toBe(400)
    expect(sent.text).toContain(words)
    expect(await store.getPerson(priya)).toEqual(before)
  })

  test('that somebody else changed since the form was opened is shown, and not written over unseen', async () => {
    const { send, store } = await landlord()
    const [mine, theirs] = [(await send({ path, as: priya })).text, (await send({ path })).text]
    const away = (from: string, to: string) => ({ ...day('absentFrom', from), ...day('absentTo', to) })
    await send({ path, body: formOf(theirs, away('2026-12-24', '2026-12-28')) })
    const sent = await send({ path, as: priya, body: formOf(mine, away('2026-12-21', '2027-01-04')) })
    expect(sent.status).toBe(400)
    expect(sent.text).toContain('away Thu 24 December 2026 to Mon 28 December 2026')
    expect(await store.getPerson(priya)).toMatchObject({ absentFrom: '2026-12-24' })
    const again = formOf(sent.text, away('2026-12-21', '2027-01-04'))
    expect((await send({ path, as: priya, body: again })).status).toBe(303)
    expect(await store.getPerson(priya)).toMatchObject({ absentFrom: '2026-12-21' })
  })

  test('a role without anybody and an address that refuses are told among the people', async () => {
    const { send, store, now } = await landlord()
    expect((await send({ path: '/pages/people' })).text).toContain('Every mail reached whom it was meant for')
    const parcel = { kind: 'notice' as const, id: 'n1' }
    const why = ['nobody is Legal officer for gas in North']
    await store.outbox.incident({ id: 'fallback:n1', kind: 'fallback', parcel, caseId: 'gas:H00004', why, at: now() })
    const { text } = await send({ path: '/pages/people' })
    expect(text).toMatch(/Nobody holds the role.*gas:H00004.*nobody is Legal officer/s)
  })

  test('of somebody else is for those who manage people', async () => {
    const { send } = await landlord()
    const joe = 'joe.carver@northmere.example'
    expect((await send({ path, as: joe })).text).not.toContain('Save the absence')
    const csrf = /name="csrf" value="([^"]+)"/.exec((await send({ path: `/pages/people/${joe}`, as: joe })).text)![1]!
    expect((await send({ path, as: joe, body: `csrf=${csrf}&deputy=` })).status).toBe(403)
  })
})

describe('who one is on this machine', () => {
  test('is chosen on a page and kept in a cookie that no script reads', async () => {
    const { send } = await landlord()
    const csrf = /name="csrf" value="([^"]+)"/.exec((await send({ path: '/pages/personas' })).text)![1]!
    const { status, cookies } = await send({
      path: '/pages/personas',
      body: `csrf=${csrf}&email=${encodeURIComponent(priya)}`,
    })
    expect(status).toBe(303)
    expect(cookies[0]).toContain('HttpOnly; SameSite=Lax')
    const mine = await send({ path: '/pages/my-work', cookies: [cookies[0]!.split(';')[0]!] })
    expect(mine.text).toContain('Accountable: Compliance manager')
    // What falls due in a year is nobody’s work yet: it stands in the list of all.
    expect(mine.text).not.toMatch(/Due in \d{3,} days/)
    expect(mine.text).toContain('All open cases with the compliance manager, later ones too')
    expect(mine.text).toContain('13 Tannery Yard')
  })

  test('cannot be a contractor or somebody who left', async () => {
    const { send, store } = await landlord()
    expect((await send({ path: '/', as: 'nobody@northmere.example' })).status).toBe(401)
    await store.putPerson({ ...(await store.getPerson(priya))!, leftOn: '2026-11-01' as never })
    const left = await send({ path: '/', as: priya })
    expect([left.status, left.text.includes('left on 2026-11-01')]).toEqual([403, true])
  })
})

describe('a calendar', () => {
  const address = async (send: Awaited<ReturnType<typeof landlord>>['send']) =>
    /127\.0\.0\.1:3000(\/pages\/calendar\/[^"]+\.ics)"/.exec(
      (await send({ path: '/pages/calendar', as: priya })).text,
    )![1]!

  test('holds a person’s deadlines, needs nobody signed in, and is what RFC 5545 asks', async () => {
    const { send } = await landlord()
    const { status, headers, text } = await send({ path: await address(send) })
    expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(text).toContain(
      'DTSTART;VALUE=DATE:20261202\r\nDTEND;VALUE=DATE:20261203\r\nSUMMARY:Due: Gas safety check\\, H00004\r\n',
    )
    expect(text.split('\r\n').every(line => Buffer.byteLength(line) <= 75)).toBe(true)
    const uids = [...text.matchAll(/^UID:.*$/gm)].map(([line]) => line)
    expect(new Set(uids).size).toBe(uids.length)
  })

  test('is gone for an address that was changed, or of somebody who left', async () => {
    const { send, store } = await landlord()
    const path = await address(send)
    expect((await send({ path: path.replace(/.\.ics$/, 'A.ics').replace('/eyJ', '/eyK') })).status).toBe(404)
    await store.putPerson({ ...(await store.getPerson(priya))!, leftOn: '2026-11-01' as never })
    expect((await send({ path })).status).toBe(404)
  })

  test('folds long lines without cutting a letter', () => {
    const line = `SUMMARY:${'ë'.repeat(100)}`
    const rows = folded(line).split('\r\n')
    expect(rows.every(row => Buffer.byteLength(row) <= 75)).toBe(true)
    expect(rows.map((row, index) => (index ? row.slice(1) : row)).join('')).toBe(line)
  })
})

describe('finding', () => {
  test.each([
    ['gas:H00004', '/pages/cases/gas%3AH00004'],
    ['h00004', '/pages/assets/H00004'],
  ])('%s leads there', async (q, to) => {
    const { send } = await landlord()
    const found = await send({ path: '/pages/search', query: `q=${encodeURIComponent(q)}` })
    expect([found.status, found.headers.location]).toEqual([303, to])
  })

  test.each([
    ['100090000004', '4 Priory Road'],
    ['nm44ab', '4 Priory Road'],
    ['priory 4', '4 Priory Road'],
    ['"><script>', 'Nothing answers to'],
  ])('%s by what stands in the register', async (q, words) => {
    const { send } = await landlord()
    const { text } = await send({ path: '/pages/search', query: `q=${encodeURIComponent(q)}` })
    expect(text).toContain(words)
    expect(text).not.toContain('<script')
  })
})

test('an address that refused mail says so on their page, and that it was put right', async () => {
  const { send, store } = await landlord()
  await store.markBounced(priya, '2026-11-20T09:00:00.000Z' as Instant)
  const { text } = await send({ path, as: priya })
  expect(text).toContain('Mail to them came back')
  const body = formOf(text, { reachable: 'yes' })
  expect((await send({ path, as: priya, body })).status).toBe(303)
  expect(await store.getPerson(priya)).not.toHaveProperty('bouncedAt')
  expect((await send({ path, as: priya })).text).not.toContain('Mail to them came back')
})
