/** What the landlord has: dwellings, blocks, communal areas, systems, lifts, and the schemes that hold them. */
import * as z from 'zod'
import { count, id, ids, metres, oneOf, since, text, uprn } from './cells.ts'
import { columnsOf, type ImportKind, type Known, nothingKnown } from './kind.ts'

export const assetTypes = ['scheme', 'block', 'communal', 'system', 'lift', 'dwelling'] as const

/** Words for a home that say more than that it is one. */
const homeTypes = ['house', 'bungalow', 'flat', 'maisonette', 'bedsit', 'studio'] as const
const areHomes = Object.fromEntries(homeTypes.map(word => [word, 'dwelling' as const]))

const shape = ({ today }: Known) => ({
  assetId: id,
  type: oneOf(assetTypes, areHomes),
  /** a `Flat` in the column `type` is kept here: in which block it is, is asked of a flat and not of a house */
  homeType: oneOf(homeTypes).optional(),
  uprn: uprn.optional(),
  parentId: id.optional(),
  address: text(300).optional(),
  postcode: text(12)
    .regex(/^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i, 'POSTCODE: a UK postcode')
    .transform(value => value.toUpperCase().replace(/ ?(\d[A-Z]{2})$/, ' $1'))
    .optional(),
  area: text(100).optional(),
  tenure: oneOf(['LCRA', 'LCHO', 'leasehold', 'commercial']).optional(),
  ownership: oneOf(['owned', 'leasehold_sold', 'managed_for_other', 'third_party_managed']).optional(),
  storeys: count(0, 100).optional(),
  heightMetres: metres(400).optional(),
  hasGas: oneOf(['yes', 'no', 'unknown'], { y: 'yes', true: 'yes', n: 'no', false: 'no' }).optional(),
  combustionRooms: count(0, 50).optional(),
  livingStoreys: count(0, 20).optional(),
  builtYear: count(1000, Number(today.slice(0, 4)) + 5).optional(),
  status: oneOf(['occupied', 'void', 'decanted', 'disposed', 'demolished', 'not_handed_over']).optional(),
  ownedFrom: since.optional(),
  ownedTo: since.optional(),
  serves: ids.optional(),
  madeFrom: ids.optional(),
})

const withHomeType = (values: unknown): unknown => {
  if (typeof values !== 'object' || values === null || !('type' in values) || 'homeType' in values) return values
  const word = String(values.type).toLowerCase()
  return Object.hasOwn(areHomes, word) ? { ...values, homeType: word } : values
}

const schema = (known: Known) =>
  z
    .preprocess(withHomeType, z.strictObject(shape(known)))
    .refine(row => row.parentId !== row.assetId, {
      path: ['parentId'],
      message: 'PARENT: an asset is not its own parent',
    })
    .refine(({ ownedFrom, ownedTo }) => !ownedFrom || !ownedTo || ownedFrom <= ownedTo, {
      path: ['ownedTo'],
      message: 'DATE_ORDER: before ownedFrom',
    })
    // Otherwise it would stay in every denominator for ever.
    .refine(({ status, ownedTo }) => !(status === 'disposed' || status === 'demolished') || ownedTo, {
      path: ['ownedTo'],
      message: 'MISSING: since when is it no longer yours?',
    })

export type AssetRow = z.output<ReturnType<typeof schema>>

export const assets: ImportKind<AssetRow> = {
  name: 'assets',
  columns: {
    ...columnsOf(['assetId', 'type'], shape(nothingKnown)),
    whole: ['type', 'area', 'tenure', 'ownership'],
    joined: ['address'],
  },
  schema,
  key: row => row.assetId,
  // A block may carry the number of its street entry; two homes with one number are one of them wrong.
  alone: row => (row.type === 'dwelling' && row.uprn ? { column: 'uprn', value: row.uprn } : undefined),
  after: row => (row.parentId ? { column: 'parentId', key: row.parentId } : undefined),
}
