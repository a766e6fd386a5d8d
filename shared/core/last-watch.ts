/**
 * The net under every workflow. A case that is not at its end and on which no clock of its own has a date would wait
 * for ever, and nobody would be told. Then this clock runs: whoever leads the case decides what happens next, and it
 * goes up the line until something does. No workflow means to need it; histories drawn at random look for where one does.
 */
import type { Role } from '../law/roles.ts'
import { task } from '../law/tasks.ts'
import { dayOf } from './time.ts'
import type { ClockDef, Words } from './workflow.ts'

export const LAST_WATCH = 'unwatched'

/** From the day on which it came to where it stands, in working days. */
export const lastWatch = (lead: Role): ClockDef<Record<string, unknown>, never, typeof LAST_WATCH> => ({
  title: 'Nothing is due: somebody decides what happens next',
  source: 'landlord.policy',
  kind: 'policy',
  last: true,
  runs: 'live',
  due: (_, reckon, c) => {
    reckon.because('the case is open, and no other date runs on it')
    return reckon.workingDays(dayOf(c.enteredAt), reckon.policy('case.unwatched'))
  },
  ladder: task(LAST_WATCH, [lead, 'headOfService', 'serviceDirector']),
})

export const lastWords: Words = {
  subject: 'No date runs on {what}: {where}',
  body: 'The case {ref} is open and stands at “{state}”, and nothing on it is due. Left like this it would be forgotten.',
  act: 'Open the case and record what happens next, or close it.',
}
