/**
 * Duties that an asset should have by what the register says of it (gas where there is gas, EICR and
 * alarms in every rented home, FRA in every block, door checks above 11 m, asbestos in buildings from before 2000,
 * thorough examination of every lift). Leasehold and commercial homes owe none of the tenant's.
 */
import type { Case } from '../../core/case.ts'
import { fireDuty, fireDutyNames } from '../../law/fire-duties.ts'
import type { Found, QualityQuestion, Registered } from './quality-finding.ts'

const TALL_METRES = 11
const TALL_STOREYS = 5
/** the last year in whose buildings asbestos may be */
const ASBESTOS_UNTIL = 1999

type Expected = { workflow: string; subType?: string; why: string }

const isLet = ({ tenure, ownership }: Registered): boolean =>
  tenure !== 'leasehold' &&
  tenure !== 'commercial' &&
  ownership !== 'leasehold_sold' &&
  ownership !== 'managed_for_other'

const ofDwelling = (home: Registered): Expected[] =>
  !isLet(home)
    ? []
    : [
        ...(home.hasGas === 'yes' ? [{ workflow: 'gas', why: 'it has gas' }] : []),
        { workflow: 'eicr', why: 'it is let' },
        { workflow: 'smoke-co', why: 'it is let' },
        { workflow: 'survey', why: 'it is let' },
      ]

/** A building of which nobody says when it was built may. */
export const mayHoldAsbestos = ({ builtYear }: Pick<Registered, 'builtYear'>): boolean =>
  builtYear === undefined || builtYear <= ASBESTOS_UNTIL

const ofBlock = ({ heightMetres, storeys, builtYear }: Registered): Expected[] => [
  { workflow: 'fra', why: 'it is a block' },
  ...(mayHoldAsbestos({ builtYear })
    ? [
        {
          workflow: 'asbestos',
          why: builtYear === undefined ? 'nobody says when it was built' : `it was built in ${builtYear}`,
        },
      ]
    : []),
  ...((heightMetres ?? 0) > TALL_METRES || (heightMetres === undefined && (storeys ?? 0) >= TALL_STOREYS)
    ? [
        { workflow: 'fire-check', subType: 'fire_door_communal', why: 'it is above 11 m' },
        { workflow: 'fire-check', subType: 'fire_door_flat', why: 'it is above 11 m' },
      ]
    : []),
]

/** Equipment that is on the register for one check is owed the others too: monthly and yearly are two duties. */
const besides = (assetId: string, there: ReadonlySet<string>): Expected[] =>
  fireDutyNames
    .filter(name => there.has(keyOf(assetId, 'fire-check', name)))
    .flatMap(name => {
      const { besides: other, title } = fireDuty(name)
      return other === undefined
        ? []
        : [{ workflow: 'fire-check', subType: other, why: `“${title}” is on the register` }]
    })

const expectedOf = (asset: Registered, there: ReadonlySet<string>): Expected[] => {
  if (asset.type === 'dwelling') return ofDwelling(asset)
  if (asset.type === 'lift') return [{ workflow: 'lifts', why: 'it is a lift' }]
  return [...(asset.type === 'block' ? ofBlock(asset) : []), ...besides(asset.id, there)]
}

const keyOf = (assetId: string, workflow: string, subType?: string): string =>
  [assetId, workflow, ...(subType === undefined ? [] : [subType])].join(' ')

/** What a duty that is held answers for, as `dutiesExpected` looks for it. */
export const dutyKeys = ({ assetId = '', workflow, facts }: Case): string[] => [
  keyOf(assetId, workflow),
  ...(typeof facts.subType === 'string' ? [keyOf(assetId, workflow, facts.subType)] : []),
]

/**
 * Missing duties, and homes of which nobody says whether there is gas. A duty that is there and does not apply is no gap.
 * `there`: the keys of all duties that are held.
 */
export const dutiesExpected = (
  assets: readonly Registered[],
  there: ReadonlySet<string>,
  { workflows }: QualityQuestion,
): Found[] => {
  const missing = assets.flatMap(asset =>
    expectedOf(asset, there)
      .filter(one => workflows[one.workflow] && !there.has(keyOf(asset.id, one.workflow, one.subType)))
      .map(
        ({ workflow, subType, why }): Found => ({
          group: 'missing_duty',
          assetId: asset.id,
          workflow,
          what: `no ${workflows[workflow]?.title ?? workflow}${subType === undefined ? '' : ` (${subType.replaceAll('_', ' ')})`}, and ${why}`,
        }),
      ),
  )
  const gas = assets
    .filter(one => one.type === 'dwelling' && isLet(one) && one.hasGas !== 'yes' && one.hasGas !== 'no')
    .filter(one => !there.has(keyOf(one.id, 'gas')))
    .map(
      (one): Found => ({
        group: 'unknown_applicability',
        assetId: one.id,
        workflow: 'gas',
        what: 'nobody says whether it has gas',
      }),
    )
  return [...missing, ...gas]
}
