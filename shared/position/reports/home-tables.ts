/** What is wrong in homes: hazards against the law's limits, and homes below the Decent Homes Standard. */
import { longDay } from '../../core/time.ts'
import type { Counted } from '../count.ts'
import { decentHomes } from '../surveys.ts'
import { percent } from './figure.ts'
import { number, type Table } from './report.ts'
import { spaced } from './tables.ts'

export const hazardTables = ({ hazards, asked }: Counted): Table[] => [
  {
    id: 'hazard-limits',
    title: 'Hazards: the law’s limits',
    definition: `Of the duties that fell due from ${longDay(asked.from)} to ${longDay(asked.asAt)}, those met in time (SI 2025/1042).`,
    columns: [
      { key: 'limit', title: 'Limit' },
      number('due', 'Fell due'),
      number('met', 'Met'),
      { key: 'percent', title: '% met', as: 'bar' },
    ],
    rows: [...hazards.limits, hazards.rkk17].map(figure => ({
      limit: figure.title,
      due: figure.denominator,
      met: figure.numerator,
      percent: figure.value,
    })),
    empty: 'No hazards are recorded.',
  },
  {
    id: 'hazard-kinds',
    title: 'Hazards reported, by kind',
    definition: `Reports of which we became aware from ${longDay(asked.from)} to ${longDay(asked.asAt)}.`,
    columns: [
      { key: 'kind', title: 'Kind' },
      number('number', 'Reports'),
      { key: 'percent', title: 'Share', as: 'bar' },
    ],
    rows: hazards.reports.map(one => ({
      kind: spaced(one.kind),
      number: one.number,
      percent: percent(
        one.number,
        hazards.reports.reduce((sum, other) => sum + other.number, 0),
      ),
    })),
    empty: 'No hazard was reported.',
  },
]

export const decentTable = ({ surveys, asked }: Counted): Table => {
  const homes = decentHomes(
    surveys.map(one => one.facts),
    asked.asAt,
  )
  return {
    id: 'decent',
    title: 'Decent homes',
    definition: `From valid surveys alone, as at ${longDay(asked.asAt)}. A home that fails two criteria is one home; nothing is assumed of a home not surveyed.`,
    columns: [
      { key: 'what', title: 'Homes' },
      { key: 'number', title: 'Number', as: 'number' },
    ],
    rows: [
      { what: 'with a survey duty', number: homes.homes },
      { what: 'with a valid survey', number: homes.assessed },
      { what: 'not surveyed: nothing is known', number: homes.notAssessed },
      { what: 'that do not meet the standard', number: homes.nonDecent },
      ...(['A', 'B', 'C', 'D'] as const).map(key => ({ what: `failing criterion ${key}`, number: homes.failing[key] })),
    ],
    empty: 'No surveys are recorded.',
  }
}
