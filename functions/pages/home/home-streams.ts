/** Each stream on the home page: in homes as the last night counted them, in cases as they are now. */

import type { Reckon } from '../../../shared/core/reckon.ts'
import { type Day, longDay } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { grouped, percent } from '../../../shared/position/reports/figure.ts'
import { rag, streamTarget } from '../../../shared/position/reports/rag.ts'
import type { ShortFigure } from '../../../shared/position/reports/short-figure.ts'
import { newestSnapshot, snapshotAt } from '../../../shared/report/snapshots.ts'
import type { Settings } from '../../../shared/store/store.ts'
import { reportHref } from '../reports/way.ts'
import type { Bit } from '../views/parts.ts'
import { ragTag } from '../views/report.ts'

/** The two newest nights. Undefined before the first. */
export type Nights = { asAt: Day; before?: Day; latest: readonly ShortFigure[]; earlier: readonly ShortFigure[] }

export const nightsOf = async (store: Pick<Settings, 'getSetting'>): Promise<Nights | undefined> => {
  const newest = await newestSnapshot(store)
  if (!newest) return undefined
  const [latest, earlier] = await Promise.all([
    snapshotAt(store, newest.latest),
    newest.before && snapshotAt(store, newest.before),
  ])
  if (!latest) return undefined
  return {
    asAt: newest.latest,
    ...(earlier ? { before: earlier.asAt } : {}),
    latest: latest.figures,
    earlier: earlier ? earlier.figures : [],
  }
}

const notInDate = ({ numerator, denominator = 0 }: ShortFigure): number => denominator - numerator

const changeOf = (now: ShortFigure, then: ShortFigure | undefined): Bit => {
  if (!then) return html`<span class="dh-quiet dh-spare">–</span>`
  const more = notInDate(now) - notInDate(then)
  if (more === 0) return html`<span class="dh-quiet dh-spare">no change</span>`
  return more > 0 ? html`<span class="dh-red">▲ ${more} more</span>` : html`▼ ${-more} fewer`
}

export const homeColumns = ({ before }: Nights) => [
  { title: 'Homes not in date', numeric: true },
  { title: '% of homes in date', numeric: true },
  { title: 'Status' },
  { title: before ? `Since ${longDay(before).split(' ').slice(0, 3).join(' ')}` : 'Change' },
]

/** The cells of one stream; dashes where no home needs it. */
export const homeCells = (workflow: string, { latest, earlier, asAt }: Nights, reckon: Reckon): Bit[] => {
  const id = `homes.${workflow}`
  const figure = latest.find(one => one.id === id)
  if (!figure?.denominator) return ['–', '–', '–', '–'].map(none => html`<span class="dh-spare">${none}</span>`)
  const { numerator, denominator } = figure
  const missing = notInDate(figure)
  const share = percent(numerator, denominator)
  const of = html`<span class="dh-quiet">of ${grouped(denominator)}</span>`
  const opened = html`<a class="govuk-link" href="${reportHref('position', { asAt, list: id })}">${grouped(missing)}<span class="govuk-visually-hidden"> homes not in date: ${figure.title}</span></a>`
  return [
    html`<span class="dh-nowrap">${missing === 0 ? '0' : opened} ${of}</span>`,
    html`<span class="dh-spare">${share?.toFixed(1)} %</span>`,
    ragTag(rag({ numerator, denominator }, streamTarget(workflow, reckon)).state),
    changeOf(
      figure,
      earlier.find(one => one.id === id),
    ),
  ]
}

export const nightsLine = (nights: Nights | undefined): Html =>
  nights
    ? html`Homes as at the end of ${longDay(nights.asAt)}: <a class="govuk-link" href="${reportHref('position')}">how they are counted, and every list</a>. Cases as they are now.`
    : html`Homes are counted every night; the first count is tomorrow’s. <a class="govuk-link" href="${reportHref('position')}">Count them now</a>.`
