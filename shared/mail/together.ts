/**
 * One step of a case that falls to one person in several roles is one mail that names them all. Every notice keeps its
 * own way: one is spared only when others of its step reach everybody whom it would, and is let go only once a mail that
 * speaks for it has left for each of them. What does not leave in a minute or two leaves by itself.
 */
import type { Notice } from '../core/case.ts'
import { type Role, roles } from '../law/roles.ts'
import type { Resolved } from '../people/resolve.ts'
import type { Beside } from './outbox.ts'

/** Times that a spared notice waits for the mail that speaks for it, half a minute each, before it leaves by itself. */
export const WAITS = 2

export type Told = { notice: Pick<Notice, 'id' | 'role'>; resolved: Resolved; to: readonly string[] }
export type Other = Told & Pick<Beside, 'open' | 'spoken'>

/** Of the other notices that its step may owe: they differ in the role alone, which is the last part. None: it stands alone. */
export const idsBeside = ({ id, role }: Pick<Notice, 'id' | 'role'>): string[] => {
  if (!id.endsWith(`~${role}`)) return []
  const step = id.slice(0, -role.length)
  return order.flatMap(other => (other === role ? [] : `${step}${other}`))
}

const order = Object.keys(roles) as Role[]
/** A strict order, so that of two who could speak for each other exactly one does. */
const before = (one: Told, other: Told): boolean =>
  one.to.length === other.to.length
    ? order.indexOf(one.notice.role) < order.indexOf(other.notice.role)
    : one.to.length > other.to.length

const covered = (one: Told, all: readonly Told[]): boolean => {
  const by = all.filter(other => before(other, one))
  return one.to.length > 0 && one.to.every(email => by.some(({ to }) => to.includes(email)))
}

export type Together = {
  /** others reach everybody whom this one would */
  spared: boolean
  /** for whom this one's mail speaks, too */
  also: readonly Told[]
  /** whom a mail that left has told in this one's place */
  spokenTo: readonly string[]
}

/** A contractor's mail says less than staff's, and stands for no other. */
export const together = (mine: Told, others: readonly Other[]): Together => {
  const staff = others.filter(({ resolved }) => resolved.role !== 'contractor')
  if (mine.resolved.role === 'contractor') return { spared: false, also: [], spokenTo: [] }
  const all = [mine, ...staff]
  const spared = covered(mine, all)
  const shares = (one: Told): boolean => one.to.some(email => mine.to.includes(email))
  return {
    spared,
    also: spared ? [] : staff.filter(one => one.open && shares(one) && covered(one, all)),
    spokenTo: staff.flatMap(({ spoken }) => spoken),
  }
}
