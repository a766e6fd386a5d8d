/**
 * How much a body holds, told before it is taken apart: 330,000 answers as JSON cost 1.6 s and 250 MB to read, and
 * Node's reader of posted fields takes time by the square: 200,000 empty ones a second, 2,600,000 three minutes.
 */

/** Values of a JSON body, or fields of a posted one. The longest forms have some thousands. */
export const MOST = 20_000

const QUOTE = 34
const COMMA = 44
const OPENINGS = [91, 123]
const BACKSLASH = 92

/** Where the string that begins at `from` ends; the text's end when it never does. */
const endOfString = (text: string, from: number): number => {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return end
  }
  return text.length
}

/** JSON with more values than `MOST`: each follows a comma or an opening bracket. No further than it must. */
export const crowdedJson = (text: string): boolean => {
  let seen = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at + 1)
    else if ((code === COMMA || OPENINGS.includes(code)) && ++seen > MOST) return true
  }
  return false
}

/** Name and value of each posted field, in order; undefined for more than `MOST`. */
export const postedFields = (text: string): [name: string, value: string][] | undefined => {
  let seen = 0
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) if (++seen > MOST) return undefined
  return [...new URLSearchParams(text)]
}
