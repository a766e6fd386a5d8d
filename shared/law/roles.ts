/**
 * Who may be told and who may act. Escalation names a role; `people/` finds the person when the mail leaves.
 * Titles are what the landlords' own documents call them.
 */
import * as z from 'zod'

export const roles = {
  officer: 'Officer',
  teamLeader: 'Team leader',
  operationalManager: 'Operational manager',
  complianceOfficer: 'Compliance officer',
  complianceManager: 'Compliance manager',
  fireSafetyLead: 'Fire safety lead',
  assetDataOfficer: 'Asset data officer',
  housingOfficer: 'Housing officer',
  voidsOfficer: 'Voids officer',
  legalOfficer: 'Legal officer',
  complaintHandler: 'Complaint handler',
  complaintsLead: 'Complaints lead',
  headOfService: 'Head of service',
  assistantDirector: 'Assistant director',
  serviceDirector: 'Service director',
  director: 'Director',
  executive: 'Executive team',
  portfolioHolder: 'Portfolio holder',
  governingBody: 'Governing body',
  mrc: 'Member responsible for complaints',
  contractor: 'Contractor',
  resident: 'Resident',
  system: 'Dutyholder',
  administrator: 'Administrator',
} as const

/** Elected or appointed to oversee: they work on no case, and record only what a rule names them for. */
export const members: readonly Role[] = ['portfolioHolder', 'governingBody', 'mrc']

/** The head of service, and whoever is above: lowest first. */
export const headOrAbove = ['headOfService', 'assistantDirector', 'serviceDirector', 'director', 'executive'] as const

export const role = z.enum(Object.keys(roles) as [Role, ...Role[]])
export type Role = keyof typeof roles

export const isRole = (text: string): text is Role => Object.hasOwn(roles, text)

/** What a landlord calls its roles, where that is not as here. */
export type Titles = Readonly<Partial<Record<Role, string>>>
/** A role as this landlord's people know it. */
export const titled =
  (titles: Titles = {}) =>
  (role: Role): string =>
    titles[role] ?? roles[role]
