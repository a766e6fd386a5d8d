/**
 * Any JSON value, as `z.json()` has it, but asked in one walk and kept as it is: the union of six, tried on each member
 * of each value and copied, was most of what reading and writing a case cost.
 */
import * as z from 'zod'

type Json = z.core.util.JSONType

/** What JSON would leave out or change (`undefined`, NaN, a Date) is none. */
const isJson = (value: unknown): value is Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  return Array.isArray(value) ? isList(value) : isMembers(value)
}

const isList = (value: readonly unknown[]): boolean => {
  // Not `every`, which passes over holes.
  for (const item of value) if (!isJson(item)) return false
  return true
}

const isMembers = (value: object): value is Record<string, Json> => {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  const members: Record<string, unknown> = value as Record<string, unknown>
  for (const name in members) if (!isJson(members[name])) return false
  return true
}

const isObject = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && isMembers(value)

/** The members of a JSON object. */
export const jsonObject = z.custom<Record<string, Json>>(isObject, 'not an object of JSON')
