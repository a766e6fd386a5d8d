/** A report as the answer to a request: data, a page to print, text or a workbook. */
import { type Answer, csv, file, html, json } from '../http/answer.ts'
import type { Report } from '../position/reports/report.ts'
import { reportCsv } from './csv.ts'
import { reportHtml } from './html.ts'
import { reportXlsx } from './xlsx.ts'

export const forms = ['json', 'html', 'csv', 'xlsx'] as const
export type Form = (typeof forms)[number]

/** Bytes. Lambda's answers end at 6 MB; a workbook travels in base64. */
const MOST = 5_500_000
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** The report brings its styles with it, as a mail must; nothing else may be loaded or run. */
const policy = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" }

const answerOf = async (report: Report, as: Form, table: string | undefined): Promise<Answer | undefined> => {
  const name = `${report.id}-${report.asAt}`
  if (as === 'html') return html(reportHtml(report, { as: 'print' }), 200, policy)
  if (as === 'xlsx') return file(await reportXlsx(report), XLSX, `${name}.xlsx`)
  if (as === 'json') return json(report)
  const text = reportCsv(report, table)
  return text === undefined
    ? undefined
    : csv(text, 200, { 'content-disposition': `attachment; filename="${name}.csv"` })
}

/** `table`: of CSV, this one alone. */
export const written = async (
  report: Report,
  as: Form,
  table?: string,
): Promise<Answer | 'no such table' | 'too large'> => {
  const answer = await answerOf(report, as, table)
  if (!answer) return 'no such table'
  return Buffer.byteLength(answer.body ?? '') <= MOST ? answer : 'too large'
}
