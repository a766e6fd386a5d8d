/** Bytes to text for CSV: UTF-8 alone, and the delimiter found in the first line. */
export type CsvSource = string | Uint8Array | AsyncIterable<Uint8Array | string>

/** The bytes are not the text we read; `line` is where. */
type NotText = Error & { line: number }

export const isNotText = (thrown: unknown): thrown is NotText => thrown instanceof Error && thrown.name === 'NotText'

const notText = (why: string, line: number): NotText =>
  Object.assign(new Error(`ENCODING: ${why}; save the file as CSV UTF-8`), { name: 'NotText', line })

/** By its mark, or by what a gateway makes of that mark: every second character is then nothing. */
const isUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) ||
  (bytes[0] === 0xfe && bytes[1] === 0xff) ||
  (bytes[0] === 0xef && bytes[1] === 0xbf && bytes[2] === 0xbd && bytes.subarray(0, 16).includes(0))

async function* chunks(source: CsvSource): AsyncGenerator<Uint8Array> {
  const parts = typeof source === 'string' || source instanceof Uint8Array ? [source] : source
  for await (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part
}

const linesIn = (text: string): number => text.split('\n').length - 1

async function* decoded(source: CsvSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  const decode = (bytes: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(bytes, { stream })
    } catch {
      throw notText('this is not UTF-8', line + linesIn(new TextDecoder().decode(bytes).split('\uFFFD', 1)[0]!))
    }
  }
  for await (const bytes of chunks(source)) {
    if (isUtf16(bytes)) throw notText('this is UTF-16', line)
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
