import type { Apply } from '../../shared/apply.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import type { Regimes } from '../../shared/core/regimes.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { Evidence } from '../../shared/effects/evidence.ts'
import type { Originals } from '../../shared/effects/originals.ts'
import type { StaffDeps } from '../../shared/http/staff.ts'
import type { PolicyValues } from '../../shared/law/policy.ts'
import type { Window } from '../../shared/mail/window.ts'
import type { Contractor } from '../../shared/position/theirs.ts'
import type { Reports } from '../../shared/report/find.ts'
import type { KeptBytes } from '../../shared/report/kept-lists.ts'
import type { ReportDeps } from '../../shared/report/make.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = StaffDeps & {
  store: Store
  apply: Pick<Apply, 'event' | 'open'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  regimes: Regimes
  /** what reports call the landlord, its roles and contractors */
  landlord: ReportDeps['landlord']
  /** when mail that can wait may leave */
  window: Window
  contractors: readonly Contractor[]
  /** forms, by the names that their doors bear */
  sources: readonly { source: string }[]
  /** the landlord's choices, for explanations */
  policy: PolicyValues
  /** the list of people has changed: the next asking reads it anew */
  forgetPeople: () => void
  evidence: Pick<Evidence, 'upload' | 'download' | 'has'>
  originals: Originals
  reports: Reports & { bytes: KeptBytes }
}
