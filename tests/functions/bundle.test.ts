import { expect, test } from 'vitest'
import { contractor, sha, staff, when } from '../support/history.ts'
import { apiWorld, withHome } from './api-world.ts'

const attempt = {
  stream: 'gas',
  caseId: 'gas:H00017',
  by: '=SureHeat',
  outcome: 'no_answer',
  counts: true,
  due: '2027-02-10',
  sha256: [sha('card')],
}

const closedDoor = async () => {
  const w = await apiWorld()
  const id = 'access:H00017'
  await w.apply.open('access', {
    id,
    assetId: 'H00017',
    facts: { openedFor: 'gas' },
    by: staff('housingOfficer'),
  })
  const does = async (type: string, on: string, by: ReturnType<typeof staff>, data: object) => {
    const done = await w.apply.event(id, { type, at: when(on), by, data })
    if (done.kind !== 'done') throw new Error(JSON.stringify(done))
  }
  w.clock.now = when('2027-01-30')
  await does('attempt.recorded', '2027-01-20 09:30', contractor('=sureheat'), attempt)
  await does('letter.sent', '2027-01-22', staff('housingOfficer'), {
    step: '2',
    how: 'first class',
    documents: [{ name: 'letter.pdf', sha256: sha('letter') }],
  })
  await does('attempt.recorded', '2027-01-28 14:00', contractor(), { ...attempt, sha256: [] })
  return w
}

test('every step in order with the hashes of its proof and of its event, and what is missing', async () => {
  const w = await closedDoor()
  const { status, body } = await w.send('/cases/access:H00017/bundle')
  expect(status).toBe(200)
  expect(body).toMatchObject({ caseId: 'access:H00017', assetId: 'H00017', countedAttempts: 1 })
  expect(body.items).toMatchObject([
    { number: 1, type: 'case.opened' },
    { number: 2, type: 'attempt.recorded', on: '2027-01-20', counts: true, sha256: [sha('card')] },
    { number: 3, type: 'letter.sent', on: '2027-01-22', sha256: [sha('letter')] },
    { number: 4, type: 'attempt.recorded', on: '2027-01-28', counts: false, sha256: [] },
  ])
  const chain = (await w.store.history('access:H00017')).items
  for (const one of body.items) expect(one.hash).toBe(chain.find(link => link.event.seq === one.seq)?.hash)
  expect(body.missing).toContain('attempt of 2027-01-28 has no evidence of its own')
  expect(body.missing).toContain('no vulnerability and welfare check')
})

test('as CSV the same steps, a formula as text', async () => {
  const w = await closedDoor()
  const { status, headers, text } = await w.send('/cases/access:H00017/bundle', { query: 'as=csv' })
  expect([status, headers['content-disposition']]).toEqual([200, 'attachment; filename="bundle-access_H00017.csv"'])
  const lines = text.trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^\ufeff?Number,What,On/)
  expect(text).toContain(`,'=sureheat,gas,yes,${sha('card')},`)
  const { body } = await w.send('/cases/access:H00017/bundle')
  expect(lines).toHaveLength(body.items.length + 1)
})

test('other cases have none', async () => {
  const w = await withHome()
  expect((await w.send('/cases/gas:H00017/bundle')).body).toMatchObject({
    status: 404,
    detail: expect.stringContaining('no access case'),
  })
  expect((await w.send('/cases/access:H9/bundle')).status).toBe(404)
  expect((await w.send('/cases/access:H9/bundle', { query: 'as=pdf' })).status).toBe(400)
})
