import type { Apply } from '../../shared/apply.ts'
import type { Instant } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { Secrets } from '../../shared/effects/secrets.ts'
import type { Report } from '../../shared/http/errors.ts'
import type { Store } from '../../shared/store/store.ts'

/** As in the landlord's file. */
export type Source = {
  source: string
  kind: 'signed' | 'secret' | 'govuk-forms'
  workflow: string
  /** our fact → their field */
  mapping: Readonly<Record<string, string>>
}

export type Deps = {
  store: Pick<Store, 'getAsset' | 'getSetting' | 'putSetting'>
  apply: Pick<Apply, 'open'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  sources: readonly Source[]
  secrets: Secrets
  now: () => Instant
  report: Report
}
