/** Shares as bars with their target, drawn without a script; the table beside it says the same in numbers. */
import { type Html, html } from '../../../shared/mail/html.ts'
import type { Figure } from '../../../shared/position/reports/figure.ts'
import type { Rag } from '../../../shared/position/reports/rag.ts'

type Bar = Pick<Figure, 'title' | 'value' | 'shown'> & { rag?: Rag | undefined }

const WIDTH = 620
const ROW = 34
const LEFT = 250
const FULL = 300

/** In %; a name longer than this is cut, and stands whole in the figures above. */
const LETTERS = 34
const short = (title: string): string => {
  const text = title.replace(/:? (homes )?in date$/, '')
  return text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1)}…`
}

const bar = ({ title, value = 0, shown, rag }: Bar, index: number): Html => {
  const y = index * ROW
  const width = Math.max(0, Math.min(100, value)) * (FULL / 100)
  const target = rag?.target === undefined ? undefined : LEFT + rag.target * (FULL / 100)
  return html`<text x="0" y="${y + 20}" class="dh-bar-text">${short(title)}</text>
<rect x="${LEFT}" y="${y + 6}" width="${FULL}" height="18" class="dh-bar-back"></rect>
<rect x="${LEFT}" y="${y + 6}" width="${width.toFixed(1)}" height="18" class="dh-bar dh-bar--${rag?.state ?? 'tracker'}"></rect>
${target !== undefined && html`<line x1="${target.toFixed(1)}" x2="${target.toFixed(1)}" y1="${y + 2}" y2="${y + 28}" class="dh-bar-target"></line>`}
<text x="${LEFT + FULL + 8}" y="${y + 20}" class="dh-bar-text">${shown}</text>`
}

/** Nothing to draw where no figure is a share. On a telephone, where bars would be cut, the figures above say it all. */
export const barChart = (what: string, bars: readonly Bar[]): Html | undefined => {
  const drawn = bars.filter(one => one.value !== undefined)
  if (drawn.length < 2) return undefined
  const height = drawn.length * ROW
  return html`<div class="dh-wide"><div class="dh-scroll" tabindex="0" role="region" aria-label="${what}: chart"><svg class="dh-chart" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${what}: ${drawn.map(one => `${one.title} ${one.shown}`).join('; ')}">${drawn.map(bar)}</svg></div>${drawn.some(one => one.rag?.target !== undefined) && html`<p class="govuk-body"><span class="dh-quiet">The line across a bar is its target.</span></p>`}</div>`
}
