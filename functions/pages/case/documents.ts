/** Taking a file in through the page: small ones, without a script. Larger ones go straight to the store by the API. */
import { createHash } from 'node:crypto'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { documentAddress } from '../../../shared/http/document-address.ts'
import { html } from '../../../shared/mail/html.ts'
import { mayReadWords } from '../../../shared/people/rights.ts'
import { missing, notAllowed } from '../missing.ts'
import { caseHref } from '../read.ts'
import { heading, page } from '../views/layout.ts'
import { errorSummary, link, p } from '../views/parts.ts'
import { plainPage } from '../views/plain.ts'
import type { Page, Visit } from '../visit.ts'
import { opened } from './case-read.ts'

/** Bytes. A Lambda request holds 6 MB in base64. */
export const LARGEST = 4 * 1024 * 1024

/** What a browser may be given back as itself; anything else is kept as bytes. */
const types = ['application/pdf', 'image/jpeg', 'image/png', 'image/heic', 'text/plain', 'text/csv']

const refused = (visit: Visit, caseId: string, message: string): Answer =>
  page(visit, {
    title: 'The document was not added',
    status: 400,
    error: true,
    back: { text: 'Back to the case', href: caseHref(caseId) },
    body: html`${errorSummary('The document was not added', [{ field: '', message }])}${heading('The document was not added')}${p(link(`${caseHref(caseId)}#documents`, 'Try again'))}`,
  })

export const takeDocument = async (visit: Visit, sent: FormData): Promise<Answer> => {
  const { deps, now } = visit
  const caseId = visit.params.caseId ?? ''
  const found = await opened(visit, caseId)
  if (!found) return missing(visit, 'case', caseId)
  const file = sent.get('file')
  if (!(file instanceof File) || file.size === 0) return refused(visit, caseId, 'Choose a file that is not empty')
  if (file.size > LARGEST) return refused(visit, caseId, 'The file is larger than 4 MB')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const type = types.includes(file.type) ? file.type : 'application/octet-stream'
  const name = file.name.replace(/[\p{C}/\\]/gu, '_').slice(0, 300) || 'document'
  // The bytes first: a document that is registered is one that can be shown to an inspector.
  await deps.evidence.put({ caseId, sha256, type, size: file.size }, bytes)
  const registered = await deps.store.registerDocument({
    caseId,
    sha256,
    name,
    type,
    size: file.size,
    status: 'stored',
    at: now,
  })
  if (registered.kind === 'duplicate' && registered.first.status !== 'awaited')
    return refused(visit, caseId, `The same file is on this case already: ${registered.first.name}`)
  await deps.store.markDocument(caseId, sha256, 'stored')
  return seeOther(`${caseHref(caseId)}?added=1#documents`)
}

/** Leads on to where the bytes are. An address is good for minutes, so it is made when it is asked for. */
export const documentPage: Page = async visit => {
  const { caseId = '', documentId = '' } = visit.params
  if (!mayReadWords(visit.actor))
    return notAllowed(
      visit,
      'Documents of a case may hold anything about anybody. They are for those who work on cases.',
    )
  const found = await documentAddress(visit.deps, caseId, documentId)
  if (found.kind === 'there') return seeOther(found.url)
  return found.kind === 'awaited'
    ? plainPage('The document has not come yet', 'It was announced for this case, and its bytes are awaited.', 404)
    : missing(visit, 'document', documentId)
}
