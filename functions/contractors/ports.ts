import type { Originals } from '../../shared/effects/originals.ts'
import type { Secrets } from '../../shared/effects/secrets.ts'
import type { Report } from '../../shared/http/errors.ts'
import type { CallbackDeps, Contractor } from '../../shared/intake/contractors/ports.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = CallbackDeps & {
  store: Pick<Store, 'getSetting' | 'putSetting' | 'seen' | 'noteRefused' | 'refusedOf' | 'refusedBy' | 'noteIntake'>
  contractors: readonly Contractor[]
  /** one machine alone: whoever was given a key is a contractor, of the jobs that name it and no others */
  guests: boolean
  originals: Pick<Originals, 'put'>
  secrets: Secrets
  report: Report
}
