/** The evidence bundle as CSV: a row a step, in the order of the bundle. Formulas are escaped: a spreadsheet would run them. */
import { stringify } from 'csv-stringify/sync'
import type { Bundle, BundleItem } from '../position/evidence-bundle.ts'

const columns: [string, (item: BundleItem) => string | number][] = [
  ['Number', item => item.number],
  ['What', item => item.what],
  ['On', item => item.on],
  ['At', item => item.at],
  ['Received', item => item.received],
  ['By', item => item.by],
  ['Streams', item => item.streams.join(' ')],
  ['Counts', item => (item.counts === undefined ? '' : item.counts ? 'yes' : 'no')],
  ['SHA-256 of documents', item => item.sha256.join(' ')],
  ['Event', item => item.seq],
  ['SHA-256 of event', item => item.hash ?? ''],
]

export const bundleCsv = ({ items }: Bundle): string =>
  stringify([columns.map(([title]) => title), ...items.map(item => columns.map(([, of]) => of(item)))], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    bom: true,
  })
