/** Spreadsheets: first a dry run that says what is wrong by line, then the same file in earnest, as often as one likes. */
import * as z from 'zod'
import { route } from '../../../shared/http/route.ts'
import { answerOf } from '../answers.ts'
import { columnsTold } from '../columns.ts'
import type { Deps } from '../ports.ts'
import { runId, taken, tried } from '../take.ts'

/** Bytes; 100,000 rows have about half of it. On AWS Lambda takes 6 MB: a larger file is sent in parts. */
const LARGEST = 20_000_000
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
      const file = { kind, layout: query.layout, csv: raw, by: actor }
      if (query.dryRun === 'true') {
        const would = await tried(deps, file)
        return 'status' in would ? would : answerOf(would, kind, query.as)
      }
      const id = runId(deps, kind)
      const done = await taken(deps, file, id)
      return 'status' in done ? done : answerOf(done, kind, query.as, id)
    },
  })
