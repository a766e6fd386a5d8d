/** The shape of what every workflow understands without declaring it; `engine-events.ts` lists them. */
import type * as z from 'zod'
import type { Case } from './case.ts'
import type { AnyWorkflow, Happened, Now } from './workflow.ts'

// biome-ignore lint/suspicious/noExplicitAny: each event declares its own data
export type EngineEvent<D = any> = {
  title: string
  data: z.ZodType
  /** the system alone */
  internal?: boolean
  /** carried by an errand, so it bears the name of whoever did it */
  byErrand?: boolean
  /** happens even where the workflow has a rule for it; that rule then follows */
  always?: boolean
  /** `apply` says when the case entered its state and was closed; see Consequences */
  asGiven?: boolean
  refuses: (workflow: AnyWorkflow, c: Case, data: D, now: Now) => string[]
  apply: (workflow: AnyWorkflow, c: Case, data: D, event: Happened<unknown>, now: Now) => Case
}
