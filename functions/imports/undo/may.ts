/** Whether a run can be undone by this person now, by whatever door. */
import type { Actor } from '../../../shared/core/case.ts'
import type { Instant } from '../../../shared/core/time.ts'
import { type Problem, problem } from '../../../shared/http/problem.ts'
import { type RunRecord, wasKilled } from '../../../shared/intake/imports/runs.ts'
import { mayImport } from '../../../shared/people/rights.ts'

/** Why not; undefined when it may be tried. */
export const notUndone = (run: RunRecord, actor: Actor, now: Instant): Problem | undefined => {
  if (!mayImport(actor)) return problem(403, 'files are imported, and undone, by the landlord’s staff')
  if (run.kind === 'people' && !actor.roles.includes('administrator'))
    return problem(403, 'people are imported by an administrator', { needs: ['administrator'] })
  if (run.state === 'running' && !wasKilled(run, now)) return problem(409, 'the run is still under way')
  return undefined
}
