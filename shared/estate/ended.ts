/**
 * What the register says of an asset's end, and the event that its cases are told (G34): sold, demolished, given up. The
 * duties end on that day, which may lie ahead; what past residents are owed (complaints, the Ombudsman's orders) knows no
 * such event and goes on.
 */
import type { Case, Recorded } from '../core/case.ts'
import { at, type Day, type Instant } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Asset } from '../store/records.ts'

export type Ended = { assetId: string; on: Day; how: string }

/** What a person records in the same words is theirs: no correction of the register takes it back. */
const SAID = 'on the register: '

/** Undefined where the register does not say since when. */
export const assetEnd = ({ id, status, ownedTo }: Pick<Asset, 'id' | 'status' | 'ownedTo'>): Ended | undefined =>
  ownedTo === undefined
    ? undefined
    : { assetId: id, on: ownedTo, how: status === 'demolished' ? 'demolished' : 'sold or given up' }

/** It has come: on the day itself it is gone. */
export const endedBy = (asset: Pick<Asset, 'id' | 'status' | 'ownedTo'>, today: Day): Ended | undefined => {
  const ended = assetEnd(asset)
  return ended && ended.on <= today ? ended : undefined
}

/** The first moment of the day. */
export const comesAt = ({ on }: Ended): Instant => at(on, '00:00')

export const EVENT = 'asset.disposed'
export const eventOf = ({ on, how }: Ended) => ({ type: EVENT, data: { on, reason: `${SAID}${how}` } })

/** Open, and of a kind that ends with its asset. */
export const endsWithIt = (workflows: Readonly<Record<string, AnyWorkflow>>, c: Case): boolean => {
  const workflow = workflows[c.workflow]
  return c.closedAt === undefined && workflow !== undefined && Object.hasOwn(workflow.events, EVENT)
}

export const isByRegister = ({ type, data, by }: Pick<Recorded, 'type' | 'data' | 'by'>): boolean =>
  type === EVENT && by.kind === 'system' && typeof data.reason === 'string' && data.reason.startsWith(SAID)

/** Of an event that takes it back: which asset's end was corrected. */
export const correctionOf = (assetId: string): string => `asset:${assetId}`
export const isCorrection = ({ type, data }: Pick<Recorded, 'type' | 'data'>): boolean =>
  type === 'case.restored' && typeof data.run === 'string' && data.run.startsWith('asset:')
