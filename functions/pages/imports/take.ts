/** Taking a spreadsheet in, in two steps: it is kept and shown, then taken as it was shown. */
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { claimRun } from '../../../shared/intake/imports/runs.ts'
import { html } from '../../../shared/mail/html.ts'
import { mayImport, replayers } from '../../../shared/people/rights.ts'
import { kinds } from '../../imports/kinds.ts'
import { runId, taken } from '../../imports/take.ts'
import { LARGEST } from '../case/documents.ts'
import { posted } from '../forms/answers.ts'
import { notAllowed } from '../missing.ts'
import { heading, page } from '../views/layout.ts'
import { errorSummary } from '../views/parts.ts'
import type { Visit } from '../visit.ts'
import { chooser, type Wrong } from './chooser.ts'
import { gone, refusal } from './look.ts'
import { findUpload, keepUpload, PATH } from './upload.ts'

const refused = (visit: Visit, wrong: Wrong, chosen: string): Answer =>
  page(visit, {
    title: 'The file was not read',
    status: 400,
    error: true,
    back: { text: 'What came in by spreadsheet', href: PATH },
    body: html`${errorSummary('The file was not read', [wrong])}${heading('What came in by spreadsheet', 'Data quality')}${chooser(visit, wrong, chosen)}`,
  })

const notTheirs = (visit: Visit): Answer =>
  notAllowed(visit, 'What a spreadsheet says becomes duties and deadlines.', replayers)

/** A workbook is a ZIP archive (ECMA-376 part 2), an old one a compound file (MS-CFB 2.2). */
const workbooks = ['504b0304', 'd0cf11e0']
const isWorkbook = (bytes: Buffer): boolean => workbooks.includes(bytes.subarray(0, 4).toString('hex'))

const wrongWith = async (file: unknown): Promise<Buffer | string> => {
  if (!(file instanceof File) || file.size === 0) return 'Choose a file that is not empty'
  if (file.size > LARGEST)
    return 'The file is larger than 4 MB: send it in parts, each with the line of headings, or by the programming interface'
  const bytes = Buffer.from(await file.arrayBuffer())
  return isWorkbook(bytes) ? 'This is a workbook, not a CSV file: open it and save the sheet as CSV UTF-8' : bytes
}

export const takeSpreadsheet = async (visit: Visit, sent: FormData): Promise<Answer> => {
  if (!mayImport(visit.actor)) return notTheirs(visit)
  const what = String(sent.get('what') ?? '')
  const [kind = '', layout] = what.split('/')
  if (!Object.hasOwn(kinds, kind)) return refused(visit, { field: 'what', message: 'Say what is in the file' }, what)
  const file = sent.get('file')
  const csv = await wrongWith(file)
  if (typeof csv === 'string') return refused(visit, { field: 'file', message: csv }, what)
  const name = file instanceof File ? file.name.replace(/[\p{C}/\\]/gu, '_').slice(0, 120) : ''
  const run = runId(visit.deps.imports, kind)
  const held = await keepUpload(visit, csv, { kind, name, run, ...(layout === undefined ? {} : { layout }) })
  return seeOther(`${PATH}?file=${encodeURIComponent(held)}`)
}

export const takeImport = async (visit: Visit, body: string): Promise<Answer> => {
  if (!mayImport(visit.actor)) return notTheirs(visit)
  const file = posted(body).get('file')
  const found = await findUpload(visit, file)
  if (!found) return gone()
  const { kind, layout, csv, run } = found
  if (await claimRun(visit.deps.store, run)) {
    const done = await taken(visit.deps.imports, { kind, layout, csv, by: visit.actor }, run)
    if ('status' in done) return refusal(visit, done, file)
  }
  return seeOther(`${PATH}?taken=${encodeURIComponent(run)}`)
}
