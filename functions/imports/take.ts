/** A file that came in by whatever door: tried, which writes nothing, or taken in earnest and remembered as a run. */
import type { Actor } from '../../shared/core/case.ts'
import { type Problem, problem } from '../../shared/http/problem.ts'
import type { ImportReport } from '../../shared/intake/imports/run.ts'
import { beginRun, counted, keepRejected, keepRun, type RunRecord } from '../../shared/intake/imports/runs.ts'
import { mayImport } from '../../shared/people/rights.ts'
import { sha256 } from '../../shared/store/chain.ts'
import { noteOf } from './journal.ts'
import { type Given, kinds } from './kinds.ts'
import { layoutFor } from './layouts.ts'
import type { Deps } from './ports.ts'

/** Rows between two looks at how far a run is. */
const SHOWN_EVERY = 1000

export type Incoming = { kind: string; layout: string | undefined; csv: Buffer; by: Actor }

export const runId = (deps: Pick<Deps, 'now' | 'fresh'>, kind: string): string =>
  `${deps.now().slice(0, 10)}-${kind}-${deps.fresh()}`

const begun = (deps: Deps, { kind, by, csv }: Incoming, id: string): RunRecord => ({
  id,
  kind,
  by: by.id,
  startedAt: deps.now(),
  at: deps.now(),
  state: 'running',
  sha256: sha256(csv.toString('latin1')),
  rows: 0,
  done: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  repeated: 0,
  rejectedRows: 0,
})

/** Shows now and then how far the run is, never two writes at once. */
const shower = (deps: Deps, run: RunRecord) => {
  let shown = 0
  let under: Promise<void> | undefined
  return async (now: () => ImportReport, left: number, rows: number): Promise<void> => {
    const done = rows - left
    if (under || done - shown < SHOWN_EVERY) return
    shown = done
    under = keepRun(deps.store, { ...run, ...counted(now(), left, deps.now()) }).finally(() => {
      under = undefined
    })
    await under
  }
}

const running = (
  deps: Deps,
  { kind, layout: named, csv, by }: Incoming,
  more: Pick<Given, 'dryRun' | 'begin' | 'note' | 'progress'>,
): Promise<ImportReport | Problem> | Problem => {
  const wanted = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (!wanted) return problem(404, `imports are ${Object.keys(kinds).join(', ')}`)
  if (!mayImport(by)) return problem(403, 'files are imported by the landlord’s staff, not by members who oversee')
  const layout = layoutFor(deps, wanted, named)
  return 'status' in layout ? layout : wanted.run({ deps, csv, by, layout, ...more })
}

/** What the file would do; it leaves nothing behind. A problem when there is no such kind or layout, or it is not theirs. */
export const tried = async (deps: Deps, file: Incoming): Promise<ImportReport | Problem> =>
  running(deps, file, { dryRun: true })

/** Takes the file under that id of a run. Throws what the target throws; the run is then `failed`. */
export const taken = async (deps: Deps, file: Incoming, id: string): Promise<ImportReport | Problem> => {
  const run = begun(deps, file, id)
  try {
    const done = await running(deps, file, {
      dryRun: false,
      begin: () => beginRun(deps.store, run),
      note: noteOf(deps.store, id),
      progress: shower(deps, run),
    })
    if ('status' in done || done.unreadable) return done
    await keepRejected(deps.store, id, done.rejected)
    await keepRun(deps.store, { ...run, ...counted(done, 0, deps.now()), state: 'done' })
    return done
  } catch (error) {
    await keepRun(deps.store, { ...run, at: deps.now(), state: 'failed' })
    throw error
  }
}
