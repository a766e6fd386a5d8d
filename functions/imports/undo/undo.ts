/**
 * Undoes a run whole, or says why not: everything is looked at before anything is told. A run killed half way is undone
 * as far as it came; an undo killed half way is finished by asking again.
 */
import type { Actor } from '../../../shared/core/case.ts'
import { keepRun, listRuns, type RunRecord } from '../../../shared/intake/imports/runs.ts'
import { touchedBy } from '../journal.ts'
import type { Deps } from '../ports.ts'
import { lookAtCases, tellCases } from './cases.ts'
import { merged, type Span, type Told } from './judge.ts'
import { lookAtRecords, writeBack } from './records.ts'

export type Undone = { withdrawn: number; restored: number; records: number; touched: Told[] }

/** Later runs of the kind end the span: what they wrote is theirs. */
const spanOf = async (deps: Deps, run: RunRecord): Promise<Span> => {
  const later = (await listRuns(deps.store)).filter(
    one => one.id !== run.id && one.kind === run.kind && one.startedAt >= run.startedAt,
  )
  const before = later.map(one => one.startedAt).sort()[0]
  return { run: run.id, by: run.by, from: run.startedAt, before }
}

export const undo = async (
  deps: Deps,
  run: RunRecord,
  by: Actor,
  { reason, dryRun }: { reason: string; dryRun: boolean },
): Promise<Undone> => {
  const noted = await touchedBy(deps.store, run.id)
  const cases = await lookAtCases(deps, merged(noted.cases), await spanOf(deps, run))
  const records = await lookAtRecords(deps, noted)
  const withdrawn = cases.steps.filter(({ to }) => to === undefined).length
  const would = { withdrawn, restored: cases.steps.length - withdrawn, records: records.back.length }
  const touched = [...cases.touched, ...records.touched].sort((a, b) => (a.id < b.id ? -1 : 1))
  if (dryRun || touched.length > 0) return { ...would, touched }
  const left = await tellCases(deps, cases.steps, by, { run: run.id, reason })
  await writeBack(records.back)
  if (noted.people.length > 0) deps.forgetPeople()
  if (left.length > 0) return { ...would, touched: left }
  const before = run.undone ?? { withdrawn: 0, restored: 0, records: 0 }
  const sum = {
    withdrawn: before.withdrawn + would.withdrawn,
    restored: before.restored + would.restored,
    records: before.records + would.records,
  }
  await keepRun(deps.store, { ...run, undone: { at: deps.now(), by: by.id, reason, ...run.undone, ...sum } })
  return { ...would, touched: [] }
}
