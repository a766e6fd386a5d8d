/**
 * A contractor's broken loop must fill neither the table nor the bucket, nor anybody's list: so many different messages
 * that were refused in a day are kept each; from there they are counted alone, and a person is told.
 */
import { dayOf, type Instant } from '../../core/time.ts'
import { sha256 } from '../../store/chain.ts'
import type { Store } from '../../store/store.ts'
import { counted, isTold } from '../tally.ts'
import { SYSTEM, toTriage } from '../to-triage.ts'
import type { CallbackDeps } from './ports.ts'

/** Different messages of one contractor in one day of London. A day's whole work of a large one is fewer. */
export const MOST_A_DAY = 500

type Deps = Pick<CallbackDeps, 'apply'> & {
  store: Pick<Store, 'getSetting' | 'putSetting' | 'refusedOf'>
  now: () => Instant
}

const tell = async (deps: Deps, contractorId: string, times: number): Promise<void> => {
  const id = `flood:${contractorId}:${dayOf(deps.now())}`
  const detail = `more than ${MOST_A_DAY} different messages were refused today; those that come now are counted and not kept`
  const { caseId } = await toTriage(deps, id, {
    reason: 'refused',
    detail,
    source: `contractor:${contractorId}`,
    channel: 'contractor',
    receivedAt: deps.now(),
    original: { key: `refused:${contractorId}`, sha256: sha256(id) },
  })
  if (times === MOST_A_DAY + 1) return
  const note = { type: 'note.added', at: deps.now(), by: SYSTEM, data: { text: `${times} so far today.` } }
  await deps.apply.event(caseId, note, { source: 'flood', id: `${id}:${times}`, bodyHash: id })
}

/** Whether this refused message is to be kept. One that is kept already always is, and is no further one. */
export const hasRoom = async (deps: Deps, contractorId: string, refusedId: string): Promise<boolean> => {
  if (await deps.store.refusedOf(contractorId, refusedId)) return true
  const times = await counted(deps.store, `refused-today:${contractorId}:${dayOf(deps.now())}`)
  if (isTold(times, MOST_A_DAY)) await tell(deps, contractorId, times)
  return times <= MOST_A_DAY
}
