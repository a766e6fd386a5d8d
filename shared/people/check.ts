/** Refuses a list of people that would leave somebody's mail nowhere; every mistake is named, not the first alone. */
import type * as z from 'zod'
import { type Person, person } from './person.ts'

/** `row` counts from 0. */
export type Mistake = { row: number; field: string; value: string; why: string }

type Listed = { row: number; person: Person }

const shown = (value: unknown): string => (value === undefined ? '' : String(value)).slice(0, 120)

const malformed = (row: number, given: unknown, issues: readonly z.core.$ZodIssue[]): Mistake[] =>
  issues.map(issue => {
    const field = String(issue.path[0] ?? '')
    const at = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], given)
    const why = field === 'roles' && issue.path.length > 1 ? `unknown role ${shown(at)}` : issue.message
    return { row, field, value: shown(at), why }
  })

const absence = ({ row, person }: Listed): Mistake[] => {
  const { absentFrom, absentTo } = person
  const said = (field: string, value: string, why: string): Mistake[] => [{ row, field, value, why }]
  if (absentFrom && !absentTo) return said('absentTo', '', `absent from ${absentFrom} without an end`)
  if (absentTo && !absentFrom) return said('absentFrom', '', `absent until ${absentTo} without a beginning`)
  if (absentFrom && absentTo && absentTo < absentFrom)
    return said('absentTo', absentTo, `the absence ends before it begins on ${absentFrom}`)
  return []
}

/** The way back to where we began, when following `by` comes round to it. */
const loop = (start: Person, by: 'manager' | 'deputy', known: ReadonlyMap<string, Listed>): string[] | undefined => {
  const path = [start.email]
  for (let next = start[by]; next !== undefined; next = known.get(next)?.person[by]) {
    if (next === start.email) return [...path, next]
    if (path.includes(next)) return undefined
    path.push(next)
  }
  return undefined
}

const link = (listed: Listed, by: 'manager' | 'deputy', known: ReadonlyMap<string, Listed>): Mistake[] => {
  const { row, person } = listed
  const value = person[by]
  if (value === undefined) return []
  if (value === person.email) return [{ row, field: by, value, why: `is their own ${by}` }]
  if (!known.has(value)) return [{ row, field: by, value, why: `no person has the address ${value}` }]
  const round = loop(person, by, known)
  return round ? [{ row, field: by, value, why: `goes round in a loop: ${round.join(' → ')}` }] : []
}

/** Those rows that are people, and every mistake; a list with mistakes must not be taken. */
export const checkPeople = (rows: readonly unknown[]): { people: Person[]; mistakes: Mistake[] } => {
  const mistakes: Mistake[] = []
  const known = new Map<string, Listed>()
  for (const [row, given] of rows.entries()) {
    const parsed = person.safeParse(given)
    if (!parsed.success) {
      mistakes.push(...malformed(row, given, parsed.error.issues))
      continue
    }
    const { email } = parsed.data
    const earlier = known.get(email)
    if (earlier) mistakes.push({ row, field: 'email', value: email, why: `already given in row ${earlier.row}` })
    else known.set(email, { row, person: parsed.data })
  }
  const listed = [...known.values()]
  for (const one of listed) {
    mistakes.push(...absence(one), ...link(one, 'deputy', known), ...link(one, 'manager', known))
  }
  return { people: listed.map(one => one.person), mistakes: mistakes.sort((a, b) => a.row - b.row) }
}
