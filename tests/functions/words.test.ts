import { expect, test } from 'vitest'
import * as z from 'zod'
import type { Actor } from '../../shared/core/case.ts'
import { workflow } from '../../shared/core/declare.ts'
import { personal, references } from '../../shared/core/personal.ts'
import { replay } from '../../shared/core/replay.ts'
import { fromEpoch } from '../../shared/core/time.ts'
import { sha256 } from '../../shared/store/chain.ts'
import { withHome } from './api-world.ts'
import { world } from './world.ts'

const staff: Actor = { kind: 'staff', id: 'a@x.org', roles: ['officer'] }
const said = workflow({
  name: 'said',
  title: 'Somebody said something',
  law: [],
  facts: z.strictObject({ name: personal(100), said: z.array(personal()).default([]) }),
  events: { heard: z.strictObject({ text: personal(), loud: z.boolean().optional() }) },
  initial: 'open',
  lead: 'officer',
  states: {
    open: {
      title: 'Open',
      on: {
        heard: {
          set: (f, e) => ({ said: [...f.said, e.data.text] }),
          when: { 'it is not a whisper': (_, e) => e.data.loud !== false },
          raises: (f, e) => [
            {
              workflow: 'said',
              key: 'echo',
              facts: { name: f.name },
              event: { type: 'heard', data: { text: e.data.text } },
            },
          ],
        },
      },
    },
  },
  clocks: {},
  words: {},
})
const made = () => world({ said })
const openIt = async (w: ReturnType<typeof world>) => {
  const done = await w.apply.open('said', { id: 'S1', facts: { name: 'Jo Okonkwo' }, by: staff })
  if (done.kind !== 'done') throw new Error(done.kind)
  return done
}
const heard = (text: unknown, more = {}) => ({
  type: 'heard',
  at: fromEpoch(1795338000000),
  by: staff,
  data: { text, ...more },
})

test('neither the case nor its history holds the words; they lie beside, under a salted hash', async () => {
  const w = made()
  await openIt(w)
  await w.apply.event('S1', heard(' My ceiling fell '), undefined)
  const stored = (await w.store.load('S1'))!.case
  const history = (await w.store.history('S1')).items
  expect(JSON.stringify([stored, history])).not.toMatch(/Okonkwo|ceiling/)
  const [name, text] = references(stored.facts)
  expect(await w.store.words('S1', name!)).toMatchObject({ text: 'Jo Okonkwo' })
  const words = await w.store.words('S1', text!)
  expect(words).toMatchObject({ text: 'My ceiling fell' })
  expect(stored.facts.said).toEqual([
    { words: text, sha256: sha256(`${(words as { salt: string }).salt}\nMy ceiling fell`) },
  ])
  expect(
    replay(
      said,
      history.map(link => link.event),
      w.reckon,
    ),
  ).toEqual(stored)
})

test('what is refused leaves no words', async () => {
  const w = made()
  await openIt(w)
  let commits = 0
  w.deps.store.commit = async () => {
    commits += 1
    return { kind: 'conflict' }
  }
  expect(await w.apply.event('S1', heard('psst', { loud: false }))).toMatchObject({ kind: 'rejected' })
  expect(commits).toBe(0)
})

test('deciding again after somebody else was faster keeps one set of words', async () => {
  const w = made()
  await openIt(w)
  const commit = w.deps.store.commit
  let lost = 0
  w.deps.store.commit = async input => (lost++ < 2 ? { kind: 'conflict' } : commit(input))
  expect(await w.apply.event('S1', heard('Once'))).toMatchObject({ kind: 'done' })
  const [, ref] = references((await w.store.load('S1'))!.case.facts)
  expect(await w.store.words('S1', ref!)).toMatchObject({ text: 'Once' })
})

test('an errand takes the words along, once, and nothing that was erased', async () => {
  const w = made()
  await openIt(w)
  const done = await w.apply.event('S1', heard('It is damp'))
  if (done.kind !== 'done') throw new Error(done.kind)
  const [name, text] = references(done.case.facts)
  await w.store.eraseWords('S1', name!, w.now())
  const errand = (await w.store.pendingErrands(w.now())).items[0]!.body
  expect(await w.apply.errand(errand)).toMatchObject({ kind: 'done' })
  expect(await w.apply.errand(errand)).toMatchObject({ kind: 'duplicate' })
  expect(await w.store.words(errand.to, text!)).toMatchObject({ text: 'It is damp' })
  expect(await w.store.words(errand.to, name!)).toBeUndefined()
})

test('a field named as every object has one is no field of ours, and no fault', async () => {
  const w = await withHome()
  for (const data of [
    '{"text":"x","constructor":"y"}',
    '{"text":"x","toString":{"a":"y"}}',
    '{"text":"x","__proto__":{}}',
  ]) {
    const body = `{"id":"m-${data.length}","type":"note.added","data":${data}}`
    expect((await w.send('/cases/gas:H00017/events', { body })).status).toBe(400)
  }
  expect(w.faults).toEqual([])
})
