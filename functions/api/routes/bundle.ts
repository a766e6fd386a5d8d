/** What a court is shown of a home that did not open, in order, each step with its proof by hash. */
import * as z from 'zod'
import type { Recorded } from '../../../shared/core/case.ts'
import { csv, json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { evidenceBundle } from '../../../shared/position/evidence-bundle.ts'
import { bundleCsv } from '../../../shared/report/bundle-csv.ts'
import type { Deps } from '../ports.ts'

const item = z.looseObject({
  number: z.int(),
  what: z.string(),
  at: z.string(),
  sha256: z.array(z.string()).meta({ description: 'of the documents that prove this step' }),
  hash: z.string().optional().meta({ description: 'of the event, as in /cases/{caseId}/export' }),
})
const bundle = z
  .looseObject({
    caseId: z.string(),
    items: z.array(item),
    countedAttempts: z.int(),
    missing: z.array(z.string()).meta({ description: 'what a court will ask for and is not there' }),
  })
  .meta({ id: 'EvidenceBundle' })

const historyOf = async ({ store }: Deps, caseId: string): Promise<(Recorded & { hash: string })[]> => {
  const events: (Recorded & { hash: string })[] = []
  let cursor: string | undefined
  do {
    const page = await store.history(caseId, { cursor, limit: 200 })
    events.push(...page.items.map(({ event, hash }) => ({ ...event, hash })))
    cursor = page.cursor
  } while (cursor !== undefined)
  return events
}

export const evidenceOf = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}/bundle',
    summary: 'The evidence of an access case for the court: every step in order with its hashes, and what is missing',
    who: 'staff',
    query: z.strictObject({ as: z.enum(['json', 'csv']).default('json') }),
    responses: { 200: { description: 'the bundle, as data or with as=csv its steps as text', schema: bundle } },
    handler: async ({ params: { caseId }, query }) => {
      const loaded = await deps.store.load(caseId)
      if (!loaded) return problem(404, `case ${caseId} is not known`)
      if (loaded.case.workflow !== 'access')
        return problem(404, `case ${caseId} is no access case: it has no bundle for the court`)
      const made = evidenceBundle(loaded.case, await historyOf(deps, caseId))
      if (query.as === 'json') return json(made)
      const name = `bundle-${caseId.replace(/[^\w.-]/g, '_')}.csv`
      return csv(bundleCsv(made), 200, { 'content-disposition': `attachment; filename="${name}"` })
    },
  })
