/** The columns of every kind in a sentence, made from the schemas, so that the description cannot say anything else. */
import { actions } from '../../shared/intake/imports/actions.ts'
import { assets } from '../../shared/intake/imports/assets.ts'
import { complaints } from '../../shared/intake/imports/complaints.ts'
import { obligations } from '../../shared/intake/imports/obligations.ts'
import { people } from '../../shared/intake/imports/people.ts'
import { planActions } from '../../shared/intake/imports/plan-actions.ts'

const told = ({ name, columns }: { name: string; columns: typeof assets.columns }): string =>
  `${name}: ${[...columns.required.map(column => `${column}*`), ...columns.optional].join(', ')}`

export const columnsTold = `Columns (* needed, any order, others are refused unless a mapping names them). ${[
  assets,
  obligations,
  actions,
  complaints,
  planActions,
  people,
]
  .map(told)
  .join('. ')}.`
