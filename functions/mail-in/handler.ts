import { createHash } from 'node:crypto'
import * as z from 'zod'
import { fromEpoch, type Instant } from '../../shared/core/time.ts'
import type { Originals } from '../../shared/effects/originals.ts'
import { callbackAgain } from '../../shared/intake/contractors/again.ts'
import { REFUSED } from '../../shared/intake/contractors/refused.ts'
import type { MailDeps, Result } from '../../shared/intake/email/deps.ts'
import { type Keep, receive, receiveSubmission } from '../../shared/intake/email/receive.ts'
import { formAgain } from '../../shared/intake/forms/again.ts'
import { AGAIN, askAgain, floodOf } from '../../shared/intake/original.ts'
import { replay } from '../../shared/intake/replay.ts'
import { Poison, Transient } from '../../shared/store/faults.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = MailDeps & {
  store: Pick<Store, 'refusedOf' | 'noteRefused' | 'markTaken' | 'list'>
  originals: Pick<Originals, 'get' | 'under' | 'put'>
}

/** S3's own notification, or EventBridge's in its shape. Nothing is believed of it but the key and when. */
const laidDown = z.object({
  Records: z
    .array(
      z.object({
        eventTime: z.string(),
        s3: z.object({ object: z.object({ key: z.string().min(1) }) }),
      }),
    )
    .min(1),
})
/** By hand, when what stood in the way is mended. */
const byHand = z.strictObject({ replay: z.array(z.string().min(1)).min(1).max(100) })

/** S3 writes keys as forms do; EventBridge writes them plainly. SES's own are letters and digits either way. */
const keyOf = (written: string): string => {
  try {
    return decodeURIComponent(written.replaceAll('+', ' '))
  } catch {
    return written
  }
}

const timeOf = (text: string, now: Instant): Instant => {
  const at = Date.parse(text)
  return Number.isFinite(at) && at > 0 ? fromEpoch(at) : now
}

const take = async (deps: Deps, key: string, at: Instant, keep?: Keep): Promise<Result[]> => {
  const bytes = await deps.originals.get(key)
  // A put is visible at once; what is missing was never there, or the read failed on its way.
  if (!bytes) throw new Transient(`no message lies at ${key}`)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const received = { key, sha256, bytes, at }
  if (/^(test_)?form_submissions\//.test(key)) {
    const form = await receiveSubmission(deps, received, keep)
    return form ? [form] : [{ kind: 'ignored', why: 'a file that its submission names' }]
  }
  return receive(deps, received, keep)
}

const readAgain = async (deps: Deps, caseIds: readonly string[]) => {
  const came: { caseId: string; ledTo: string | null }[] = []
  for (const caseId of caseIds) {
    const led = await replay(deps, caseId, async (quarantined, keep) => {
      const { channel, original, receivedAt } = quarantined
      if (channel === 'email') return take(deps, original.key, receivedAt, keep)
      const bytes = await deps.originals.get(original.key)
      if (!bytes) return []
      if (channel === 'contractor') return callbackAgain(deps, deps.landlord.contractors, quarantined, bytes, keep)
      const again = await formAgain(deps, deps.landlord.sources, quarantined, bytes, keep)
      return again?.caseId === undefined ? [] : [{ kind: 'opened', caseId: again.caseId }]
    })
    came.push({ caseId, ledTo: led?.caseId ?? null })
  }
  return came
}

/** What one case speaks for: each of its messages is asked for by itself, as a person would ask. */
const askForAll = async (deps: Deps, door: string): Promise<void> => {
  let cursor: string | undefined
  do {
    const page = await deps.store.list({ workflows: ['triage'] }, { cursor, limit: 200 })
    for (const { id, facts } of page.items) if (facts.inFlood && facts.source === door) await askAgain(deps, id)
    cursor = page.cursor
  } while (cursor !== undefined)
}

const again = async (deps: Deps, caseId: string): Promise<void> => {
  const c = (await deps.store.load(caseId))?.case
  const door = c && c.closedAt === undefined ? floodOf(c) : undefined
  if (door === undefined) await readAgain(deps, [caseId])
  else await askForAll(deps, door)
}

/** `<contractor>/<id>`. Anything else at that place, and what was taken meanwhile, is nothing to be done. */
const refusedAgain = async (deps: Deps, key: string): Promise<void> => {
  const [contractorId = '', id = ''] = key.split('/')
  const found = await deps.store.refusedOf(contractorId, id)
  const bytes = found && !found.taken ? await deps.originals.get(found.refused.original) : undefined
  if (!found || !bytes) return
  const { original, at } = found.refused
  const quarantined = { original: { key: original, sha256: '' }, receivedAt: at }
  const [led] = await callbackAgain(deps, deps.landlord.contractors, quarantined, bytes, (_, { detail }) =>
    deps.store.noteRefused({ ...found.refused, at: deps.now() }, { ...found.reason, detail: detail ?? '' }),
  )
  if (led) await deps.store.markTaken(contractorId, id, led.caseId)
}

/** One message's failure does not keep the others from being read; any failure makes the whole come again. */
export const createHandler = (deps: Deps) => async (event: unknown) => {
  const asked = byHand.safeParse(event)
  if (asked.success) return readAgain(deps, asked.data.replay)
  const parsed = laidDown.safeParse(event)
  if (!parsed.success) throw new Poison('neither a notification of S3 nor a replay')
  const results: Result[] = []
  const failures: unknown[] = []
  for (const { eventTime, s3 } of parsed.data.Records) {
    const key = keyOf(s3.object.key)
    try {
      const refusedKey = key.startsWith(AGAIN + REFUSED) ? key.slice((AGAIN + REFUSED).length) : undefined
      if (refusedKey !== undefined) await refusedAgain(deps, refusedKey)
      else if (key.startsWith(AGAIN)) await again(deps, key.slice(AGAIN.length))
      else results.push(...(await take(deps, key, timeOf(eventTime, deps.now()))))
    } catch (error) {
      deps.fault(key, error, 'again')
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return results
}
