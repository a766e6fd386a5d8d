/**
 * Dynoxide finds its next sequence number by reading all stream records of a table, and never drops one: each write
 * costs more than the last. While it is stopped we give it the index it lacks, and drop what all readers have read.
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** `read`: per table the lowest sequence number that every subscription has passed. Returns false before the first start. */
export const tendStreamTable = (file: string, read: Record<string, number> = {}): boolean => {
  if (!existsSync(file)) return false
  const db = new DatabaseSync(file)
  try {
    const known = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_stream_records'").get()
    if (known === undefined) return false
    db.exec(
      'CREATE INDEX IF NOT EXISTS local_stream_seq ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
    )
    // The newest record stays: the next sequence number is counted from it.
    const prune = db.prepare(
      `DELETE FROM _stream_records WHERE table_name = :table AND CAST(sequence_number AS INTEGER) <= :read
         AND id < (SELECT MAX(id) FROM _stream_records WHERE table_name = :table)`,
    )
    for (const [table, sequence] of Object.entries(read)) prune.run({ table, read: sequence })
    return true
  } finally {
    db.close()
  }
}
