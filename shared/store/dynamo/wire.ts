/** Items as DynamoDB's wire carries them: each value under the letter of its kind, bytes as base64. */
import { Poison } from '../faults.ts'
import type { Item, Value } from '../table.ts'

type Wired = { S: string } | { N: string } | { SS: string[] } | { B: string }
/** As requests carry it. */
export type WireItem = Record<string, Wired>
/** As answers, errors and stream records carry it. */
export type AnyWire = Record<string, { S?: string; N?: string; SS?: string[]; B?: string }>

const wired = (value: Value): Wired => {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (value instanceof Uint8Array)
    return { B: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
  return { SS: [...value] }
}

export const wireItem = (item: Readonly<Record<string, Value>>): WireItem => {
  const made: WireItem = {}
  for (const name in item) made[name] = wired(item[name]!)
  return made
}

/** Throws Poison for kinds of attribute that we never write, and for what has no key. */
export const plainItem = (wire: AnyWire): Item => {
  const pk = wire.pk?.S
  const sk = wire.sk?.S
  if (pk === undefined || sk === undefined) throw new Poison('an item without its key')
  const made: Item = { pk, sk }
  for (const name in wire) {
    const { S, N, SS, B } = wire[name]!
    if (S !== undefined) made[name] = S
    else if (N !== undefined) made[name] = Number(N)
    else if (SS !== undefined) made[name] = new Set(SS)
    else if (B !== undefined) made[name] = Buffer.from(B, 'base64')
    else throw new Poison(`attribute ${name} of ${pk} ${sk} is of a kind that is never written`)
  }
  return made
}
