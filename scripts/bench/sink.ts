/**
 * A process of its own that takes any request and answers at once: mail is accepted, a transaction is done, and an item
 * asked for is the one given as the first argument. `GET /` tells the mails it took, one a line: reference and subject.
 * Prints its port.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const item = process.argv[2] ?? '{}'
type Sent = { Content: { Simple: { Subject: { Data: string }; Headers: { Name: string; Value: string }[] } } }
const taken: string[] = []
const take = (body: string): void => {
  const { Subject, Headers } = (JSON.parse(body) as Sent).Content.Simple
  taken.push(`${Headers.find(({ Name }) => Name === 'X-Dutyholder-Reference')?.Value} ${Subject.Data}`)
}
const server = createServer((asked, told) => {
  const parts: Buffer[] = []
  asked.on('data', (part: Buffer) => parts.push(part))
  asked.on('end', () => {
    if (asked.method === 'GET') {
      told.end(taken.join('\n'))
      return
    }
    if (asked.url?.endsWith('/outbound-emails')) take(String(Buffer.concat(parts)))
    const target = String(asked.headers['x-amz-target'] ?? '')
    const body = target.endsWith('GetItem') ? item : target ? '{}' : '{"MessageId":"bench"}'
    const type = target ? 'application/x-amz-json-1.0' : 'application/json'
    told.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.once('SIGTERM', () => process.exit(0))
