/** By case number, asset, UPRN or address. A number is found at once; words are looked for in a bounded stretch. */
import { seeOther } from '../../shared/http/answer.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { BadCursor } from '../../shared/store/faults.ts'
import type { Asset } from '../../shared/store/records.ts'
import { kinds } from './asset.ts'
import { assetHref, caseHref, place } from './read.ts'
import { heading, page } from './views/layout.ts'
import { inset, link, p, table } from './views/parts.ts'
import type { Page, Visit } from './visit.ts'

/** Assets looked through for one answer; whoever wants more goes on from there. */
const STRETCH = 2000
const STEP = 250
const HITS = 50

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
const fits = ({ id, uprn, address, postcode }: Asset, wanted: readonly string[]): boolean => {
  const text = [id, uprn, address, postcode, postcode?.replaceAll(' ', '')].join(' ').toLowerCase()
  return wanted.every(word => text.includes(word))
}

const look = async ({ deps }: Visit, asked: string, from: string | undefined) => {
  const hits: Asset[] = []
  let cursor = from
  for (let seen = 0; seen < STRETCH && hits.length < HITS; seen += STEP) {
    const found = await deps.store.assets({ limit: STEP, cursor })
    hits.push(...found.items.filter(one => fits(one, words(asked))))
    cursor = found.cursor
    if (cursor === undefined) break
  }
  return { hits, cursor }
}

const form = (asked: string): Html =>
  html`<form method="get" action="/pages/search" class="dh-search" role="search"><label class="govuk-visually-hidden" for="q">UPRN, address, case or asset</label><input class="govuk-input" id="q" name="q" value="${asked}" autocomplete="off"><button class="govuk-button">Search</button></form>`

export const searchPage: Page = async visit => {
  const { deps, query } = visit
  const asked = (query.get('q') ?? '').trim().slice(0, 200)
  if (asked) {
    const [found, asset] = await Promise.all([deps.store.load(asked), deps.store.getAsset(asked.toUpperCase())])
    if (found) return seeOther(caseHref(found.case.id))
    if (asset) return seeOther(assetHref(asset.id))
  }
  const from = query.get('cursor') ?? undefined
  const result = asked
    ? await look(visit, asked, from).catch((error: unknown) => {
        if (error instanceof BadCursor) return look(visit, asked, undefined)
        throw error
      })
    : undefined
  const on = result?.cursor !== undefined && `/pages/search?${new URLSearchParams({ q: asked, cursor: result.cursor })}`
  return page(visit, {
    title: asked ? `Search: ${asked}` : 'Search',
    here: '/pages/search',
    body: html`${heading('Search')}${form(asked)}
${!asked && p('A UPRN, part of an address or postcode, the number of a case, or the reference of an asset.')}
${
  result &&
  (result.hits.length === 0
    ? inset(on ? 'Nothing yet. The search stopped half-way through the register.' : `Nothing answers to “${asked}”.`)
    : table(
        `${result.hits.length} found`,
        [{ title: 'Address' }, { title: 'Reference' }, { title: 'UPRN' }, { title: 'Kind' }],
        result.hits.map(one => [link(assetHref(one.id), place(one, one.id)), one.id, one.uprn ?? '', kinds[one.type]]),
      ))
}${on && p(link(on, 'Go on searching'))}`,
  })
}
