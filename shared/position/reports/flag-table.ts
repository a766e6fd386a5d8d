/** What may have to be told to the regulator or the governing body, as a table, with the cases behind each. */
import { type Day, longDay } from '../../core/time.ts'
import type { Behind } from './figure.ts'
import type { Flag } from './materiality.ts'
import type { Table } from './report.ts'
import { number } from './report.ts'
import { rowLists } from './row-lists.ts'

export const flagLists = (flags: readonly Flag[]): Record<string, Behind> =>
  Object.assign(
    {},
    ...flags.map((one, index) =>
      rowLists('risks', String(index + 1), [
        ['homes', 'homes affected', one.homes, 'homes'],
        ['cases', 'cases', one.ids],
      ]),
    ),
  )

export const flagTable = (flags: readonly Flag[], asAt: Day): Table => ({
  id: 'risks',
  title: 'Risks to decide upon',
  definition: `What may have to be told to the regulator or the governing body, as at ${longDay(asAt)}. These are candidates; the decision, who made it and when are recorded by people.`,
  columns: [
    { key: 'flag', title: 'What' },
    { key: 'facts', title: 'Facts' },
    number('homes', 'Homes affected'),
    number('cases', 'Cases'),
    { key: 'decision', title: 'Decision, by whom, when' },
  ],
  rows: flags.map((one, index) => ({
    key: String(index + 1),
    flag: one.flag,
    facts: one.facts,
    homes: one.homes.length,
    cases: one.ids.length,
    decision: undefined,
  })),
  empty: 'Nothing meets a threshold.',
})
