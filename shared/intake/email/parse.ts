/**
 * postal-mime under a budget of lines. It keeps an object for each line of an unencoded part, some 2.5 KB: half a
 * megabyte of blank lines took 5 s and 800 MB, and a mail of 4 MB ended the process.
 */
import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime'

/** Lines of unencoded parts: no person writes so many, and programs encode their files. About half a second. */
const PLAIN = 40_000
/** Lines in all: 40 MB of attachments in base64 have 540,000. */
const ALL = 800_000

export class TooManyLines extends Error {}

/** Of what the parser is reading just now. */
const isEncoded = (parser: PostalMime): boolean => {
  const encoding = Reflect.get(Reflect.get(parser, 'currentNode') ?? {}, 'contentTransferEncoding')?.encoding
  return typeof encoding === 'string' && /base64|quoted-printable/i.test(encoding)
}

/** Throws TooManyLines, and what the parser throws. */
export const parseWithin = (raw: Uint8Array, options: PostalMimeOptions): Promise<Email> => {
  const parser = new PostalMime(options)
  // Its own step for each line, which its types do not show: the one place where a budget can be kept.
  const step: unknown = Reflect.get(parser, 'processLine')
  if (typeof step !== 'function') throw new Error('this version of postal-mime has no processLine')
  let plain = 0
  let all = 0
  Reflect.set(parser, 'processLine', (...line: unknown[]) => {
    all += 1
    if (!isEncoded(parser)) plain += 1
    if (plain > PLAIN || all > ALL) throw new TooManyLines()
    return step.apply(parser, line)
  })
  return parser.parse(raw)
}
