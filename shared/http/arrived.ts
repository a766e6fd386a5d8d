/** Documents that were announced with an address to upload to: nobody tells us when the bytes have come, so we look. */
import type { Evidence } from '../effects/evidence.ts'
import type { CaseDocument } from '../store/records.ts'
import type { Store } from '../store/store.ts'

type Deps = { store: Pick<Store, 'markDocument'>; evidence: Pick<Evidence, 'has'> }

/** Looked for at once; a case seldom awaits more than a few. */
const MOST = 20

/** The same documents; those whose bytes have come stand as stored, here and from now on. */
export const withArrived = async (deps: Deps, documents: readonly CaseDocument[]): Promise<CaseDocument[]> => {
  const awaited = documents.filter(one => one.status === 'awaited').slice(0, MOST)
  const there = await Promise.all(
    awaited.map(async one => {
      if (!(await deps.evidence.has(one))) return undefined
      await deps.store.markDocument(one.caseId, one.sha256, 'stored')
      return one
    }),
  )
  return documents.map(one => (there.includes(one) ? { ...one, status: 'stored' as const } : one))
}
