/** Complaints in flight: how far each one is, with the days on which it got there. */
import * as z from 'zod'
import { date, email, id, oneOf, past, text, uprn } from './cells.ts'
import { columnsOf, type ImportKind, type Known, nothingKnown } from './kind.ts'

const outcomes = ['upheld', 'partially_upheld', 'not_upheld', 'out_of_jurisdiction'] as const
const channels = ['web', 'email', 'phone', 'in_person', 'letter', 'social_media', 'contractor', 'other'] as const

const shape = ({ today }: Known) => ({
  /** the landlord's own number of the complaint */
  reference: text(60),
  receivedOn: past(today),
  assetId: id.optional(),
  uprn: uprn.optional(),
  area: text(100).optional(),
  channel: oneOf(channels, {
    telephone: 'phone',
    e_mail: 'email',
    website: 'web',
    face_to_face: 'in_person',
  }).optional(),
  name: text(200).optional(),
  contact: text(300).optional(),
  summary: text(4000).optional(),
  serviceArea: text(100).optional(),
  category: text(100).optional(),
  acknowledgedOn: past(today).optional(),
  handler: email.optional(),
  extendedOn: past(today).optional(),
  extendedTo: date.optional(),
  respondedOn: past(today).optional(),
  outcome: oneOf(outcomes).optional(),
  stage2RequestedOn: past(today).optional(),
  stage2AcknowledgedOn: past(today).optional(),
  stage2Handler: email.optional(),
  stage2ExtendedOn: past(today).optional(),
  stage2ExtendedTo: date.optional(),
  stage2RespondedOn: past(today).optional(),
  stage2Outcome: oneOf(outcomes).optional(),
})
type Row = z.output<z.ZodObject<ReturnType<typeof shape>>>
type Column = keyof Row & string

/** A day that stands only where, and not before, another one does. */
const after: readonly (readonly [Column, Column])[] = [
  ['acknowledgedOn', 'receivedOn'],
  ['extendedOn', 'acknowledgedOn'],
  ['extendedTo', 'extendedOn'],
  ['respondedOn', 'acknowledgedOn'],
  ['stage2RequestedOn', 'respondedOn'],
  ['stage2AcknowledgedOn', 'stage2RequestedOn'],
  ['stage2ExtendedOn', 'stage2AcknowledgedOn'],
  ['stage2ExtendedTo', 'stage2ExtendedOn'],
  ['stage2RespondedOn', 'stage2AcknowledgedOn'],
]
/** What is not known without something else. */
const together: readonly (readonly [Column, Column])[] = [
  ['extendedOn', 'extendedTo'],
  ['stage2ExtendedOn', 'stage2ExtendedTo'],
  ['respondedOn', 'outcome'],
  ['outcome', 'respondedOn'],
  ['stage2RespondedOn', 'stage2Outcome'],
  ['stage2Outcome', 'stage2RespondedOn'],
  ['stage2Handler', 'stage2RequestedOn'],
  ['acknowledgedOn', 'category'],
]

const neededBy = (column: Column): string => `MISSING: needed where ${column} is given`

const schema = (known: Known) =>
  z.strictObject(shape(known)).superRefine((row, context) => {
    const wrong = (column: Column, message: string) => context.addIssue({ code: 'custom', path: [column], message })
    for (const [column, first] of after) {
      if (row[column] === undefined) continue
      if (row[first] === undefined) wrong(first, neededBy(column))
      else if (row[column] < row[first]) wrong(column, `DATE_ORDER: before ${first}`)
    }
    for (const [column, other] of together)
      if (row[column] !== undefined && row[other] === undefined) wrong(other, neededBy(column))
    if (row.stage2Handler !== undefined && row.stage2Handler === row.handler)
      wrong('stage2Handler', 'PERSON: stage 2 is not handled by who handled stage 1')
  })

export type ComplaintRow = z.output<ReturnType<typeof schema>>

export const complaints: ImportKind<ComplaintRow> = {
  name: 'complaints',
  columns: {
    ...columnsOf(['reference', 'receivedOn'], shape(nothingKnown)),
    whole: ['channel', 'area', 'serviceArea', 'category'],
    joined: ['summary'],
  },
  schema,
  key: row => row.reference,
}
