/** What may be done about a case from a mail, and by whom: asked when a link is put into a mail, and again when it is used. */
import type { Case } from '../core/case.ts'
import { kindOf, running } from '../core/clocks.ts'
import { allowedIn, may, rulesFor } from '../core/machine.ts'
import type { Reckon } from '../core/reckon.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Role } from '../law/roles.ts'

/** How each trade says that work was done, best first: by a claim with its day, or by the record that proves it. */
export const claims = ['completion.claimed', 'action.completed'] as const
export const certificates = ['certificate.submitted', 'certificate.received', 'report.received'] as const
export type Done = { by: 'claim' | 'certificate'; event: string }

/** `files`: something is attached, so that a certificate can be taken. */
export const doneIn = (allowed: readonly string[], files: boolean): Done | undefined => {
  const claim = claims.find(name => allowed.includes(name))
  if (claim) return { by: 'claim', event: claim }
  const certificate = certificates.find(name => allowed.includes(name))
  return certificate && files ? { by: 'certificate', event: certificate } : undefined
}

export type Deeds = {
  /** clocks of which somebody was told something that can be taken on */
  ack: readonly string[]
  /** roles that may record it as done; undefined: nothing of the kind can be recorded in this state */
  done?: { by: Done['by']; roles: readonly Role[] | 'staff' }
  /** clocks whose date neither the law nor the Code fixes, so that asking for more time is of use */
  extend: readonly string[]
  reassign: boolean
}

const rolesFor = (workflow: AnyWorkflow, c: Case, event: string): readonly Role[] | 'staff' => {
  const rules = rulesFor(workflow, c.state, event)
  return rules.some(rule => rule.by === undefined) ? 'staff' : [...new Set(rules.flatMap(rule => rule.by ?? []))]
}

/** `c` by today's names of states. */
export const deedsOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Deeds => {
  if (c.closedAt !== undefined) return { ack: [], extend: [], reassign: false }
  const clocks = running(workflow, c, reckon)
  const told = clocks.filter(({ name, due }) => c.climbed[name]?.due === due && c.climbed[name].rung >= 0)
  const done = doneIn(allowedIn(workflow, c.state), true)
  return {
    ack: told.map(one => one.name),
    ...(done ? { done: { by: done.by, roles: rolesFor(workflow, c, done.event) } } : {}),
    extend: clocks.filter(one => !one.clock.fixed && kindOf(one.clock, c.facts) !== 'statutory').map(one => one.name),
    reassign: true,
  }
}

export const mayRecordDone = ({ done }: Deeds, roles: readonly Role[]): boolean =>
  done !== undefined && may({ kind: 'staff', roles: [...roles] }, done.roles === 'staff' ? {} : { by: done.roles })
