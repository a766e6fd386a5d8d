/** Evidence that came with a message: bytes to where they are kept, and each file registered for its case. */
import { type Callback, documentsOf } from './callback.ts'
import type { CallbackDeps } from './ports.ts'

const filesOf = (body: Callback, caseId: string) =>
  [...new Map(documentsOf(body).map(({ document }) => [document.sha256, document])).values()].map(document => {
    const bytes = document.base64 === undefined ? undefined : Buffer.from(document.base64, 'base64')
    const { name, sha256, mime } = document
    return { file: { caseId, sha256, type: mime, size: bytes?.length ?? 0 }, name, bytes }
  })

/** Before the commit, so that nothing that was accepted lacks its bytes; again does no harm. */
export const keepBytes = async ({ evidence }: CallbackDeps, body: Callback, caseId: string): Promise<void> => {
  for (const { file, bytes } of filesOf(body, caseId)) if (bytes) await evidence.put(file, bytes)
}

/**
 * After the commit, and after every repetition of the message: registering is idempotent by hash. Answers which of them
 * are evidence of other cases too: one certificate of two homes is of one of them wrong (G27).
 */
export const register = async (
  { store, now }: CallbackDeps,
  body: Callback,
  caseId: string,
): Promise<{ name: string; elsewhere: string[] }[]> => {
  const shared: { name: string; elsewhere: string[] }[] = []
  for (const { file, name, bytes } of filesOf(body, caseId)) {
    const { elsewhere } = await store.registerDocument({
      ...file,
      name,
      status: bytes ? 'stored' : 'awaited',
      at: now(),
    })
    if (elsewhere.length > 0) shared.push({ name, elsewhere })
  }
  return shared
}
