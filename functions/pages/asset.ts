/** One home, block, system or lift: all its duties on one page, and what is above and below it. */
import { html } from '../../shared/mail/html.ts'
import type { Asset } from '../../shared/store/records.ts'
import { accountableFor } from './case/accountable.ts'
import { missing } from './missing.ts'
import { assetHref, place, ROWS, rowOf } from './read.ts'
import { heading, page } from './views/layout.ts'
import { details, h2, inset, link, pagination, summaryList } from './views/parts.ts'
import { caseTable } from './views/rows.ts'
import { shown } from './views/values.ts'
import { label } from './views/words.ts'
import type { Page } from './visit.ts'

export const kinds = {
  scheme: 'Scheme',
  block: 'Block',
  communal: 'Communal area',
  system: 'System',
  lift: 'Lift',
  dwelling: 'Home',
}

const tenures: Readonly<Record<string, string>> = {
  lcra: 'Low cost rental (LCRA)',
  lcho: 'Low cost home ownership (LCHO)',
}
const tenure = (value: string): string => tenures[value.toLowerCase()] ?? value

const known = ({ id, type, address, parentId, madeFrom, ...rest }: Asset) =>
  Object.entries(rest).map(
    ([name, value]) =>
      [
        label(name),
        name === 'tenure'
          ? tenure(String(value))
          : ['ownership', 'status'].includes(name)
            ? label(String(value))
            : shown(value, new Map()),
      ] as const,
  )

/** What it was before: the histories of those are theirs, and one click away. */
const made = ({ madeFrom = [] }: Asset) =>
  madeFrom.length === 0 ? [] : [['Made from', html`${madeFrom.map(id => html`${link(assetHref(id), id)} `)}`] as const]

export const assetPage: Page = async visit => {
  const { deps, params, now, today, query } = visit
  const id = params.assetId ?? ''
  const asset = await deps.store.getAsset(id)
  const cursor = query.get('cursor') ?? undefined
  const [cases, below, above] = await Promise.all([
    deps.store.byAsset(id, { limit: 100 }),
    deps.store.childrenOf(id, { limit: ROWS, cursor }),
    asset?.parentId ? deps.store.getAsset(asset.parentId) : undefined,
  ])
  if (!asset && cases.items.length === 0) return missing(visit, 'asset', id)
  const directory = await deps.directory()
  const rows = cases.items.map(one => ({
    ...rowOf(deps, one, now),
    where: place(asset, id),
    accountable: accountableFor(deps, one, asset, directory, today),
  }))
  const open = rows.filter(row => !row.case.closedAt).sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
  const closed = rows.filter(row => row.case.closedAt)
  return page(visit, {
    title: place(asset, id),
    here: '/pages/search',
    body: html`${heading(place(asset, id), asset ? kinds[asset.type] : 'Not on the register')}
${!asset && inset('Cases name this asset, but it is not on the register of assets: import it.')}
${caseTable(deps, 'Duties and open cases', open, now, 'No duty is recorded for it. If one applies, it is missing: import it.', false)}
${closed.length > 0 && details(`Closed cases (${closed.length})`, caseTable(deps, '', closed, now, '', false))}
${asset && html`${h2('On the register')}${summaryList([['Reference', asset.id], ...(asset.parentId ? [['Part of', link(assetHref(asset.parentId), place(above, asset.parentId))] as const] : []), ...made(asset), ...known(asset)])}`}
${
  below.items.length > 0 &&
  html`${h2('What belongs to it')}<ul class="govuk-list">${below.items.map(one => html`<li>${link(assetHref(one.id), place(one, one.id))} <span class="dh-quiet">${kinds[one.type].toLowerCase()}</span></li>`)}</ul>${pagination(assetHref(id), query, below.cursor, 'assets')}`
}`,
  })
}
