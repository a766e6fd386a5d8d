import type { Apply } from '../../shared/apply.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import type { Regimes } from '../../shared/core/regimes.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { StaffDeps } from '../../shared/http/staff.ts'
import type { Mapping } from '../../shared/intake/csv/csv-header.ts'
import type { Layout } from '../../shared/intake/csv/layout.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = StaffDeps & {
  store: Store
  apply: Pick<Apply, 'event' | 'openAll'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  regimes: Regimes
  /** by kind: what the landlord's own files call our columns */
  mappings: Readonly<Record<string, Mapping>>
  /** by name: how files are written that differ from others of their kind */
  layouts: Readonly<Record<string, Layout & { kind: string }>>
  /** the list of people has changed: the next asking reads it anew */
  forgetPeople: () => void
  /** a new text of letters and digits, for the id of a run */
  fresh: () => string
}
