/** Remedial actions out of another system, with their original dates: a contractor's portal is never the master. */
import * as z from 'zod'
import { date, email, id, oneOf, past, text } from './cells.ts'
import { columnsOf, type ImportKind, type Known, nothingKnown } from './kind.ts'
import { workflowName } from './obligations.ts'

const shape = (known: Known) => ({
  externalId: text(100),
  source: text(60),
  assetId: id,
  workflow: workflowName(known),
  description: text(2000),
  priority: oneOf(['P0', 'P1', 'P2', 'P3', 'P4', 'ADV']),
  raisedOn: past(known.today),
  /** may be over already: an action of a late report is born overdue, and is imported so */
  dueOn: date.optional(),
  sourceReference: text(100).optional(),
  status: oneOf([
    'open',
    'assigned',
    'in_progress',
    'claimed_complete',
    'closed',
    'closed_duplicate',
    'risk_accepted',
  ]).optional(),
  owner: email.optional(),
  completedOn: past(known.today).optional(),
})

const schema = (known: Known) =>
  z
    .strictObject(shape(known))
    .refine(({ raisedOn, completedOn }) => !completedOn || completedOn >= raisedOn, {
      path: ['completedOn'],
      message: 'DATE_ORDER: completed before it was raised',
    })
    .refine(({ raisedOn, dueOn }) => !dueOn || dueOn >= raisedOn, {
      path: ['dueOn'],
      message: 'DATE_ORDER: due before it was raised',
    })
    .refine(({ status, completedOn }) => status !== 'closed' || completedOn, {
      path: ['completedOn'],
      message: 'MISSING: closed, but when was it done?',
    })

export type ActionRow = z.output<ReturnType<typeof schema>>

export const actions: ImportKind<ActionRow> = {
  name: 'actions',
  columns: {
    ...columnsOf(
      ['externalId', 'source', 'assetId', 'workflow', 'description', 'priority', 'raisedOn'],
      shape(nothingKnown),
    ),
    whole: ['source', 'workflow', 'sourceReference', 'owner'],
    joined: ['description'],
  },
  schema,
  key: row => `${row.source} ${row.externalId}`,
}
