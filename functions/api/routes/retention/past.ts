/** What is past its retention, by kind, with who decides: as data, or as a file to be worked off. */
import { stringify } from 'csv-stringify/sync'
import * as z from 'zod'
import { csv, json } from '../../../../shared/http/answer.ts'
import { invalid, problem } from '../../../../shared/http/problem.ts'
import { route } from '../../../../shared/http/route.ts'
import type { PastItem } from '../../../../shared/position/retention/count.ts'
import { groupIds, groups } from '../../../../shared/position/retention/retained.ts'
import { firstOf } from '../../../../shared/report/kept-lists.ts'
import { retentionAsked } from '../../../../shared/report/retention.ts'
import type { Deps } from '../../ports.ts'

/** Items of a list shown as JSON unless more are asked for: Lambda's answers end at 6 MB. */
const SHOWN = 200
const MOST = 5_000

const lists = [...groupIds.flatMap(id => [id, `${id}.held`]), 'messages', 'holds.review']

const list = z.strictObject({
  count: z.int(),
  items: z.array(z.looseObject({ rule: z.string() })).meta({ description: 'the first of them; `count` is of all' }),
})
const group = z.strictObject({
  id: z.string(),
  title: z.string(),
  owner: z.string().meta({ description: 'the role that decides' }),
  act: z.string(),
  past: list.meta({ description: 'past its day, and nothing keeps it' }),
  held: list.meta({ description: 'past its day, and kept by a hold or an open case; each says which' }),
})
const shown = z
  .strictObject({
    asAt: z.string(),
    made: z.string().meta({ description: 'when it was counted' }),
    kept: z.boolean().meta({ description: 'as the last night found it; false: counted just now' }),
    groups: z.array(group),
    messages: list.meta({ description: 'go by themselves within 90 days, although their case is on hold' }),
    review: list.meta({ description: 'holds whose day of review has come' }),
  })
  .meta({ id: 'Retention' })

const columns = [
  'list',
  'rule',
  'from',
  'until',
  'caseId',
  'assetId',
  'workflow',
  'email',
  'checkedOn',
  'held',
] as const
const row = (id: string, one: PastItem): (string | undefined)[] =>
  columns.map(name => (name === 'list' ? id : one[name]))

export const getRetention = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/retention',
    summary: 'What is past its retention, what is on hold, and whose decision it is; nothing of it goes by itself',
    who: 'staff',
    query: z.strictObject({
      as: z.enum(['json', 'csv']).default('json'),
      list: z
        .string()
        .max(60)
        .optional()
        .meta({ description: 'as=csv: one list, such as complaints or complaints.held' }),
      now: z.literal('true').optional().meta({ description: 'count again, up to 6,000 homes, blocks and lifts' }),
      limit: z.coerce.number().int().min(0).max(MOST).default(SHOWN).meta({ description: 'as=json: items of a list' }),
    }),
    responses: { 200: { description: 'what was found', schema: shown } },
    handler: async ({ query }) => {
      const found = await retentionAsked(deps, query.now === 'true')
      if (found.kind === 'too many') return problem(409, found.message)
      if (query.list !== undefined && !lists.includes(query.list))
        return invalid([{ path: 'list', message: `one of ${lists.join(', ')}` }])
      const { asAt, made, kept, counts } = found
      if (query.as === 'csv') {
        const wanted = query.list === undefined ? lists : [query.list]
        const rows: (string | undefined)[][] = [[...columns]]
        for (const id of wanted)
          for (const one of await firstOf(found, id, Number.POSITIVE_INFINITY)) rows.push(row(id, one))
        const options = { record_delimiter: '\r\n', escape_formulas: true, bom: true } as const
        return csv(stringify(rows, options), 200, {
          'content-disposition': `attachment; filename="retention-${asAt}.csv"`,
        })
      }
      const part = async (id: string) => ({
        count: counts.counts[id] ?? 0,
        items: await firstOf(found, id, query.limit),
      })
      const each = groupIds.map(async id => {
        const [title, owner, act] = groups[id]
        return { id, title, owner, act, past: await part(id), held: await part(`${id}.held`) }
      })
      return json({
        ...{ asAt, made, kept },
        groups: await Promise.all(each),
        messages: await part('messages'),
        review: await part('holds.review'),
      })
    },
  })
