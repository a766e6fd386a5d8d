/** From the request to the proof: the words are gone everywhere, and the export still verifies. */
import { expect, test } from 'vitest'
import * as z from 'zod'
import { verifyExport } from '../../scripts/verify-export.ts'
import { workflow } from '../../shared/core/declare.ts'
import { personal, references } from '../../shared/core/personal.ts'
import { apiWorld } from './api-world.ts'

/** Somebody says something, which a second case is opened about. */
const said = workflow({
  name: 'said',
  title: 'Somebody said something',
  law: [],
  facts: z.strictObject({ said: z.array(personal()).default([]) }),
  events: { heard: z.strictObject({ text: personal() }), ended: z.strictObject({}) },
  initial: 'open',
  lead: 'officer',
  states: {
    open: {
      title: 'Open',
      on: {
        heard: {
          set: (f, e) => ({ said: [...f.said, e.data.text] }),
          raises: (f, e) => [{ workflow: 'said', key: `echo.${f.said.length}`, facts: { said: [e.data.text] } }],
        },
        ended: { to: 'closed' },
      },
    },
    closed: { title: 'Closed', final: 'ended', on: {} },
  },
  clocks: {},
  words: {},
})

const opened = async () => {
  const w = await apiWorld({ said })
  const first = await w.send('/workflows/said/cases', { body: { id: 'open-1', assetId: 'H00017', facts: {} } })
  const caseId: string = first.body.caseId
  const path = `/cases/${caseId}`
  for (const [id, text] of [
    ['m-1', 'Jo Okonkwo has asthma'],
    ['m-2', 'The ceiling of 12 Mill Lane fell'],
  ] as const)
    expect((await w.send(`${path}/events`, { body: { id, type: 'heard', data: { text } } })).status).toBe(200)
  const errands = (await w.store.pendingErrands(w.now())).items
  for (const { body } of errands) await w.apply.errand(body)
  const refs = references((await w.store.load(caseId))!.case.facts)
  const copies = errands.map(({ body }) => body.to)
  const texts = async () =>
    Promise.all([caseId, ...copies].flatMap(id => refs.map(async ref => (await w.store.words(id, ref)) ?? {})))
  const left = async () => (await texts()).filter(one => 'text' in one).length
  const whole = async () => {
    const { text } = await w.send('/export')
    expect(text).not.toMatch(/Okonkwo|ceiling/)
    return verifyExport(text.trim().split('\n'), { workflows: w.workflows, reckon: w.reckon })
  }
  return { w, path, refs, left, whole, texts }
}

test('named words go wherever they were carried to; the others stay, and every chain still verifies', async () => {
  const { w, path, refs, left, whole, texts } = await opened()
  const before = await left()
  const answer = await w.send(`${path}/erasures`, { body: { ground: 'request', words: [refs[0]] } })
  expect([answer.status, answer.body.erased.length]).toEqual([200, 2])
  expect(await left()).toBe(before - 2)
  const gone = (await texts()).find(one => 'erasedAt' in one)
  expect(gone).toMatchObject({ ground: 'request', by: expect.any(String) })
  expect(await whole()).toEqual({ cases: 3, events: 5 })
  const shown = await w.send(path)
  expect(shown.body.words[refs[0]!]).toBeNull()
  expect(shown.text).not.toContain('Okonkwo')
  const again = await w.send(`${path}/erasures`, { body: { ground: 'request', words: [refs[0]] } })
  expect([again.status, again.body.erased]).toEqual([200, []])
})

test('all words of a case go when it is closed, and not before', async () => {
  const { w, path, left, whole } = await opened()
  const all = { body: { ground: 'retention' } }
  expect((await w.send(`${path}/erasures`, all)).status).toBe(409)
  expect((await w.send(`${path}/events`, { body: { id: 'm-3', type: 'ended', data: {} } })).status).toBe(200)
  expect((await w.send(`${path}/erasures`, all)).body.erased).toHaveLength(4)
  expect(await left()).toBe(0)
  expect((await whole()).broken).toBeUndefined()
})

test('nobody but an administrator erases, and nothing that the case never held', async () => {
  const { w, path, refs, left } = await opened()
  const before = await left()
  const body = { ground: 'mistake', words: [refs[0]] }
  expect((await w.send(`${path}/erasures`, { as: 'hal@x.org', body })).status).toBe(403)
  expect((await w.send(`${path}/erasures`, { body: { ...body, words: ['w-elsewhere'] } })).status).toBe(422)
  expect((await w.send('/cases/S9/erasures', { body })).status).toBe(404)
  expect((await w.send(`${path}/erasures`, { body: { words: [refs[0]] } })).status).toBe(400)
  expect(await left()).toBe(before)
})
