/** What was sent, kept: the exact bytes as `.eml`, the envelope and the readable parts in SQLite, both on disk on return. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Instant, instant } from '../../../shared/core/time.ts'
import { noted, openKept } from '../kept.ts'
import { writeDurably } from '../lambda/dead-letters.ts'

export const sentMail = z.object({
  id: z.string(),
  at: instant,
  from: z.string(),
  /** the envelope: To, Cc and Bcc, addresses alone */
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  tags: z.record(z.string(), z.string()),
  configurationSet: z.string().optional(),
})
export type SentMail = z.output<typeof sentMail>

export type Mailbox = {
  keep(mail: SentMail, raw: Buffer): void
  /** Oldest first; `since` inclusive. */
  list(filter?: { to?: string | undefined; since?: Instant | undefined }): SentMail[]
  get(id: string): SentMail | undefined
  /** the exact bytes */
  raw(id: string): Buffer | undefined
  /** mails whose events have not been published yet (we died in between) */
  unpublished(): SentMail[]
  published(id: string): void
  count(): number
  close(): void
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS mail (id TEXT PRIMARY KEY, at TEXT NOT NULL, whole TEXT NOT NULL, published INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS mail_at ON mail (at);
CREATE TABLE IF NOT EXISTS recipient (address TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (address, id)) STRICT;`

export const openMailbox = (folder: string): Mailbox => {
  mkdirSync(folder, { recursive: true })
  const db = openKept(join(folder, 'mail.sqlite'), SCHEMA)
  const path = (id: string): string => join(folder, `${id}.eml`)
  const rows = (sql: string, ...values: string[]): SentMail[] =>
    db
      .prepare(sql)
      .all(...values)
      .map(row => sentMail.parse(JSON.parse(String(row.whole))))
  return {
    keep: (mail, raw) => {
      writeDurably(path(mail.id), raw)
      db.exec('BEGIN')
      db.prepare('INSERT INTO mail (id, at, whole) VALUES (?, ?, ?)').run(mail.id, mail.at, JSON.stringify(mail))
      const recipient = db.prepare('INSERT OR IGNORE INTO recipient VALUES (?, ?)')
      for (const address of mail.to) recipient.run(address.toLowerCase(), mail.id)
      db.exec('COMMIT')
    },
    list: ({ to, since } = {}) =>
      to === undefined
        ? rows('SELECT whole FROM mail WHERE at >= ? ORDER BY at, rowid', since ?? '')
        : rows(
            'SELECT whole FROM mail WHERE at >= ? AND id IN (SELECT id FROM recipient WHERE address = ?) ORDER BY at, rowid',
            since ?? '',
            to.toLowerCase(),
          ),
    get: id => rows('SELECT whole FROM mail WHERE id = ?', id)[0],
    raw: id => (/^[\w-]+$/.test(id) && existsSync(path(id)) ? readFileSync(path(id)) : undefined),
    unpublished: () => rows('SELECT whole FROM mail WHERE published = 0 ORDER BY at, rowid'),
    published: id => noted(db, () => db.prepare('UPDATE mail SET published = 1 WHERE id = ?').run(id)),
    count: () => Number(db.prepare('SELECT COUNT(*) AS n FROM mail').get()?.n),
    close: () => db.close(),
  }
}
