import type { Apply } from '../../shared/apply.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import type { Regimes } from '../../shared/core/regimes.ts'
import type { Instant } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { Evidence } from '../../shared/effects/evidence.ts'
import type { Report } from '../../shared/http/errors.ts'
import type { Personas } from '../../shared/http/who.ts'
import type { PolicyValues } from '../../shared/law/policy.ts'
import type { Window } from '../../shared/mail/window.ts'
import type { Directory } from '../../shared/people/person.ts'
import type { Contractor } from '../../shared/position/theirs.ts'
import type { ReportDeps } from '../../shared/report/make.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = {
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
  /** the landlord's choices, for explanations */
  policy: PolicyValues
  /** who works here, as of now */
  directory: () => Promise<Directory>
  /** the list of people has changed: the next asking reads it anew */
  forgetPeople: () => void
  /** whether personas are believed (one machine alone), and what a directory calls its groups */
  personas: Pick<Personas, 'local' | 'groups'>
  evidence: Pick<Evidence, 'upload'>
  now: () => Instant
  report: Report
}
