/** Remedial actions, and hazards against the law's limits, each on a page of its own. */
import { longDay } from '../../core/time.ts'
import type { Counted } from '../count.ts'
import { actionAgeLists, actionAges, actionLists, actionTable } from './action-tables.ts'
import { count } from './figure.ts'
import { hazardLists, hazardTables } from './home-tables.ts'
import { actionTarget, dampTarget, rag, ragOfCount } from './rag.ts'
import type { Report } from './report.ts'
import { asPart, base, type Told } from './told.ts'

const priorities = (counted: Counted) => {
  const { actions, asked } = counted
  const names = [...new Set(actions.map(row => row.priority))].sort()
  return names.map(priority => {
    const rows = actions.filter(row => row.priority === priority)
    const ids = rows.flatMap(row => row.ids.overdue)
    const figure = count(
      {
        id: `actions-overdue.${priority}`,
        title: `${priority} actions overdue`,
        definition: `Actions of priority ${priority} that were open at the end of ${longDay(asked.asAt)} and past the date that held.`,
        asAt: asked.asAt,
        behind: { what: 'overdue actions', of: 'cases', ids },
      },
      ids.length,
    )
    const grave = priority === 'P0' || priority === 'P1'
    const before = rows.reduce((n, row) => n + row.overdueAtStart, 0)
    return {
      ...figure,
      was: String(before),
      ...(grave ? { rag: ragOfCount(ids.length, actionTarget(asked.reckon)) } : {}),
    }
  })
}

export const actionsReport = (counted: Counted, told: Told): Report => ({
  ...base(counted, told),
  id: 'actions',
  title: `Remedial actions, ${longDay(counted.asked.from)} to ${longDay(counted.asked.asAt)}`,
  parts: [
    { kind: 'headline', title: 'Overdue, by priority', figures: priorities(counted) },
    asPart(actionAges(counted)),
    asPart(actionTable(counted)),
  ],
  lists: { ...actionLists(counted), ...actionAgeLists(counted) },
})

export const hazardsReport = (counted: Counted, told: Told): Report => {
  const { hazards, asked } = counted
  const list = (id: string, title: string, definition: string, ids: readonly string[]) =>
    count(
      { id: `hazards.${id}`, title, definition, asAt: asked.asAt, behind: { what: title, of: 'cases', ids } },
      ids.length,
    )
  const { rkk17 } = hazards
  const open = hazards.open.map(one => one.caseId)
  return {
    ...base(counted, told),
    id: 'hazards',
    title: `Hazards, ${longDay(asked.from)} to ${longDay(asked.asAt)}`,
    parts: [
      {
        kind: 'headline',
        title: 'At a glance',
        figures: [
          list('open', 'Open hazards', `Open at the end of ${longDay(asked.asAt)}, the oldest first.`, open),
          list(
            'breached',
            'Past a limit of the law',
            'Open, with a duty not done by its limit (SI 2025/1042).',
            hazards.breached,
          ),
          {
            ...rkk17,
            rag: rag({ numerator: rkk17.numerator, denominator: rkk17.denominator ?? 0 }, dampTarget(asked.reckon)),
          },
          list(
            'recurrences',
            'Came back',
            'Reported in the period at a home where the same hazard was closed before.',
            hazards.recurrences,
          ),
          list(
            'accommodation',
            'Offered another home',
            'Alternative accommodation offered in the period.',
            hazards.alternativeAccommodation,
          ),
          ...hazards.limits,
        ],
      },
      ...hazardTables(counted).map(asPart),
    ],
    lists: hazardLists(counted),
  }
}
