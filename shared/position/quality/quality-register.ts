/** The register of assets against itself: doubles, and what does not find what it belongs to. */
import type { Found, GroupId, Registered } from './quality-finding.ts'

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/** Words that one clerk writes out and the next does not. */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  st: 'street',
  rd: 'road',
  av: 'avenue',
  ave: 'avenue',
  cl: 'close',
  cres: 'crescent',
  ct: 'court',
  dr: 'drive',
  gdns: 'gardens',
  gr: 'grove',
  hse: 'house',
  ln: 'lane',
  pk: 'park',
  pl: 'place',
  sq: 'square',
  ter: 'terrace',
  terr: 'terrace',
  tce: 'terrace',
  apt: 'flat',
  apartment: 'flat',
}

/** `12 A, St. Peter’s Rd` and `12a St Peters Road` are one. `St` is a street here, a saint too: all that counts is that both are. */
const spelled = (address: string): string =>
  plain(address.replaceAll(/['’]/g, '').replaceAll('&', ' and '))
    .replaceAll(/\b(\d+) ([a-z])\b/g, '$1$2')
    .split(' ')
    .map(word => (word === 'saint' ? 'street' : (WRITTEN_OUT[word] ?? word)))
    .join(' ')

const addressOf = ({ type, address, postcode }: Registered): string | undefined =>
  type === 'dwelling' && address !== undefined
    ? `${spelled(address)}, ${plain(postcode ?? '').replaceAll(' ', '')}`
    : undefined

const shared = (
  group: GroupId,
  assets: readonly Registered[],
  by: (asset: Registered) => string | undefined,
  words: (value: string) => string,
): Found[] =>
  [...Map.groupBy(assets, by)].flatMap(([value, all]) =>
    value === undefined || all.length < 2
      ? []
      : all.map(asset => {
          const others = all.filter(other => other !== asset).map(other => other.id)
          const named =
            others.length > 5 ? `${others.slice(0, 5).join(', ')} and ${others.length - 5} more` : others.join(', ')
          return { group, assetId: asset.id, what: `${words(value)} is also that of ${named}` }
        }),
  )

/** A block may carry the number of its street entry, so numbers are compared among assets of one type. */
export const doubles = (assets: readonly Registered[]): Found[] => [
  ...shared(
    'duplicate_uprn',
    assets,
    ({ type, uprn }) => uprn && `${type} ${uprn}`,
    value => `UPRN ${value.split(' ')[1]}`,
  ),
  ...shared('duplicate_address', assets, addressOf, () => 'its address'),
]

/** Addresses of homes that are part of a building. A house without a block is what it should be. */
const FLAT = /\b(?:flat|apartment|apt|maisonette|bedsit)\b/i

const whyFlat = ({ address = '', homeType = '' }: Registered): string | undefined =>
  homeType === 'studio' || FLAT.test(homeType)
    ? `it is a ${homeType}`
    : FLAT.test(address)
      ? 'its address says that it is a flat'
      : undefined

/** `byId`: the whole register, what was sold too. */
export const lonely = (held: readonly Registered[], byId: ReadonlyMap<string, Registered>): Found[] => {
  const parents = new Set(held.filter(({ type }) => type === 'dwelling').map(({ parentId }) => parentId))
  return held.flatMap((asset): Found[] => {
    const { id, type, parentId, serves = [], madeFrom = [] } = asset
    const flat = type === 'dwelling' ? whyFlat(asset) : undefined
    const above = parentId === undefined ? undefined : byId.get(parentId)
    const named = [...(parentId === undefined ? [] : [parentId]), ...serves, ...madeFrom].filter(
      other => !byId.has(other),
    )
    return [
      ...named.map(
        (other): Found => ({ group: 'parent_unknown', assetId: id, what: `${other} is not on the register` }),
      ),
      ...(type === 'block' && !parents.has(id)
        ? [{ group: 'block_without_homes' as const, assetId: id, what: 'no home names it as its parent' }]
        : []),
      ...(flat !== undefined && above?.type !== 'block' && above?.type !== 'communal'
        ? [
            {
              group: 'home_without_block' as const,
              assetId: id,
              what: `${flat}; it names no block`,
            },
          ]
        : []),
    ]
  })
}
