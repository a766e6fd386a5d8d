/** What the week's roll-up says to directors: what to ask about first, what came up to them, and how much of it there is. */
import { type Day, dayOf, type Instant, isDay } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import type { Role } from '../../law/roles.ts'
import { gravestOrder, ofLife } from './gravest.ts'
import type { Part, Table } from './report.ts'
import { levelNames, type RollUp } from './roll-up.ts'

/** `where`: a place as people call it, or what stands for one. */
type Told = {
  workflows: Readonly<Record<string, AnyWorkflow>>
  roleName: (role: Role) => string
  where: (assetId: string | undefined, otherwise: string) => string
}

const titleOf = ({ workflows }: Pick<Told, 'workflows'>, name: string): string => workflows[name]?.title ?? name
export const clockOf = ({ workflows }: Pick<Told, 'workflows'>, workflow: string, clock: string): string =>
  workflows[workflow]?.clocks[clock]?.title ?? titleOf({ workflows }, workflow)
export const onDay = (due: Day | Instant): Day => (isDay(due) ? due : dayOf(due))

export const signed = (n: number): string => (n === 0 ? 'same' : n > 0 ? `${n} more` : `${-n} fewer`)

export const serviceTable = (told: Told, { services }: RollUp, before: Record<string, number> | undefined): Table => ({
  id: 'services',
  title: 'Overdue by service',
  definition: 'Cases with a date past, those set by law among them. Services without any are not listed.',
  columns: [
    { key: 'service', title: 'Service' },
    { key: 'overdue', title: 'Overdue', as: 'number' },
    { key: 'change', title: 'Against last week' },
    { key: 'statutory', title: 'Set by law', as: 'number' },
    { key: 'oldest', title: 'Days, the oldest', as: 'number' },
  ],
  rows: services
    .filter(one => one.overdue > 0 || (before?.[one.workflow] ?? 0) > 0)
    .map(one => ({
      service: titleOf(told, one.workflow),
      overdue: one.overdue,
      change: before === undefined ? undefined : signed(one.overdue - (before[one.workflow] ?? 0)),
      statutory: one.statutory,
      oldest: one.oldest,
    })),
  empty: 'Nothing is overdue in any service.',
  spoken: true,
})

export const levelTable = (told: Told, { services }: RollUp): Table => ({
  id: 'levels',
  title: 'How far up it has gone',
  definition: 'The same overdue cases, by the highest level told.',
  columns: [
    { key: 'service', title: 'Service' },
    ...Object.entries(levelNames).map(([key, title]) => ({ key, title, as: 'number' as const })),
  ],
  rows: services
    .filter(one => one.overdue > 0)
    .map(one => ({ service: titleOf(told, one.workflow), ...someOf(one.levels) })),
  empty: 'Nothing is overdue.',
})

/** A level that was told of none needs no 0. */
const someOf = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

/** The one thing to do with a list of what is late: to ask whoever answers for the worst of it. */
export const askAbout = (told: Told, { worst }: RollUp): Part[] =>
  worst.length === 0
    ? []
    : [
        {
          kind: 'note',
          title: 'Ask about these first',
          lines: [
            ...worst.map(
              one =>
                `${told.where(one.assetId, one.caseId)}: ${clockOf(told, one.workflow, one.clock)}, ${one.late} ${one.late === 1 ? 'day' : 'days'} late${ofLife(one.grade) ? ', safety of life' : ''}${one.statutory ? ', a date set by law' : ''}. Accountable: ${told.roleName(one.lead)}.`,
            ),
            'Ask what stops it, and by which day it will be put right. Each is told again until it is.',
          ],
        },
      ]

export const escalatedTable = (told: Told, { escalated }: RollUp): Table => ({
  id: 'escalated',
  title: 'Escalated to directors this week',
  definition: `Told to a director or above in the last seven days and still overdue. ${gravestOrder}`,
  columns: [
    { key: 'where', title: 'Where' },
    { key: 'what', title: 'What' },
    { key: 'told', title: 'Told up to' },
    { key: 'late', title: 'Days late', as: 'number' },
    { key: 'due', title: 'Due', as: 'day' },
  ],
  rows: escalated.map(one => ({
    where: told.where(one.assetId, one.caseId),
    what: clockOf(told, one.workflow, one.clock),
    due: onDay(one.due),
    late: one.late,
    told: levelNames[one.told],
  })),
  empty: 'Nothing came up to you this week.',
  spoken: true,
  most: true,
})
