/** Reads a quarantined message again, after what stood in its way was mended: a mapping, a list of people, a case. */
import type { Apply } from '../apply.ts'
import type { Instant } from '../core/time.ts'
import { sha256 } from '../store/chain.ts'
import { Poison } from '../store/faults.ts'
import type { Store } from '../store/store.ts'
import { triage } from '../workflows/triage.ts'
import { type Misfit, type Original, SYSTEM } from './to-triage.ts'

export type ReplayDeps = {
  apply: Pick<Apply, 'event'>
  store: Pick<Store, 'load'>
  now: () => Instant
}

type Quarantined = { channel: Misfit['channel']; source: string; original: Original; receivedAt: Instant }
type Came = { kind: string; caseId?: string; event?: string }

/** `read` does with the original what is done when it arrives, but hands what still does not fit to the `keep` given. */
export type Reader = (
  quarantined: Quarantined,
  keep: (id: string, misfit: Misfit) => Promise<{ caseId: string }>,
) => Promise<readonly Came[]>

/** Closes the triage case when a case took the message; else it stays open and says what still does not fit. */
export const replay = async (
  { apply, store, now }: ReplayDeps,
  caseId: string,
  read: Reader,
): Promise<Came | undefined> => {
  const loaded = await store.load(caseId)
  if (!loaded || loaded.case.workflow !== triage.name) throw new Poison(`${caseId} is no case of triage`)
  if (loaded.case.closedAt) return undefined
  const facts = triage.facts.parse(loaded.case.facts)
  let misfit: Misfit | undefined
  const came = await read(facts as Quarantined, async (_, again) => {
    misfit = again
    return { caseId }
  })
  const led = came.find(one => one.kind === 'opened' || one.kind === 'told')
  const tell = (type: string, data: Record<string, unknown>) =>
    apply.event(
      caseId,
      { type, at: now(), by: SYSTEM, data },
      { source: 'replay', id: `${caseId}:${loaded.case.version}`, bodyHash: sha256(type) },
    )
  if (led?.caseId) {
    await tell('triage.replayed', { ledTo: led.caseId, ...(led.event ? { type: led.event } : {}) })
    return led
  }
  if (misfit)
    await tell('triage.replayFailed', { reason: misfit.reason, ...(misfit.detail ? { detail: misfit.detail } : {}) })
  return undefined
}
