/** SQLite files that survive `kill -9` and power loss: what has been answered has been written. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Opens (and makes) the file. `schema` must be safe to repeat. `onPowerLoss: 'repeats'` is for notes of what is done: the
 * newest may be lost with the machine's power, not with the process, and the work is then done once more.
 */
export const openKept = (file: string, schema: string, onPowerLoss: 'keeps' | 'repeats' = 'keeps'): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file)
  // FULL: a commit reaches the disk before it returns; NORMAL: with the next checkpoint (SQLite, pragma synchronous).
  const synchronous = onPowerLoss === 'keeps' ? 'FULL' : 'NORMAL'
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA busy_timeout = 5000;`)
  db.exec(schema)
  return db
}

/**
 * For notes of what is done, beside what must be kept: they reach the disk with the next write that must, and after a
 * loss of power the work is done once more. Waiting for the disk is most of what such a note costs.
 */
export const noted = (db: DatabaseSync, note: () => unknown): void => {
  db.exec('PRAGMA synchronous = NORMAL')
  try {
    note()
  } finally {
    db.exec('PRAGMA synchronous = FULL')
  }
}
