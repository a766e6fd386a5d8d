/** What an import refused, as a file to be worked off in a spreadsheet. */
import { stringify } from 'csv-stringify/sync'
import { type Answer, csv } from '../../http/answer.ts'
import type { Rejected } from './runs.ts'

/** Formulas are escaped: a spreadsheet would run them. */
export const rejectedCsv = (rejected: Rejected, name: string, status = 200): Answer =>
  csv(
    stringify(
      [
        ['line', 'column', 'value', 'why'],
        ...rejected.map(({ line, column, value, why }) => [line, column, value, why]),
      ],
      { record_delimiter: '\r\n', escape_formulas: true, bom: true },
    ),
    status,
    { 'content-disposition': `attachment; filename="${name}-rejected.csv"` },
  )
