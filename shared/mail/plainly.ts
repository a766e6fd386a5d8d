/** Steps of the engine, said to a person: dates in words, and no names of rules. */
import { type Day, type Instant, isDayText, longDay } from '../core/time.ts'
import { written } from './lateness.ts'

const instants = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z/g
const days = /\b\d{4}-\d{2}-\d{2}\b/g
/** `gas.check.interval: 12 months` */
const ruleName = /^[a-z][\w-]*(?:\.[\w-]+)+: /i

const dayInWords = (found: string): string => (isDayText(found) ? longDay(found as Day) : found)
const instantInWords = (found: string): string => written(found as Instant)

/** Days and instants that stand in a text as machines write them, as people write them. */
export const datesInWords = (text: string): string => text.replace(instants, instantInWords).replace(days, dayInWords)

/** `Sat 14 November 2026 (Saturday)` of every weekend would bury the bank holiday; the case's page lists each day. */
const withoutWeekends = (step: string): string =>
  step.replace(/(; not counted: )(.*?)(?= \[|$)/, (_, begins: string, days: string) => {
    const named = days.split(/(?<=\)), /)
    const others = named.filter(day => !/\((?:Saturday|Sunday)\)$/.test(day))
    return begins + [...(others.length < named.length ? ['Saturdays and Sundays'] : []), ...others].join(', ')
  })

export const plainly = (step: string): string => {
  const said = withoutWeekends(datesInWords(step.replace(ruleName, '')))
  return said.charAt(0).toUpperCase() + said.slice(1)
}
