/** The plain-text part of a report's mail: what is on top, what is missing, where the rest is. */
import { longDay } from '../core/time.ts'
import { figuresOf, type Report, tablesOf } from '../position/report.ts'

export const reportText = (report: Report, link: string, reference: string): string =>
  [
    `${report.landlord}: ${report.title}`,
    `As at the end of ${longDay(report.asAt)}.`,
    '',
    ...figuresOf(report).map(({ title, shown, rag }) => `- ${title}: ${shown}${rag ? ` (${rag.words})` : ''}`),
    '',
    ...report.parts.flatMap(part =>
      part.kind === 'note' ? [`${part.title.toUpperCase()}`, ...part.lines.map(line => `- ${line}`), ''] : [],
    ),
    ...tablesOf(report).map(
      table => `${table.title}: ${table.rows.length === 0 ? table.empty : `${table.rows.length} rows`}`,
    ),
    '',
    `The whole report: ${link}`,
    '',
    `${report.landlord} · reference ${reference}`,
    '',
  ].join('\n')
