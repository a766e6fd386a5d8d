/** A form that was open while others wrote: what was recorded meanwhile, and what the case is now. */
import type { Recorded } from '../../../shared/core/case.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import type { Posted } from '../forms/answers.ts'
import { history, type Naming } from '../views/history.ts'
import { banner, hidden } from '../views/parts.ts'
import type { Told } from '../views/values.ts'
import { roleTitle, stateTitle } from '../views/words.ts'
import type { Visit } from '../visit.ts'
import { naming } from './accountable.ts'
import { eventsFrom, type Opened, toldOf } from './case-read.ts'

/** The version that a form was opened at, which travels with it. Kept over every refusal, so that nothing is skipped. */
export const versionField = ({ case: c }: Opened, answers: Posted): Html =>
  hidden('version', String(versionOf(answers) ?? c.version))

const versionOf = (answers: Posted): number | undefined => {
  const version = Number(answers.get('version'))
  return Number.isInteger(version) && version > 0 ? version : undefined
}

/** Events, with what was said in them as this person may read it, and who recorded them. */
export type Meanwhile = { events: readonly Recorded[]; told: Told; naming: Naming }

export const sinceThen = async (visit: Visit, { case: c }: Opened, answers: Posted): Promise<Meanwhile | undefined> => {
  const version = versionOf(answers)
  if (version === undefined || version >= c.version) return undefined
  const { deps } = visit
  const events = await eventsFrom(visit, c.id, version + 1)
  const [told, directory] = await Promise.all([
    toldOf(
      visit,
      c.id,
      events.map(({ data }) => data),
    ),
    deps.directory(),
  ])
  return { events, told, naming: { nameOf: naming(directory, deps.contractors), titleOf: roleTitle(deps) } }
}

export const meanwhile = ({ workflow, case: c }: Opened, since: Meanwhile | undefined): Html | false =>
  since !== undefined &&
  banner(
    'The case has moved on since you opened this form',
    html`<p class="govuk-body">It is now: <strong>${stateTitle(workflow, c.state)}</strong>. What you typed is kept below. Recorded meanwhile:</p>${history(workflow, since.events, since.told, since.naming)}`,
    false,
  )
