import type { Apply } from '../../shared/apply.ts'
import type { KeptReports } from '../../shared/effects/kept-reports.ts'
import type { Desk } from '../../shared/mail/desk.ts'
import type { ReportDeps } from '../../shared/report/make.ts'
import type { Store } from '../../shared/store/store.ts'

/** Where what is never changed lies. */
export type Archive = {
  /** `there`: something of that name lies there already, and stays */
  put: (name: string, bytes: Uint8Array, type: string) => Promise<'kept' | 'there'>
}

export type Deps = Omit<ReportDeps, 'store'> & {
  store: ReportDeps['store'] &
    Pick<Store, 'assets' | 'everyLoaded' | 'takenOn' | 'mailsOf' | 'getAssets' | 'holds' | 'erasures' | 'people'>
  /** snapshots and reports */
  reports: Archive
  /** one of them, as it was kept */
  kept: KeptReports
  /** the seal on the history, out of reach of whoever may write the table */
  heads: Archive
  desk: Pick<Desk, 'mail' | 'outbox' | 'directory' | 'sender' | 'window' | 'now'>
  /** looks at every open case once where the rules have changed; how many moved, undefined when nothing changed */
  keepRegime: () => Promise<number | undefined>
  apply: Pick<Apply, 'event'>
  /** tells the log and the alarm */
  fault: (name: string, error: unknown) => void
}
