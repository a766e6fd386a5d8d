/** A form that was open while others wrote: what was recorded meanwhile, and what the case is now. */
import type { Recorded } from '../../../shared/core/case.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import type { Posted } from '../forms/answers.ts'
import { history } from '../views/history.ts'
import { banner, hidden } from '../views/parts.ts'
import { roleTitle, stateTitle } from '../views/words.ts'
import type { Visit } from '../visit.ts'
import { eventsFrom, type Opened } from './case-read.ts'

/** The version that a form was opened at, which travels with it. Kept over every refusal, so that nothing is skipped. */
export const versionField = ({ case: c }: Opened, answers: Posted): Html =>
  hidden('version', String(versionOf(answers) ?? c.version))

const versionOf = (answers: Posted): number | undefined => {
  const version = Number(answers.get('version'))
  return Number.isInteger(version) && version > 0 ? version : undefined
}

export const sinceThen = async (visit: Visit, { case: c }: Opened, answers: Posted): Promise<Recorded[]> => {
  const version = versionOf(answers)
  return version !== undefined && version < c.version ? eventsFrom(visit, c.id, version + 1) : []
}

export const meanwhile = (
  { deps }: Visit,
  { workflow, case: c }: Opened,
  since: readonly Recorded[] = [],
): Html | false =>
  since.length > 0 &&
  banner(
    'The case has moved on since you opened this form',
    html`<p class="govuk-body">It is now: <strong>${stateTitle(workflow, c.state)}</strong>. What you typed is kept below. Recorded meanwhile:</p>${history(workflow, since, new Map(), { nameOf: () => undefined, titleOf: roleTitle(deps) })}`,
    false,
  )
