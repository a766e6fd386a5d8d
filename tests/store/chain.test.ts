import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonical, genesis, hashOf, type Link, verifyChain } from '../../shared/store/chain.ts'
import { anEvent } from './sample.ts'

const chainOf = (events: number): Link[] => {
  const links: Link[] = []
  for (let seq = 1; seq <= events; seq++) {
    const [event, prevHash] = [anEvent('gas:H1', seq), links.at(-1)?.hash ?? genesis]
    links.push({ event, prevHash, hash: hashOf(prevHash, event) })
  }
  return links
}

it('writes equal values as equal text, whatever the order of their members', () => {
  expect(canonical({ b: [1, { z: null, a: 'é"\n' }], a: 1e-7, c: undefined })).toBe(
    '{"a":1e-7,"b":[1,{"a":"é\\"\\n","z":null}]}',
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonical(turned)).toBe(canonical(value))
      expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value))
    }),
  )
})

// the figure was computed by another program: json.dumps(sort_keys, no blanks), then SHA-256
it('hashes what it always hashed, so that exports of years ago still verify', () => {
  expect(hashOf(genesis, anEvent('gas:H1', 1))).toBe('467fbd1100b9a03f7f64e4bfdf3cbe2b6493d534cb457d8f03a4c1009ad0c01c')
})

it('holds for an untouched history and names its head', () => {
  const links = chainOf(5)
  expect(verifyChain(links)).toEqual({ ok: true, head: links[4]!.hash })
  expect(verifyChain([])).toEqual({ ok: true, head: genesis })
})

const tampered: [string, (links: Link[]) => Link[], { seq: number; why: string }][] = [
  [
    'an edited event',
    links => links.with(2, { ...links[2]!, event: { ...links[2]!.event, to: 'compliant' } }),
    { seq: 3, why: 'was changed after it was recorded' },
  ],
  [
    'an edited event with a new hash',
    links => {
      const event = { ...links[2]!.event, to: 'compliant' }
      return links.with(2, { event, prevHash: links[2]!.prevHash, hash: hashOf(links[2]!.prevHash, event) })
    },
    { seq: 4, why: 'does not follow the event before it' },
  ],
  ['a missing event', links => links.toSpliced(1, 1), { seq: 2, why: 'event 2 is missing' }],
  ['a missing first event', links => links.slice(1), { seq: 1, why: 'event 1 is missing' }],
  [
    'two events changed about',
    links => [links[0]!, links[2]!, links[1]!, ...links.slice(3)],
    { seq: 2, why: 'event 2 is missing' },
  ],
  [
    'an event of another case',
    links => links.with(3, { ...links[3]!, event: anEvent('gas:H2', 4) }),
    { seq: 4, why: 'belongs to gas:H2' },
  ],
]
it.each(tampered)('shows %s', (_, tamper, expected) => {
  expect(verifyChain(tamper(chainOf(5)))).toEqual({ ok: false, ...expected })
})

it('shows an end that was cut off only against a head kept elsewhere', () => {
  const links = chainOf(5)
  expect(verifyChain(links.slice(0, 4))).toMatchObject({ ok: true })
  expect(verifyChain(links.slice(0, 4), links[4]!.hash)).toMatchObject({ ok: false, seq: 5 })
})
