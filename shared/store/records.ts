/** What is kept beside cases: assets, documents, words. All JSON; dates as in core/time.ts. */
import * as z from 'zod'
import { day, instant } from '../core/time.ts'

const id = z.string().min(1).max(200)
const sha256Text = z.string().regex(/^[0-9a-f]{64}$/)

export const assetTypes = ['scheme', 'block', 'communal', 'system', 'lift', 'dwelling'] as const
export const asset = z.strictObject({
  id,
  type: z.enum(assetTypes),
  /** of a dwelling: house, flat and so on, where the landlord's list says it */
  homeType: z.string().optional(),
  uprn: z.string().optional(),
  parentId: id.optional(),
  address: z.string().optional(),
  postcode: z.string().optional(),
  area: z.string().optional(),
  tenure: z.string().optional(),
  ownership: z.string().optional(),
  storeys: z.number().optional(),
  heightMetres: z.number().optional(),
  hasGas: z.enum(['yes', 'no', 'unknown']).optional(),
  combustionRooms: z.number().optional(),
  livingStoreys: z.number().optional(),
  builtYear: z.int().optional(),
  status: z.string().optional(),
  ownedFrom: day.optional(),
  ownedTo: day.optional(),
  /** of a system: the assets that depend on it */
  serves: z.array(id).optional(),
  /** flats joined or divided, a home bought back: the assets that it was, whose histories stay theirs (G39) */
  madeFrom: z.array(id).optional(),
})
export type Asset = z.output<typeof asset>

/** Evidence registered for a case; the file itself lies elsewhere, under its hash. */
export const caseDocument = z.strictObject({
  caseId: id,
  sha256: sha256Text,
  name: z.string().max(500),
  type: z.string(),
  /** bytes */
  size: z.int().min(0),
  status: z.enum(['awaited', 'stored', 'accepted', 'rejected', 'superseded', 'erased']),
  at: instant,
})
export type CaseDocument = z.output<typeof caseDocument>

/** Personal text, hashed with its salt into an event: erasing both leaves the chain valid and the text beyond guessing. */
export const words = z.strictObject({ ref: id, salt: z.string().min(16), text: z.string() })
export type Words = z.output<typeof words>
/** What stands where words were. */
export const erasedWords = z.strictObject({
  ref: id,
  erasedAt: instant,
  by: z.string().optional(),
  ground: z.string().optional(),
})
export type ErasedWords = z.output<typeof erasedWords>

/** A link of a case that was opened, by a person or by a scanner of links. */
export const opening = z.strictObject({
  link: z.string(),
  caseId: id,
  purpose: z.string(),
  /** whom the mail went to, as in the link: see `markOf` */
  people: z.array(z.string()),
  /** of a job: the work order; each attempt to deliver it makes a link of its own */
  about: z.string().optional(),
  first: instant,
})
export type LinkOpening = z.output<typeof opening>
