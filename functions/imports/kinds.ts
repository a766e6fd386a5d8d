/** What may be imported, and how a run of each kind is made ready. */
import type { Actor } from '../../shared/core/case.ts'
import { dayOf } from '../../shared/core/time.ts'
import { type Problem, problem } from '../../shared/http/problem.ts'
import type { Layout } from '../../shared/intake/csv/layout.ts'
import { actions } from '../../shared/intake/imports/actions.ts'
import { assets } from '../../shared/intake/imports/assets.ts'
import { complaints } from '../../shared/intake/imports/complaints.ts'
import type { ImportKind } from '../../shared/intake/imports/kind.ts'
import { obligations } from '../../shared/intake/imports/obligations.ts'
import { people } from '../../shared/intake/imports/people.ts'
import { planActions } from '../../shared/intake/imports/plan-actions.ts'
import { readImport } from '../../shared/intake/imports/read.ts'
import { type ImportDeps, type ImportReport, type ImportTarget, runImport } from '../../shared/intake/imports/run.ts'
import { actionTarget } from './kinds/actions.ts'
import { assetTarget } from './kinds/assets.ts'
import { complaintTarget } from './kinds/complaints.ts'
import { obligationTarget } from './kinds/obligations.ts'
import { peopleTarget } from './kinds/people.ts'
import { planActionTarget } from './kinds/plan-actions.ts'
import type { Deps } from './ports.ts'

/** Parts under way at once: some four calls of 5 ms each on AWS; the table bears far more than this. */
const AT_ONCE = 16

export type Given = {
  deps: Deps
  csv: Buffer
  dryRun: boolean
  by: Actor
  layout: Layout
  /** the file can be read, and is about to be written from */
  begin?: () => Promise<void>
  note?: ImportDeps<unknown>['note']
  progress?: ImportDeps<unknown>['progress']
}
type Run = (given: Given) => Promise<ImportReport | Problem>

const known = (deps: Deps): ReadonlySet<string> => new Set(Object.keys(deps.workflows))

const run = <R>(
  kind: ImportKind<R>,
  { deps, csv, dryRun, layout, begin, note, progress }: Given,
  target: ImportTarget<R>,
) => {
  const { together = 1 } = target
  return runImport(
    kind,
    csv,
    {
      now: deps.now(),
      target,
      workflows: known(deps),
      layout,
      atOnce: together > 1 ? AT_ONCE / 4 : AT_ONCE,
      ...(begin ? { begin } : {}),
      ...(note ? { note } : {}),
      ...(progress ? { progress } : {}),
    },
    { dryRun },
  )
}

/** Who may be told and who may act is decided in this list: it is not for everybody to write. */
const importPeople: Run = async given => {
  const { deps, csv, by, layout } = given
  if (!by.roles.includes('administrator'))
    return problem(403, 'people are imported by an administrator', { needs: ['administrator'] })
  const settings = { today: dayOf(deps.now()), workflows: known(deps) }
  const read = await readImport(people, csv, settings, layout)
  const rows = read.ok ? [...read.rows].map(({ row }) => row) : []
  return run(people, given, await peopleTarget(deps, rows))
}

const importActions: Run = async given => {
  const { action } = given.deps.workflows
  if (!action) return problem(422, 'actions cannot be imported: there is no workflow `action`')
  return run(actions, given, actionTarget(given.deps, action, given.by))
}

const importComplaints: Run = async given => {
  const { complaint } = given.deps.workflows
  if (!complaint) return problem(422, 'complaints cannot be imported: there is no workflow `complaint`')
  return run(complaints, given, complaintTarget(given.deps, complaint, given.by))
}

const importPlan: Run = async given => {
  const workflow = given.deps.workflows['plan-action']
  if (!workflow) return problem(422, 'plan actions cannot be imported: there is no workflow `plan-action`')
  return run(planActions, given, planActionTarget(given.deps, workflow, given.by))
}

type Importable = Pick<ImportKind<unknown>, 'name' | 'columns' | 'schema'> & { run: Run }

export const kinds: Readonly<Record<string, Importable>> = {
  assets: { ...assets, run: given => run(assets, given, assetTarget(given.deps)) },
  obligations: { ...obligations, run: given => run(obligations, given, obligationTarget(given.deps, given.by)) },
  actions: { ...actions, run: importActions },
  complaints: { ...complaints, run: importComplaints },
  people: { ...people, run: importPeople },
  'plan-actions': { ...planActions, run: importPlan },
}
