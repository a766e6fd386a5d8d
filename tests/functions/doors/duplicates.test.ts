import { expect, test } from 'vitest'
import { apiWorld } from '../api-world.ts'
import { createPages } from '../pages/pages-world.ts'

const handler = 'hal@x.org'
const boiler = {
  persons: [{ name: 'J. Okonkwo', contact: 'j@example.org' }],
  uprn: '100012345',
  text: 'The boiler engineer never came to the appointment',
}

test('complaints of one person about one matter are suggested on both, and never merged by themselves (G114)', async () => {
  const w = await apiWorld()
  let sent = 0
  const open = async (facts: object) => {
    const body = { id: `open-${sent++}`, facts: { receivedAt: w.now(), channel: 'web', ...facts } }
    return (await w.send('/workflows/complaint/cases', { as: handler, body })).body.caseId as string
  }
  const first = await open(boiler)
  const again = await open({ ...boiler, text: 'Still no engineer: my boiler appointment was missed' })
  const neighbour = await open({ ...boiler, persons: [{ name: 'P. Hall', contact: 'p@example.org' }] })
  const anonymous = await open({ ...boiler, persons: [] })
  const suggested = async (caseId: string) =>
    (await w.send(`/cases/${caseId}/duplicates`, { as: handler })).body.suggestions.map(
      (one: { caseId: string }) => one.caseId,
    )
  expect(await suggested(again)).toEqual([first])
  expect(await suggested(first)).toEqual([again])
  expect(await suggested(neighbour)).toEqual([])
  expect(await suggested(anonymous)).toEqual([])
  expect((await w.store.load(again))?.case.state).toBe('intake')
  const page = (await createPages(w).send({ path: `/pages/cases/${again}` })).text
  expect(page).toContain('It may be a complaint that is here already')
  expect(page).toContain(first)
  expect((await w.send('/cases/CMP-NONE/duplicates', { as: handler })).status).toBe(404)
  expect((await w.send('/cases/gas:H00017/duplicates', { as: handler })).status).toBe(404)
})

test('a complaint is not merged into a number that is nobody’s, nor into another kind of case', async () => {
  const w = await apiWorld()
  const open = async (id: string, facts: object) => {
    const body = { id, facts: { receivedAt: w.now(), channel: 'web', ...facts } }
    return (await w.send('/workflows/complaint/cases', { as: handler, body })).body.caseId as string
  }
  const known = { ...boiler, persons: [{ ref: 'P-77', name: 'J. Okonkwo', contact: 'j@example.org' }] }
  const [first, again] = [await open('open-1', known), await open('open-2', known)]
  const hazard = (
    await w.send('/workflows/hazard/cases', {
      body: { id: 'open-3', assetId: 'H00017', facts: { kind: 'damp_mould', awareAt: w.now(), channel: 'call' } },
    })
  ).body.caseId as string
  const ask = (id: string, into: string) =>
    w.send(`/cases/${again}/events`, {
      as: handler,
      body: { id, type: 'merge.requested', data: { into, sameMatter: true } },
    })
  for (const into of ['CMP-0000-0000-0000', hazard]) {
    const refused = await ask(`merge-${into}`, into)
    expect(refused).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'into', message: `there is no complaint ${into}: look at its number again` }] },
    })
  }
  expect((await w.store.load(again))?.case.facts.mergeInto).toBeUndefined()
  expect((await ask('merge-right', first)).status).toBe(200)
})

test('an action is no duplicate of nothing, nor of one that ended as a duplicate itself', async () => {
  const w = await apiWorld()
  let sent = 0
  const send = (path: string, body: object) => w.send(path, { body: { id: `action-${sent++}`, ...body } })
  const open = async () => {
    const facts = { stream: 'fra', description: 'Door', priority: 'P2', raisedOn: '2026-11-20' }
    return (await send('/workflows/action/cases', { assetId: 'H00017', facts })).body.caseId as string
  }
  const [first, second, third] = [await open(), await open(), await open()]
  const duplicate = (caseId: string, survivor: string) =>
    send(`/cases/${caseId}/events`, { type: 'action.duplicate', data: { survivor } })
  expect(await duplicate(first, 'ACT-NONE')).toMatchObject({
    status: 400,
    body: { issues: [{ path: 'survivor', message: 'there is no action ACT-NONE: look at its number again' }] },
  })
  expect((await duplicate(first, second)).body.case).toMatchObject({ state: 'closed_duplicate' })
  expect(await duplicate(second, first)).toMatchObject({
    status: 400,
    body: { issues: [{ path: 'survivor', message: `${first} is ended itself: closed_duplicate` }] },
  })
  expect((await duplicate(second, third)).status).toBe(200)
})
