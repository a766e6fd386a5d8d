/** What writing a part of a file is about to touch, told before it is written: what an undo needs to know. */
import * as z from 'zod'
import { type Person, person } from '../../people/person.ts'
import { canonical, sha256 } from '../../store/chain.ts'
import { type Asset, asset } from '../../store/records.ts'

/** A record of a register: what stood there before (nothing: it is new), and the digest of what is written. */
const record = <R extends z.ZodType>(body: R) =>
  z.strictObject({ id: z.string(), before: body.optional(), wrote: z.string() })

export const touched = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        id: z.string(),
        /** its version before; 0 where there was none */
        was: z.int().min(0),
        /** types of the events that are about to be recorded, in order */
        events: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  assets: z.array(record(asset)).default([]),
  people: z.array(record(person)).default([]),
})
export type Touched = z.output<typeof touched>

/** Remembers it; awaited before anything is written. */
export type Note = (what: z.input<typeof touched>) => Promise<void>

export const digestOf = (body: Asset | Person): string => sha256(canonical(body))
