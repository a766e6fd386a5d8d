/**
 * postal-mime under a budget. It keeps an object for each line of an unencoded part, some 2.5 KB: half a megabyte of
 * blank lines took 5 s and 800 MB, and a mail of 4 MB ended the process. It decodes base64 line by line, with an object
 * for each and one more for each pad sign: 29 MB took a second. That is handed over in large pieces instead.
 */
import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime'
import { base64 } from './base64.ts'

/** Lines of unencoded parts: no person writes so many, and programs encode their files. About half a second. */
const PLAIN = 40_000
/** Lines that are read one by one. */
const ALL = 400_000
/** Bytes of base64 handed over at once. */
const PIECE = 1_048_576

export class TooManyLines extends Error {}

/** What its types do not show, by the names that its own source uses. */
type Inside = {
  readPos: number
  av: Uint8Array
  currentNode?: { state?: string; contentTransferEncoding?: { encoding?: string }; contentDecoder?: unknown }
  parse: (raw: Uint8Array | ArrayBuffer) => Promise<Email>
  readLine: () => { bytes: Uint8Array; done: boolean }
  processLine: (line: Uint8Array, isFinal: boolean) => Promise<void>
}

const isInside = (parser: unknown): parser is Inside =>
  parser instanceof PostalMime &&
  ['processLine', 'readLine'].every(step => typeof Reflect.get(parser, step) === 'function')

const encodingOf = ({ currentNode }: Inside): string => currentNode?.contentTransferEncoding?.encoding ?? ''

const LF = 10
const DASH = 45

/** Hands base64 over in pieces: as far as no line begins like a boundary. Anything else is read line by line, as ever. */
const inPieces = (inside: Inside): void => {
  const { readLine } = inside
  /** where the next line that begins like a boundary stands */
  let dashes = -1
  let ours: unknown
  const nextDashes = (raw: Buffer, from: number): number => {
    if (dashes < from) {
      const found = raw.indexOf('\n--', from)
      dashes = found < 0 ? raw.length : found + 1
    }
    return dashes
  }
  inside.readLine = () => {
    const { readPos: from, av, currentNode } = inside
    if (currentNode?.state !== 'body' || !/base64/i.test(encodingOf(inside))) return readLine.call(inside)
    const raw = Buffer.from(av.buffer, av.byteOffset, av.length)
    const end = nextDashes(raw, from)
    if (currentNode.contentDecoder !== ours) {
      ours = base64(end - from)
      currentNode.contentDecoder = ours
    }
    if (av[from] === DASH && av[from + 1] === DASH) return readLine.call(inside)
    const line = from + PIECE < end ? raw.indexOf(LF, from + PIECE) + 1 : end
    inside.readPos = line > 0 ? Math.min(line, end) : end
    return { bytes: av.subarray(from, inside.readPos), done: inside.readPos >= av.length }
  }
}

/** Its own memory where it fills it: postal-mime copies a view. */
const wholeOf = (raw: Uint8Array): Uint8Array | ArrayBuffer =>
  raw.byteLength === raw.buffer.byteLength && raw.buffer instanceof ArrayBuffer ? raw.buffer : raw

/** Throws TooManyLines, and what the parser throws. */
export const parseWithin = (raw: Uint8Array, options: PostalMimeOptions): Promise<Email> => {
  const inside: unknown = new PostalMime(options)
  if (!isInside(inside)) throw new Error('this version of postal-mime reads lines by other steps')
  const { processLine } = inside
  let plain = 0
  let all = 0
  inside.processLine = (line, isFinal) => {
    all += 1
    if (!/base64|quoted-printable/i.test(encodingOf(inside))) plain += 1
    if (plain > PLAIN || all > ALL) throw new TooManyLines()
    return processLine.call(inside, line, isFinal)
  }
  inPieces(inside)
  return inside.parse(wholeOf(raw))
}
