import type { Apply } from '../../shared/apply.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import type { Secrets } from '../../shared/effects/secrets.ts'
import type { Report } from '../../shared/http/errors.ts'
import type { ActDeps } from '../../shared/intake/email/act.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = ActDeps & {
  reckon: Reckon
  apply: Pick<Apply, 'event' | 'open'>
  store: Pick<Store, 'load' | 'history' | 'seen' | 'registerDocument' | 'noteOpening' | 'getAsset'>
  contractors: readonly { id: string; name: string }[]
  landlord: string
  secrets: Secrets
  report: Report
}
