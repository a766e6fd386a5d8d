/** Reports as pages, files and data: the same counts in every form, and the list behind each of them. */
import * as z from 'zod'
import { day } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { invalid, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { month } from '../../../shared/position/reports/periods.ts'
import { behindPage } from '../../../shared/report/behind-page.ts'
import { findReport } from '../../../shared/report/find.ts'
import { reportNames, todayOf } from '../../../shared/report/make.ts'
import { spanOf } from '../../../shared/report/span.ts'
import { forms, written } from '../../../shared/report/written.ts'
import type { Deps } from '../ports.ts'

const query = z.strictObject({
  asAt: day.optional().meta({ description: 'the stock at the end of this day; today unless told' }),
  from: day.optional().meta({ description: 'flows are counted from this day' }),
  to: day.optional().meta({ description: 'flows are counted up to this day' }),
  month: month.optional().meta({ description: 'YYYY-MM: its days' }),
  knownOn: day.optional().meta({
    description:
      'with what was known on that day; unless told, as it was known on the last day counted: the kept report of that night where there is one, with `kept` and `restated` beside it in JSON',
  }),
  as: z.enum(forms).default('json'),
  table: z.string().max(60).optional().meta({ description: 'as=csv: this table alone, without titles' }),
  list: z.string().max(120).optional().meta({ description: 'the homes or cases behind this figure, instead' }),
  cursor: z.coerce.number().int().min(0).max(10_000_000).optional().meta({ description: 'of a list' }),
})

export const report = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/reports/{report}',
    summary:
      'The position, the monthly report, the regulator’s measures, complaints, actions, hazards, homes nobody gets into, contractors',
    who: 'staff',
    query,
    responses: { 200: { description: 'the report, as data, page, text or workbook; or the list behind a figure' } },
    handler: async ({ params, query: asked }) => {
      const name = reportNames.find(one => one === params.report)
      if (!name) return problem(404, `reports are ${reportNames.join(', ')}`)
      if (asked.table !== undefined && asked.as !== 'csv')
        return invalid([{ path: 'table', message: 'for as=csv alone' }])
      const found = spanOf(name, asked, todayOf(deps))
      if (!found.ok) return invalid([{ path: found.path, message: found.message }])
      const { report: made, kept, restated } = await findReport(deps.store, deps.reports, name, found.span)
      if (asked.list !== undefined) {
        const behind = await behindPage(deps.store, made, asked.list, asked.cursor ?? 0, deps.reports.bytes)
        return behind ? json(behind) : invalid([{ path: 'list', message: 'no such figure in this report' }])
      }
      // As it was published, and beside it whether it was, and what would be counted otherwise today.
      const shown = asked.as === 'json' ? { ...made, kept, restated } : made
      const answer = await written(shown, asked.as, asked.table)
      if (answer === 'no such table') return invalid([{ path: 'table', message: 'no such table in this report' }])
      if (answer === 'too large')
        return problem(413, 'the report is larger than one answer holds: ask for one table, with as=csv&table=')
      return answer
    },
  })
