/**
 * A form whose mapping broke, or a mailbox that spam has found: each message is kept as its own case of triage, and from
 * so many a day of one door on those cases speak no more by themselves. One case speaks for them, once, as urgently as
 * the door asks for, and reading it again reads all of them again.
 */
import type { Apply } from '../apply.ts'
import type { Reckon } from '../core/reckon.ts'
import { dayOf, type Instant } from '../core/time.ts'
import { sha256 } from '../store/chain.ts'
import type { Store } from '../store/store.ts'
import { counted, isTold } from './tally.ts'
import { type Misfit, SYSTEM, toTriage, triageId } from './to-triage.ts'

export type FloodDeps = {
  apply: Pick<Apply, 'open' | 'event'>
  store: Pick<Store, 'load' | 'getSetting' | 'putSetting'>
  reckon: Pick<Reckon, 'policy'>
  now: () => Instant
}

const tell = async (deps: FloodDeps, misfit: Misfit, times: number, most: number): Promise<void> => {
  const { source, channel, meant } = misfit
  const id = `flood:${dayOf(deps.now())}`
  const detail = `more than ${most} messages by this door had to be sorted today; those that come now wait with them and are told of here alone`
  const original = { key: `flood:${source}`, sha256: sha256(`${source} ${id}`) }
  const { caseId } = await toTriage(deps, id, {
    reason: misfit.reason,
    detail,
    source,
    channel,
    meant,
    receivedAt: deps.now(),
    original,
  })
  if (times === most + 1) return
  const note = { type: 'note.added', at: deps.now(), by: SYSTEM, data: { text: `${times} so far today.` } }
  await deps.apply.event(caseId, note, { source: 'flood', id: `${source}:${id}:${times}`, bodyHash: id })
}

/** As `toTriage`. A message that has its case already is no further one. */
export const toTriageBounded = async (deps: FloodDeps, id: string, misfit: Misfit): Promise<{ caseId: string }> => {
  if (await deps.store.load(triageId(misfit.source, id))) return toTriage(deps, id, misfit)
  const most = deps.reckon.policy('triage.flood')
  const times = await counted(deps.store, `triage-today:${misfit.source}:${dayOf(deps.now())}`)
  if (isTold(times, most)) await tell(deps, misfit, times, most)
  return toTriage(deps, id, times > most ? { ...misfit, inFlood: true } : misfit)
}
