/**
 * An approval that names a person: the field says who may give it, and `shared/approvals.ts` holds what is sent through
 * any door to the landlord's register.
 */
import * as z from 'zod'
import type { Role } from '../../law/roles.ts'

/**
 * Whoever approved it, by address or by whole name; the address is kept. `from`: the roles of which they hold one, or
 * stand in for who holds it and is away; without any, everybody in the register may.
 */
export const approver = (from: readonly Role[] = []) =>
  z.string().trim().min(1).max(254).meta({ namesApprover: from, description: 'a person of the register' })

/** Four eyes: whoever approved it is not who records it. */
export const isAnother = (approver: string, by: { id: string }): boolean =>
  approver.toLowerCase() !== by.id.toLowerCase()
