/**
 * Asynchronous calls between the services of this machine (mail events, put notifications): kept in SQLite before
 * the sender is answered, delivered in order, tried again, at last a dead letter.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { noted, openKept } from '../kept.ts'
import type { DeadLetters } from './dead-letters.ts'

export type EventQueue = {
  /** Kept when it returns: all of them or none. */
  send(target: string, ...payloads: unknown[]): void
  /** Delivers until nothing is left; answers how many were delivered. */
  drain(): Promise<number>
  stop(): Promise<void>
}

export type EventQueueOptions = {
  file: string
  call(target: string, payload: unknown): Promise<unknown>
  deadLetters: DeadLetters
  /** while it says so nothing is delivered unasked: whoever pushes the clock drains, at the same moments in every run */
  held?: () => boolean
  /** Lambda tries an asynchronous call three times */
  maxAttempts?: number
}

const SCHEMA =
  'CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, payload TEXT NOT NULL) STRICT'

/** Delivers by itself as messages come; `drain` is for those who must know that it has. */
export const startEventQueue = ({
  file,
  call,
  deadLetters,
  held = () => false,
  maxAttempts = 3,
}: EventQueueOptions): EventQueue => {
  const db = openKept(file, SCHEMA)
  const next = db.prepare('SELECT id, target, payload FROM message ORDER BY id LIMIT 1')
  const remove = db.prepare('DELETE FROM message WHERE id = ?')
  const insert = db.prepare('INSERT INTO message (target, payload) VALUES (?, ?)')
  let stopped = false
  let last: Promise<unknown> = Promise.resolve()

  const deliver = async (target: string, payload: unknown): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await call(target, payload)
        return
      } catch (error) {
        if (attempt >= maxAttempts) {
          deadLetters.add({ target, payload, error: String(error), attempts: attempt })
          return
        }
        await wait(100 * 2 ** attempt)
      }
    }
  }
  const drainOnce = async (): Promise<number> => {
    for (let delivered = 0; ; delivered += 1) {
      const row = stopped ? undefined : next.get()
      if (row === undefined) return delivered
      await deliver(String(row.target), JSON.parse(String(row.payload)))
      if (!stopped) noted(db, () => remove.run(row.id!))
    }
  }
  const drain = (): Promise<number> => {
    const mine = last.then(drainOnce)
    last = mine.catch(() => undefined)
    return mine
  }
  // What the last run left.
  void drain()
  return {
    drain,
    send: (target, ...payloads) => {
      db.exec('BEGIN')
      try {
        for (const payload of payloads) insert.run(target, JSON.stringify(payload))
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
      if (!held()) setImmediate(() => void (stopped || drain()))
    },
    stop: async () => {
      stopped = true
      await Promise.race([last, wait(2000, undefined, { ref: false })])
      db.close()
    },
  }
}
