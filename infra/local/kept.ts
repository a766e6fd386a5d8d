/** SQLite files that survive `kill -9` and power loss: what has been answered has been written. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Opens (and makes) the file. `schema` must be safe to repeat. */
export const openKept = (file: string, schema: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file)
  // FULL: a commit reaches the disk before it returns (the SQLite documentation, pragma synchronous).
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  db.exec(schema)
  return db
}
