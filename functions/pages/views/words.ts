/** Names of the code as people read them. */
import { withoutCode } from '../../../shared/core/machine.ts'
import type { Day, Instant } from '../../../shared/core/time.ts'
import { clockOf, dayOf, isDay, longDay } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { isRole, type Titles, titled } from '../../../shared/law/roles.ts'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Short forms that a plain split would spoil. */
const whole: Record<string, string> = {
  uprn: 'UPRN',
  regNo: 'registration number',
  sha256: 'file',
  riddor: 'RIDDOR report',
  id: 'reference',
  dueOn: 'due date',
  eicr: 'EICR',
  fra: 'fire risk assessment',
  mrc: 'member responsible for complaints',
  rtb: 'right to buy',
  lra: 'legionella risk assessment',
  rd: 'refurbishment and demolition',
  exam: 'thorough examination',
  info: 'information',
  'smoke-co': 'smoke and CO alarms',
}

const spaced = (name: string): string =>
  whole[name] ??
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()

/** `slotStart` → `Slot start`, `no_answer` → `No answer`. */
export const label = (name: string): string => capital(spaced(name))

/** What no splitting of its name would say as people say it. */
const said: Record<string, string> = {
  'classify.complaint': 'Taken as a complaint',
  'classify.serviceRequest': 'Taken as a service request',
  'classify.enquiry': 'Taken as an enquiry',
  'classify.feedback': 'Taken as feedback',
  'defect.a': 'Defect of category A',
  'defect.b': 'Defect of category B',
  'riddor.reported': 'RIDDOR report made',
  acknowledged: 'Taken on',
  reassigned: 'Given to a named person',
  'note.added': 'Note',
  'child.closed': 'A linked case was closed',
  'case.opened': 'Case opened',
  'clock.climbed': 'Reminder or escalation sent',
  'clocks.redated': 'Dates reckoned anew',
  'case.withdrawn': 'Withdrawn: the import was undone',
  'case.restored': 'As before: what came after was undone',
  'case.begunAgain': 'Begun again',
}
/** `visit.noAccess` → `Visit: no access`; `certificate.accepted` → `Certificate accepted`. */
export const eventTitle = (type: string): string => {
  if (said[type]) return said[type]
  const [thing = '', ...rest] = type.split('.')
  const what = rest.map(spaced).join(' ')
  return capital(/^(no|not) /.test(what) ? `${spaced(thing)}: ${what}` : `${spaced(thing)} ${what}`.trim())
}

/** The same as something to do. */
const general: Record<string, string> = {
  acknowledged: 'I have taken this on',
  reassigned: 'Give it to a named person',
  'note.added': 'Add a note',
}
export const taskTitle = (type: string): string => general[type] ?? eventTitle(type)

export const stateTitle = (workflow: AnyWorkflow | undefined, state: string): string =>
  workflow?.states[state]?.title ?? label(state)

/** What this landlord calls a role. */
export const roleTitle =
  ({ landlord }: { landlord: { roles: Titles } }) =>
  (role: string): string =>
    isRole(role) ? titled(landlord.roles)(role) : label(role)

/** A title within a sentence; an abbreviation keeps its capitals. */
export const within = (title: string): string => title.replace(/^[A-Z](?=[a-z ])/, letter => letter.toLowerCase())

/** London, to the minute. */
export const moment = (at: Instant): string => `${longDay(dayOf(at))}, ${clockOf(at)}`
export const dated = (due: Day | Instant): string => (isDay(due) ? longDay(due) : moment(due))

/** A guard's sentence without its code. */
export const sentence = (text: string): string => capital(withoutCode(text))

/** How a letter went, or may go. */
export const channelName = (channel: string): string =>
  ({ sms: 'Text message', hand: 'By hand', email: 'E-mail' })[channel] ?? label(channel)
