/** Spreadsheets: first a dry run that says what is wrong by line, then the same file in earnest, as often as one likes. */
import * as z from 'zod'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import type { ImportReport } from '../../../shared/intake/imports/run.ts'
import { beginRun, counted, keepRejected, keepRun, type RunRecord } from '../../../shared/intake/imports/runs.ts'
import { sha256 } from '../../../shared/store/chain.ts'
import { answerOf } from '../answers.ts'
import { columnsTold } from '../columns.ts'
import { noteOf } from '../journal.ts'
import { kinds } from '../kinds.ts'
import { layoutFor } from '../layouts.ts'
import type { Deps } from '../ports.ts'

/** Bytes; 100,000 rows have about half of it. On AWS Lambda takes 6 MB: a larger file is sent in parts. */
const LARGEST = 20_000_000
/** Rows between two looks at how far a run is. */
const SHOWN_EVERY = 1000

const rejected = z.strictObject({ line: z.int(), column: z.string(), value: z.string(), why: z.string() })
const report = z
  .looseObject({
    rows: z.int(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    changes: z
      .array(z.strictObject({ line: z.int(), about: z.string() }))
      .meta({ description: 'rows that change what is there; 1,000 at most' }),
    rejected: z.array(rejected),
    run: z.string().optional().meta({ description: 'its id under /imports/runs; a dry run has none' }),
  })
  .meta({ id: 'ImportReport' })

const fresh = (deps: Deps, kind: string, by: string, csv: Buffer): RunRecord => ({
  id: `${deps.now().slice(0, 10)}-${kind}-${deps.fresh()}`,
  kind,
  by,
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

export const postImport = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/imports/{kind}',
    summary: `Imports a CSV; \`dryRun=true\` says what it would do and writes nothing. ${columnsTold}`,
    who: 'staff',
    // The last is what browsers call a .csv where a spreadsheet is installed. Only text/csv is text to a gateway.
    accepts: ['text/csv', 'application/octet-stream', 'application/vnd.ms-excel'],
    limit: LARGEST,
    query: z.strictObject({
      dryRun: z.enum(['true', 'false']).default('false'),
      layout: z
        .string()
        .max(60)
        .optional()
        .meta({ description: 'how the file is written: its name under `layouts` in the landlord’s file' }),
      as: z.enum(['json', 'csv']).default('json').meta({ description: 'csv: what was rejected, as a file' }),
    }),
    responses: { 200: { description: 'what was done, or would be', schema: report } },
    refuses: [422],
    handler: async ({ params: { kind }, query, raw, actor }) => {
      const wanted = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
      if (!wanted) return problem(404, `imports are ${Object.keys(kinds).join(', ')}`)
      const layout = layoutFor(deps, wanted, query.layout)
      if ('status' in layout) return layout
      const given = { deps, csv: raw, by: actor, layout }
      if (query.dryRun === 'true') {
        const would = await wanted.run({ ...given, dryRun: true })
        return 'status' in would ? would : answerOf(would, kind, query.as)
      }
      const run = fresh(deps, kind, actor.id, raw)
      const show = shower(deps, run)
      const note = noteOf(deps.store, run.id)
      try {
        const done = await wanted.run({
          ...given,
          dryRun: false,
          begin: () => beginRun(deps.store, run),
          note,
          progress: show,
        })
        if ('status' in done) return done
        if (done.unreadable) return answerOf(done, kind, query.as)
        await keepRejected(deps.store, run.id, done.rejected)
        await keepRun(deps.store, { ...run, ...counted(done, 0, deps.now()), state: 'done' })
        return answerOf(done, kind, query.as, run.id)
      } catch (error) {
        await keepRun(deps.store, { ...run, at: deps.now(), state: 'failed' })
        throw error
      }
    },
  })
