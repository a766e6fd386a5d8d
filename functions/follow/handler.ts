import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { Apply } from '../../shared/apply.ts'
import type { Case } from '../../shared/core/case.ts'
import { addHours, type Instant } from '../../shared/core/time.ts'
import type { Schedules } from '../../shared/effects/schedules.ts'
import { Poison } from '../../shared/store/faults.ts'
import type { Store } from '../../shared/store/store.ts'
import { streamRecord } from '../../shared/store/stream.ts'
import type { Fault } from '../wire.ts'

export type Deps = {
  apply: Pick<Apply, 'fire' | 'errand'>
  store: Pick<Store, 'settleErrand' | 'unpackBundle'>
  schedules: Schedules
  now: () => Instant
  /** tells the log which record could not be followed, and the alarm what another case refused */
  fault: Fault
}

/** Hours. A wake further off is armed by the tick when it comes near, so that a year's schedules need no upkeep. */
export const HORIZON = 48

/** The name of a case's one schedule. */
export const wakeName = (caseId: string): string => `wake:${caseId}`

/** At most one schedule a case, named after it: a new wake replaces the old, none removes it. */
export const arm = async (
  deps: Pick<Deps, 'apply' | 'schedules' | 'now'>,
  c: Pick<Case, 'id' | 'wake'>,
): Promise<void> => {
  const now = deps.now()
  if (c.wake === undefined || c.wake > addHours(now, HORIZON)) return deps.schedules.remove(wakeName(c.id))
  if (c.wake <= now) {
    await deps.apply.fire(c.id)
    return
  }
  await deps.schedules.put(wakeName(c.id), c.wake, { caseId: c.id })
}

/** An errand that the other case refuses is settled all the same: asking again would be refused again. */
const runErrand = async (deps: Deps, errand: Parameters<Apply['errand']>[0]): Promise<void> => {
  const done = await deps.apply.errand(errand)
  if (done.kind === 'rejected') {
    if (done.rejection.kind === 'unknown') throw new Poison(`errand ${errand.id}: there is no ${done.rejection.what}`)
    deps.fault(errand.id, new Error(`refused by ${errand.to}: ${JSON.stringify(done.rejection)}`))
  }
  await deps.store.settleErrand(errand.id)
}

const followOne = async (deps: Deps, record: DynamoDBRecord): Promise<void> => {
  const item = streamRecord(record)
  if (!item) return
  if (item.kind === 'CASE') {
    const near = item.body.wake !== undefined && item.body.wake <= addHours(deps.now(), HORIZON)
    // A case just opened has no schedule to replace: an import of a whole stock asks nothing of Scheduler.
    if (near || item.body.version > 1) await arm(deps, item.body)
  }
  if (item.kind === 'ERRAND' && item.status === 'pending') await runErrand(deps, item.body)
  if (item.kind === 'BUNDLE' && item.status === 'pending') await deps.store.unpackBundle(item.id)
}

/** Records are followed one after the other: those of one case stay in order. The first that fails is where to resume. */
export const createHandler =
  (deps: Deps) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of event.Records) {
      try {
        await followOne(deps, record)
      } catch (error) {
        const name = record.dynamodb?.SequenceNumber ?? record.eventID ?? '?'
        deps.fault(name, error, 'again')
        return { batchItemFailures: [{ itemIdentifier: name }] }
      }
    }
    return { batchItemFailures: [] }
  }
