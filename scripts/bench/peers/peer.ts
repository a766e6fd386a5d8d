/** A peer: its own timers and queue, beside the same two tables and the same small domain. */
import pg from 'pg'
import { applyDeadline, type Callback, type Change, type Obligation } from './obligation.ts'

export type Peer = {
  /** Obligations, and for each a timer at its `dueAt`. */
  ingest(all: readonly Obligation[]): Promise<void>
  /** State, record and the new timer, all in one transaction where the peer can. */
  complete(callback: Callback): Promise<void>
  /** Works its timers until `tell` has been answered so many times. */
  fire(count: number, tell: Tell): Promise<void>
  /** Timers that wait, of the time or after it. */
  waiting(from: string): Promise<number>
  stop(): Promise<void>
}
export type OpenPeer = (url: string, lanes: number) => Promise<Peer>
export type Tell = (about: Obligation) => Promise<void>
export type Timer = { id: string; version: number }

export const poolAt = (url: string, max: number): pg.Pool => new pg.Pool({ connectionString: url, max })

/** The tables, and every connection of the pool open. */
export const prepare = async (pool: pg.Pool, lanes: number): Promise<void> => {
  await pool.query(`
    create table obligation (id text primary key, version int not null, body jsonb not null);
    create table audit (obligation_id text, seq int, record jsonb not null, primary key (obligation_id, seq))`)
  await Promise.all(Array.from({ length: lanes }, () => pool.query('select pg_sleep(0.05)')))
}

export const insertAll = async (pool: pg.Pool, all: readonly Obligation[]): Promise<void> => {
  const text = `insert into obligation select one->>'id', (one->>'version')::int, one from jsonb_array_elements($1) one`
  await pool.query(text, [JSON.stringify(all)])
}

const WRITE = `with written as (update obligation set version = $2, body = $3 where id = $1 and version = $2 - 1 returning id)
  insert into audit select id, $4, $5 from written`

type Rearm = (client: pg.PoolClient, next: Obligation) => Promise<unknown>

/** One transaction: reads, decides, writes state and record by one statement, and sets the next timer. */
export const change = async (
  pool: pg.Pool,
  id: string,
  decide: (was: Obligation) => Change | undefined,
  rearm: Rearm = async () => {},
): Promise<{ was: Obligation; next?: Obligation }> => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const read = { name: 'read', text: 'select body from obligation where id = $1 for update', values: [id] }
    const was = (await client.query<{ body: Obligation }>(read)).rows[0]!.body
    const decided = decide(was)
    if (decided) {
      const { next, audit } = decided
      const values = [id, next.version, JSON.stringify(next), audit.seq, JSON.stringify(audit)]
      await client.query({ name: 'write', text: WRITE, values })
      await rearm(client, next)
    }
    await client.query('commit')
    return decided ? { was, next: decided.next } : { was }
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** What a timer has made overdue, and is to be told of; undefined where it is of an earlier version. */
export const expire = async (pool: pg.Pool, { id, version }: Timer, rearm?: Rearm): Promise<Obligation | undefined> => {
  const { was, next } = await change(pool, id, one => applyDeadline(one, version), rearm)
  // The job ran before, and ended between the commit and the mail.
  return next ?? (was.version === version + 1 && was.state === 'overdue' ? was : undefined)
}

/** Resolves once it has been called so many times; `failed` rejects it. */
export const counter = (count: number) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let left = count
  const told = (): void => {
    left -= 1
    if (left === 0) resolve()
  }
  return { all: promise, told, failed: reject }
}
