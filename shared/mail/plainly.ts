/** Steps of the engine, said to a person: dates in words, and no names of rules. */
import { clockOf, type Day, dayOf, type Instant, isDayText, longDay } from '../core/time.ts'

const instants = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z/g
const days = /\b\d{4}-\d{2}-\d{2}\b/g
/** `gas.check.interval: 12 months` */
const ruleName = /^[a-z][\w-]*(?:\.[\w-]+)+: /i

const dayInWords = (found: string): string => (isDayText(found) ? longDay(found as Day) : found)
const instantInWords = (found: string): string => `${longDay(dayOf(found as Instant))} at ${clockOf(found as Instant)}`

export const plainly = (step: string): string => {
  const said = step.replace(ruleName, '').replace(instants, instantInWords).replace(days, dayInWords)
  return said.charAt(0).toUpperCase() + said.slice(1)
}
