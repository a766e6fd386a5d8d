/** The list of people that a first deployment is to import: who would be told, and for whom there is nobody. */
import { existsSync, readFileSync } from 'node:fs'
import { nothingKnown } from '../../shared/intake/imports/kind.ts'
import { people } from '../../shared/intake/imports/people.ts'
import { readImport } from '../../shared/intake/imports/read.ts'
import { type Role, roles } from '../../shared/law/roles.ts'

/** Without these a duty has no lead, or nobody can import and correct. All other roles fall back to `fallback`. */
const needed: readonly Role[] = ['administrator', 'complianceManager', 'headOfService']

/** What keeps the list from being imported; a file that is not there is one thing missing. */
export const checkPeopleFile = async (file: string): Promise<string[]> => {
  if (!existsSync(file))
    return [`people: there is no ${file}; columns email,name,roles, a line a person (docs/deploy.md)`]
  const read = await readImport(people, readFileSync(file), nothingKnown)
  if (!read.ok) return read.faults.map(({ line, why }) => `people: ${file} line ${line}: ${why}`)
  const wrong = read.wrong.listed().map(({ line, column, why }) => `people: ${file} line ${line}, ${column}: ${why}`)
  const held = new Set([...read.rows].flatMap(({ row }) => row.roles))
  const nobody = needed
    .filter(role => !held.has(role))
    .map(role => `people: nobody is ${roles[role].toLowerCase()} (${role})`)
  return [...wrong, ...nobody]
}
