/**
 * A process of its own that takes any request and answers at once: mail is accepted, a transaction is done, and an item
 * asked for is the one given as the first argument. Prints its port.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const item = process.argv[2] ?? '{}'
const server = createServer((asked, told) => {
  asked.on('data', () => {})
  asked.on('end', () => {
    const target = String(asked.headers['x-amz-target'] ?? '')
    const body = target.endsWith('GetItem') ? item : target ? '{}' : '{"MessageId":"bench"}'
    const type = target ? 'application/x-amz-json-1.0' : 'application/json'
    told.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.once('SIGTERM', () => process.exit(0))
