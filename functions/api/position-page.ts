/** One page of the list behind a figure of the position, judged case by case as the figure is. */
import * as z from 'zod'
import type { Case } from '../../shared/core/case.ts'
import { type Day, day, dayOf } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { type Position, position as positionOf, statuses } from '../../shared/position/position.ts'
import {
  definitionOf,
  listsOf,
  type PositionList,
  positionLists,
} from '../../shared/position/streams/position-lists.ts'
import { BadCursor } from '../../shared/store/faults.ts'
import type { Deps } from './ports.ts'

/** Cases read at once, and at most for one page: 5,000 take about a second. */
const STEP = 100
const READS = 50
const ROWS = 100

const row = z.strictObject({
  caseId: z.string(),
  assetId: z.string().optional(),
  address: z.string().optional(),
  uprn: z.string().optional(),
  status: z.enum(statuses),
  nextDue: day.optional(),
  lastDone: day.optional(),
  daysOverdue: z.int().meta({ description: 'calendar days past due' }),
  why: z.string(),
})
export const positionPageSchema = z
  .strictObject({
    asAt: day,
    knownOn: day.optional(),
    workflow: z.string(),
    list: z.enum(positionLists),
    definition: z.string(),
    items: z.array(row).meta({ description: 'may be few, even none, while there is a cursor' }),
    cursor: z.string().optional(),
  })
  .meta({ id: 'PositionList' })

/** Open cases come before closed ones; the cursor says which are being read. */
type Place = { closed: boolean; cursor: string | undefined }
const written = ({ closed, cursor = '' }: Place): string => `${closed ? 'c' : 'o'}.${cursor}`
const placeOf = (cursor: string | undefined): Place => {
  if (cursor === undefined) return { closed: false, cursor: undefined }
  if (!/^[oc]\./.test(cursor)) throw new BadCursor('not a cursor of this list')
  return { closed: cursor.startsWith('c'), cursor: cursor.slice(2) || undefined }
}
const after = (at: Place, cursor: string | undefined): Place | undefined =>
  cursor !== undefined ? { ...at, cursor } : at.closed ? undefined : { closed: true, cursor: undefined }

type Asked = { asAt: Day; knownOn: Day | undefined; list: PositionList; cursor: string | undefined }

/** Throws BadCursor. Cases that were closed since are read too: on that day they may have been open. */
export const positionPage = async (deps: Deps, workflow: AnyWorkflow, { asAt, knownOn, list, cursor }: Asked) => {
  const found: (Position & { caseId: string; assetId: string | undefined })[] = []
  const take = (c: Case): void => {
    const stands = positionOf(workflow, c.facts, asAt, {
      knownOn,
      endedOn: c.closedAt && dayOf(c.closedAt),
      reckon: deps.reckon,
    })
    if (listsOf(stands, asAt).includes(list)) found.push({ caseId: c.id, assetId: c.assetId, ...stands })
  }
  let at: Place | undefined = placeOf(cursor)
  for (let reads = 0; at && reads < READS && found.length < ROWS; reads++) {
    const page: Awaited<ReturnType<Deps['store']['list']>> = await deps.store.list(
      { workflows: [workflow.name], closed: at.closed },
      { cursor: at.cursor, limit: STEP },
    )
    for (const c of page.items) take(c)
    at = after(at, page.cursor)
  }
  const assets = await deps.store.getAssets([...new Set(found.flatMap(({ assetId }) => assetId ?? []))])
  const items = found.map(one => {
    const asset = assets.get(one.assetId ?? '')
    return { ...one, address: asset?.address, uprn: asset?.uprn }
  })
  const definition = definitionOf(list, asAt)
  return { asAt, knownOn, workflow: workflow.name, list, definition, items, cursor: at && written(at) }
}
