/** The form of one event, empty or as it was typed, with what is wrong and what changed meanwhile. */
import { engineEvents, openEvents } from '../../../shared/core/engine-events.ts'
import { allowedIn } from '../../../shared/core/machine.ts'
import type { Answer } from '../../../shared/http/answer.ts'
import { html } from '../../../shared/mail/html.ts'
import type { Opened } from '../case/case-read.ts'
import { type Meanwhile, meanwhile, versionField } from '../case/moved-on.ts'
import type { Posted } from '../forms/answers.ts'
import type { Field } from '../forms/fields.ts'
import { caseHref } from '../read.ts'
import type { Visit } from '../visit.ts'
import { factsPart } from './facts.ts'
import { type Approvers, dateInput, field, guards } from './form.ts'
import { heading, page } from './layout.ts'
import { errorSummary, inset, type Mistake, warning } from './parts.ts'
import { stateTitle, taskTitle } from './words.ts'

export type Typed = {
  fields: readonly Field[]
  answers: Posted
  mistakes: readonly Mistake[]
  approvers: Approvers
  /** the message's id: sent twice, recorded once */
  id: string
  /** what was recorded since the form was opened */
  since?: Meanwhile | undefined
  status?: number
}

const impossible = ({ workflow, case: c }: Opened, type: string): boolean =>
  !allowedIn(workflow, c.state).includes(type) && !openEvents.some(one => one === type)

export const recordForm = (visit: Visit, found: Opened, type: string, typed: Typed): Answer => {
  const { case: c, workflow } = found
  const { fields, answers, mistakes, approvers, since, status = 200 } = typed
  const asking = { answers, mistakes, today: visit.today, documents: found.documents, approvers }
  const general = openEvents.some(one => one === type)
  const title = taskTitle(type)
  const dead = impossible(found, type)
  return page(visit, {
    title: `${title}, ${found.where}`,
    here: '/pages/cases',
    back: { text: 'Back to the case', href: caseHref(c.id) },
    status,
    error: mistakes.length > 0,
    body: html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
${mistakes.length > 0 && errorSummary('It was not recorded', mistakes)}${meanwhile(found, since)}
${heading(title, `${workflow.title}, ${found.where}`)}
${dead && warning(`This cannot be recorded while the case is: ${stateTitle(workflow, c.state)}. Go back to the case to see what can.`)}
${general && inset(engineEvents[type]?.title)}
<form method="post" action="${caseHref(c.id)}/do/${encodeURIComponent(type)}" novalidate>${guards(visit.csrf, typed.id)}${versionField(found, answers)}
${!general && dateInput('on', 'When did it happen?', asking, true, 'The day it happened, which need not be today. The time may be left empty.')}
${fields.map(one => field(one, asking))}
<button class="govuk-button">Record it</button></form>${factsPart(c.facts, new Map())}</div></div>`,
  })
}
