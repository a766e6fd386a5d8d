/** What an import says it did: as JSON, or its mistakes as CSV to be worked off in a spreadsheet. */
import { type Answer, json } from '../../shared/http/answer.ts'
import { problem } from '../../shared/http/problem.ts'
import { rejectedCsv } from '../../shared/intake/imports/rejected-csv.ts'
import type { ImportReport } from '../../shared/intake/imports/run.ts'

export type As = 'json' | 'csv'

/** Nothing was written: it is a refusal, which says by line what it could not read. */
const unreadable = (done: ImportReport): Answer => ({
  statusCode: 400,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ ...problem(400, 'the file cannot be read as a table; nothing was written'), ...done }),
})

export const answerOf = (done: ImportReport, kind: string, as: As, run?: string): Answer => {
  if (as === 'csv') return rejectedCsv(done.rejected, kind, done.unreadable ? 400 : 200)
  return done.unreadable ? unreadable(done) : json(run === undefined ? done : { ...done, run })
}
