/**
 * Who approved something is somebody who may: a person of the landlord's register, holding a role that the event asks
 * for on that day, or standing in for who holds it and is away (`workflows/parts/approval.ts`). Judged wherever an event comes from.
 */
import * as z from 'zod'
import type { Input } from './core/machine.ts'
import { isRecord } from './core/personal.ts'
import { type Day, dayOf } from './core/time.ts'
import type { AnyWorkflow } from './core/workflow.ts'
import { type Role, role, titled } from './law/roles.ts'
import type { Directory, Member } from './people/person.ts'
import { hindrance, reach } from './people/reach.ts'

/** What the event says with addresses in place of names, and why whoever is named may not approve it. */
export type Approvals = { data: unknown; refused: string[] }

const asked = z.array(role)

/** The roles of which the field wants one; none: anybody. Undefined: it names no approver. */
export const approversOf = (schema: z.ZodType): readonly Role[] | undefined => {
  const { namesApprover } = schema.meta() ?? {}
  if (namesApprover !== undefined) return asked.parse(namesApprover)
  return schema instanceof z.ZodOptional ? approversOf(schema.unwrap() as z.ZodType) : undefined
}

const isAway = (one: Member, today: Day): boolean =>
  one.absentFrom !== undefined && one.absentFrom <= today && (one.absentTo === undefined || today <= one.absentTo)
const hasLeft = (one: Member, today: Day): boolean => one.leftOn !== undefined && one.leftOn <= today

/** Contractors' desks and residents are nobody's approver. */
const staffOf = ({ people }: Directory): Member[] =>
  people.filter(one => one.roles.some(held => held !== 'contractor' && held !== 'resident'))

/** Everybody who may approve on that day, those of the lowest role first; whoever stands in comes last. */
export const whoMay = (directory: Directory, from: readonly Role[], today: Day): Member[] => {
  const here = staffOf(directory).filter(one => !hasLeft(one, today))
  const byName = (a: Member, b: Member) => (a.name < b.name ? -1 : 1)
  if (from.length === 0) return here.sort(byName)
  const rank = ({ roles }: Member): number => Math.min(...roles.map(one => from.indexOf(one)).filter(at => at >= 0))
  const holders = here.filter(one => one.roles.some(held => from.includes(held)))
  const known = new Map(directory.people.map(one => [one.email, one]))
  const standIns = holders
    .filter(one => isAway(one, today))
    .flatMap(one => reach(one, ['deputy'], { known, today, avoid: [] }, []) ?? [])
  const sorted = holders.sort((a, b) => rank(a) - rank(b) || byName(a, b))
  return [...new Set([...sorted, ...standIns])]
}

const plain = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase()

const SAID = 5
const said = (may: readonly Member[]): string =>
  `${may
    .slice(0, SAID)
    .map(one => one.name)
    .join(', ')}${may.length > SAID ? ` and ${may.length - SAID} more` : ''}`

/** The person's address, or why not. What was typed is not said again: it may be anybody's name. */
const judged = (
  text: string,
  from: readonly Role[],
  by: string,
  directory: Directory,
  on: Day,
): { is: string } | { why: string } => {
  const wanted = plain(text)
  const staff = staffOf(directory)
  const named = staff.filter(one => one.email === wanted || plain(one.name) === wanted)
  const may = whoMay(directory, from, on)
  const others = may.filter(one => one.email !== by.toLowerCase())
  const titleOf = titled(directory.titles)
  const needs =
    from[0] === undefined
      ? 'it can be approved by anybody in the register of people, by address or by whole name'
      : others.length > 0
        ? `it can be approved by ${said(others)}: ${titleOf(from[0])} or above, or who stands in for one that is away`
        : `nobody else in the register of people is ${titleOf(from[0])} or above`
  if (named.length > 1 && new Set(named.map(one => one.email)).size > 1)
    return { why: 'APPROVER_UNKNOWN: several in the register of people have that name; give the address' }
  const [person] = named
  if (!person) return { why: `APPROVER_UNKNOWN: whoever approved it is not in the register of people; ${needs}` }
  if (may.some(one => one.email === person.email)) return { is: person.email }
  return hasLeft(person, on)
    ? { why: `APPROVER_LEFT: ${person.name} ${hindrance(person, { today: on, avoid: [] })}; ${needs}` }
    : { why: `APPROVER_ROLE: ${person.name} may not approve this; ${needs}` }
}

/** `people` reads the register, and only for an event that names an approver. While nobody is in it, all are believed. */
export const approvals = async (
  people: (() => Promise<Directory>) | undefined,
  workflow: AnyWorkflow,
  { type, data, at, by }: Input,
): Promise<Approvals> => {
  const schema = workflow.events[type]
  if (!people || !isRecord(data) || !(schema instanceof z.ZodObject)) return { data, refused: [] }
  const named = Object.entries<z.ZodType>(schema.shape).flatMap(([field, inner]) => {
    const from = approversOf(inner)
    const text = data[field]
    return from && typeof text === 'string' && text.trim() !== '' ? [{ field, from, text }] : []
  })
  if (named.length === 0) return { data, refused: [] }
  const directory = await people()
  if (staffOf(directory).length === 0) return { data, refused: [] }
  const changed = { ...data }
  const refused: string[] = []
  for (const { field, from, text } of named) {
    const found = judged(text, from, by.id, directory, dayOf(at))
    if ('is' in found) changed[field] = found.is
    else refused.push(found.why)
  }
  return { data: changed, refused }
}
