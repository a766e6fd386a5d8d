/** Who works here. Roles without people are nobody: `resolve.ts` finds who is to be told at the moment of sending. */
import * as z from 'zod'
import { day, instant } from '../core/time.ts'
import { role, type Titles } from '../law/roles.ts'

/** Addresses are compared in lower case: no landlord has two mailboxes that differ by it. */
export const address = z.email().max(254).toLowerCase()

export const person = z.strictObject({
  email: address,
  name: z.string().trim().min(1).max(120),
  roles: z.array(role).min(1),
  /** empty: every workflow */
  workflows: z.array(z.string()).default([]),
  /** empty: every area */
  areas: z.array(z.string()).default([]),
  manager: address.optional(),
  deputy: address.optional(),
  /** first and last day away */
  absentFrom: day.optional(),
  absentTo: day.optional(),
  /** from this day on no mail is sent to them */
  leftOn: day.optional(),
  /** their address refused a mail; cleared when somebody mends it */
  bouncedAt: instant.optional(),
})
export type Person = z.output<typeof person>

/** `contractors`: a desk of the landlord's file, and whose it is. */
export type Member = Person & { contractors?: readonly string[] }
/** All people, and the one address that is told when no role has anybody: the landlord's own choice, never empty. */
export type Directory = {
  people: readonly Member[]
  fallback: { email: string; name: string }
  /** what their roles are called here, where that is not as everywhere */
  titles?: Titles
}
