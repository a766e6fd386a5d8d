/**
 * W10's process: what the pages cost is its own CPU, and nothing else runs in it. Told by `w10-pages.ts` what the landlord's
 * function is told and what time it is; answers each kind of page that links lead to from the home page on.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Context } from 'aws-lambda'
import * as z from 'zod'
import { make } from '../../../functions/pages/deps.ts'
import type { StandardEnvironment } from '../../../infra/environment.ts'
import { unsignedHeaders } from '../../../infra/local/dynamodb/unsigned.ts'
import { type ServiceName, services } from '../../../shared/aws/services.ts'
import type { Instant } from '../../../shared/core/time.ts'
import { measured, median } from '../measure.ts'
import { asked } from './w5-report.ts'

/** `cpu`: milliseconds, the median of the repetitions */
export type Opened = { kind: string; cpu: number; requests: number; read: number }
export type Task = { environment: StandardEnvironment; now: Instant; reps: number }

/** Pages alike: the same path but for numbers of cases, homes and people, asked in the same way. */
const kindOf = (href: string): string => {
  const { pathname, searchParams } = new URL(href, 'http://x')
  const alike = decodeURIComponent(pathname)
    .replace(/(\/cases\/)([a-z-]+):[^/]+/, '$1$2')
    .replace(/(\/cases\/[A-Z]+)-[^/]+/, '$1')
    .replace(/(\/assets\/)(\w)[^/]+/, '$1$2')
    .replace(/(\/imports\/)\d[^/]+/, '$1…')
    .replace(/(\/people\/|\/documents\/|\/calendar\/).+/, '$1…')
  const keys = [...searchParams.keys()].sort()
  return keys.length > 0 ? `${alike}?${keys}` : alike
}

const linksOf = (text: string): string[] =>
  [...text.matchAll(/<a [^>]*?href="(\/[^"#]*)/g)]
    .map(([, href]) => href!.replaceAll('&amp;', '&'))
    .filter(href => href === '/' || (href.startsWith('/pages/') && !/^\/pages\/(local|session)\//.test(href)))

type Reads = { requests: number; read: number }

const units = z.object({ CapacityUnits: z.number() })
const consumed = z.object({ ConsumedCapacity: z.union([units, z.array(units)]).optional() })
/** Stands before the table and asks it what each request consumed: a page's own way to it is not ours to change. */
const startCounting = async (endpoint: string) => {
  const reads: Reads = { requests: 0, read: 0 }
  const server = createServer(async (request, response) => {
    const body: object = JSON.parse(Buffer.concat(await request.toArray()).toString())
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': String(request.headers['x-amz-target']),
      ...unsignedHeaders('dynamodb'),
    }
    const counting = JSON.stringify({ ...body, ReturnConsumedCapacity: 'TOTAL' })
    const answer = await fetch(endpoint, { method: 'POST', headers, body: counting })
    const text = await answer.text()
    const { ConsumedCapacity = [] } = consumed.parse(JSON.parse(text))
    reads.requests += 1
    reads.read += [ConsumedCapacity].flat().reduce((sum, one) => sum + one.CapacityUnits, 0)
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { reads, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() }
}

type Page = (href: string) => Promise<string>
const context = { getRemainingTimeInMillis: () => 600_000 } as Context

const pageOf = (handler: ReturnType<typeof make>): Page => {
  return async href => {
    const { pathname, search } = new URL(href, 'http://x')
    const answer = await handler(asked(pathname, search.slice(1)) as never, context)
    const { statusCode, body } = answer as { statusCode: number; body?: string }
    // Signed links to files and letters that are gone answer elsewhere, and are no pages.
    return statusCode === 200 ? (body ?? '') : ''
  }
}

/** One address of each kind, from the home page on. */
const kinds = async (page: Page): Promise<Map<string, string>> => {
  const found = new Map([[kindOf('/'), '/']])
  for (const href of found.values())
    for (const next of linksOf(await page(href))) if (!found.has(kindOf(next))) found.set(kindOf(next), next)
  return found
}

const open = async ({ environment, now, reps }: Task): Promise<Opened[]> => {
  const world = { now: () => now, fault: console.error, local: true }
  const unsigned = (name: ServiceName) => ({ unsigned: unsignedHeaders(services[name].signing) })
  const plain = pageOf(make(environment, { ...world, service: unsigned }))
  const counting = await startCounting(process.env.AWS_ENDPOINT_URL_DYNAMODB!)
  const { reads } = counting
  const service = (name: ServiceName) => ({
    ...unsigned(name),
    ...(name === 'dynamodb' ? { endpoint: counting.endpoint } : {}),
  })
  const counted = pageOf(make(environment, { ...world, service }))
  const all: { kind: string; href: string; cpu: number[] }[] = []
  for (const [kind, href] of await kinds(plain)) if ((await plain(href)) !== '') all.push({ kind, href, cpu: [] })
  // Taking turns: what compiles or collects in the background for a while is not charged to one page.
  for (let rep = 0; rep < reps; rep++)
    for (const { href, cpu } of all) cpu.push((await measured(() => plain(href))).cpu / 1_000)
  const opened: Opened[] = []
  for (const { kind, href, cpu } of all) {
    Object.assign(reads, { requests: 0, read: 0 })
    await counted(href)
    opened.push({ kind, cpu: median(cpu), requests: reads.requests, read: reads.read })
  }
  counting.stop()
  return opened
}

process.once('message', async (task: Task) => {
  process.send?.(await open(task))
  process.disconnect()
})
