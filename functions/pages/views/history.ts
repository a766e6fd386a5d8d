/** What happened, newest first: when, by whom, what it did. */
import type { Recorded } from '../../../shared/core/case.ts'
import { laddersOf } from '../../../shared/core/draw.ts'
import type { Day, Instant } from '../../../shared/core/time.ts'
import type { AnyWorkflow, Ladder } from '../../../shared/core/workflow.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { listed } from '../../../shared/mail/words.ts'
import { details } from './parts.ts'
import { shown, type Told } from './values.ts'
import { dated, eventTitle, label, moment, stateTitle, within } from './words.ts'

/** A person or a contractor by name, where one is known. */
export type NameOf = (id: string) => string | undefined
/** `titleOf`: a role, as this landlord calls it. */
export type Naming = { nameOf: NameOf; titleOf: (role: string) => string }

const by = ({ by }: Recorded, { nameOf, titleOf }: Naming): string => {
  if (by.kind === 'system') return 'Dutyholder'
  const name = nameOf(by.id)
  if (name === undefined) return `${by.id}${by.roles[0] ? ` (${within(titleOf(by.roles[0]))})` : ''}`
  const role = within(titleOf(by.roles[0] ?? ''))
  return by.kind === 'contractor' || name.endsWith(role) ? name : `${name}, ${role}`
}

const moved = (workflow: AnyWorkflow | undefined, { from, to }: Recorded): Html | false =>
  from !== undefined &&
  from !== to &&
  html`<p>From <strong>${stateTitle(workflow, from)}</strong> to <strong>${stateTitle(workflow, to)}</strong></p>`

type Rung = { clock: string; due: Day | Instant; rung: number; told: boolean; at: string }

/** Whom a step tells, by the ladders as they are today; nobody is named where the facts of its day decided between them. */
const toldBy = (ladder: Ladder<string, string>, rung: number, titleOf: Naming['titleOf']): string | undefined => {
  const ways = new Set(laddersOf(ladder).map(one => listed((one[rung]?.tell ?? []).map(titleOf))))
  return ways.size === 1 ? [...ways][0] : undefined
}

const rungs = (workflow: AnyWorkflow | undefined, event: Recorded, { titleOf }: Naming): Html | undefined => {
  if (event.type !== 'clock.climbed' || !Array.isArray(event.data.rungs)) return undefined
  const all = event.data.rungs as Rung[]
  const passed = all.filter(one => !one.told).length
  return html`${all
    .filter(one => one.told)
    .map(one => {
      const clock = workflow?.clocks[one.clock] as { title: string; ladder: Ladder<string, string> } | undefined
      const roles = clock && toldBy(clock.ladder, one.rung, titleOf)
      return html`<p>${clock?.title ?? label(one.clock)}, due ${dated(one.due)}: step ${one.rung + 1}${roles && `, for ${roles}`}</p>`
    })}${passed > 0 && html`<p class="dh-quiet">Earlier steps whose time had passed, not sent on their own: ${passed}</p>`}`
}

const data = (event: Recorded, told: Told): Html | false => {
  const pairs = Object.entries(event.data).filter(([, value]) => value !== undefined)
  if (pairs.length === 0) return false
  const list = html`<dl>${pairs.map(([name, value]) => html`<dt>${label(name)}</dt><dd>${shown(value, told)}</dd>`)}</dl>`
  return pairs.length > 6 || event.type === 'case.opened' ? details('What was recorded', list) : list
}

export const history = (
  workflow: AnyWorkflow | undefined,
  events: readonly Recorded[],
  told: Told,
  naming: Naming,
): Html =>
  html`<ol class="dh-history" reversed>${[...events].reverse().map(
    event => html`<li id="event-${event.seq}"><h3>${eventTitle(event.type)}</h3>
<p class="dh-quiet">${moment(event.at)}, by <span class="dh-break">${by(event, naming)}</span>${event.received.slice(0, 16) !== event.at.slice(0, 16) && html`; known to us ${moment(event.received)}`}</p>
${moved(workflow, event)}${event.notes && html`<p><strong>${event.notes.join('; ')}</strong></p>`}${rungs(workflow, event, naming) ?? data(event, told)}</li>`,
  )}</ol>`
