/**
 * What the register said of an asset before: each change keeps what it replaced and the day on which we learned
 * otherwise, so that a figure as known then is not made of what the register says today. Only what figures are made of.
 */
import * as z from 'zod'
import { type Day, day } from '../core/time.ts'
import { type Asset, asset } from '../store/records.ts'

const told = asset
  .pick({
    type: true,
    parentId: true,
    serves: true,
    tenure: true,
    ownership: true,
    status: true,
    ownedFrom: true,
    ownedTo: true,
    area: true,
    hasGas: true,
    builtYear: true,
  })
  .partial()
const fields = told.keyof().options

/** `was`: what changed, as it stood before that day; `none`: what it did not say at all. */
const change = z.strictObject({ until: day, was: told, none: z.array(told.keyof()).optional() })
const changes = z.array(change)
export type Changes = z.output<typeof changes>

/** About 100 bytes each, in the asset's own item; whoever changes more loses the oldest. */
export const MOST = 24

export const readChanges = (text: string | undefined): Changes =>
  text === undefined ? [] : changes.parse(JSON.parse(text))
export const writtenChanges = (list: Changes): string | undefined =>
  list.length > 0 ? JSON.stringify(list) : undefined

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** With what `after` replaces, learned on that day. Of several changes in a day the first says what stood before it. */
export const withChange = (held: Changes, before: Asset, after: Asset, today: Day): Changes => {
  const moved = fields.filter(name => !same(before[name], after[name]))
  if (moved.length === 0) return held
  const last = held.at(-1)
  const ofToday = last?.until === today ? last : undefined
  const known = ofToday ? [...Object.keys(ofToday.was), ...(ofToday.none ?? [])] : []
  const fresh = moved.filter(name => !known.includes(name))
  const none = [...(ofToday?.none ?? []), ...fresh.filter(name => before[name] === undefined)]
  const said = fresh.filter(name => before[name] !== undefined)
  const was = { ...ofToday?.was, ...told.parse(Object.fromEntries(said.map(name => [name, before[name]]))) }
  const one = { until: today, was, ...(none.length > 0 ? { none } : {}) }
  return [...(ofToday ? held.slice(0, -1) : held), one].slice(-MOST)
}

/** As known at the end of that day; the same object where nothing was learned since. */
export const asKnown = <A extends Asset>(now: A, held: Changes, knownOn: Day): A => {
  let then = now
  for (const { until, was, none = [] } of held.toReversed()) {
    if (until <= knownOn) break
    then = { ...then, ...was }
    for (const name of none) delete then[name]
  }
  return then
}
