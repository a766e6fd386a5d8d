/** Ports beside the cases: what arrived and was not taken, what was accepted under which number, which links were opened. */
import type { Instant } from '../../core/time.ts'
import type { Asked, Page } from '../pages.ts'
import type { LinkOpening } from '../records.ts'
import type { Logged } from './logged.ts'
import type { Reason, Refused, RefusedStanding } from './refusal.ts'

export type RefusedMessages = {
  /** the same bytes again: once more, and the newest reason */
  noteRefused: (message: Refused, why: Reason) => Promise<void>
  refusedOf: (contractorId: string, id: string) => Promise<RefusedStanding | undefined>
  /** of these contractors, those that came longest ago first */
  refusedBy: (contractorIds: readonly string[], asked?: Asked) => Promise<Page<RefusedStanding>>
  /** it was read again and led to that case: it is listed no more */
  markTaken: (contractorId: string, id: string, caseId: string) => Promise<void>
}

export type Openings = {
  /** once more, now */
  noteOpening: (opened: LinkOpening, at: Instant) => Promise<void>
  openingsOf: (caseId: string, asked?: Asked) => Promise<Page<LinkOpening & { last: Instant; times: number }>>
}

export type IntakeLog = {
  /** the same line twice is one */
  noteIntake: (line: Logged) => Promise<void>
  /** oldest first; the newest two hundred */
  intakeOf: (reference: string) => Promise<Logged[]>
}
