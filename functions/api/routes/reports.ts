/** Reports as pages, files and data: the same counts in every form. */
import * as z from 'zod'
import { day } from '../../../shared/core/time.ts'
import { type Answer, csv, file, html, json } from '../../../shared/http/answer.ts'
import { invalid, type Problem, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { month } from '../../../shared/position/periods.ts'
import type { Report } from '../../../shared/position/report.ts'
import { reportCsv } from '../../../shared/report/csv.ts'
import { reportHtml } from '../../../shared/report/html.ts'
import { makeReport, reportNames, todayOf } from '../../../shared/report/make.ts'
import { spanOf } from '../../../shared/report/span.ts'
import { reportXlsx } from '../../../shared/report/xlsx.ts'
import type { Deps } from '../ports.ts'

/** Bytes. Lambda's answers end at 6 MB; a workbook travels in base64. */
const MOST = 5_500_000
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** The report brings its styles with it, as a mail must; nothing else may be loaded or run. */
const policy = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" }

const query = z.strictObject({
  asAt: day.optional().meta({ description: 'the stock at the end of this day; today unless told' }),
  from: day.optional().meta({ description: 'flows are counted from this day' }),
  to: day.optional().meta({ description: 'flows are counted up to this day' }),
  month: month.optional().meta({ description: 'YYYY-MM: its days' }),
  knownOn: day.optional().meta({ description: 'with what was known on that day; on the last day counted unless told' }),
  as: z.enum(['json', 'html', 'csv', 'xlsx']).default('json'),
  table: z.string().max(60).optional().meta({ description: 'as=csv: this table alone, without titles' }),
})
type Query = z.output<typeof query>

const written = async (report: Report, { as, table }: Query): Promise<Answer | Problem> => {
  const name = `${report.id}-${report.asAt}`
  if (as === 'html') return html(reportHtml(report, { as: 'print' }), 200, policy)
  if (as === 'xlsx') return file(await reportXlsx(report), XLSX, `${name}.xlsx`)
  if (as === 'json') return json(report)
  const text = reportCsv(report, table)
  return text === undefined
    ? invalid([{ path: 'table', message: 'no such table in this report' }])
    : csv(text, 200, { 'content-disposition': `attachment; filename="${name}.csv"` })
}

const isProblem = (made: Answer | Problem): made is Problem => !('statusCode' in made)

export const report = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/reports/{report}',
    summary: 'The regulator’s measures, complaints, the monthly report, homes nobody gets into, contractors',
    who: 'staff',
    query,
    responses: { 200: { description: 'the report, as data, page, text or workbook' } },
    handler: async ({ params, query: asked }) => {
      const name = reportNames.find(one => one === params.report)
      if (!name) return problem(404, `reports are ${reportNames.join(', ')}`)
      if (asked.table !== undefined && asked.as !== 'csv')
        return invalid([{ path: 'table', message: 'for as=csv alone' }])
      const found = spanOf(name, asked, todayOf(deps))
      if (!found.ok) return invalid([{ path: found.path, message: found.message }])
      const answer = await written(await makeReport(deps, name, found.span), asked)
      if (isProblem(answer) || Buffer.byteLength(answer.body ?? '') <= MOST) return answer
      return problem(413, 'the report is larger than one answer holds: ask for one table, with as=csv&table=')
    },
  })
