/** A submission's bytes as they came, beside received mail: put there before anybody reads them. */
import { createHash } from 'node:crypto'
import { mediaType } from '../../http/body.ts'
import type { Original } from '../to-triage.ts'

const endings: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/x-www-form-urlencoded': 'form',
  'multipart/form-data': 'multipart',
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** `hooks/<source>/<message>/<hash>.<how it was sent>`: the message's number comes back when it is read again. */
export const formOriginal = (
  { source, id, contentType }: { source: string; id: string; contentType: string | undefined },
  raw: Uint8Array,
): Original => {
  const hash = sha256(raw)
  return { key: `hooks/${source}/${id}/${hash.slice(0, 16)}.${endings[mediaType(contentType)] ?? 'bin'}`, sha256: hash }
}

const partsOf = /^hooks\/([^/]+)\/([^/]+)\/[0-9a-f]{16}\.([a-z]+)$/

/** The boundary of a form in parts is its first line. */
const typeOf = (ending: string, raw: Buffer): string => {
  const type = Object.keys(endings).find(one => endings[one] === ending) ?? ''
  if (ending !== 'multipart') return type
  const boundary = /--([^\r\n]{1,70})\r?\n/.exec(raw.subarray(0, 500).toString('latin1'))?.[1] ?? ''
  return `${type}; boundary="${boundary}"`
}

export const readFormKey = (
  key: string,
  raw: Buffer,
): { source: string; id: string; contentType: string } | undefined => {
  const [, source, id, ending] = partsOf.exec(key) ?? []
  return source && id && ending ? { source, id, contentType: typeOf(ending, raw) } : undefined
}
