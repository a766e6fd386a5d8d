/** What may not be said of a duty that is opened by hand: its dates are reckoned, whoever types them. */
import * as z from 'zod'
import { soundFacts } from '../../core/facts.ts'
import { type Day, day } from '../../core/time.ts'
import type { AnyWorkflow, Now, ObligationDef } from '../../core/workflow.ts'

const typed = z.looseObject({ subType: z.string().optional(), deadline: day.optional() })

/** The next date as a row of the register with this check and this printed date would have it. */
const reckoned = (
  workflow: AnyWorkflow,
  def: ObligationDef<unknown>,
  row: { lastDoneOn: Day; dueOn: Day; subType?: string },
  { reckon }: Now,
): Day | undefined => {
  const facts = soundFacts(workflow, def.fromRecord({ applicability: 'required', ...row }, reckon))
  return facts.ok ? def.checks(facts.facts).at(-1)?.nextDue : undefined
}

/**
 * Checks that nobody accepted have no day to come, and the next is due no later than the law reckons from the last.
 * Sentences as of a guard; none when all is well, or when the facts do not parse, which opening them says better.
 */
export const openingFaults = (workflow: AnyWorkflow, facts: unknown, now: Now): string[] => {
  const def: ObligationDef<unknown> | undefined = workflow.obligation
  const parsed = soundFacts(workflow, facts)
  const checks = def && parsed.ok ? def.checks(parsed.facts) : []
  const last = checks.at(-1)
  if (!def || !parsed.ok || last === undefined) return []
  if (checks.some(({ on, knownOn }) => on > now.today || knownOn > now.today))
    return ['DATE_IN_FUTURE: no check is dated in the future']
  const { subType, deadline = last.nextDue } = typed.parse(parsed.facts)
  const dueOn = deadline > last.nextDue ? deadline : last.nextDue
  const latest = reckoned(workflow, def, { lastDoneOn: last.on, dueOn, ...(subType ? { subType } : {}) }, now)
  return latest !== undefined && dueOn > latest
    ? [`DUE_TOO_LATE: it was last made on ${last.on}, and the next is due by ${latest}`]
    : []
}
