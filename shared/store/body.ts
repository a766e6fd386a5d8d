/**
 * How the JSON text of a body lies in its item: short ones as they are, longer ones deflated against a dictionary,
 * since a unit writes 1,024 bytes and a gas case as text is longer. It comes back byte for byte; hashes are over the
 * text, so they know nothing of this. A text body is always readable: items written before were all text.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { dictionaries, newest } from './dictionary.ts'
import { TooLarge } from './faults.ts'
import { itemLimit } from './size.ts'

/**
 * Setting up was most of a deflation: as they stand, the defaults take 256 KB to shrink 600 bytes, and a page for the
 * answer. A window of 8 KB holds a dictionary and a usual body, which then come out the same.
 */
const lean = { memLevel: 4, windowBits: 13 }
const wide = { memLevel: 5 }
/** Bytes that a window looks back over: 262 of it are zlib's own. */
const inLean = 2 ** lean.windowBits - 262

/** Bytes. Below, what is saved is not worth the time. */
const worthwhile = 160

/**
 * Throws TooLarge above the size of an item, however far it would shrink: what is accepted must not hang on how well it
 * compresses, and nothing small may grow without bounds when it is read.
 */
export const packed = (text: string, where: string): string | Uint8Array => {
  const bytes = Buffer.from(text)
  if (bytes.length > itemLimit) throw new TooLarge(`${where} has ${bytes.length} bytes; an item may have ${itemLimit}`)
  if (bytes.length < worthwhile) return text
  const dictionary = dictionaries[newest]!
  const deflated = deflateRawSync(bytes, {
    ...(dictionary.length + bytes.length <= inLean ? lean : wide),
    chunkSize: Math.min(bytes.length, 16_384),
    dictionary,
  })
  return Buffer.concat([Buffer.of(newest), deflated])
}

/** Throws for what was not made by `packed`. */
export const unpacked = (body: unknown): string => {
  if (!(body instanceof Uint8Array)) return String(body)
  const dictionary = dictionaries[body[0] ?? 0]
  if (!dictionary) throw new Error('no such dictionary')
  return inflateRawSync(body.subarray(1), { dictionary, maxOutputLength: itemLimit, chunkSize: 2_048 }).toString()
}
