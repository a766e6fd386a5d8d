/** A spreadsheet by page: shown before anything is written, taken as it was shown, once. */
import { beforeAll, describe, expect, test } from 'vitest'
import { addMinutes, type Day } from '../../../shared/core/time.ts'
import { keepRun, listRuns } from '../../../shared/intake/imports/runs.ts'
import { formOf, landlord } from './pages-world.ts'

const NIA = 'nia.morgan@northmere.example'
const BOUNDARY = 'spreadsheet-boundary'

const assets = [
  'assetId,type,address',
  'N1,dwelling,1 New Road',
  'N2,castle,2 New Road',
  'N3,dwelling,3 New Road',
].join('\r\n')

describe('a spreadsheet by page', () => {
  let w: Awaited<ReturnType<typeof landlord>>
  beforeAll(async () => {
    w = await landlord()
  })
  const csrfOf = async (as?: string): Promise<string> =>
    new URLSearchParams(formOf((await w.send({ path: '/pages/imports', ...(as ? { as } : {}) })).text)).get('csrf') ??
    ''

  type Sent = { what?: string; file?: string | Buffer; as?: string; csrf?: string }
  const upload = async ({ what = 'assets', file = assets, as = NIA, csrf }: Sent) => {
    const field = (name: string, value: string) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const body = Buffer.concat([
      Buffer.from(field('csrf', csrf ?? (await csrfOf(as))) + field('what', what)),
      Buffer.from(
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="homes.csv"\r\ncontent-type: text/csv\r\n\r\n`,
      ),
      Buffer.from(file),
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]).toString('base64')
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
    return w.send({ method: 'POST', path: '/pages/imports', as, headers, body, base64: true })
  }
  const shown = async (sent: Sent, more = '') => {
    const { status, headers } = await upload(sent)
    expect(status).toBe(303)
    const [path = '', query = ''] = String(headers?.location).split('?')
    return w.send({ path, query: query + more, as: sent.as ?? NIA })
  }
  const taken = (body: string, as = NIA) => w.send({ path: '/pages/imports', body, as })
  const followed = async (location: unknown) => {
    const [path = '', query = ''] = String(location).split('?')
    return (await w.send({ path, query, as: NIA })).text
  }

  test('is shown with its mistakes by line and column, and writes nothing; its mistakes are a file', async () => {
    const before = await listRuns(w.store)
    const page = await shown({})
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/Line 3[\s\S]*type[\s\S]*castle/)
    expect(page.text).toContain('Take it: 2 new, 0 changed')
    expect([await w.store.getAsset('N1'), await listRuns(w.store)]).toEqual([undefined, before])
    const file = await shown({}, '&as=csv')
    expect([file.headers?.['content-type'], file.text]).toEqual([
      'text/csv; charset=utf-8',
      expect.stringContaining('3,type,castle'),
    ])
  })

  test('is taken once by a double click, and the same file again has nothing to take', async () => {
    const form = formOf((await shown({})).text)
    const before = (await listRuns(w.store)).length
    const answers = await Promise.all([taken(form), taken(form)])
    expect(answers.map(one => one.status)).toEqual([303, 303])
    expect((await taken(form)).headers?.location).toBe(answers[0]?.headers?.location)
    const [run, ...others] = await listRuns(w.store)
    expect(others).toHaveLength(before)
    expect(run).toMatchObject({ kind: 'assets', by: NIA, state: 'done', created: 2, rejectedRows: 1 })
    expect(await w.store.getAsset('N3')).toMatchObject({ address: '3 New Road' })
    expect(await followed(answers[0]?.headers?.location)).toContain('2 new, 0 changed, 0 as before. 1 refused.')
    expect((await shown({})).text).toContain('There is nothing in it to take')
  })

  test('is read as the landlord’s file says, where a layout is chosen', async () => {
    expect((await shown({ what: 'assets/ours', file: 'Ref,Sort\nN9,dwelling' })).text).toContain('Take it: 1 new')
    expect((await shown({ what: 'assets/none' })).status).toBe(422)
  })

  test('is told what the landlord’s file cannot mean, line by line, before it is sent and when it is refused', async () => {
    const lines = [
      'layouts.wrong: columns: there is no column assetRef',
      'layouts.wrong: fixed: address is not the same',
    ]
    const before = await w.send({ path: '/pages/imports', as: NIA })
    const refused = await shown({ what: 'assets/wrong' })
    expect(refused.status).toBe(422)
    for (const line of lines)
      expect([line, before.text.includes(line), refused.text.includes(line)]).toEqual([line, true, true])
    // The file waits: once the landlord's file is mended, the same address shows it.
    const again = /href="\/pages\/imports\?(file=[^"]+)">Try the same file again/.exec(refused.text)?.[1]
    const { wrong } = w.deps.imports.layouts
    const sound = { kind: 'assets', columns: { assetId: 'assetId' }, words: {}, fixed: {} }
    Object.assign(w.deps.imports.layouts, { wrong: sound })
    const mended = await w.send({ path: '/pages/imports', query: again!.replaceAll('&amp;', '&'), as: NIA })
    Object.assign(w.deps.imports.layouts, { wrong })
    expect(mended.text).toContain('What this file would do')
  })

  test('taken by mistake is undone whole, after saying what that does, for a reason that is kept', async () => {
    const location = async (answer: Promise<{ headers?: Record<string, unknown> }>) =>
      String((await answer).headers?.location)
    const take = async (file: string) => location(taken(formOf((await shown({ file })).text)))
    const run = new URLSearchParams((await take('assetId,type\nU1,dwelling\nU2,dwelling')).split('?')[1]).get('taken')!
    const path = `/pages/imports/${run}/undo`
    expect((await w.send({ path: '/pages/imports', as: NIA })).text).toContain(`href="${path}">Undo`)
    const asked = await w.send({ path, as: NIA })
    expect(asked.text).toMatch(/Homes, buildings or people[\s\S]*?>2</)
    const without = await w.send({ path, body: formOf(asked.text), as: NIA })
    expect([without.status, without.text.includes('Say why it is undone')]).toEqual([400, true])
    expect(await w.store.getAsset('U1')).toBeDefined()
    const body = formOf(asked.text, { reason: 'The wrong <b>file</b>' })
    for (let pressed = 0; pressed < 2; pressed++) {
      const to = await location(w.send({ path, body, as: NIA }))
      expect(await followed(to)).toMatch(/The import was undone[\s\S]*2 homes[\s\S]*Undone[\s\S]*&lt;b&gt;file/)
    }
    expect([await w.store.getAsset('U1'), await w.store.getAsset('U2')]).toEqual([undefined, undefined])
    const list = await w.send({ path: '/pages/imports', as: NIA })
    expect(list.text).not.toContain(`href="${path}"`)
    expect((await w.send({ path, as: NIA })).text).toContain('It has been undone already')
    expect((await w.send({ path: '/pages/imports/none/undo', as: NIA })).status).toBe(404)
  })

  test('is not undone once somebody has gone on from it, which is named; nor by those who oversee', async () => {
    const first = await upload({ file: 'assetId,type,address\nV1,dwelling,Old Street' })
    const [path = '', query = ''] = String(first.headers?.location).split('?')
    const answer = await taken(formOf((await w.send({ path, query, as: NIA })).text))
    const run = new URLSearchParams(String(answer.headers?.location).split('?')[1]).get('taken')!
    const asset = (await w.store.getAsset('V1'))!
    await w.store.putAsset({ ...asset, address: 'New Street' }, '2026-11-22' as Day)
    const undo = `/pages/imports/${run}/undo`
    const asked = await w.send({ path: undo, as: NIA })
    expect(asked.text).toMatch(
      /It cannot be undone: 1 of what it wrote has[\s\S]*\/pages\/assets\/V1[\s\S]*changed since/,
    )
    expect(asked.text).not.toContain('Undo the import<')
    const csrf = await csrfOf(NIA)
    const sent = await w.send({ path: undo, body: new URLSearchParams({ csrf, reason: 'wrong' }).toString(), as: NIA })
    expect(sent.status).toBe(409)
    expect((await w.store.getAsset('V1'))?.address).toBe('New Street')
    // A page waits seconds: what is larger is not looked at before it is asked for.
    const known = (await listRuns(w.store)).find(one => one.id === run)!
    await keepRun(w.store, { ...known, created: 5_001 })
    expect((await w.send({ path: undo, as: NIA })).text).toMatch(/5,001[\s\S]*too large to be looked at/)
    const overseer = { email: 'cllr@northmere.example', name: 'A Councillor', roles: ['portfolioHolder' as const] }
    await w.store.putPerson({ ...overseer, workflows: [], areas: [] })
    expect((await w.send({ path: undo, as: overseer.email })).status).toBe(403)
    expect((await w.send({ path: '/pages/imports', as: overseer.email })).text).not.toContain('/undo"')
  })

  test.each([
    ['no kind', { what: '' }, 'Say what is in the file'],
    ['a kind that is none', { what: 'toString' }, 'Say what is in the file'],
    ['an empty file', { file: '' }, 'Choose a file that is not empty'],
    ['a workbook', { file: Buffer.from('504b030414000600', 'hex') }, 'This is a workbook, not a CSV file'],
    ['more than 4 MB', { file: 'a'.repeat(4 * 1024 * 1024 + 1) }, 'larger than 4 MB: send it in parts'],
  ])('%s is refused in words', async (_, sent, words) => {
    const { status, text } = await upload(sent)
    expect([status, text.includes(words)]).toEqual([400, true])
  })

  test('of far more than the bound is told the other way', async () => {
    const { status, text } = await upload({ file: 'a'.repeat(5 * 1024 * 1024) })
    expect([status, text.includes('POST /imports/')]).toEqual([413, true])
  })

  test('that is no table has nothing to take', async () => {
    const { status, text } = await shown({ file: 'colour,taste\nred,sweet' })
    expect([status, text.includes('This file cannot be read'), text.includes('Take it')]).toEqual([200, true, false])
  })

  test('is for those who may: people for administrators, nothing for those who oversee', async () => {
    const overseer = 'councillor@northmere.example'
    await w.store.putPerson({
      email: overseer,
      name: 'A Councillor',
      roles: ['portfolioHolder'],
      workflows: [],
      areas: [],
    })
    expect((await w.send({ path: '/pages/imports', as: overseer })).text).not.toContain('Send a spreadsheet')
    const csrf = await csrfOf(NIA)
    expect((await upload({ as: overseer, csrf })).status).toBe(403)
    expect((await shown({ what: 'people', file: 'email,name,roles\na@northmere.example,A,officer' })).status).toBe(403)
  })

  test('is nobody else’s to take, nor without the token of the form, nor after its hour', async () => {
    const page = (await shown({ file: 'assetId,type\nN7,dwelling' })).text
    const other = (await w.store.people({ limit: 500 })).items.find(
      ({ email, roles }) => email !== NIA && roles.includes('complianceManager'),
    )
    const theirs = formOf(page, { csrf: await csrfOf(other!.email) })
    expect((await taken(theirs, other!.email)).status).toBe(410)
    expect((await taken(formOf(page, { csrf: 'x' }))).status).toBe(403)
    expect((await upload({ csrf: 'x' })).status).toBe(403)
    const at = w.clock.now
    w.clock.now = addMinutes(at, 60)
    const late = await taken(formOf(page))
    w.clock.now = at
    expect([late.status, late.text.includes('no longer kept')]).toEqual([410, true])
    expect(await w.store.getAsset('N7')).toBeUndefined()
  })
})
