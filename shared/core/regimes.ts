/**
 * What dates are reckoned by changes: a landlord chooses anew, a bank holiday is proclaimed, a rule is amended. A regime
 * is all of it together, under an id made of its content. A case keeps the choices it was opened under until it is moved
 * to others by an event; law and calendar are today's for every clock of law and Code, and those of the case's regime
 * for a clock of the landlord's own. An event says under which regime it was decided, so that a history repeats.
 */
import * as z from 'zod'
import type { PolicyValues } from '../law/policy.ts'
import { rules } from '../law/rules.ts'
import { type Reckon, reckoner } from './reckon.ts'
import { type Calendar, calendar } from './working-days.ts'

export const regime = z.strictObject({
  id: z.string(),
  policy: z.record(z.string(), z.number()),
  /** of every number of law in the code */
  law: z.string(),
  holidays: z.array(z.strictObject({ date: z.string(), title: z.string() })),
})
export type Regime = Omit<z.output<typeof regime>, 'policy'> & { policy: PolicyValues }

/** 53 bits of a text (cyrb53): names content, and proves nothing; the history's own chain does that. */
const fingerprint = (text: string): string => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}

export const regimeOf = (policy: PolicyValues, { holidays }: Calendar): Regime => {
  const chosen = Object.fromEntries(Object.entries(policy).sort(([a], [b]) => (a < b ? -1 : 1))) as PolicyValues
  const law = fingerprint(JSON.stringify(Object.entries(rules).map(([id, { value }]) => [id, value])))
  return {
    id: `R-${fingerprint(JSON.stringify([chosen, law, holidays]))}`,
    policy: chosen,
    law,
    holidays: [...holidays],
  }
}

export type Regimes = {
  current: Regime
  knows: (id: string) => boolean
  learn: (one: Regime) => void
  /** as of today; a case of an older regime is reckoned by its own choices */
  reckon: Reckon
}

/** Its `reckon` throws for a case whose regime has not been learned: its dates would be a guess. */
export const regimes = (current: Regime, today: Calendar): Regimes => {
  const known = new Map<string, { policy: PolicyValues; calendar: Calendar; own: Reckon }>()
  const find = (id: string) => {
    const found = known.get(id)
    if (!found) throw new Error(`the regime ${id} is not known here`)
    return found
  }
  /** The choices of other regimes, over the calendar of this one. */
  const over = (then: Calendar): NonNullable<Reckon['pinned']> => {
    const made = new Map<string, Reckon>()
    return (id, whole) => {
      if (whole) return find(id).own
      const held = made.get(id) ?? { ...reckoner(then, find(id).policy), version: id }
      made.set(id, held)
      return held
    }
  }
  const under = (id: string | undefined): Reckon =>
    id === undefined ? { ...reckon, version: undefined } : find(id).own
  const learn = ({ id, policy, holidays }: Regime): void => {
    if (known.has(id)) return
    const then = id === current.id ? today : calendar(holidays)
    const own = { ...reckoner(then, policy), version: id, pinned: over(then), under }
    known.set(id, { policy, calendar: then, own })
  }
  learn(current)
  const reckon = find(current.id).own
  return { current, knows: id => known.has(id), learn, reckon }
}
