/** Runs of imports as they are remembered: how far each is, what it did, what it refused. Dry runs leave nothing. */
import * as z from 'zod'
import { addMinutes, type Instant, instant } from '../../core/time.ts'
import { Transient } from '../../store/faults.ts'
import type { Settings } from '../../store/store.ts'
import type { ImportReport } from './run.ts'

export const runRecord = z.strictObject({
  id: z.string(),
  kind: z.string(),
  by: z.string(),
  startedAt: instant,
  /** when it was last heard of; a run that is `running` and silent for minutes was killed: send the file again */
  at: instant,
  state: z.enum(['running', 'done', 'failed']),
  sha256: z.string(),
  rows: z.int(),
  /** rows seen to, refused ones too */
  done: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  repeated: z.int(),
  rejectedRows: z.int(),
  undone: z
    .strictObject({
      at: instant,
      by: z.string(),
      reason: z.string(),
      withdrawn: z.int(),
      restored: z.int(),
      records: z.int(),
    })
    .optional(),
})
export type RunRecord = z.output<typeof runRecord>

/** A function lives no longer than 15 minutes: a run silent for longer was killed. */
const KILLED_AFTER = 16

/** It died on its way: the file is to be sent again. */
export const wasKilled = ({ state, at }: RunRecord, now: Instant): boolean =>
  state === 'running' && addMinutes(at, KILLED_AFTER) <= now

const rejected = z.array(z.strictObject({ line: z.int(), column: z.string(), value: z.string(), why: z.string() }))
export type Rejected = z.output<typeof rejected>

const LIST = 'import-runs'
/** Runs listed; older ones are still found by their id. */
const LISTED = 200
/** Mistakes in one item, which may have 400 KB: each has at most a value of 100 characters and a sentence. */
const TOGETHER = 200
const ids = z.array(z.string())

const nameOf = (id: string): string => `import-run:${id}`

/** Writes whatever stands there; throws Transient when others were faster five times. */
const set = async (store: Settings, name: string, value: (held: unknown) => unknown): Promise<void> => {
  for (let attempt = 0; attempt < 5; attempt++) {
    const held = await store.getSetting(name)
    if (await store.putSetting(name, value(held?.value), held?.rev ?? 0)) return
  }
  throw new Transient(`${name} is busy`)
}

export const keepRun = (store: Settings, run: RunRecord): Promise<void> => set(store, nameOf(run.id), () => run)

export const beginRun = async (store: Settings, run: RunRecord): Promise<void> => {
  await keepRun(store, run)
  await set(store, LIST, held => [run.id, ...(held === undefined ? [] : ids.parse(held))].slice(0, LISTED))
}

/** True once for a run: whoever comes second leaves it to the first. */
export const claimRun = (store: Settings, id: string): Promise<boolean> =>
  store.putSetting(`${nameOf(id)}:claimed`, true, 0)

export const findRun = async (store: Settings, id: string): Promise<RunRecord | undefined> => {
  const held = await store.getSetting(nameOf(id))
  return held && runRecord.parse(held.value)
}

/** Newest first. */
export const listRuns = async (store: Settings): Promise<RunRecord[]> => {
  const held = await store.getSetting(LIST)
  const found = await Promise.all((held ? ids.parse(held.value) : []).map(id => findRun(store, id)))
  return found.filter(run => run !== undefined)
}

const rejectedName = (id: string, part: number): string => `${nameOf(id)}:rejected:${part}`

export const keepRejected = async (store: Settings, id: string, all: Rejected): Promise<void> => {
  for (let part = 0; part * TOGETHER < all.length; part++)
    await set(store, rejectedName(id, part), () => all.slice(part * TOGETHER, (part + 1) * TOGETHER))
}

/** What was kept of them: the first 1,000. */
export const rejectedOf = async (store: Settings, id: string): Promise<Rejected> => {
  const all: Rejected = []
  for (let part = 0; ; part++) {
    const held = await store.getSetting(rejectedName(id, part))
    if (!held) return all
    all.push(...rejected.parse(held.value))
  }
}

export const counted = (report: ImportReport, left: number, now: Instant) => ({
  at: now,
  rows: report.rows,
  done: report.rows - left,
  created: report.created,
  changed: report.changed,
  unchanged: report.unchanged,
  repeated: report.repeated,
  rejectedRows: report.rejectedRows,
})
