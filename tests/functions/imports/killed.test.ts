/** An import that dies half way, before or after a write, is finished by sending the file again: nothing twice, nothing missing. */
import { expect, test } from 'vitest'
import { Transient } from '../../../shared/store/faults.ts'
import { apiWorld } from '../api-world.ts'

type World = Awaited<ReturnType<typeof apiWorld>>
const send = (w: World, kind: string, body: string) =>
  w.send(`/imports/${kind}`, { method: 'POST', body, type: 'text/csv' })

const homes = Array.from({ length: 90 }, (_, at) => `K${at}`)
const streams = ['gas', 'eicr', 'smoke-co', 'legionella', 'asbestos', 'survey']
const assets = `assetId,type\n${homes.map(id => `${id},dwelling\n`).join('')}`
const obligations = `assetId,workflow,lastDoneOn\n${homes.flatMap(id => streams.map(name => `${id},${name},2026-05-01\n`)).join('')}`
const rows = homes.length * streams.length

const versions = async (w: World): Promise<Map<string, number>> => {
  const ids = homes.flatMap(id => streams.map(name => `${name}:${id}`))
  return new Map([...(await w.store.loadMany(ids))].map(([id, one]) => [id, one.case.version]))
}

test.each([
  ['before', 3],
  ['after', 3],
  ['before', 1],
  ['after', 5],
] as const)('killed %s write %i', async (when, at) => {
  const w = await apiWorld()
  await send(w, 'assets', assets)
  const write = w.store.commitAll
  let calls = 0
  w.store.commitAll = async inputs => {
    calls += 1
    if (calls >= at && when === 'before') throw new Transient('killed')
    const done = await write(inputs)
    if (calls >= at) throw new Transient('killed')
    return done
  }
  expect((await send(w, 'obligations', obligations)).status).toBe(503)
  const half = (await versions(w)).size
  expect(half).toBeLessThan(rows)
  w.store.commitAll = write
  const { body } = await send(w, 'obligations', obligations)
  expect(body).toMatchObject({ rows, created: rows - half, unchanged: half, changed: 0, rejected: [] })
  const there = await versions(w)
  expect([there.size, new Set(there.values())]).toEqual([rows, new Set([1])])
  expect((await send(w, 'obligations', obligations)).body).toMatchObject({ created: 0, unchanged: rows })
})
