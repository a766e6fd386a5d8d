/** A rejection for whoever stands at a door or reads an answer: a clause, without the names that machines use. */
import type { Rejection } from '../core/case.ts'
import { withoutCode } from '../core/machine.ts'
import type { AnyWorkflow } from '../core/workflow.ts'

export const plainWhy = (rejection: Rejection, workflow: AnyWorkflow): string => {
  switch (rejection.kind) {
    case 'guard':
      return `this does not hold: ${rejection.failed.map(withoutCode).join('; ')}`
    case 'not_allowed':
      return `it stands at “${workflow.states[rejection.state]?.title ?? rejection.state}” now, which does not take that`
    case 'invalid':
      return `something is missing or wrong in it: ${rejection.issues.map(({ message }) => message).join('; ')}`
    case 'forbidden':
      return 'that is for somebody else to record'
    case 'unknown':
      return 'it is not known here'
  }
}
