/** What is wrong with the registers, each with its owner: as data, or as a file to be worked off. */
import { stringify } from 'csv-stringify/sync'
import * as z from 'zod'
import { dayOf } from '../../../shared/core/time.ts'
import { csv, json } from '../../../shared/http/answer.ts'
import { invalid } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import type { DataQuality } from '../../../shared/position/quality/data-quality.ts'
import { qualityNow } from '../../../shared/report/quality.ts'
import type { Deps } from '../ports.ts'

/** Findings of a group shown as JSON unless more are asked for: Lambda's answers end at 6 MB. */
const SHOWN = 200
const MOST = 5_000

const rowsOf = ({ groups }: DataQuality): (string | undefined)[][] =>
  groups.flatMap(({ id, title, owner, items }) =>
    items.map(({ assetId, caseId, workflow, what }) => [id, title, owner, assetId, caseId, workflow, what]),
  )

const group = z.strictObject({
  id: z.string(),
  title: z.string(),
  owner: z.string().meta({ description: 'the role that mends it' }),
  act: z.string(),
  count: z.int(),
  items: z.array(z.looseObject({ what: z.string() })).meta({ description: 'the first of them; `count` is of all' }),
})
const shown = z
  .strictObject({ asAt: z.string(), assets: z.int(), cases: z.int(), findings: z.int(), groups: z.array(group) })
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
      limit: z.coerce.number().int().min(0).max(MOST).default(SHOWN).meta({ description: 'as=json: items of a group' }),
    }),
    responses: { 200: { description: 'what was found', schema: shown } },
    handler: async ({ query }) => {
      const { store, workflows, reckon } = deps
      const all = await qualityNow(store, { asAt: dayOf(deps.now()), workflows, reckon })
      const groups = query.group === undefined ? all.groups : all.groups.filter(({ id }) => id === query.group)
      if (groups.length === 0)
        return invalid([{ path: 'group', message: `one of ${all.groups.map(({ id }) => id).join(', ')}` }])
      if (query.as === 'json')
        return json({ ...all, groups: groups.map(one => ({ ...one, items: one.items.slice(0, query.limit) })) })
      const header = ['group', 'title', 'owner', 'assetId', 'caseId', 'workflow', 'what']
      const options = { record_delimiter: '\r\n', escape_formulas: true, bom: true } as const
      return csv(stringify([header, ...rowsOf({ ...all, groups })], options), 200, {
        'content-disposition': `attachment; filename="data-quality-${all.asAt}.csv"`,
      })
    },
  })
