/** How far each subscription has read each shard: written after its records were handled, so a crash repeats, never skips. */
import { openKept } from '../kept.ts'

export type Checkpoints = {
  get(subscription: string, arn: string, shard: string): string | undefined
  set(subscription: string, arn: string, shard: string, sequence: string): void
  close(): void
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS checkpoint (
  subscription TEXT NOT NULL, arn TEXT NOT NULL, shard TEXT NOT NULL, sequence TEXT NOT NULL,
  PRIMARY KEY (subscription, arn, shard)) STRICT`

export const openCheckpoints = (file: string): Checkpoints => {
  const db = openKept(file, SCHEMA, 'repeats')
  const select = db.prepare('SELECT sequence FROM checkpoint WHERE subscription = ? AND arn = ? AND shard = ?')
  const insert = db.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?)')
  return {
    get: (subscription, arn, shard) => {
      const row = select.get(subscription, arn, shard)
      return row === undefined ? undefined : String(row.sequence)
    },
    set: (subscription, arn, shard, sequence) => void insert.run(subscription, arn, shard, sequence),
    close: () => db.close(),
  }
}

/**
 * Per table the sequence number that all these subscriptions have passed, for `startDynamoDb({ read })`. A table one of
 * them has not read yet is left out: nothing of it may be dropped. Whole numbers only, as Dynoxide counts.
 */
export const passedByAll = (file: string, subscriptions: readonly string[]): Record<string, number> => {
  const db = openKept(file, SCHEMA)
  const rows = db.prepare('SELECT subscription, arn, shard, CAST(sequence AS INTEGER) AS passed FROM checkpoint').all()
  db.close()
  const passed: Record<string, number> = {}
  for (const table of new Set(rows.map(row => tableOf(String(row.arn))))) {
    const own = rows.filter(row => tableOf(String(row.arn)) === table)
    const readers = new Set(own.map(row => String(row.subscription)))
    const sameStream = new Set(own.map(row => `${row.arn} ${row.shard}`)).size === 1
    if (sameStream && subscriptions.every(name => readers.has(name))) {
      const current = own.filter(row => subscriptions.includes(String(row.subscription)))
      passed[table] = Math.min(...current.map(row => Number(row.passed)))
    }
  }
  return passed
}

const tableOf = (arn: string): string => arn.split('/')[1] ?? arn
