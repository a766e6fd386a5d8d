/** The SDK's streamed uploads come framed (`aws-chunked`): a size in hex, the bytes, at the end checksums. The body alone. */

const LINE_LIMIT = 8192

export const unframed = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  let left = 0
  let ended = false
  for await (const chunk of source) {
    if (ended) continue
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      if (left > 0) {
        const bytes = rest.subarray(0, left)
        if (bytes.length > 0) yield bytes
        left -= bytes.length
        rest = rest.subarray(bytes.length)
        if (left > 0) break
      }
      const line = rest.indexOf('\r\n')
      if (line < 0) {
        if (rest.length > LINE_LIMIT) throw new Error('aws-chunked: a frame without end')
        break
      }
      // After a chunk's bytes comes an empty line of its own.
      const size = rest.subarray(0, line).toString('latin1').split(';')[0] ?? ''
      rest = rest.subarray(line + 2)
      if (size === '') continue
      if (!/^[0-9a-f]{1,8}$/i.test(size)) throw new Error('aws-chunked: a frame without size')
      left = Number.parseInt(size, 16)
      ended = left === 0
      if (ended) break
    }
  }
  if (!ended) throw new Error('aws-chunked: the end is missing')
}
