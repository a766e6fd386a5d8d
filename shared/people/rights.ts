/** Who may see and do what by HTTP and on the pages, beyond what the engine itself refuses. */
import type { Actor } from '../core/case.ts'
import { members, type Role } from '../law/roles.ts'

/** Holds one of these roles. */
export const has = (actor: Actor, wanted: readonly Role[]): boolean => actor.roles.some(one => wanted.includes(one))

/** They answer for figures, not for households: what a resident said about themselves is not shown to them. */
const oversight: readonly Role[] = ['director', 'executive', 'portfolioHolder', 'governingBody', 'mrc']
/** Special-category notes (UK GDPR art. 9) and words of residents: for those who work on the case. */
export const mayReadWords = (actor: Actor): boolean => actor.roles.some(one => !oversight.includes(one))

const keepers: readonly Role[] = ['administrator', 'complianceManager', 'headOfService', 'complaintsLead']
/** Everybody says for themselves when they are away; some say it for others too. */
export const mayChangePerson = (actor: Actor, email: string): boolean => actor.id === email || has(actor, keepers)

export const maySort = (actor: Actor): boolean => mayReadWords(actor)
/** A contractor told twice may go twice: for those who work on the case, not for those who oversee. */
export const mayReplay = (actor: Actor): boolean => mayReadWords(actor)
/** What a spreadsheet says becomes duties and clocks: for the landlord's staff, not for members who oversee. */
export const mayImport = (actor: Actor): boolean => actor.roles.some(one => !members.includes(one))
/** Whom to ask for it. */
export const replayers: readonly Role[] = ['complianceManager', 'complianceOfficer', 'administrator']
