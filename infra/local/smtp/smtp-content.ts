/** The content of a message as it comes over SMTP, up to the line of one dot; holds each byte once. */

const CR = 0x0d
const LF = 0x0a
const DOT = 0x2e
const BLOCK = 256 * 1024

/** Bytes put one behind another. Small pieces share a block: a message of blank lines is millions of them. */
const gathering = () => {
  const full: Buffer[] = []
  let block = Buffer.allocUnsafe(BLOCK)
  let at = 0
  return {
    add: (bytes: Buffer): void => {
      for (let from = 0; from < bytes.length; ) {
        const copied = bytes.copy(block, at, from)
        at += copied
        from += copied
        if (at < BLOCK) continue
        full.push(block)
        block = Buffer.allocUnsafe(BLOCK)
        at = 0
      }
    },
    drop: (): void => {
      full.length = 0
      at = 0
    },
    all: (): Buffer => Buffer.concat([...full, block.subarray(0, at)]),
  }
}

export type Content = {
  /** Takes what it can tell of these bytes; `used` of them are not needed again, the rest comes with the next. */
  feed(bytes: Buffer): { used: number; done: boolean }
  /** undefined: it was too big */
  whole(): Buffer | undefined
}

/** A leading dot was doubled by the sender (RFC 5321, 4.5.2). */
export const createContent = (maxSize: number): Content => {
  const kept = gathering()
  let size = 0
  let lineStart = true
  const keep = (bytes: Buffer): void => {
    size += bytes.length
    if (size > maxSize) kept.drop()
    else kept.add(bytes)
  }
  const ending = (bytes: Buffer, at: number): 'end' | 'perhaps' | 'no' => {
    const [next, last] = [bytes[at + 1], bytes[at + 2]]
    if (next === undefined || (next === CR && last === undefined)) return 'perhaps'
    return next === CR && last === LF ? 'end' : 'no'
  }
  const feed = (bytes: Buffer): { used: number; done: boolean } => {
    let at = 0
    while (at < bytes.length) {
      if (lineStart && bytes[at] === DOT) {
        const found = ending(bytes, at)
        if (found === 'end') return { used: at + 3, done: true }
        if (found === 'perhaps') return { used: at, done: false }
        at += 1
      }
      lineStart = false
      const dot = bytes.indexOf('\r\n.', at)
      if (dot < 0) break
      keep(bytes.subarray(at, dot + 2))
      at = dot + 2
      lineStart = true
    }
    if (at >= bytes.length) return { used: at, done: false }
    // A carriage return at the very end may begin the last line.
    const end = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length
    keep(bytes.subarray(at, end))
    lineStart = end === bytes.length && bytes.at(-1) === LF && bytes.at(-2) === CR
    return { used: end, done: false }
  }
  return { feed, whole: () => (size > maxSize ? undefined : kept.all()) }
}
