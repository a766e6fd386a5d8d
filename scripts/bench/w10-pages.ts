/**
 * W10: every kind of page that the administrator is led to, over the sample landlord, small and then the full one of some
 * nine times as many homes: CPU of a page that was opened before, and what it reads of the table.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from 'aws-lambda'
import * as z from 'zod'
import { make } from '../../functions/pages/deps.ts'
import type { ClientSettings } from '../../functions/wire.ts'
import { unsigned, unsignedHeaders } from '../../infra/local/dynamodb/unsigned.ts'
import { environmentOf } from '../../infra/local/names.ts'
import { seed } from '../../infra/local/sample/seed.ts'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'
import { measured, median } from './measure.ts'
import { asked } from './w5-report.ts'

/** `cpu`: milliseconds, the median of the repetitions */
export type Opened = { kind: string; cpu: number; requests: number; read: number }

const START = '2026-11-27T09:00:00.000Z' as Instant

/** Pages alike: the same path but for numbers of cases, homes and people, asked in the same way. */
const kindOf = (href: string): string => {
  const { pathname, searchParams } = new URL(href, 'http://x')
  const alike = decodeURIComponent(pathname)
    .replace(/(\/cases\/)([a-z-]+):[^/]+/, '$1$2')
    .replace(/(\/cases\/[A-Z]+)-[^/]+/, '$1')
    .replace(/(\/assets\/)(\w)[^/]+/, '$1$2')
    .replace(/(\/people\/|\/documents\/|\/calendar\/).+/, '$1…')
  const keys = [...searchParams.keys()].sort()
  return keys.length > 0 ? `${alike}?${keys}` : alike
}

const linksOf = (text: string): string[] =>
  [...text.matchAll(/<a [^>]*?href="(\/[^"#]*)/g)]
    .map(([, href]) => href!.replaceAll('&amp;', '&'))
    .filter(href => href === '/' || (href.startsWith('/pages/') && !/^\/pages\/(local|session)\//.test(href)))

type Reads = { requests: number; read: number }

/** Asks the same of the table once more, with the question of what it consumed: a page's own client is not ours to change. */
const counting = (reads: Reads): ClientSettings => ({
  signer: {
    sign: async request => {
      const { hostname, port, headers, body } = request as typeof request & { body: string }
      const answer = await fetch(`http://${hostname}:${port}/`, {
        method: 'POST',
        headers: { ...onlyNeeded(headers), ...unsignedHeaders('dynamodb') },
        body: JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' }),
      })
      const { ConsumedCapacity = [] } = consumed.parse(await answer.json())
      reads.requests += 1
      reads.read += [ConsumedCapacity].flat().reduce((sum, one) => sum + one.CapacityUnits, 0)
      return { ...request, headers: { ...headers, ...unsignedHeaders('dynamodb') } }
    },
  },
})
const units = z.object({ CapacityUnits: z.number() })
const consumed = z.object({ ConsumedCapacity: z.union([units, z.array(units)]).optional() })
const onlyNeeded = (headers: Record<string, string>) => ({
  'content-type': headers['content-type']!,
  'x-amz-target': headers['x-amz-target']!,
})

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

const opening = async (size: 'small' | 'full', reps: number): Promise<Opened[]> => {
  const data = mkdtempSync(join(tmpdir(), 'bench-pages-'))
  const system = await startSystem({ data, port: 0, startAt: START, log: line => console.error(line) })
  const release = system.clock.hold()
  try {
    await seed(system, size)
    release()
    await system.count()
    // Nothing else runs meanwhile: what is read and reckoned is the page's.
    system.clock.hold()
    const { port } = new URL(system.url)
    const environment = environmentOf(system.landlord, Number(port), 'arn:aws:lambda:eu-west-2:0:function:wake')
    const world = { now: system.clock.now, fault: console.error, local: true }
    const plain = pageOf(make(environment, { ...world, client: service => ({ signer: unsigned(service) }) }))
    const reads: Reads = { requests: 0, read: 0 }
    const counted = pageOf(
      make(environment, {
        ...world,
        client: service => (service === 'dynamodb' ? counting(reads) : { signer: unsigned(service) }),
      }),
    )
    const opened: Opened[] = []
    for (const [kind, href] of await kinds(plain)) {
      if ((await plain(href)) === '') continue
      const all: number[] = []
      for (let rep = 0; rep < reps; rep++) all.push((await measured(() => plain(href))).cpu / 1_000)
      Object.assign(reads, { requests: 0, read: 0 })
      await counted(href)
      opened.push({ kind, cpu: median(all), requests: reads.requests, read: reads.read })
    }
    return opened
  } finally {
    await system.stop()
    rmSync(data, { recursive: true })
  }
}

export const openingPages = async (reps: number): Promise<{ small: Opened[]; full: Opened[] }> => ({
  small: await opening('small', reps),
  full: await opening('full', 1),
})
