/** What happened, newest first: when, by whom, what it did. */
import type { Recorded } from '../../../shared/core/case.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { details } from './parts.ts'
import { shown, type Told } from './values.ts'
import { eventTitle, label, moment, roleTitle, stateTitle } from './words.ts'

const by = ({ by }: Recorded): string =>
  by.kind === 'system' ? 'Dutyholder' : `${by.id}${by.roles[0] ? ` (${roleTitle(by.roles[0]).toLowerCase()})` : ''}`

const moved = (workflow: AnyWorkflow | undefined, { from, to }: Recorded): Html | false =>
  from !== undefined &&
  from !== to &&
  html`<p>From <strong>${stateTitle(workflow, from)}</strong> to <strong>${stateTitle(workflow, to)}</strong></p>`

const data = (event: Recorded, told: Told): Html | false => {
  const pairs = Object.entries(event.data).filter(([, value]) => value !== undefined)
  if (pairs.length === 0) return false
  const list = html`<dl>${pairs.map(([name, value]) => html`<dt>${label(name)}</dt><dd>${shown(value, told)}</dd>`)}</dl>`
  return pairs.length > 6 || event.type === 'case.opened' ? details('What was recorded', list) : list
}

export const history = (workflow: AnyWorkflow | undefined, events: readonly Recorded[], told: Told): Html =>
  html`<ol class="dh-history" reversed>${[...events].reverse().map(
    event => html`<li id="event-${event.seq}"><h3>${eventTitle(event.type)}</h3>
<p class="dh-quiet">${moment(event.at)}, by <span class="dh-break">${by(event)}</span>${event.received.slice(0, 16) !== event.at.slice(0, 16) && html`; known to us ${moment(event.received)}`}</p>
${moved(workflow, event)}${event.notes && html`<p><strong>${event.notes.join('; ')}</strong></p>`}${data(event, told)}</li>`,
  )}</ol>`
