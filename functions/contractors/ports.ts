import type { Apply } from '../../shared/apply.ts'
import type { Instant } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { Evidence } from '../../shared/effects/evidence.ts'
import type { Secrets } from '../../shared/effects/secrets.ts'
import type { Report } from '../../shared/http/errors.ts'
import type { Contractor } from '../../shared/position/theirs.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = {
  store: Pick<Store, 'load' | 'getAsset' | 'registerDocument' | 'getSetting' | 'putSetting'>
  apply: Pick<Apply, 'event' | 'open'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  contractors: readonly Contractor[]
  secrets: Secrets
  evidence: Pick<Evidence, 'put'>
  now: () => Instant
  report: Report
}
