/** One turn of one side, in a process of its own: `node turn.ts <side> <count> [folder of PostgreSQL] [durable | loose]`. Prints what it took. */
import { randomBytes } from 'node:crypto'
import type { Measured } from '../measure.ts'
import type { OpenPeer } from './peer.ts'
import { dropDatabase, freshDatabase } from './postgres.ts'
import { type Both, completing, firing } from './workload.ts'

/** Loaded when wanted: nothing of one is in another's process. */
const peers: Readonly<Record<string, () => Promise<OpenPeer>>> = {
  'pg-boss': async () => (await import('./pg-boss.ts')).openPgBoss,
  'graphile-worker': async () => (await import('./graphile-worker.ts')).openGraphileWorker,
  '@dbos-inc/dbos-sdk': async () => (await import('./dbos.ts')).openDbos,
}
const WARMING = 200
const [, , side = '', counted = '', folder = '', durability = ''] = process.argv

const onFresh = async (work: (url: string) => Promise<Measured>): Promise<Measured> => {
  const name = `bench_${randomBytes(6).toString('hex')}`
  const url = await freshDatabase(folder, name, durability === 'durable')
  const spent = await work(url)
  await dropDatabase(folder, name)
  return spent
}
const peer = async (open: OpenPeer, count: number): Promise<Both> => ({
  W2: await onFresh(url => completing(open, url, count)),
  W3: await onFresh(url => firing(open, url, count)),
})

const open = await peers[side]?.()
const turn = async (count: number): Promise<Both> =>
  open ? peer(open, count) : (await import('./ours.ts')).ours(count)
await turn(WARMING)
console.log(JSON.stringify(await turn(Number(counted))))
// a client's kept connections would hold the process
process.exit(0)
