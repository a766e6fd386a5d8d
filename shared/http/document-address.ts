/** Where a document of a case may be fetched, for the few minutes that an address lasts. */
import type { Evidence } from '../effects/evidence.ts'
import type { CaseDocument } from '../store/records.ts'
import type { Store } from '../store/store.ts'

type Deps = { store: Pick<Store, 'documents'>; evidence: Pick<Evidence, 'download' | 'has'> }

/** `awaited`: it was registered, and whoever did has not brought the bytes yet. */
export type Address = { kind: 'there'; url: string } | { kind: 'awaited' } | { kind: 'unknown' }

const documentOf = async ({ store }: Deps, caseId: string, sha256: string): Promise<CaseDocument | undefined> => {
  let cursor: string | undefined
  do {
    const page = await store.documents(caseId, { cursor })
    const found = page.items.find(one => one.sha256 === sha256)
    if (found) return found
    cursor = page.cursor
  } while (cursor !== undefined)
  return undefined
}

export const documentAddress = async (deps: Deps, caseId: string, sha256: string): Promise<Address> => {
  const found = await documentOf(deps, caseId, sha256)
  if (!found || found.status === 'erased') return { kind: 'unknown' }
  if (found.status === 'awaited' && !(await deps.evidence.has(found))) return { kind: 'awaited' }
  return { kind: 'there', url: await deps.evidence.download(found, found.name) }
}
