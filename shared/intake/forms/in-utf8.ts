/**
 * A posted form as UTF-8. An old page posts in its own alphabet, which a reader of forms turns into rubbish in silence:
 * each field is read by what is said of it, else as browsers read what says nothing.
 */
import { isUtf8 } from 'node:buffer'
import { mediaType } from '../../http/body.ts'
import { MOST } from '../../http/crowd.ts'

const USUAL = 'windows-1252'
const charsetIn = (header: string): string | undefined => /charset=["']?([\w.:-]{1,40})/i.exec(header)?.[1]

const decoded = (bytes: Uint8Array, charset: string | undefined): string => {
  try {
    return new TextDecoder(charset ?? USUAL).decode(bytes)
  } catch {
    return new TextDecoder(USUAL).decode(bytes)
  }
}
/** What is UTF-8 is left alone, whatever it is said to be. `latin1`: a byte a character. */
const mended = (latin1: string, charset: string | undefined): Buffer => {
  const bytes = Buffer.from(latin1, 'latin1')
  return isUtf8(bytes) ? bytes : Buffer.from(decoded(bytes, charset))
}

const byte = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16))
const unescaped = (text: string): string => text.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, byte)

const posted = (text: string, said: string | undefined): string => {
  const charset = /(?:^|&)_charset_=([\w.:-]{1,40})/.exec(text)?.[1] ?? said
  const field = (pair: string): string => {
    if (!/[\x80-\xff]|%[89a-f]/i.test(pair)) return pair
    const at = pair.indexOf('=')
    const parts = at < 0 ? [pair] : [pair.slice(0, at), pair.slice(at + 1)]
    return parts.map(part => encodeURIComponent(mended(unescaped(part), charset).toString())).join('=')
  }
  return text
    .split('&', MOST + 2)
    .map(field)
    .join('&')
}

const inParts = (text: string, contentType: string): Buffer => {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s"]{1,70}))/i.exec(contentType)
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`
  const part = (piece: string): Buffer => {
    const end = piece.indexOf('\r\n\r\n')
    const head = piece.slice(0, Math.max(end, 0))
    const body = piece.slice(Math.max(end, 0))
    if (/filename\*?=/i.test(head)) return Buffer.concat([mended(head, undefined), Buffer.from(body, 'latin1')])
    return Buffer.concat([mended(head, undefined), mended(body, charsetIn(head) ?? charsetIn(contentType))])
  }
  const pieces = mark === '--' ? [] : text.split(mark)
  if (pieces.length < 2) return Buffer.from(text, 'latin1')
  return Buffer.concat(
    pieces.flatMap((piece, i) => (i === 0 ? [part(piece)] : [Buffer.from(mark, 'latin1'), part(piece)])),
  )
}

/** Anything but a posted form comes back as it is. */
export const inUtf8 = (raw: Uint8Array, contentType = ''): Uint8Array => {
  const type = mediaType(contentType)
  const latin1 = (): string => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  if (type === 'application/x-www-form-urlencoded')
    return Buffer.from(posted(latin1(), charsetIn(contentType)), 'latin1')
  return type === 'multipart/form-data' && !isUtf8(raw) ? inParts(latin1(), contentType) : raw
}
