/** Spreadsheets: first a dry run that says what is wrong by line, then the same file in earnest, as often as one likes. */
import * as z from 'zod'
import type { Actor } from '../../../shared/core/case.ts'
import { dayOf } from '../../../shared/core/time.ts'
import { type Answer, json } from '../../../shared/http/answer.ts'
import { type Problem, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { actions } from '../../../shared/intake/imports/actions.ts'
import { assets } from '../../../shared/intake/imports/assets.ts'
import type { ImportKind } from '../../../shared/intake/imports/kind.ts'
import { obligations } from '../../../shared/intake/imports/obligations.ts'
import { people } from '../../../shared/intake/imports/people.ts'
import { planActions } from '../../../shared/intake/imports/plan-actions.ts'
import { readImport } from '../../../shared/intake/imports/read.ts'
import { type ImportReport, type ImportTarget, runImport } from '../../../shared/intake/imports/run.ts'
import { actionTarget } from '../imports/actions.ts'
import { assetTarget } from '../imports/assets.ts'
import { obligationTarget } from '../imports/obligations.ts'
import { peopleTarget } from '../imports/people.ts'
import { planActionTarget } from '../imports/plan-actions.ts'
import type { Deps } from '../ports.ts'

/** Bytes; 50,000 rows have about half of it. Lambda takes 6 MB: a larger file is sent in parts. */
const LARGEST = 10_000_000
/** A row on AWS is some four calls of 5 ms; the table bears far more than this. */
const AT_ONCE = 16

const rejected = z.strictObject({ line: z.int(), column: z.string(), value: z.string(), why: z.string() })
const report = z
  .looseObject({
    rows: z.int(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    rejected: z.array(rejected),
  })
  .meta({ id: 'ImportReport' })

type Given = { deps: Deps; csv: Buffer; dryRun: boolean; by: Actor }
type Run = (given: Given) => Promise<ImportReport | Problem>

const known = (deps: Deps): ReadonlySet<string> => new Set(Object.keys(deps.workflows))

const run = <R>(kind: ImportKind<R>, { deps, csv, dryRun }: Given, target: ImportTarget<R>) =>
  runImport(kind, csv, { now: deps.now(), target, workflows: known(deps), atOnce: AT_ONCE }, { dryRun })

/** Who may be told and who may act is decided in this list: it is not for everybody to write. */
const importPeople: Run = async given => {
  const { deps, csv, by } = given
  if (!by.roles.includes('administrator'))
    return problem(403, 'people are imported by an administrator', { needs: ['administrator'] })
  const read = await readImport(people, csv, { today: dayOf(deps.now()), workflows: known(deps) })
  const rows = read.ok ? read.rows.map(({ row }) => row) : []
  return run(people, given, await peopleTarget(deps, rows))
}

const importActions: Run = async given => {
  const { action } = given.deps.workflows
  if (!action) return problem(422, 'actions cannot be imported: there is no workflow `action`')
  return run(actions, given, actionTarget(given.deps, action, given.by))
}

const importPlan: Run = async given => {
  const workflow = given.deps.workflows['plan-action']
  if (!workflow) return problem(422, 'plan actions cannot be imported: there is no workflow `plan-action`')
  return run(planActions, given, planActionTarget(given.deps, workflow, given.by))
}

const kinds: Record<string, Run> = {
  assets: given => run(assets, given, assetTarget(given.deps)),
  obligations: given => run(obligations, given, obligationTarget(given.deps, given.by)),
  actions: importActions,
  people: importPeople,
  'plan-actions': importPlan,
}

/** Nothing was written: it is a refusal, which says by line what it could not read. */
const unreadable = (done: ImportReport): Answer => ({
  statusCode: 400,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ ...problem(400, 'the file cannot be read as a table; nothing was written'), ...done }),
})

export const postImport = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/imports/{kind}',
    summary:
      'Imports a CSV of assets, obligations, actions, plan actions or people; `dryRun=true` says what it would do',
    who: 'staff',
    accepts: ['text/csv'],
    limit: LARGEST,
    query: z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') }),
    responses: { 200: { description: 'what was done, or would be', schema: report } },
    refuses: [422],
    handler: async ({ params: { kind }, query, raw, actor }) => {
      const wanted = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
      if (!wanted) return problem(404, `imports are ${Object.keys(kinds).join(', ')}`)
      const done = await wanted({ deps, csv: raw, dryRun: query.dryRun === 'true', by: actor })
      if ('status' in done) return done
      return done.unreadable ? unreadable(done) : json(done)
    },
  })
