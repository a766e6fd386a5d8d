/** What the reading of mail needs from outside. */
import type { Apply } from '../../apply.ts'
import type { Reckon } from '../../core/reckon.ts'
import type { Instant } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import type { Evidence } from '../../effects/evidence.ts'
import type { MailOut } from '../../effects/mail-out.ts'
import type { Person } from '../../people/person.ts'
import type { Store } from '../../store/store.ts'
import type { FormSource } from '../forms/kinds.ts'

export type MailDeps = {
  apply: Pick<Apply, 'event' | 'open'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  store: Pick<
    Store,
    'load' | 'getPerson' | 'mailTo' | 'registerDocument' | 'getSetting' | 'putSetting' | 'getAsset' | 'noteIntake'
  >
  reckon: Pick<Reckon, 'policy'>
  people: () => Promise<readonly Person[]>
  evidence: Pick<Evidence, 'put'>
  mail: MailOut
  landlord: {
    name: string
    mailboxes: readonly { address: string; workflow: string }[]
    sources: readonly FormSource[]
    contractors: readonly { id: string; streams: readonly string[]; email?: string | undefined }[]
  }
  /** of a verified identity; answers come from it */
  mailFrom: string
  now: () => Instant
  /** tells the log and the alarm; never personal data */
  fault: (name: string, error: unknown, heard?: 'again') => void
}

/** The message as it lies in the bucket. */
export type Received = { key: string; sha256: string; bytes: Uint8Array; at: Instant }

/** What came of a message. */
export type Result =
  /** `again`: the same message came before */
  | { kind: 'opened'; caseId: string; again?: true }
  | { kind: 'told'; caseId: string; event: string; again?: true }
  | { kind: 'triage'; caseId: string; reason: string }
  /** its sender, who is proved, was told why nothing came of it */
  | { kind: 'answered'; why: string }
  /** nobody said anything: an absence note, a receipt, a mail of our own */
  | { kind: 'ignored'; why: string; test?: true }
