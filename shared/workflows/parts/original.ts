/** The message behind a case of triage, as it lies in the bucket for what is received. */
import * as z from 'zod'
import type { Case } from '../../core/case.ts'

/** Some cases are about what we sent, what was said on a page, or too many messages: no message lies behind them. */
const noMessage = /^(order|link|refused|flood):/

const behind = z.object({ original: z.object({ key: z.string() }) })

/** Where it lies; undefined where none does. */
export const messageKey = ({ workflow, facts }: Pick<Case, 'workflow' | 'facts'>): string | undefined => {
  const key = workflow === 'triage' ? behind.safeParse(facts).data?.original.key : undefined
  return key === undefined || noMessage.test(key) ? undefined : key
}
