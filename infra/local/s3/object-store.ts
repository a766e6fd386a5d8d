/**
 * Objects in a folder: bytes in files whose names are made here (a key can never name a path), the rest in SQLite. An
 * object is the old one or the new one, whole, whenever the machine stops.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { openKept } from '../kept.ts'

const stored = z.object({
  bucket: z.string(),
  key: z.string(),
  file: z.string(),
  size: z.number(),
  etag: z.string(),
  changed: z.number(),
  headers: z
    .string()
    .transform((text): Record<string, string> => z.record(z.string(), z.string()).parse(JSON.parse(text))),
})
export type Stored = z.output<typeof stored>
export type ObjectStore = ReturnType<typeof openObjectStore>

const SCHEMA = `CREATE TABLE IF NOT EXISTS object (bucket TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL,
  size INTEGER NOT NULL, etag TEXT NOT NULL, changed INTEGER NOT NULL, headers TEXT NOT NULL, PRIMARY KEY (bucket, key)) STRICT`

export const openObjectStore = (folder: string, now: () => number) => {
  mkdirSync(folder, { recursive: true })
  const db = openKept(join(folder, 'objects.sqlite'), SCHEMA)
  const get = (bucket: string, key: string): Stored | undefined => {
    const row = db.prepare('SELECT * FROM object WHERE bucket = ? AND key = ?').get(bucket, key)
    return row === undefined ? undefined : stored.parse(row)
  }
  const drop = (file: string): void => rmSync(join(folder, file), { force: true })
  return {
    get,
    path: (object: Stored): string => join(folder, object.file),
    /** `exists`: only a new key was wanted and there is one. */
    put: async (
      bucket: string,
      key: string,
      body: AsyncIterable<Buffer>,
      headers: Record<string, string>,
      onlyNew: boolean,
    ) => {
      const written = await write(folder, body)
      const before = get(bucket, key)
      if (onlyNew && before !== undefined) {
        drop(written.file)
        return 'exists'
      }
      db.prepare('INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        bucket,
        key,
        written.file,
        written.size,
        written.etag,
        now(),
        JSON.stringify(headers),
      )
      if (before !== undefined) drop(before.file)
      return written
    },
    remove: (bucket: string, key: string): void => {
      const before = get(bucket, key)
      db.prepare('DELETE FROM object WHERE bucket = ? AND key = ?').run(bucket, key)
      if (before !== undefined) drop(before.file)
    },
    /** In the order of keys (by their UTF-8 bytes, as S3), after the given one. */
    list: (bucket: string, prefix: string, after: string, limit: number): Stored[] =>
      db
        .prepare('SELECT * FROM object WHERE bucket = ? AND key > ? AND substr(key, 1, ?) = ? ORDER BY key LIMIT ?')
        .all(bucket, after, [...prefix].length, prefix, limit)
        .map(row => stored.parse(row)),
    close: () => db.close(),
  }
}

/** Through to the disk, without holding more than a piece of it in memory. */
const write = async (
  folder: string,
  body: AsyncIterable<Buffer>,
): Promise<{ file: string; size: number; etag: string }> => {
  const file = randomUUID()
  const hash = createHash('md5')
  const handle = await open(join(folder, file), 'wx')
  let size = 0
  try {
    for await (const chunk of body) {
      hash.update(chunk)
      size += chunk.length
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } catch (error) {
    rmSync(join(folder, file), { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return { file, size, etag: hash.digest('hex') }
}
