/** What a fault tells the log: enough to mend it, nothing about a person. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultLine, withoutPeople } from '../../functions/fault-line.ts'
import { newSecret } from '../../shared/intake/signature.ts'

const word = fc.stringMatching(/^[a-z]{2,10}$/)
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
const people = fc.oneof(
  fc.tuple(word, word, word).map(([a, b, c]) => `${a}.${b}@${c}.org.uk`),
  digits(9).map(rest => `07${rest}`),
  digits(6).map(rest => `0161 ${rest.slice(0, 3)} ${rest.slice(3)}0`),
  digits(9).map(rest => `+44 7${rest}`),
  fc.constantFrom('CT1 2AB', 'SW1A 1AA', 'm1 1ae'),
  word.map(() => newSecret()),
)

test('whatever a message says of a person, its reason stays and the person does not', () => {
  fc.assert(
    fc.property(people, word, word, (person, before, after) => {
      const said = `${before}: ${person} ${after}`
      expect(withoutPeople(said)).not.toContain(person)
      const line = faultLine(`digest:${person}`, new Error(said))
      expect(line).not.toContain(person)
      expect(JSON.parse(line).message).toMatch(new RegExp(`^${before}: <.*> ${after}$`))
    }),
  )
})

test('what SES says of an address it will not send to', () => {
  const error = new Error(
    'Email address is not verified. The following identities failed the check in region EU-WEST-2: Jo Okonkwo <jo.okonkwo@example.org>',
  )
  expect(JSON.parse(faultLine('N-R8Q6-F8WD', error)).message).not.toContain('okonkwo@')
})

test.each([
  'case gas:H00017 has never been seen, CMP-7K3Q-9D neither',
  'the tick of 2026-11-26T09:00:00.000Z fired 100012345 of 2026-12-01',
  'deadline 2027-02-10, UPRN 100012345678, version 4',
])('keeps what is needed to mend it: %s', text => {
  expect(withoutPeople(text)).toBe(text)
})

test('is one line of JSON with where it was thrown, short whatever was quoted', () => {
  const line = faultLine('x', new TypeError(`a\n${'body '.repeat(5_000)}`))
  expect(line).not.toContain('\n')
  expect(line.length).toBeLessThan(2_000)
  expect(JSON.parse(line)).toMatchObject({ level: 'error', name: 'x', error: 'TypeError', at: expect.any(Array) })
  expect(JSON.parse(faultLine('x', 'thrown text'))).toMatchObject({ message: 'thrown text', at: [] })
})
