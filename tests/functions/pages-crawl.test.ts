/** Whoever looks, every link of every page leads somewhere that is theirs, and every page is whole. */
import { expect, test } from 'vitest'
import type { Day } from '../../shared/core/time.ts'
import { toTriage } from '../../shared/intake/to-triage.ts'
import { sha256 } from '../../shared/store/chain.ts'
import { sorted } from '../support/complaints.ts'
import { admin, staff } from '../support/history.ts'
import { HOME, landlord } from './pages-world.ts'

type World = Awaited<ReturnType<typeof landlord>>

/** With a complaint, an action, a document, a message to sort and one that was not taken. */
const busy = async (): Promise<World> => {
  const w = await landlord()
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
/** Opened of one kind: the administrator, who sees most, looks at two. */
const ofAKind = (as: string): number => (as === '' ? 2 : 1)

/** Where the pages stand, as the landlord of these tests says it. */
const OURS = 'http://127.0.0.1:3000'

const linksOf = (text: string, here: string): string[] =>
  [...text.matchAll(/<a [^>]*?href="([^"#]+)/g)]
    .map(([, href]) => new URL(href!.replaceAll('&amp;', '&'), OURS + here))
    .filter(({ origin, pathname }) => origin === OURS && !pathname.startsWith('/pages/local/'))
    .map(({ pathname, search }) => pathname + search)

const wholeness = (text: string): string[] => [
  ...(text.match(/<h1[ >]/g)?.length === 1 ? [] : ['not one h1']),
  ...(/<title>[^<]{3,} – Dutyholder<\/title>/.test(text) ? [] : ['no title']),
  ...(/>undefined<|\[object |NaN|>null</.test(text) ? ['an unshown value'] : []),
  ...(/<a [^>]*>\s*<\/a>/.test(text) ? ['a link without words'] : []),
  ...[...text.matchAll(/ id="([^"]+)"/g)]
    .map(([, id]) => id!)
    .filter((id, index, all) => all.indexOf(id) !== index)
    .map(id => `${id} twice`),
]

test.each([
  ['the administrator', ''],
  ['a compliance manager', 'priya.shah@northmere.example'],
  ['a fire safety lead', 'george.adeyemi@northmere.example'],
  ['a complaint handler', 'hana.yusuf@northmere.example'],
  ['a housing officer', 'ella.hart@northmere.example'],
  ['a director', 'alan.pryce@northmere.example'],
  ['a councillor', 'cllr.bell@northmere.example'],
])(
  '%s is led to no page that is not there, not theirs or not whole',
  async (_, as) => {
    const w = await busy()
    const seen = new Map<string, Set<string>>()
    const queue: [href: string, from: string][] = [['/', '']]
    let opened = 0
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [href, from] = next
      const alike = seen.get(kindOf(href)) ?? new Set()
      seen.set(kindOf(href), alike)
      if (alike.has(href) || alike.size >= ofAKind(as)) continue
      alike.add(href)
      const [path, query = ''] = href.split('?')
      const { status, text, headers } = await w.send({ path: path!, query, ...(as ? { as } : {}) })
      opened += 1
      if (status === 303) continue
      expect([href, `from ${from}`, status]).toEqual([href, `from ${from}`, 200])
      if (!headers['content-type']?.includes('text/html') || query.includes('as=html')) continue
      expect([href, wholeness(text)]).toEqual([href, []])
      queue.push(...linksOf(text, href).map((one): [string, string] => [one, href]))
    }
    expect(w.faults).toEqual([])
    expect(opened).toBeGreaterThan(60)
    const paths = [...seen.keys()].join('\n')
    for (const wanted of ['/pages/cases/CMP-1', '/pages/assets/H', '/pages/reports/tsm', '/pages/rules', '/people/'])
      expect([wanted, paths.includes(wanted)]).toEqual([wanted, true])
    expect(paths.includes('/pages/received')).toBe(!/director|councillor/.test(_))
  },
  240_000,
)
