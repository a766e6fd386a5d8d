/**
 * Base64 as mail carries it, from bytes to bytes: what is not of its alphabet is passed over, and padding ends a group
 * wherever it stands (some programs pad every line), so that what follows begins anew. Linear, whatever it is given,
 * and without an object for each line or group: `A=` over and over ended a parser that made one.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PAD = 64
const OTHER = 255
const worth = new Uint8Array(256).fill(OTHER)
for (let at = 0; at < 64; at++) worth[ALPHABET.charCodeAt(at)] = at
worth['='.charCodeAt(0)] = PAD

export type Base64 = {
  /** any piece of the text, cut anywhere */
  update: (text: Uint8Array) => void
  /** all bytes so far */
  finalize: () => Promise<Uint8Array<ArrayBuffer>>
}

/** `expected`: how long the text may become, in bytes; more is taken, at the price of a copy. */
export const base64 = (expected: number): Base64 => {
  let out = new Uint8Array(sizeOf(expected))
  let length = 0
  /** of the group that is open: its bits, and how many of them are no byte yet */
  let bits = 0
  let open = 0
  return {
    update: text => {
      out = roomFor(out, length + sizeOf(text.length))
      let [to, at] = [length, 0]
      while (at < text.length) {
        if (open === 0) {
          // Most of it: whole groups, one after the other.
          const whole = groups(text, at, out, to)
          to += ((whole - at) / 4) * 3
          at = whole
        }
        const value = at < text.length ? worth[text[at++]!]! : OTHER
        if (value === PAD) open = 0
        if (value >= PAD) continue
        bits = (bits << 6) | value
        open += 6
        if (open < 8) continue
        open -= 8
        out[to++] = bits >> open
      }
      length = to
    },
    finalize: async () => out.subarray(0, length),
  }
}

/** Bytes that so much text has at most, with what an open group before it may add. */
const sizeOf = (text: number): number => Math.ceil((text * 3) / 4) + 3

const roomFor = (out: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> => {
  if (size <= out.length) return out
  const larger = new Uint8Array(Math.max(size, out.length * 2))
  larger.set(out)
  return larger
}

/** Decodes whole groups of four from `at`; answers where the first that is none begins. */
const groups = (text: Uint8Array, from: number, out: Uint8Array, start: number): number => {
  let [at, to] = [from, start]
  for (; at + 4 <= text.length; at += 4) {
    const a = worth[text[at]!]!
    const b = worth[text[at + 1]!]!
    const c = worth[text[at + 2]!]!
    const d = worth[text[at + 3]!]!
    if ((a | b | c | d) >= PAD) break
    out[to++] = (a << 2) | (b >> 4)
    out[to++] = (b << 4) | (c >> 2)
    out[to++] = (c << 6) | d
  }
  return at
}
