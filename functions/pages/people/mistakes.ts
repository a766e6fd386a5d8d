import type { Person } from '../../../shared/people/person.ts'
import { dayFrom, type Posted } from '../forms/answers.ts'
import type { Mistake } from '../views/parts.ts'
import type { Visit } from '../visit.ts'

import { away } from './standing.ts'
/** What is wrong with the absence, in words; an absence without an end would never give the mail back. */
export const mistakesIn = async ({ deps }: Visit, one: Person, answers: Posted): Promise<Mistake[]> => {
  const [from, to] = [dayFrom(answers, 'absentFrom'), dayFrom(answers, 'absentTo')]
  const deputy = answers.get('deputy').trim().toLowerCase()
  const found: Mistake[] = []
  if (from === null) found.push({ field: 'absentFrom-day', message: 'The first day must be a real date' })
  if (to === null) found.push({ field: 'absentTo-day', message: 'The last day must be a real date' })
  if (from && to === undefined) found.push({ field: 'absentTo-day', message: 'Enter the last day away' })
  if (to && from === undefined) found.push({ field: 'absentFrom-day', message: 'Enter the first day away' })
  if (from && to && to < from) found.push({ field: 'absentTo-day', message: 'The last day is before the first' })
  if (deputy === one.email) found.push({ field: 'deputy', message: 'Nobody stands in for themselves' })
  else if (deputy) {
    const person = await deps.store.getPerson(deputy)
    if (!person) found.push({ field: 'deputy', message: `Nobody here has the address ${deputy}` })
    else if (from && to && person.absentFrom && person.absentFrom <= to && from <= (person.absentTo ?? to))
      found.push({ field: 'deputy', message: `${person.name} is away then too: ${away(person)}` })
  } else if (from && !one.manager)
    found.push({ field: 'deputy', message: 'Enter who stands in: there is no manager either' })
  return found
}
