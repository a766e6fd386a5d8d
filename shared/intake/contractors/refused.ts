/**
 * Messages that a contractor could prove and we did not take: kept with the reason, so that they are read by the
 * contractor and by staff, and can be read again when what stood in their way is mended.
 */
import * as z from 'zod'
import type { Originals } from '../../effects/originals.ts'
import type { Problem } from '../../http/problem.ts'
import type { Reason, Refused } from '../../store/arrived/refusal.ts'
import { sha256 } from '../../store/chain.ts'
import type { Store } from '../../store/store.ts'
import { originalKey } from './keep.ts'

/** Under this prefix of the inbound bucket `<contractor>/<id>` asks for it to be read again. */
export const REFUSED = 'refused/'

const text = z.string().catch('')
const said = z.object({
  issues: z.array(z.object({ path: text, message: text })).catch([]),
  codes: z.array(z.string()).catch([]),
})

const cut = (words: string, most: number): string => words.slice(0, most).toWellFormed()

export const reasonOf = (refusal: Problem, kept?: string): Reason => {
  const { issues, codes } = said.parse(refusal)
  return {
    status: refusal.status,
    detail: cut(refusal.detail ?? refusal.title, 2000),
    issues: issues.slice(0, 30).map(({ path, message }) => ({ path: cut(path, 200), message: cut(message, 300) })),
    codes: codes.slice(0, 10),
    ...(kept ? { kept } : {}),
  }
}

type Deps = { store: Pick<Store, 'noteRefused'>; originals: Pick<Originals, 'put'>; now: () => Refused['at'] }

/** The same bytes under whatever id are one: a sender that numbers each attempt anew must not fill the list. */
export const refusedId = (raw: Buffer): string => sha256(raw.toString('base64')).slice(0, 20)

export const keepRefused = async (
  { store, originals, now }: Deps,
  contractorId: string,
  messageId: string,
  raw: Buffer,
  why: Reason,
): Promise<void> => {
  const original = originalKey(contractorId, messageId, raw)
  await originals.put(original, raw, 'application/json')
  await store.noteRefused({ id: refusedId(raw), contractorId, messageId, at: now(), original }, why)
}
