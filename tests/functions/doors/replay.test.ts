/** A message that nobody could understand: as it came, and once more after what stood in its way was mended. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addMinutes } from '../../../shared/core/time.ts'
import { toldBy } from '../../../shared/intake/contractors/handle.ts'
import { keepUnplaced } from '../../../shared/intake/contractors/keep.ts'
import { readCallback } from '../../../shared/intake/contractors/read.ts'
import { policies } from '../../../shared/law/policy.ts'
import { sha256 } from '../../../shared/store/chain.ts'
import { eml } from '../../support/eml.ts'
import { apiWorld } from '../api-world.ts'
import { mailWorld } from './mail-world.ts'

const contractor = { id: 'sureheat', streams: ['gas'] }
const raw = readFileSync(new URL('../../../events/contractor-callback/certificate.submitted.json', import.meta.url))

/** As the contractors' door keeps it: the job is not there. */
const kept = async (w: Awaited<ReturnType<typeof mailWorld>>) => {
  const body = readCallback(raw, w.now())
  if (!body.ok) throw new Error(body.problem.detail)
  const message = { source: 'contractor:sureheat', id: 'message-0001', bodyHash: sha256(raw.toString('base64')) }
  const told = { contractor, by: toldBy(contractor), body: body.value, message }
  const originals = { put: async (key: string, bytes: Uint8Array) => void w.objects.set(key, Buffer.from(bytes)) }
  return keepUnplaced({ ...w.deps, originals }, told, { reason: 'unplaced', detail: 'no job' }, raw)
}

test('a contractor’s message is handled once its job is there; until then its case stays open and says why', async () => {
  const w = await mailWorld()
  const { caseId } = await kept(w)
  await w.take(Buffer.from(''), `replay/${caseId}`)
  expect(await w.load(caseId)).toMatchObject({ state: 'to_sort', facts: { replays: 1, reason: 'unplaced' } })
  await w.store.putAsset({ id: 'H00017', type: 'dwelling' })
  await w.open('gas', 'gas:H00017', {})
  await w.take(Buffer.from(''), `replay/${caseId}`)
  expect(await w.load(caseId)).toMatchObject({ state: 'replayed', facts: { ledTo: 'gas:H00017' } })
  const { items } = await w.store.history('gas:H00017')
  expect(items.at(-1)!.event).toMatchObject({ type: 'certificate.submitted', by: { id: 'sureheat' } })
  expect((await w.store.documents('gas:H00017')).items).toMatchObject([{ status: 'stored' }])
  await w.take(Buffer.from(''), `replay/${caseId}`)
  expect((await w.store.history('gas:H00017')).items).toHaveLength(items.length)
})

test('a sender that was taken meanwhile is not taken twice', async () => {
  const w = await mailWorld()
  const { caseId } = await kept(w)
  await w.store.putAsset({ id: 'H00017', type: 'dwelling' })
  await w.open('gas', 'gas:H00017', {})
  const message = { source: 'contractor:sureheat', id: 'message-0001', bodyHash: sha256(raw.toString('base64')) }
  const body = JSON.parse(raw.toString())
  const input = { type: body.eventType, at: body.occurredAt, by: toldBy(contractor), data: body.data }
  expect((await w.apply.event('gas:H00017', input, message)).kind).toBe('done')
  await w.take(Buffer.from(''), `replay/${caseId}`)
  expect((await w.load(caseId)).state).toBe('replayed')
  expect((await w.store.history('gas:H00017')).items.map(({ event }) => event.type)).toEqual([
    'case.opened',
    'certificate.submitted',
  ])
})

test('staff who work on cases read the original and ask for it to be read again', async () => {
  const w = await apiWorld()
  const key = 'callbacks/sureheat/message-0001/0123456789abcdef.json'
  const facts = {
    reason: 'unplaced',
    source: 'contractor:sureheat',
    receivedAt: w.now(),
    channel: 'contractor',
    original: { key, sha256: 'a'.repeat(64) },
  }
  const by = { kind: 'system' as const, id: 'system', roles: ['system' as const] }
  await w.apply.open('triage', { id: 'TRI-1', facts, by })
  expect((await w.send('/cases/TRI-1/original')).status).toBe(404)
  w.originals.set(key, Buffer.from('{"a":1}'))
  const shown = await w.send('/cases/TRI-1/original')
  expect([shown.status, Buffer.from(shown.text, 'base64').toString()]).toEqual([200, '{"a":1}'])
  expect(shown.headers['content-disposition']).toBe('attachment; filename="TRI-1.json"')
  w.originals.set(key, Buffer.alloc(5 * 1024 * 1024))
  expect((await w.send('/cases/TRI-1/original')).headers.location).toBe(`https://inbound.test/${key}`)
  expect((await w.send('/cases/TRI-1/replay', { method: 'POST' })).status).toBe(202)
  expect(w.originals.has('replay/TRI-1')).toBe(true)
  expect((await w.send('/cases/gas:H00017/replay', { method: 'POST' })).status).toBe(404)
})

test('a mail that became readable is read by the same door', async () => {
  const w = await mailWorld()
  const [first] = (await w.take(
    eml({ from: 'x@y.example', to: 'complaints@dutyholder.northmere.example', subject: 'Hello' }, { dmarc: 'fail' }),
  )) as { caseId: string }[]
  await w.take(Buffer.from(''), `replay/${first!.caseId}`)
  expect(await w.load(first!.caseId)).toMatchObject({ facts: { reason: 'untrusted', replays: 1 } })
})

test('of a flood each message is kept, one case speaks for those too many, and reads them all again', async () => {
  const w = await mailWorld()
  const spam = (n: number) =>
    w.take(
      eml(
        {
          from: 'x@y.example',
          to: 'damp@dutyholder.northmere.example',
          subject: `Offer ${n}`,
          id: `${n}@y.example`,
        },
        { dmarc: 'fail' },
      ),
    )
  const most = policies['triage.flood'].value
  for (let n = 0; n < most + 5; n++) await spam(n)
  await spam(most + 4)
  const { items } = await w.store.list({ workflows: ['triage'] }, { limit: 500 })
  expect(items).toHaveLength(most + 6)
  const speaking = items.find(({ facts }) => JSON.stringify(facts.original).includes('flood:'))!
  const quiet = items.filter(({ facts }) => facts.inFlood)
  expect(quiet).toHaveLength(5)
  expect(speaking.facts).toMatchObject({ meant: 'hazard', detail: expect.stringContaining(`more than ${most}`) })
  // its hours are those of a hazard; theirs are told of in a week's digest, unless it is seen to before
  expect(new Set(quiet.map(({ wake }) => wake! > addMinutes(w.now(), 4 * 24 * 60)))).toEqual(new Set([true]))
  expect(speaking.wake! < addMinutes(w.now(), 5 * 60)).toBe(true)
  await w.take(Buffer.from(''), `replay/${speaking.id}`)
  const asked = [...w.objects.keys()].filter(key => key.startsWith('replay/') && key !== `replay/${speaking.id}`)
  expect(asked.sort()).toEqual(quiet.map(({ id }) => `replay/${id}`).sort())
})
