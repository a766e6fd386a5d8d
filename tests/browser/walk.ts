/** Walking the pages by their links: a landlord with something of everything, and which of its pages are alike. */
import { expect } from 'vitest'
import { matched, served } from '../../functions/pages/routes.ts'
import type { Day } from '../../shared/core/time.ts'
import { toTriage } from '../../shared/intake/to-triage.ts'
import { sha256 } from '../../shared/store/chain.ts'
import { HOME, type landlord } from '../functions/pages/pages-world.ts'
import { sorted } from '../support/complaints.ts'
import { admin, staff } from '../support/history.ts'

type World = Awaited<ReturnType<typeof landlord>>

/** Adds a complaint, an action, a document, a message to sort and one that was not taken, and keeps two nights. */
export const filled = async <W extends World>(w: W): Promise<W> => {
  const by = staff('complaintHandler', 'hana.yusuf@northmere.example')
  const at = w.now()
  const facts = { text: 'Cold again', receivedAt: at, channel: 'email', persons: [{ name: 'J. Okonkwo' }] }
  await w.apply.open('complaint', { id: 'CMP-1', facts, assetId: 'H00004', by, at })
  await w.apply.event('CMP-1', { type: 'choice.offered', at, by, data: { answer: 'complaint' } })
  expect((await w.apply.event('CMP-1', { type: 'classify.complaint', at, by, data: sorted })).kind).toBe('done')
  const fault = { stream: 'fra', description: 'Door', priority: 'P2', raisedOn: '2026-10-01' }
  await w.apply.open('action', { id: 'ACT-1', facts: fault, assetId: 'B001', by: admin, at })
  await toTriage({ apply: w.apply, now: w.now }, 'm-1', {
    reason: 'unplaced',
    source: 'mail:repairs',
    channel: 'email',
    receivedAt: at,
    original: { key: 'raw/m-1.eml', sha256: sha256('m-1') },
  })
  const mail = 'From: A <a@b.example>\r\nSubject: Damp\r\nMessage-ID: <m@b.example>\r\n\r\nIt is damp.\r\n'
  await w.deps.originals.put('raw/m-1.eml', Buffer.from(mail), 'message/rfc822')
  const document = { sha256: 'a'.repeat(64), name: 'door.jpg', type: 'image/jpeg', size: 5, status: 'stored' as const }
  await w.store.registerDocument({ ...document, caseId: HOME, at })
  await w.store.noteRefused(
    { id: 'r1', contractorId: 'sureheat', messageId: 'message-1', at, original: 'callbacks/1' },
    { status: 404, detail: 'gas:H00099 is not known', issues: [], codes: [] },
  )
  await w.night('2026-11-20' as Day)
  await w.night('2026-11-22' as Day)
  return w
}

/** Pages alike: the same path but for numbers of cases and homes, asked in the same way. */
const kindOf = (href: string): string => {
  const { pathname, searchParams } = new URL(href, 'http://x')
  const alike = decodeURIComponent(pathname)
    .replace(/(\/cases\/)([a-z-]+):[^/]+/, '$1$2')
    .replace(/(\/assets\/)(\w)[^/]+/, '$1$2')
    .replace(/(\/people\/|\/documents\/|\/calendar\/).+/, '$1')
  return `${alike}?${[...searchParams.keys()].sort()}`
}

/** Where the pages stand, as the landlord of these tests says it. */
const OURS = 'http://127.0.0.1:3000'

const linksOf = (text: string, here: string): string[] =>
  [...text.matchAll(/<a [^>]*?href="([^"#]+)/g)]
    .map(([, href]) => new URL(href!.replaceAll('&amp;', '&'), OURS + here))
    .filter(({ origin, pathname }) => origin === OURS && !pathname.startsWith('/pages/local/'))
    .map(({ pathname, search }) => pathname + search)

type Met = { href: string; from: string; status: number; text: string; isPage: boolean }

/** Every page that links lead to from the first one on, at most `ofAKind` of each kind. `as`: whose eyes; '' is the administrator. */
export async function* walk({ send }: Pick<World, 'send'>, as = '', ofAKind = 1): AsyncGenerator<Met> {
  const seen = new Map<string, Set<string>>()
  const queue: [href: string, from: string][] = [['/', '']]
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [href, from] = next
    const alike = seen.get(kindOf(href)) ?? new Set()
    seen.set(kindOf(href), alike)
    if (alike.has(href) || alike.size >= ofAKind) continue
    alike.add(href)
    const [path, query = ''] = href.split('?')
    const { status = 0, text, headers } = await send({ path: path!, query, ...(as ? { as } : {}) })
    const isPage =
      status === 200 && headers['content-type']?.includes('text/html') === true && !query.includes('as=html')
    yield { href, from, status, text, isPage }
    if (isPage) queue.push(...linksOf(text, href).map((one): [string, string] => [one, href]))
  }
}

/** What a page is made of, as axe judges it: elements by their class, kind and role. */
const partsOf = (text: string): string[] => {
  const main = text.slice(text.indexOf('<main'))
  return [...main.matchAll(/<([a-z0-9]+)([^>]*)>/g)].map(
    ([, name, rest]) =>
      `${name} ${rest!.match(/\b(class|type|role|scope|aria-(?!describedby|labelledby)\w+)="[^"]*"/g) ?? ''}`,
  )
}

/** Which report it is, of which day or stream, makes no other page of it. */
const routeOf = (href: string): string => {
  const { pathname, searchParams } = new URL(href, OURS)
  const asked = [...searchParams.keys()].filter(key => !/^(asAt|knownOn|now|from|to|month|workflow)$/.test(key))
  return `${served.find(({ path }) => matched(path, pathname))?.path}?${asked.sort()}`
}

/** Pages as different as eyes see them: one of each route as it is asked, and each that has a part which none before it had. */
export const everyKind = async (w: Pick<World, 'send'>): Promise<string[]> => {
  const met = new Set<string>()
  const chosen: string[] = []
  for await (const { href, text, isPage } of walk(w)) {
    if (!isPage) continue
    const unmet = [routeOf(href), ...partsOf(text)].filter(part => !met.has(part))
    if (unmet.length === 0) continue
    chosen.push(href)
    for (const part of unmet) met.add(part)
  }
  return chosen
}
