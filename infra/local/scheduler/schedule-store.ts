/** The schedules of this machine, in a SQLite file. */
import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { openKept } from '../kept.ts'
import { type ScheduleBody, scheduleBody } from './schedules.ts'

/** Times in milliseconds since 1970. `version` tells a schedule that was changed while it fired. */
export type Kept = {
  group: string
  name: string
  version: string
  created: number
  changed: number
  next: number | undefined
  token: string | undefined
  body: ScheduleBody
}

export type ScheduleStore = ReturnType<typeof openScheduleStore>

const SCHEMA = `
CREATE TABLE IF NOT EXISTS schedule (
  grp TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL,
  next INTEGER, token TEXT, body TEXT NOT NULL, PRIMARY KEY (grp, name)) STRICT;
CREATE INDEX IF NOT EXISTS schedule_next ON schedule (next) WHERE next IS NOT NULL;
CREATE TABLE IF NOT EXISTS schedule_group (name TEXT PRIMARY KEY, created INTEGER NOT NULL, changed INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO schedule_group VALUES ('default', 0, 0);`

type Row = Record<string, string | number | null>
const asKept = (row: Row): Kept => ({
  group: String(row.grp),
  name: String(row.name),
  version: String(row.version),
  created: Number(row.created),
  changed: Number(row.changed),
  next: row.next === null ? undefined : Number(row.next),
  token: row.token === null ? undefined : String(row.token),
  body: scheduleBody.parse(JSON.parse(String(row.body))),
})

export const openScheduleStore = (file: string) => {
  // Schedules are prompts: one that went with the machine's power is made good by the tick.
  const db = openKept(file, SCHEMA, 'repeats')
  const all = (sql: string, ...values: (string | number)[]): Row[] => db.prepare(sql).all(...values) as Row[]
  const first = (sql: string, ...values: (string | number)[]): Kept | undefined => all(sql, ...values).map(asKept)[0]
  return {
    get: (group: string, name: string) => first('SELECT * FROM schedule WHERE grp = ? AND name = ?', group, name),
    put: (one: Omit<Kept, 'version'>): Kept => write(db, { ...one, version: randomUUID() }),
    remove: (group: string, name: string): boolean =>
      db.prepare('DELETE FROM schedule WHERE grp = ? AND name = ?').run(group, name).changes > 0,
    /** The earliest that is to fire, at whatever time. */
    earliest: () => first('SELECT * FROM schedule WHERE next IS NOT NULL ORDER BY next, created, name LIMIT 1'),
    /** After a firing, unless it was changed meanwhile: the next time, no more times, or gone. */
    done: (one: Kept, then: number | 'never' | 'delete'): void => {
      const which = [one.group, one.name, one.version]
      if (then === 'delete') {
        db.prepare('DELETE FROM schedule WHERE grp = ? AND name = ? AND version = ?').run(...which)
      } else {
        const next = then === 'never' ? null : then
        db.prepare('UPDATE schedule SET next = ? WHERE grp = ? AND name = ? AND version = ?').run(next, ...which)
      }
    },
    /** In the order of group and name, after the given place. */
    list: (after: [string, string], limit: number, group?: string, prefix = '', state?: string): Kept[] =>
      all(
        `SELECT * FROM schedule WHERE (grp, name) > (?, ?) AND (? = '' OR grp = ?) AND substr(name, 1, ?) = ?
           AND (? = '' OR json_extract(body, '$.State') = ?) ORDER BY grp, name LIMIT ?`,
        ...after,
        group ?? '',
        group ?? '',
        prefix.length,
        prefix,
        state ?? '',
        state ?? '',
        limit,
      ).map(asKept),
    group: (name: string) => all('SELECT * FROM schedule_group WHERE name = ?', name)[0],
    addGroup: (name: string, now: number) =>
      db.prepare('INSERT INTO schedule_group VALUES (?, ?, ?)').run(name, now, now),
    removeGroup: (name: string): void => {
      db.prepare('DELETE FROM schedule WHERE grp = ?').run(name)
      db.prepare('DELETE FROM schedule_group WHERE name = ?').run(name)
    },
    groups: () => all('SELECT * FROM schedule_group ORDER BY name'),
    close: () => db.close(),
  }
}

const write = (db: DatabaseSync, one: Kept): Kept => {
  db.prepare('INSERT OR REPLACE INTO schedule VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    one.group,
    one.name,
    one.version,
    one.created,
    one.changed,
    one.next ?? null,
    one.token ?? null,
    JSON.stringify(one.body),
  )
  return one
}
