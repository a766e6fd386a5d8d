/** Which page a path is. Paths are matched after decoding each part, so that an id may hold a colon. */
import type { Answer } from '../../shared/http/answer.ts'
import { accessPage } from './access.ts'
import { assetPage } from './asset.ts'
import { calendarPage } from './calendar.ts'
import { casePage } from './case/case.ts'
import { documentPage, takeDocument } from './case/documents.ts'
import { letterPage, lettersPage, takeLetter } from './case/letters.ts'
import { messagePage, originalPage, takeAgain } from './case/original.ts'
import { recordPage, takeRecord } from './case/record.ts'
import { casesPage } from './cases.ts'
import { homePage } from './home/home.ts'
import { importsPage } from './imports/page.ts'
import { takeImport, takeSpreadsheet } from './imports/take.ts'
import { takeUndo, undoPage } from './imports/undo.ts'
import { lookAheadPage } from './look-ahead.ts'
import { myWorkPage } from './my-work.ts'
import { ordersPage, takeOrder } from './orders/page.ts'
import { peoplePage } from './people/list.ts'
import { personPage, takePerson } from './people/person.ts'
import { qualityPage } from './quality/page.ts'
import { receivedPage, takeReceived } from './received/page.ts'
import { reportsPage } from './reports/index-page.ts'
import { narrativePage, takeNarrative } from './reports/narrative.ts'
import { reportPage } from './reports/report-page.ts'
import { retentionPage, takeRetention } from './retention/page.ts'
import { rulesPage } from './rules-page.ts'
import { searchPage } from './search.ts'
import { personasPage, takePersona } from './sign-in/personas.ts'
import { takeToSort, toSortPage } from './sort/page.ts'
import type { Page, Visit } from './visit.ts'

type Take = (visit: Visit, body: string) => Promise<Answer>
type Served = { path: string; show: Page; take?: Take }

export const served: readonly Served[] = [
  { path: '/', show: homePage },
  { path: '/pages/my-work', show: myWorkPage },
  { path: '/pages/cases', show: casesPage },
  { path: '/pages/cases/{caseId}', show: casePage },
  { path: '/pages/cases/{caseId}/original', show: originalPage, take: takeAgain },
  { path: '/pages/cases/{caseId}/message', show: messagePage },
  { path: '/pages/cases/{caseId}/documents/{documentId}', show: documentPage },
  { path: '/pages/cases/{caseId}/do/{type}', show: recordPage, take: takeRecord },
  { path: '/pages/cases/{caseId}/letters', show: lettersPage },
  { path: '/pages/cases/{caseId}/letters/{kind}', show: letterPage, take: takeLetter },
  { path: '/pages/assets/{assetId}', show: assetPage },
  { path: '/pages/access', show: accessPage },
  { path: '/pages/to-sort', show: toSortPage, take: takeToSort },
  { path: '/pages/received', show: receivedPage, take: takeReceived },
  { path: '/pages/orders', show: ordersPage, take: takeOrder },
  { path: '/pages/data-quality', show: qualityPage },
  { path: '/pages/retention', show: retentionPage, take: takeRetention },
  { path: '/pages/imports', show: importsPage, take: takeImport },
  { path: '/pages/imports/{runId}/undo', show: undoPage, take: takeUndo },
  { path: '/pages/look-ahead', show: lookAheadPage },
  { path: '/pages/reports', show: reportsPage },
  { path: '/pages/reports/{report}', show: reportPage },
  { path: '/pages/reports/monthly/{month}/{section}', show: narrativePage, take: takeNarrative },
  { path: '/pages/people', show: peoplePage },
  { path: '/pages/people/{email}', show: personPage, take: takePerson },
  { path: '/pages/rules', show: rulesPage },
  { path: '/pages/search', show: searchPage },
  { path: '/pages/calendar', show: calendarPage },
  { path: '/pages/personas', show: personasPage, take: takePersona },
]

/** Forms with a file in them. */
const uploads: readonly { path: string; take: (visit: Visit, sent: FormData) => Promise<Answer> }[] = [
  { path: '/pages/cases/{caseId}/documents', take: takeDocument },
  { path: '/pages/imports', take: takeSpreadsheet },
]

const decoded = (part: string): string | undefined => {
  try {
    const text = decodeURIComponent(part)
    return /^[^\p{C}\\]{1,300}$/u.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** The values of a pattern's parts in a path; undefined when it is another path. */
export const matched = (pattern: string, path: string): Record<string, string> | undefined => {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    const value = decoded(given[index]!)
    if (name ? value === undefined : part !== given[index]) return undefined
    if (name && value !== undefined) params[name] = value
  }
  return params
}

export const findUpload = (path: string) => {
  for (const upload of uploads) {
    const params = matched(upload.path, path)
    if (params) return { ...upload, params }
  }
  return undefined
}

export const find = (path: string): { page: Served; params: Record<string, string> } | undefined => {
  for (const page of served) {
    const params = matched(page.path, path)
    if (params) return { page, params }
  }
  return undefined
}
