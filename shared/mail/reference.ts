/** What identifies a mail: to a person on the telephone, to SES's events, and to a sorting rule in a mailbox. */
import { createHash } from 'node:crypto'

/** No I, L, O, U: it is read out over the telephone. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `N-7K3Q-9DMX` for a notice, `D-…` for a digest: the same for every copy. 40 bits. */
export const referenceOf = (kind: 'notice' | 'digest', id: string): string => {
  const bytes = createHash('sha256').update(id).digest()
  const code = [...bytes.subarray(0, 8)].map(byte => letters[byte % 32]).join('')
  return `${kind === 'notice' ? 'N' : 'D'}-${code.slice(0, 4)}-${code.slice(4)}`
}

/** SES allows A–Z, a–z, 0–9, `_`, `-` and 256 characters in a tag's value; the id can be had back. */
export const tagOf = (id: string): string => Buffer.from(id).toString('base64url')
export const idOfTag = (tag: string): string => Buffer.from(tag, 'base64url').toString()

/** A person's digest of one morning. The address is hashed: ids stand in index keys and logs. */
export const digestId = (email: string, day: string): string =>
  `digest:${createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 16)}:${day}`
