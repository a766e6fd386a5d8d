/** What every local server needs: listening on this machine only, reading a body within a limit, answering. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const HOST = '127.0.0.1'

export type Running = { port: number; endpoint: string; stop(): Promise<void> }

/** Listens on 127.0.0.1; port 0 takes a free one. Stopping closes open connections too. */
export const listen = (handle: RequestListener, port = 0): Promise<Running> =>
  new Promise((resolve, reject) => {
    const server = createServer(handle)
    server.once('error', reject)
    server.listen(port, HOST, () => resolve(running(server)))
  })

const running = (server: Server): Running => {
  const { port } = server.address() as AddressInfo
  const stop = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { port, endpoint: `http://${HOST}:${port}`, stop }
}

/** So many times the limit are read to their end, unread into memory: who is cut off while sending never sees the answer. */
const PATIENCE = 8

/** The body, or `too_large` where it passes the limit in bytes. */
export const readBody = async (request: IncomingMessage, limit: number): Promise<Buffer | 'too_large'> => {
  if (Number(request.headers['content-length'] ?? 0) > limit * PATIENCE) {
    request.resume()
    return 'too_large'
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit * PATIENCE) break
    if (size > limit) chunks.length = 0
    else chunks.push(chunk)
  }
  return size > limit ? 'too_large' : Buffer.concat(chunks)
}

/** Answers once; a client that has gone is not an error of ours. */
export const answer = (
  response: ServerResponse,
  status: number,
  headers: Record<string, string | string[]>,
  body: string | Buffer = '',
): void => {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers })
  response.end(body)
}
