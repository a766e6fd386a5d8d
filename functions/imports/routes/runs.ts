/** Runs of imports: the latest, and one with what it refused. */
import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { rejectedCsv } from '../../../shared/intake/imports/rejected-csv.ts'
import { findRun, listRuns, rejectedOf, runRecord } from '../../../shared/intake/imports/runs.ts'
import type { Deps } from '../ports.ts'

const shown = runRecord.meta({ id: 'ImportRun' })

export const getRuns = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/imports/runs',
    summary: 'The latest 200 runs of imports, newest first; a running one says how far it is',
    who: 'staff',
    responses: { 200: { description: 'the runs', schema: z.strictObject({ items: z.array(shown) }) } },
    handler: async () => json({ items: await listRuns(deps.store) }),
  })

export const getRun = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/imports/runs/{runId}',
    summary: 'One run, with what it refused (the first 1,000); `as=csv` gives that as a file',
    who: 'staff',
    query: z.strictObject({ as: z.enum(['json', 'csv']).default('json') }),
    responses: {
      200: { description: 'the run', schema: z.looseObject({ ...shown.shape, rejected: z.array(z.json()) }) },
    },
    handler: async ({ params: { runId }, query }) => {
      const run = await findRun(deps.store, runId)
      if (!run) return problem(404, 'there is no such run')
      const rejected = await rejectedOf(deps.store, runId)
      return query.as === 'csv' ? rejectedCsv(rejected, run.id) : json({ ...run, rejected })
    },
  })
