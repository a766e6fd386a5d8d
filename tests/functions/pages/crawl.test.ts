/** Whoever looks, every link of every page leads somewhere that is theirs, and every page is whole. */
import { expect, test } from 'vitest'
import { filled, walk } from '../../browser/walk.ts'
import { landlord } from './pages-world.ts'

/** Opened of one kind: the administrator, who sees most, looks at two. */
const ofAKind = (as: string): number => (as === '' ? 2 : 1)

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
    const w = await filled(await landlord())
    const seen: string[] = []
    for await (const { href, from, status, text, isPage } of walk(w, as, ofAKind(as))) {
      seen.push(href)
      if (status === 303) continue
      expect([href, `from ${from}`, status]).toEqual([href, `from ${from}`, 200])
      if (isPage) expect([href, wholeness(text)]).toEqual([href, []])
    }
    expect(w.faults).toEqual([])
    expect(seen.length).toBeGreaterThan(60)
    const paths = seen.join('\n')
    for (const wanted of ['/pages/cases/CMP-1', '/pages/assets/H', '/pages/reports/tsm', '/pages/rules', '/people/'])
      expect([wanted, paths.includes(wanted)]).toEqual([wanted, true])
    expect(paths.includes('/pages/received')).toBe(!/director|councillor/.test(_))
  },
  240_000,
)
