/** A wrong file: what its run did is undone, while nobody has gone on from it. */
import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { findRun } from '../../../shared/intake/imports/runs.ts'
import type { Deps } from '../ports.ts'
import { notUndone } from '../undo/may.ts'
import { undo } from '../undo/undo.ts'

/** Named in an answer; the count says how many there are. */
const NAMED = 200

const undone = z
  .strictObject({
    run: z.string(),
    dryRun: z.boolean(),
    withdrawn: z.int().meta({ description: 'cases that the run opened; 0 the second time' }),
    restored: z.int().meta({ description: 'cases that the run changed' }),
    records: z.int().meta({ description: 'assets or people' }),
    touchedCount: z.int().meta({ description: 'what keeps the run from being undone' }),
    touched: z.array(z.strictObject({ id: z.string(), why: z.string() })).meta({ description: `the first ${NAMED}` }),
  })
  .meta({ id: 'ImportUndone' })

export const postUndo = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/imports/runs/{runId}/undo',
    summary:
      'Undoes a run while nothing else touched its cases: what it opened is withdrawn, what it changed is as before. Refused whole otherwise; `dryRun=true` says what it would do',
    who: 'staff',
    body: { json: z.strictObject({ reason: z.string().trim().min(3).max(500) }) },
    query: z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') }),
    responses: { 200: { description: 'what was undone, or would be', schema: undone } },
    refuses: [409],
    handler: async ({ params: { runId }, query, body, actor }) => {
      const run = await findRun(deps.store, runId)
      if (!run) return problem(404, 'there is no such run')
      const no = notUndone(run, actor, deps.now())
      if (no) return no
      const dryRun = query.dryRun === 'true'
      const done = await undo(deps, run, actor, { reason: body.reason, dryRun })
      const touched = done.touched.slice(0, NAMED)
      if (!dryRun && touched.length > 0)
        return problem(409, `${done.touched.length} were touched since the run: it was not undone`, {
          failed: touched.map(({ id, why }) => `${id}: ${why}`),
        })
      return json({ ...done, run: run.id, dryRun, touchedCount: done.touched.length, touched })
    },
  })
