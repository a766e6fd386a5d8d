/**
 * What is kept beside cases: assets, people, documents, mail, words, digests. All JSON; dates as in core/time.ts.
 */
import * as z from 'zod'
import { day, instant } from '../core/time.ts'
import { role } from '../law/roles.ts'

const id = z.string().min(1).max(200)
const sha256Text = z.string().regex(/^[0-9a-f]{64}$/)

export const assetTypes = ['scheme', 'block', 'communal', 'system', 'lift', 'dwelling'] as const
export const asset = z.strictObject({
  id,
  type: z.enum(assetTypes),
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
})
export type Asset = z.output<typeof asset>

export const person = z.strictObject({
  email: z.string().min(3).max(254),
  name: z.string(),
  roles: z.array(role),
  /** for these alone; absent: all */
  workflows: z.array(z.string()).optional(),
  areas: z.array(z.string()).optional(),
  manager: z.string().optional(),
  deputy: z.string().optional(),
  absentFrom: day.optional(),
  absentTo: day.optional(),
  leftOn: day.optional(),
  /** mail to them bounced or is suppressed since then */
  undeliverableSince: instant.optional(),
})
export type Person = z.output<typeof person>

/** Evidence registered for a case; the file itself lies elsewhere, under its hash. */
export const caseDocument = z.strictObject({
  caseId: id,
  sha256: sha256Text,
  name: z.string().max(500),
  type: z.string(),
  /** bytes */
  size: z.int().min(0),
  status: z.enum(['awaited', 'stored', 'accepted', 'rejected', 'superseded']),
  at: instant,
})
export type CaseDocument = z.output<typeof caseDocument>

/** What left, or was meant to: to whom it was owed and to whom it went are both kept. */
export const mail = z.strictObject({
  id,
  at: instant,
  intended: z.array(z.string()),
  actual: z.array(z.string()),
  template: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  cases: z.array(id),
  notices: z.array(z.string()),
  urgent: z.boolean(),
  /** the sender's own id for it, once known */
  messageId: z.string().optional(),
  /** `unknown`: the call's answer was lost, a Send event or the lease's end will tell */
  outcome: z.enum([
    'claimed',
    'sent',
    'unknown',
    'delivered',
    'delayed',
    'bounced',
    'complained',
    'rejected',
    'failed',
  ]),
  outcomeAt: instant.optional(),
  why: z.string().optional(),
})
export type Mail = z.output<typeof mail>

/** Personal text, hashed with its salt into an event: erasing both leaves the chain valid and the text beyond guessing. */
export const words = z.strictObject({ ref: id, salt: z.string().min(16), text: z.string() })
export type Words = z.output<typeof words>
/** What stands where words were. */
export const erasedWords = z.strictObject({ ref: id, erasedAt: instant })
export type ErasedWords = z.output<typeof erasedWords>

/** One person's digest of one day; `part` 2 and on when the first is full or was already sent. */
export const digest = z.strictObject({
  id: z.string(),
  person: z.string(),
  day,
  part: z.int().min(1),
  sendAt: instant,
})
export type Digest = z.output<typeof digest>
