/** What must be checked, and when it last was: one row per asset, workflow and, where there is one, sub-type. */
import * as z from 'zod'
import { subTypeNamed } from '../../law/sub-types.ts'
import { date, id, oneOf, past, since, text } from './cells.ts'
import { columnsOf, type ImportKind, type Known, nothingKnown } from './kind.ts'

const code = text(60).regex(/^[A-Za-z][\w.-]*$/, 'CODE: a word of letters, digits, dot, - and _')

/** Names of workflows in lower case; with none known, any word passes and the target has the say. */
export const workflowName = ({ workflows }: Known) =>
  code
    .transform(name => name.toLowerCase())
    .refine(name => workflows.size === 0 || workflows.has(name), {
      message: `WORKFLOW_UNKNOWN: known are ${[...workflows].join(', ')}`,
    })

const shape = (known: Known) => ({
  assetId: id,
  workflow: workflowName(known),
  subType: code.optional(),
  /** Left empty it is required: an unanswered question never makes a home compliant. */
  applicability: oneOf(['required', 'not_required', 'unknown']).default('required'),
  reason: text(300).optional(),
  lastDoneOn: past(known.today).optional(),
  result: text(60)
    .transform(value => value.toUpperCase().replaceAll(/[\s-]+/g, '_'))
    .optional(),
  /** as printed on the last record: for information, the law's own reckoning wins where it is earlier */
  dueOn: date.optional(),
  reference: text(100).optional(),
  contractorId: id.optional(),
  dutyBeganOn: since.optional(),
})

const schema = (known: Known) =>
  z
    .strictObject(shape(known))
    .refine(({ applicability, reason }) => applicability !== 'not_required' || reason, {
      path: ['reason'],
      message: 'REASON_MISSING: why is it not required?',
    })
    .refine(({ lastDoneOn, result }) => !result || lastDoneOn, {
      path: ['lastDoneOn'],
      message: 'MISSING: a result without the day of its check',
    })
    .refine(({ lastDoneOn, dueOn }) => !lastDoneOn || !dueOn || dueOn > lastDoneOn, {
      path: ['dueOn'],
      message: 'DATE_ORDER: due on or before the day it was last done',
    })
    .transform(row => (row.subType === undefined ? row : { ...row, subType: subTypeNamed(row.workflow, row.subType) }))

export type ObligationRow = z.output<ReturnType<typeof schema>>

export const obligations: ImportKind<ObligationRow> = {
  name: 'obligations',
  // A check whose result is to be confirmed is not one that was passed.
  columns: {
    ...columnsOf(['assetId', 'workflow'], shape(nothingKnown)),
    asked: ['result'],
    whole: ['workflow', 'subType', 'contractorId', 'reason'],
  },
  schema,
  key: row => [row.assetId, row.workflow, row.subType ?? ''].join(' '),
}
