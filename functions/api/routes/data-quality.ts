/** What is wrong with the registers, each with its owner: as data, or as a file to be worked off. */
import { stringify } from 'csv-stringify/sync'
import * as z from 'zod'
import { csv, json } from '../../../shared/http/answer.ts'
import { invalid, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { type Finding, type GroupId, groups } from '../../../shared/position/quality/quality-finding.ts'
import { firstOf } from '../../../shared/report/kept-lists.ts'
import { registersAsked } from '../../../shared/report/registers.ts'
import type { Deps } from '../ports.ts'

/** Findings of a group shown as JSON unless more are asked for: Lambda's answers end at 6 MB. */
const SHOWN = 200
const MOST = 5_000

const ids = Object.keys(groups).filter((id): id is GroupId => Object.hasOwn(groups, id))

const rowsOf = (id: GroupId, items: readonly Finding[]): (string | undefined)[][] => {
  const [title, owner] = groups[id]
  return items.map(({ assetId, caseId, workflow, what }) => [id, title, owner, assetId, caseId, workflow, what])
}

const group = z.strictObject({
  id: z.string(),
  title: z.string(),
  owner: z.string().meta({ description: 'the role that mends it' }),
  act: z.string(),
  count: z.int(),
  items: z.array(z.looseObject({ what: z.string() })).meta({ description: 'the first of them; `count` is of all' }),
})
const shown = z
  .strictObject({
    asAt: z.string(),
    made: z.string().meta({ description: 'when it was counted' }),
    kept: z.boolean().meta({ description: 'as the last night found it; false: counted just now' }),
    assets: z.int(),
    cases: z.int(),
    findings: z.int(),
    groups: z.array(group),
  })
  .meta({ id: 'DataQuality' })

export const getDataQuality = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/data-quality',
    summary: 'Missing duties, doubles, impossible dates, lonely homes and blocks, contradictions: each with its owner',
    who: 'staff',
    query: z.strictObject({
      as: z.enum(['json', 'csv']).default('json'),
      group: z.string().max(60).optional(),
      now: z.literal('true').optional().meta({ description: 'count again, up to 6,000 homes, blocks and lifts' }),
      limit: z.coerce.number().int().min(0).max(MOST).default(SHOWN).meta({ description: 'as=json: items of a group' }),
    }),
    responses: { 200: { description: 'what was found', schema: shown } },
    handler: async ({ query }) => {
      const found = await registersAsked(deps, query.now === 'true')
      if (found.kind === 'too many') return problem(409, found.message)
      const wanted = query.group === undefined ? ids : ids.filter(id => id === query.group)
      if (wanted.length === 0) return invalid([{ path: 'group', message: `one of ${ids.join(', ')}` }])
      const most = query.as === 'json' ? query.limit : Number.POSITIVE_INFINITY
      const each = await Promise.all(
        wanted.map(async id => ({ id, items: await firstOf(found, id, most), count: found.counts.counts[id] ?? 0 })),
      )
      if (query.as === 'json') {
        const { asAt, made, kept, counts } = found
        const { assets, cases, findings } = counts
        const shape = each.map(({ id, items, count }) => {
          const [title, owner, act] = groups[id]
          return { id, title, owner, act, count, items }
        })
        return json({ asAt, made, kept, assets, cases, findings, groups: shape })
      }
      const header = ['group', 'title', 'owner', 'assetId', 'caseId', 'workflow', 'what']
      const options = { record_delimiter: '\r\n', escape_formulas: true, bom: true } as const
      return csv(stringify([header, ...each.flatMap(({ id, items }) => rowsOf(id, items))], options), 200, {
        'content-disposition': `attachment; filename="data-quality-${found.asAt}.csv"`,
      })
    },
  })
