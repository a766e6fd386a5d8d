/** What every page is given: who looks, when, and what it may use. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Apply } from '../../shared/apply.ts'
import type { Actor } from '../../shared/core/case.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import type { Day, Instant } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { Evidence } from '../../shared/effects/evidence.ts'
import type { Originals } from '../../shared/effects/originals.ts'
import type { Secrets } from '../../shared/effects/secrets.ts'
import type { Answer } from '../../shared/http/answer.ts'
import type { PolicyValues } from '../../shared/law/policy.ts'
import type { Titles } from '../../shared/law/roles.ts'
import type { Window } from '../../shared/mail/window.ts'
import type { Directory } from '../../shared/people/person.ts'
import type { Contractor } from '../../shared/position/theirs.ts'
import type { Reports } from '../../shared/report/find.ts'
import type { KeptBytes } from '../../shared/report/kept-lists.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Deps as Imports } from '../imports/ports.ts'
import type { Fault } from '../wire.ts'
import type { Oidc } from './sign-in/oidc.ts'

export type Deps = {
  store: Store
  apply: Pick<Apply, 'event'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  policy: PolicyValues
  /** when mail that can wait may leave */
  window: Window
  contractors: readonly (Contractor & { name: string })[]
  /** forms, by the names that their doors bear */
  sources: readonly { source: string }[]
  /** who works here, as of now */
  directory: () => Promise<Directory>
  /** as the landlord signs, where the pages are (no slash at the end), and what it calls its roles */
  landlord: { name: string; baseUrl: string; roles: Titles }
  now: () => Instant
  fault: Fault
  /** true on one machine alone: personas instead of signing in, the clock and the mailbox */
  local: boolean
  secrets: Secrets
  evidence: Pick<Evidence, 'put' | 'download' | 'has'>
  originals: Originals
  reports: Reports & { bytes: KeptBytes }
  oidc: Oidc
  /** what the door for spreadsheets is wired from: the page takes files by the same code */
  imports: Imports
  /** unpredictable text for ids, states and nonces */
  random: () => string
}

export type Visit = {
  deps: Deps
  event: APIGatewayProxyEventV2
  actor: Actor
  name: string
  now: Instant
  today: Day
  query: URLSearchParams
  /** stands in every form, so that no other site can send one for them */
  csrf: string
  params: Record<string, string>
}

export type Page = (visit: Visit) => Promise<Answer>
