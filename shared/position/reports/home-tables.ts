/** What is wrong in homes: hazards against the law's limits. */
import { longDay } from '../../core/time.ts'
import type { Counted } from '../count.ts'
import { type Behind, percent } from './figure.ts'
import { number, type Table } from './report.ts'
import { rowLists } from './row-lists.ts'
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
    rows: hazards.limits.map((figure, index) => ({
      key: hazards.judged[index]!.name,
      limit: figure.title,
      due: figure.denominator,
      met: figure.numerator,
      percent: figure.value,
    })),
    empty: 'No hazards are recorded.',
  },
  {
    id: 'hazard-damp',
    title: 'Damp and mould open too long',
    definition: hazards.rkk17.definition,
    columns: [
      { key: 'what', title: 'What' },
      number('open', 'Open'),
      number('long', `Open for more than ${asked.reckon.rule('rkk17.threshold')} days`),
      { key: 'percent', title: 'Share', as: 'bar' },
    ],
    rows:
      hazards.damp.open.length === 0
        ? []
        : [
            {
              key: 'damp',
              what: 'Damp and mould',
              open: hazards.damp.open.length,
              long: hazards.damp.long.length,
              percent: hazards.rkk17.value,
            },
          ],
    empty: 'No case of damp and mould is open.',
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
      key: one.kind,
      kind: spaced(one.kind),
      number: one.ids.length,
      percent: percent(
        one.ids.length,
        hazards.reports.reduce((sum, other) => sum + other.ids.length, 0),
      ),
    })),
    empty: 'No hazard was reported.',
  },
]

export const hazardLists = ({ hazards }: Pick<Counted, 'hazards'>): Record<string, Behind> =>
  Object.assign(
    {},
    ...hazards.judged.map(one =>
      rowLists('hazard-limits', one.name, [
        ['due', 'duties that fell due', one.due],
        ['met', 'met in time', one.met],
      ]),
    ),
    rowLists('hazard-damp', 'damp', [
      ['open', 'open cases of damp and mould', hazards.damp.open],
      ['long', 'of these, open too long', hazards.damp.long],
    ]),
    ...hazards.reports.map(one => rowLists('hazard-kinds', one.kind, [['number', 'reports', one.ids]])),
  )
