import type { Apply } from '../../apply.ts'
import type { Actor } from '../../core/case.ts'
import type { Instant } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import type { Evidence } from '../../effects/evidence.ts'
import type { Problem } from '../../http/problem.ts'
import type { Contractor as Theirs } from '../../position/theirs.ts'
import type { Message, Store } from '../../store/store.ts'
import type { TriageReason } from '../../workflows/triage.ts'
import type { Callback } from './callback.ts'

/** As in the landlord's file: `streams` are the workflows whose jobs it may be given, `feed` how it speaks. */
export type Contractor = Theirs & { feed?: 'own' | 'hact' | undefined }

export type CallbackDeps = {
  store: Pick<Store, 'load' | 'getAsset' | 'registerDocument'>
  apply: Pick<Apply, 'event' | 'open'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  evidence: Pick<Evidence, 'put'>
  /** all whom the landlord lists */
  contractors: readonly Theirs[]
  now: () => Instant
}

/** A message that was proved and read; `receivedAt` where that is not now, because it is handled again. */
export type Told = { contractor: Contractor; by: Actor; body: Callback; message: Message; receivedAt?: Instant }

/** Why a person must look at it, beside what its sender is told. */
export type Unplaced = { reason: TriageReason; detail: string; caseId?: string; meant?: string }

export type CallbackResult =
  | { kind: 'done' | 'again'; caseId: string }
  | { kind: 'mismatch' }
  /** taken, and of no case that we could find or open: kept for a person */
  | { kind: 'unplaced'; unplaced: Unplaced }
  /** not taken; `unplaced`: nor dropped */
  | { kind: 'refused'; problem: Problem; unplaced?: Unplaced }
