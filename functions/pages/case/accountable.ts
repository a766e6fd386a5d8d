/** Who answers, by name and with a way to them: a role answers no telephone. */
import type { Case } from '../../../shared/core/case.ts'
import type { Day } from '../../../shared/core/time.ts'
import type { Role } from '../../../shared/law/roles.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { leadOf } from '../../../shared/people/lead.ts'
import type { Directory } from '../../../shared/people/person.ts'
import type { Recipient } from '../../../shared/people/resolve.ts'
import type { Asset } from '../../../shared/store/records.ts'
import { link } from '../views/parts.ts'
import { roleTitle } from '../views/words.ts'
import type { Deps } from '../visit.ts'

export const personHref = (email: string): string => `/pages/people/${encodeURIComponent(email)}`

/** `known`: they have a page here; the landlord's own last address has none. */
export type Accountable = { role: Role; person: Recipient; known: boolean }

export const isKnown = ({ people }: Directory, email: string): boolean => people.some(one => one.email === email)

/** Undefined for a case of a workflow that this code has not. */
export const accountableFor = (
  { workflows }: Pick<Deps, 'workflows'>,
  c: Case,
  asset: Asset | undefined,
  directory: Directory,
  today: Day,
): Accountable | undefined => {
  const workflow = workflows[c.workflow]
  if (!workflow) return undefined
  const { role, person } = leadOf(workflow, c, asset?.area, directory, today)
  return { role, person, known: isKnown(directory, person.email) }
}

/** Whoever recorded something, by name: people, contractors, the administrator of one machine. */
export const naming =
  ({ people }: Directory, contractors: readonly { id: string; name: string }[]) =>
  (id: string): string | undefined =>
    id === 'administrator@localhost'
      ? 'the administrator'
      : (people.find(one => one.email === id)?.name ?? contractors.find(one => one.id === id)?.name)

export const personLink = ({ person, known }: Pick<Accountable, 'person' | 'known'>): Html =>
  known ? link(personHref(person.email), person.name) : html`${person.name}`

/** Name above, role below. */
export const nameAndRole = (deps: Pick<Deps, 'landlord'>, one: Accountable): Html =>
  html`${personLink(one)} <br><span class="dh-quiet">${roleTitle(deps)(one.role)}</span>`
