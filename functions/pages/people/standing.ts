/** Whether somebody is here today, and what they are called. */
import { longDay } from '../../../shared/core/time.ts'
import type { Html } from '../../../shared/mail/html.ts'
import type { Directory, Person } from '../../../shared/people/person.ts'
import { tag } from '../views/parts.ts'

export const standing = (one: Person, today: string): Html => {
  if (one.leftOn && one.leftOn <= today) return tag('Left', 'grey')
  if (one.bouncedAt) return tag('Mail refused', 'red')
  if (one.absentFrom && one.absentFrom <= today && (!one.absentTo || today <= one.absentTo))
    return tag('Away', 'orange')
  return one.absentFrom && one.absentFrom > today ? tag('Will be away', 'yellow') : tag('Here', 'green')
}
export const away = (one: Person): string =>
  one.absentFrom ? `${longDay(one.absentFrom)} to ${one.absentTo ? longDay(one.absentTo) : 'no end'}` : ''

export const nameOf = (email: string | undefined, { people }: Directory): string =>
  people.find(one => one.email === email)?.name ?? email ?? ''
