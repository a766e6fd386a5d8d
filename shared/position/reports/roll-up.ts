/**
 * The week for directors: of each service how much is overdue and how far up it has been told, against a week before,
 * and what came up to them. Counted from the cases as they stand.
 */
import type { Case } from '../../core/case.ts'
import { isOverdue, overdueDays, running } from '../../core/clocks.ts'
import type { Reckon } from '../../core/reckon.ts'
import type { Running } from '../../core/rungs.ts'
import { type Instant, toEpoch } from '../../core/time.ts'
import type { AnyWorkflow, Due } from '../../core/workflow.ts'
import type { Role } from '../../law/roles.ts'
import { grade } from './gravest.ts'

/** Whom it has reached, the highest first. Whoever is in none of them is the team. */
const levels = {
  executive: ['executive', 'portfolioHolder', 'governingBody', 'mrc'],
  director: ['assistantDirector', 'serviceDirector', 'director'],
  head: ['headOfService'],
  manager: ['operationalManager', 'complianceManager', 'fireSafetyLead', 'complaintsLead'],
} as const satisfies Record<string, readonly Role[]>
export type Level = keyof typeof levels | 'team'
export const levelNames: Record<Level, string> = {
  team: 'Team',
  manager: 'Managers',
  head: 'Head of service',
  director: 'Directors',
  executive: 'Executive and above',
}

const levelOf = (told: readonly string[]): Level => {
  const found = Object.entries(levels).find(([, roles]) => roles.some(role => told.includes(role)))
  return found ? (found[0] as Level) : 'team'
}

export type Service = {
  workflow: string
  open: number
  overdue: number
  /** of `overdue`: with a date set by law past */
  statutory: number
  /** days of the oldest */
  oldest: number
  levels: Record<Level, number>
}
export type Escalated = {
  caseId: string
  workflow: string
  assetId?: string
  clock: string
  due: Due
  late: number
  at: Instant
  told: Level
  statutory: boolean
  grade: number
}
/** One date past. `statutory`: set by law; `grade`: how grave, 0 the gravest. */
export type Late = {
  caseId: string
  workflow: string
  assetId?: string
  lead: Role
  clock: string
  due: Due
  late: number
  statutory: boolean
  grade: number
}
/** `worst`: cases by their gravest date, danger to life first, then those set by law, then the oldest; few enough to be asked about. */
export type RollUp = { services: Service[]; worst: Late[]; escalated: Escalated[] }

const WORST = 3
const graver = (a: Omit<Late, 'lead'>, b: Omit<Late, 'lead'>): number =>
  a.grade - b.grade || Number(b.statutory) - Number(a.statutory) || b.late - a.late || (a.caseId < b.caseId ? -1 : 1)

const fresh = (workflow: string): Service => ({
  workflow,
  open: 0,
  overdue: 0,
  statutory: 0,
  oldest: 0,
  levels: { team: 0, manager: 0, head: 0, director: 0, executive: 0 },
})

/** Roles that have been told of this clock for the date that it has now. */
const toldOf = (c: Case, { name, due, ladder }: Running): { roles: readonly string[]; at: Instant } | undefined => {
  const climb = c.climbed[name]
  if (!climb || climb.due !== due || climb.rung < 0) return undefined
  return { roles: ladder[climb.rung]?.tell ?? [], at: climb.at }
}

const order: readonly Level[] = ['team', 'manager', 'head', 'director', 'executive']

/** Adds case by case; `since`: what came up to directors after that is listed. */
export const rollUp = (
  workflows: Readonly<Record<string, AnyWorkflow>>,
  reckon: Reckon,
  { now, since }: { now: Instant; since: Instant },
) => {
  const services = new Map<string, Service>()
  const escalated: Escalated[] = []
  let worst: Late[] = []
  const add = (c: Case): void => {
    const workflow = workflows[c.workflow]
    if (!workflow || c.closedAt !== undefined) return
    const service = services.get(c.workflow) ?? fresh(c.workflow)
    services.set(c.workflow, service)
    service.open += 1
    const late = running(workflow, c, reckon).filter(one => isOverdue(one.due, now))
    if (late.length === 0) return
    service.overdue += 1
    const kind = ({ clock }: Running) => (typeof clock.kind === 'function' ? clock.kind(c.facts) : clock.kind)
    if (late.some(one => kind(one) === 'statutory')) service.statutory += 1
    const place = c.assetId === undefined ? {} : { assetId: c.assetId }
    const dates = late.map(one => ({
      caseId: c.id,
      workflow: c.workflow,
      ...place,
      lead: c.lead,
      clock: one.name,
      due: one.due,
      late: overdueDays(one.due, now),
      statutory: kind(one) === 'statutory',
      grade: grade(c, kind(one) === 'statutory'),
    }))
    worst = [...worst, ...dates.sort(graver).slice(0, 1)].sort(graver).slice(0, WORST)
    let highest: Level = 'team'
    for (const one of late) {
      const days = overdueDays(one.due, now)
      const statutory = kind(one) === 'statutory'
      service.oldest = Math.max(service.oldest, days)
      const told = toldOf(c, one)
      if (!told) continue
      const level = levelOf(told.roles)
      if (order.indexOf(level) > order.indexOf(highest)) highest = level
      if (order.indexOf(level) < order.indexOf('director') || toEpoch(told.at) < toEpoch(since)) continue
      escalated.push({
        caseId: c.id,
        workflow: c.workflow,
        ...place,
        clock: one.name,
        due: one.due,
        late: days,
        at: told.at,
        told: level,
        statutory,
        grade: grade(c, statutory),
      })
    }
    service.levels[highest] += 1
  }
  return {
    add,
    done: (): RollUp => ({
      services: [...services.values()].sort((a, b) => b.overdue - a.overdue || (a.workflow < b.workflow ? -1 : 1)),
      worst,
      escalated: escalated.sort(graver),
    }),
  }
}
