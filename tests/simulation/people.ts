/** The landlord of the simulation: few people, so that absences and bounces matter. */
import type { Actor } from '../../shared/core/case.ts'
import { type Member, type Person, person } from '../../shared/people/person.ts'

const someone = (name: string, roles: Person['roles'], deputy?: string): Person =>
  person.parse({ email: `${name}@x.org`, name, roles, ...(deputy ? { deputy: `${deputy}@x.org` } : {}) })

export const people: readonly Person[] = [
  someone('asha', ['complianceManager', 'complianceOfficer', 'officer', 'housingOfficer'], 'sam'),
  someone('sam', ['teamLeader', 'operationalManager'], 'asha'),
  someone('kit', ['headOfService'], 'dee'),
  someone('dee', ['serviceDirector', 'director', 'executive'], 'kit'),
]
/** Of the landlord's file, as `wire` has them: in no register. */
export const desks: readonly Member[] = [
  { ...someone('sureheat', ['contractor'], 'asha'), workflows: ['gas'], contractors: ['sureheat'] },
]
export const fallback = { email: 'duty@x.org', name: 'Duty desk' }
export const sender = {
  landlord: 'Example Homes',
  from: 'compliance@x.org',
  pages: 'https://dutyholder.x.org',
  links: 'https://dutyholder.x.org/link',
  answers: true,
}
export const links = { secret: async () => 'whsec_a-secret-of-the-test', contractors: [] }

export const admin: Actor = { kind: 'staff', id: 'admin@x.org', roles: ['administrator'] }
export const officer: Actor = { kind: 'staff', id: 'asha@x.org', roles: ['complianceOfficer', 'housingOfficer'] }
export const engineer: Actor = { kind: 'contractor', id: 'sureheat', roles: ['contractor'] }
