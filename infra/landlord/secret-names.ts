/** The landlord's secrets by name: one per contractor, one per form source, those that sign links and sessions. */
import type { May } from '../function-spec.ts'
import type { Landlord } from './schema.ts'

type Owner = NonNullable<May['secrets']>[number]

export const secretsPrefix = (landlord: Landlord): string => `dutyholder/${landlord.shortName}/`

/** The names of all secrets, or of these owners' alone. */
export const secretNames = (
  landlord: Landlord,
  owners: readonly Owner[] = ['contractors', 'sources', 'link', 'session'],
): string[] => {
  const names: Record<Owner, string[]> = {
    contractors: landlord.contractors.map(({ id }) => `contractors/${id}`),
    sources: landlord.sources.map(({ source }) => `sources/${source}`),
    link: ['link'],
    // What signs sessions, and what proves our pages to the issuer, which the landlord puts in.
    session: ['session', 'oidc'],
  }
  return owners.flatMap(owner => names[owner]).map(name => `${secretsPrefix(landlord)}${name}`)
}
