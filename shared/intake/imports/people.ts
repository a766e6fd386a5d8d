/** Who holds which role, for which workflows and areas, and who stands in. */
import * as z from 'zod'
import { type Role, roles } from '../../law/roles.ts'
import { date, email, names, text, words } from './cells.ts'
import { columnsOf, type ImportKind, type Known } from './kind.ts'

/** Contractors and residents are not staff, and the system is nobody. */
const held = Object.keys(roles).filter((name): name is Role => !['contractor', 'resident', 'system'].includes(name))
const byPlain = new Map(held.map(name => [name.toLowerCase(), name]))

const roleList = words
  .transform(list => list.map(word => byPlain.get(word.toLowerCase()) ?? word))
  .pipe(
    z.array(z.enum(held as [Role, ...Role[]], `ROLE_UNKNOWN: known are ${held.join(', ')}`)).min(1, 'MISSING: no role'),
  )

const shape = () => ({
  email,
  name: text(120),
  roles: roleList,
  workflows: words.transform(list => list.map(name => name.toLowerCase())).optional(),
  areas: names.optional(),
  manager: email.optional(),
  deputy: email.optional(),
  absentFrom: date.optional(),
  absentTo: date.optional(),
  leftOn: date.optional(),
})

const itself = (column: 'manager' | 'deputy') => ({ path: [column], message: `PERSON: nobody is their own ${column}` })

const schema = ({ workflows }: Known) =>
  z
    .strictObject(shape())
    .refine(row => row.manager !== row.email, itself('manager'))
    .refine(row => row.deputy !== row.email, itself('deputy'))
    .refine(({ absentFrom, absentTo }) => !absentTo || (absentFrom && absentFrom <= absentTo), {
      path: ['absentTo'],
      message: 'DATE_ORDER: absentTo without absentFrom, or before it',
    })
    .refine(row => workflows.size === 0 || (row.workflows ?? []).every(name => workflows.has(name)), {
      path: ['workflows'],
      message: `WORKFLOW_UNKNOWN: known are ${[...workflows].join(', ')}`,
    })

export type PersonRow = z.output<ReturnType<typeof schema>>

export const people: ImportKind<PersonRow> = {
  name: 'people',
  columns: { ...columnsOf(['email', 'name', 'roles'], shape()), whole: ['roles', 'workflows', 'areas', 'manager'] },
  schema,
  key: row => row.email,
}
