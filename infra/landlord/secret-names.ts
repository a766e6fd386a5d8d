/** The landlord's secrets by name: one per contractor, one per form source, those that sign links and sessions. */
import type { May } from '../function-spec.ts'
import type { Landlord } from './schema.ts'

type Owner = NonNullable<May['secrets']>[number]

export const secretsPrefix = (landlord: Landlord): string => `dutyholder/${landlord.shortName}/`

/** The names of all secrets, or of these owners' alone. */
export const secretNames = (
  landlord: Landlord,
  owners: readonly Owner[] = ['contractors', 'webhooks', 'sources', 'link', 'session'],
): string[] => {
  const names: Record<Owner, string[]> = {
    contractors: landlord.contractors.map(({ id }) => `contractors/${id}`),
    // What we sign with towards them: a key that proves us must not also prove them.
    webhooks: landlord.contractors.filter(({ webhook }) => webhook).map(({ id }) => `webhooks/${id}`),
    sources: landlord.sources.map(({ source }) => `sources/${source}`),
    link: ['link'],
    session: ['session'],
  }
  return owners.flatMap(owner => names[owner]).map(name => `${secretsPrefix(landlord)}${name}`)
}
