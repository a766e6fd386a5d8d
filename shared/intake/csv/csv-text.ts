/**
 * Bytes to text for CSV, and the delimiter found in the first line. UTF-8; UTF-16 by its mark; and, of a file at hand as
 * a whole that is neither, Windows-1252, which older spreadsheets write.
 */
import { isUtf8 } from 'node:buffer'

export type CsvSource = string | Uint8Array | AsyncIterable<Uint8Array | string>

/** The bytes are not the text we read; `line` is where. */
type NotText = Error & { line: number }

export const isNotText = (thrown: unknown): thrown is NotText => thrown instanceof Error && thrown.name === 'NotText'

const notText = (why: string, line: number): NotText =>
  Object.assign(new Error(`ENCODING: ${why}`), { name: 'NotText', line })

/** What a gateway makes of the mark when it reads the bytes as text: every second character is then nothing. */
const wasUtf16 = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbf && bytes[2] === 0xbd && bytes.subarray(0, 16).includes(0)
const WAS_UTF16 =
  'this was UTF-16 and was read as text on its way here; send it as application/octet-stream, or save the file as CSV UTF-8'

const utf16Of = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined =>
  first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined

/** Bytes that are one letter of UTF-8: a file with such a letter is UTF-8 that was damaged. */
const UTF8_LETTER = /[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}/
/** Bytes that Windows-1252 does not have. */
const NO_LETTER = /[\x81\x8D\x8F\x90\x9D]/
const isWindows1252 = (bytes: Uint8Array): boolean => {
  if (isUtf8(bytes)) return false
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return !UTF8_LETTER.test(text) && !NO_LETTER.test(text)
}

async function* chunks(source: CsvSource): AsyncGenerator<Uint8Array> {
  const parts = typeof source === 'string' || source instanceof Uint8Array ? [source] : source
  for await (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part
}

const linesIn = (text: string): number => text.split('\n').length - 1

const encodingOf = (first: Uint8Array, whole: boolean): string =>
  utf16Of(first) ?? (whole && isWindows1252(first) ? 'windows-1252' : 'utf-8')

async function* decoded(source: CsvSource): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let line = 1
  const decode = (bytes: Uint8Array, stream: boolean): string => {
    decoder ??= new TextDecoder(encodingOf(bytes, source instanceof Uint8Array), { fatal: true })
    try {
      return decoder.decode(bytes, { stream })
    } catch {
      throw notText(
        `this is not ${decoder.encoding.toUpperCase()}; save the file as CSV UTF-8`,
        line + linesIn(new TextDecoder().decode(bytes).split('\uFFFD', 1)[0]!),
      )
    }
  }
  for await (const bytes of chunks(source)) {
    if (wasUtf16(bytes)) throw notText(WAS_UTF16, line)
    const text = decode(bytes, true)
    line += linesIn(text)
    yield text
  }
  yield decode(new Uint8Array(), false)
}

/** One kind of line end. csv-parse counts CR LF inside quotes as two lines, and every later line would be wrong. */
async function* plainLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  for await (const piece of pieces) {
    const text = held + piece
    held = text.endsWith('\r') ? '\r' : ''
    yield text.slice(0, text.length - held.length).replaceAll(/\r\n?/g, '\n')
  }
  if (held) yield '\n'
}

/** Enough for any header; a longer first line is no table. */
const FIRST_LINE = 65_536

/** The delimiter that stands most often in the header outside quotes; a comma when none does. */
export const delimiterOf = (text: string): string => {
  const header = text.replaceAll(/"[^"]*"/g, '').split('\n', 1)[0]!
  const count = (delimiter: string): number => header.split(delimiter).length
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best))
}

/** A first line by which spreadsheets tell each other the delimiter; it is blanked, so that lines keep their numbers. */
const TOLD = /^(\uFEFF?)sep=([,;\t])(?=\n)/i

/** The text in pieces, none of it lost to the look at the first line. */
export const csvText = async (source: CsvSource): Promise<{ delimiter: string; text: AsyncIterable<string> }> => {
  const pieces = plainLines(decoded(source))
  let head = ''
  while (head.length < FIRST_LINE && !head.trimStart().includes('\n')) {
    const { value, done } = await pieces.next()
    if (done) break
    head += value
  }
  const told = TOLD.exec(head)
  if (told) head = head.slice(told[0].length)
  const text = (async function* () {
    yield told ? `${told[1]}${head}` : head
    yield* pieces
  })()
  return { delimiter: told?.[2] ?? delimiterOf(head.trimStart().slice(0, FIRST_LINE)), text }
}
