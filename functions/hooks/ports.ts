import type { Reckon } from '../../shared/core/reckon.ts'
import type { Evidence } from '../../shared/effects/evidence.ts'
import type { Originals } from '../../shared/effects/originals.ts'
import type { Secrets } from '../../shared/effects/secrets.ts'
import type { Report } from '../../shared/http/errors.ts'
import type { FormDeps } from '../../shared/intake/forms/handle.ts'
import type { FormSource } from '../../shared/intake/forms/kinds.ts'
import type { Store } from '../../shared/store/store.ts'

export type Source = FormSource

export type Deps = FormDeps & {
  store: FormDeps['store'] & Pick<Store, 'load' | 'noteIntake' | 'registerDocument'>
  reckon: Pick<Reckon, 'policy'>
  evidence: Pick<Evidence, 'put'>
  originals: Pick<Originals, 'put'>
  sources: readonly Source[]
  secrets: Secrets
  report: Report
}
