/** The one line that a fault leaves in the log: what went wrong and where, never about whom. */

/** Characters. A message that quotes a whole body says less than its beginning. */
const LONGEST = 500
const FRAMES = 4

const hidden: readonly [RegExp, string][] = [
  [/[^\s<>"'(),;:[\]{}]+@[^\s<>"'(),;:[\]{}]+/gu, '<address>'],
  // a link's token lies in its path
  [/\/link\/[^\s"'?#]+/gu, '/link/<token>'],
  [/\bwhsec_[A-Za-z0-9+/=]+/gu, '<key>'],
  [/\bBearer\s+\S+/giu, 'Bearer <token>'],
  [/\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b/giu, '<postcode>'],
  // ten digits and more in a row, however they are grouped: telephone numbers, not dates, ids or sequence numbers
  [/(?<![\w.-])(?:\+|00|\(?0)\d[\d ()-]{8,16}\d(?![\w-])/gu, '<number>'],
]

/** Without addresses, telephone numbers, postcodes, tokens and keys. */
export const withoutPeople = (text: string): string =>
  hidden.reduce((left, [what, name]) => left.replace(what, name), text).slice(0, LONGEST)

const framesOf = ({ stack = '' }: Error): string[] =>
  stack
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map(line => line.trim())

/** JSON of one line. `name` is what failed: a reference, a case, a message id. */
export const faultLine = (name: string, error: unknown): string => {
  const told = error instanceof Error ? error : new Error(String(error))
  const at = error instanceof Error ? framesOf(error) : []
  const kind = { error: told.name, message: withoutPeople(told.message) }
  return JSON.stringify({ level: 'error', name: withoutPeople(name), ...kind, at })
}
