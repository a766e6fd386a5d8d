/** Everything that is known about a case, folded away: most readers need the dates and the history alone. */
import type { Facts } from '../../../shared/core/case.ts'
import type { Html } from '../../../shared/mail/html.ts'
import { details, summaryList } from './parts.ts'
import { shown, type Told } from './values.ts'
import { label } from './words.ts'

const empty = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0)

export const factsPart = (facts: Facts, told: Told): Html =>
  details(
    'Everything that is known about it',
    summaryList(
      Object.entries(facts)
        .filter(([, value]) => !empty(value))
        .map(([name, value]) => [label(name), shown(value, told)]),
    ),
  )
