/** A message's own header block, read without a parser: bounded, forgiving, and it never throws. */

/** Bytes. RFC 5322 sets no limit; no honest mail comes near, and what reads more than this can be made to read for ever. */
export const HEAD_LIMIT = 65_536

export type Field = { name: string; value: string }
/** `whole` is false when the block does not end within the limit; the fields are then what was read of it. */
export type Head = { fields: Field[]; whole: boolean; bodyAt: number }

const LF = 10
const CR = 13

/** Where the empty line ends; undefined when there is none within the limit. */
const endOfHead = (raw: Uint8Array): number | undefined => {
  const most = Math.min(raw.length, HEAD_LIMIT)
  for (let at = 0; at < most; at++) {
    if (raw[at] !== LF) continue
    if (raw[at + 1] === LF) return at + 2
    if (raw[at + 1] === CR && raw[at + 2] === LF) return at + 3
  }
  return raw.length < HEAD_LIMIT ? raw.length : undefined
}

/** Unfolded, in order, names in lower case. Lines that are no fields are passed over. */
const fieldsOf = (block: string): Field[] => {
  const fields: Field[] = []
  for (const line of block.split(/\r?\n|\r/)) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last) last.value += ` ${line.trim()}`
      continue
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && /^[\x21-\x39\x3b-\x7e]{1,100}$/.test(name))
      fields.push({ name, value: line.slice(colon + 1).trim() })
  }
  return fields
}

export const headOf = (raw: Uint8Array): Head => {
  const end = endOfHead(raw)
  const block = Buffer.from(raw.buffer, raw.byteOffset, Math.min(end ?? HEAD_LIMIT, raw.length)).toString('utf8')
  return { fields: fieldsOf(block), whole: end !== undefined, bodyAt: end ?? raw.length }
}

/** Every value of that field, the topmost first. */
export const all = (fields: readonly Field[], name: string): string[] =>
  fields.filter(field => field.name === name).map(field => field.value)
export const first = (fields: readonly Field[], name: string): string | undefined =>
  fields.find(field => field.name === name)?.value

/** Addresses in a field, lower case; comments and names are left out. */
export const addressesIn = (value: string): string[] => [
  ...new Set([...value.matchAll(/[^\s<>@,;:"'()[\]]{1,64}@[a-z0-9.-]{1,190}/gi)].map(([found]) => found.toLowerCase())),
]
