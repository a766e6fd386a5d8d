/**
 * Actions of an improvement plan. References are text (`3.10` is not `3.1`), and so are the plan's own dates. Plans number
 * two actions alike: the second is taken as `4.5b`, the third as `4.5c`, by their order in the file.
 */
import * as z from 'zod'
import { text } from './cells.ts'
import { columnsOf, type ImportKind } from './kind.ts'

const words = text(4000).optional()

const shape = {
  plan: text(60),
  ref: text(30),
  parentRef: text(30).optional(),
  standard: words,
  issue: words,
  rootCause: words,
  outcome: words,
  measurable: words,
  achievable: words,
  timeBased: words,
  actionStatus: text(60).optional(),
  outcomeStatus: text(60).optional(),
  owner: text(200).optional(),
  update: words,
}

const schema = z.strictObject(shape)
export type PlanActionRow = z.output<typeof schema>

export const planActions: ImportKind<PlanActionRow> = {
  name: 'plan-actions',
  columns: { ...columnsOf(['plan', 'ref'], shape), whole: ['plan', 'standard', 'owner'], joined: ['update'] },
  schema: () => schema,
  key: row => `${row.plan} ${row.ref}`,
  apart: (row, letter) => ({ ...row, ref: `${row.ref}${letter}` }),
  after: row => (row.parentRef ? { column: 'parentRef', key: `${row.plan} ${row.parentRef}` } : undefined),
}
