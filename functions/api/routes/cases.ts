/** Looking at cases: one with everything about it, or a list. */
import * as z from 'zod'
import type { Case } from '../../../shared/core/case.ts'
import { json } from '../../../shared/http/answer.ts'
import { invalid, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import type { Page } from '../../../shared/store/pages.ts'
import type { Asset } from '../../../shared/store/records.ts'
import { caseRow, caseView } from '../case-view.ts'
import type { Deps } from '../ports.ts'

const lead = z.looseObject({ role: z.string(), person: z.object({ name: z.string(), email: z.string() }) })

export const viewSchema = z
  .looseObject({
    caseId: z.string(),
    case: z.looseObject({ state: z.string(), version: z.int() }),
    lead,
    position: z.looseObject({ status: z.string() }).optional(),
    /** of an action of a plan, beside what was typed: see docs/plan-actions.md */
    computed: z
      .strictObject({ status: z.string(), days: z.int().optional(), typed: z.string(), contradicts: z.boolean() })
      .optional(),
    clocks: z.array(z.looseObject({ name: z.string(), due: z.string(), overdueDays: z.int() })),
    allowed: z.array(z.string()),
    explain: z.array(
      z.looseObject({
        clock: z.string(),
        regime: z
          .strictObject({ id: z.string(), whole: z.boolean() })
          .optional()
          .meta({ description: 'the policy version that the date is reckoned under, where it is not today’s' }),
      }),
    ),
    history: z.array(z.looseObject({ seq: z.int(), type: z.string() })),
    words: z.record(z.string(), z.string().nullable()),
  })
  .meta({ id: 'CaseView' })

const rowSchema = z
  .looseObject({
    caseId: z.string(),
    workflow: z.string(),
    state: z.string(),
    assetId: z.string().optional(),
    due: z.string().optional(),
    overdueDays: z.int(),
    lead,
  })
  .meta({ id: 'CaseRow' })

export const oneCase = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}',
    summary: 'One case: where it stands, who answers for it, why each date is what it is, what may be told to it',
    who: 'staff',
    responses: { 200: { description: 'the case', schema: viewSchema } },
    handler: async ({ params }) => {
      const loaded = await deps.store.load(params.caseId)
      return loaded ? json(await caseView(deps, loaded.case)) : problem(404, `case ${params.caseId} is not known`)
    },
  })

const yesNo = z.enum(['true', 'false']).transform(text => text === 'true')
const filter = z.strictObject({
  asset: z.string().min(1).max(200).optional(),
  workflow: z.string().max(60).optional(),
  state: z.string().max(60).optional(),
  lead: z.string().max(254).optional().meta({ description: 'a role; or the address of whoever leads it now' }),
  overdue: yesNo.optional(),
  closed: yesNo.optional().meta({ description: 'open ones unless told; of an asset all of them' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
})
type Filter = z.output<typeof filter>

const isAddress = (text: string): boolean => text.includes('@')

const found = (deps: Deps, { asset, workflow, state, lead: by, overdue, closed, ...asked }: Filter) => {
  if (asset !== undefined) return deps.store.byAsset(asset, asked)
  // Who leads is known only now, by role, area and absence: the index cannot say it.
  const led = by === undefined || isAddress(by) ? {} : { lead: by }
  return deps.store.list(
    {
      workflows: workflow === undefined ? Object.keys(deps.workflows) : [workflow],
      ...led,
      ...(state === undefined ? {} : { state }),
      ...(closed === undefined ? {} : { closed }),
      ...(overdue && !closed ? { overdueAt: deps.now() } : {}),
    },
    asked,
  )
}

/** What the index did not judge. */
const meets =
  ({ workflow, state, lead: by, closed }: Filter) =>
  (c: Case): boolean =>
    (workflow === undefined || c.workflow === workflow) &&
    (state === undefined || c.state === state) &&
    (by === undefined || isAddress(by) || c.lead === by) &&
    (closed === undefined || (c.closedAt !== undefined) === closed)

const assetsOf = (deps: Deps, { items }: Page<Case>): Promise<Map<string, Asset>> =>
  deps.store.getAssets(items.flatMap(c => c.assetId ?? []))

/** A mistyped name would list nothing, and nothing reads as nothing overdue. */
const unknownIn = ({ workflows }: Deps, { workflow, state }: Filter): { path: string; message: string } | undefined => {
  if (workflow !== undefined && !Object.hasOwn(workflows, workflow))
    return { path: 'workflow', message: `known are ${Object.keys(workflows).join(', ')}` }
  const asked = Object.values(workflows).filter(({ name }) => workflow === undefined || name === workflow)
  if (state === undefined || asked.some(({ states }) => Object.hasOwn(states, state))) return undefined
  const known =
    workflow === undefined ? 'one of GET /workflows/{workflow}' : Object.keys(asked[0]?.states ?? {}).join(', ')
  return { path: 'state', message: `known are ${known}` }
}

export const listCases = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases',
    summary: 'Lists cases, the soonest deadline of each workflow first',
    who: 'staff',
    query: filter,
    responses: {
      200: {
        description: 'a page; it may hold fewer than asked for, even none, while there is a cursor',
        schema: z.object({ items: z.array(rowSchema), cursor: z.string().optional() }),
      },
    },
    handler: async ({ query }) => {
      const unknown = unknownIn(deps, query)
      if (unknown) return invalid([unknown])
      const page = await found(deps, query)
      const [assets, directory] = await Promise.all([assetsOf(deps, page), deps.directory()])
      const rows = page.items
        .filter(meets(query))
        .map(c => caseRow(deps, c, assets.get(c.assetId ?? ''), directory))
        .filter(row => query.overdue === undefined || row.overdue === query.overdue)
        .filter(row => !query.lead || !isAddress(query.lead) || row.lead.person.email === query.lead.toLowerCase())
      return json({ items: rows, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) })
    },
  })
