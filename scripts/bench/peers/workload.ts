/** W2 and W3 of one peer, each on a database of its own, and that they have done what they say. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type Measured, measured, pool } from '../measure.ts'
import { startSink } from '../start-sink.ts'
import { CONCURRENCY } from '../workloads/w123-writing.ts'
import { callbackOf, mailOf, type Obligation, obligation, parseCallback } from './obligation.ts'
import type { OpenPeer, Peer, Tell } from './peer.ts'

export type Both = { W2: Measured; W3: Measured }
const DAY = 24 * 3_600_000
const BULK = 500
const daysOn = (days: number): string => new Date(Date.now() + days * DAY).toISOString()

const ingest = async (peer: Peer, count: number, dueAt: string): Promise<void> => {
  const all = Array.from({ length: count }, (_, i) => obligation(i, dueAt))
  for (let i = 0; i < count; i += BULK) await peer.ingest(all.slice(i, i + BULK))
}

/** Throws where another number of obligations, records or timers came of it. */
const check = async (
  url: string,
  peer: Peer,
  count: number,
  state: Obligation['state'],
  from: string,
): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const of = async (text: string): Promise<number> => (await client.query<{ count: number }>(text)).rows[0]!.count
  const found = {
    obligations: await of(
      `select count(*)::int from obligation where version = 2 and body->>'version' = '2' and body->>'state' = '${state}'`,
    ),
    records: await of('select count(*)::int from audit'),
    timers: await peer.waiting(from),
  }
  await client.end()
  if (Object.values(found).some(one => one !== count)) throw new Error(`${count} wanted: ${JSON.stringify(found)}`)
}

export const completing = async (open: OpenPeer, url: string, count: number): Promise<Measured> => {
  const peer = await open(url, CONCURRENCY)
  const more = count + CONCURRENCY
  await ingest(peer, more, daysOn(30))
  const complete = (i: number): Promise<void> => peer.complete(parseCallback(callbackOf(i)))
  const numbers = Array.from({ length: more }, (_, i) => i)
  // The first of each lane is not timed: they find the peer starting.
  await pool(numbers.slice(count), CONCURRENCY, complete)
  const spent = await measured(() => pool(numbers.slice(0, count), CONCURRENCY, complete))
  await check(url, peer, more, 'compliant', daysOn(300))
  await peer.stop()
  return spent
}

const tellTo =
  (sink: string): Tell =>
  async about => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${sink}/v2/email/outbound-emails`, { method: 'POST', headers, body: mailOf(about) })
    if (!answer.ok) throw new Error(`the sink says ${answer.status}`)
    await answer.arrayBuffer()
  }

export const firing = async (open: OpenPeer, url: string, count: number): Promise<Measured> => {
  const sink = await startSink()
  try {
    const peer = await open(url, CONCURRENCY)
    await ingest(peer, count, daysOn(-1))
    const spent = await measured(() => peer.fire(count, tellTo(sink.endpoint)))
    // What follows the mail (the next timer, the end of a job) may still be under way.
    for (let tries = 0; (await peer.waiting(daysOn(8))) < count && tries < 100; tries++) await pause(100)
    await check(url, peer, count, 'overdue', daysOn(8))
    await peer.stop()
    const told = (await (await fetch(sink.endpoint)).text()).split('\n').map(line => line.split(' ')[0])
    if (told.length !== count || new Set(told).size !== count) throw new Error(`${told.length} mails, ${count} wanted`)
    return spent
  } finally {
    sink.stop()
  }
}
