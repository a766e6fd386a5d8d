/**
 * Hazards in homes: reports by kind, and each of Awaab's Law's limits met or not (SI 2025/1042). A limit is judged when
 * the duty was done or the limit has passed; one still running is counted in neither. RKK17: of the open damp and mould
 * cases, those open for more than 100 days.
 */
import type { Case } from '../core/case.ts'
import { type Day, dayOf, daysBetween, endOf, endsAt, type Instant, isDay, longDay } from '../core/time.ts'
import type { Due } from '../core/workflow.ts'
import { byText, closedBy, push, type Question, within } from './question.ts'
import { type Figure, share } from './reports/figure.ts'

type Facts = {
  awareAt: Instant
  kind: string
  category?: 'emergency' | 'significant'
  severityHint?: string
  emergencyAt?: Instant
  recurrenceOf?: string
  investigation?: { on: Day; found: string; safetyWork: boolean; preventativeWork: boolean }
  summary?: { on: Day }
  safety?: { at: Instant; on: Day }
  preventative?: { stepsOn?: Day; startedOn?: Day }
  accommodation?: { on: Day; what: string }[]
  rest?: { on: Day }
}

const limits = {
  H1: ['Emergency investigated and made safe within 24 hours', '24 elapsed hours from awareness'],
  H2: ['Investigated within 10 working days', '10 working days after awareness'],
  H4: ['Written summary within 3 working days', '3 working days after the investigation concluded'],
  H5: ['Made safe within 5 working days', '5 working days after the investigation concluded'],
  H7: ['Preventative work begun, or steps taken, within 5 working days', '5 working days after the investigation'],
  H8: ['Preventative work physically begun within 12 weeks', '12 weeks after the investigation'],
} as const
type Limit = keyof typeof limits
const limitNames = Object.keys(limits) as Limit[]

type Duty = { limit: Limit; due: Due; done: Due | undefined }
const isEmergency = (f: Facts) => f.category === 'emergency'

/** Every duty that this hazard brings, with when it was due and when it was done. */
const dutiesOf = (f: Facts, { reckon }: Question): Duty[] => {
  const duties: Duty[] = []
  const aware = dayOf(f.awareAt)
  const { investigation: i, safety, summary, preventative: p } = f
  if (isEmergency(f))
    duties.push({
      limit: 'H1',
      due: reckon.hours(f.emergencyAt ?? f.awareAt, reckon.policy('awaab.emergency')),
      done: i && safety?.at,
    })
  else duties.push({ limit: 'H2', due: reckon.workingDays(aware, reckon.policy('awaab.investigate')), done: i?.on })
  if (!i) return duties
  duties.push({ limit: 'H4', due: reckon.workingDays(i.on, reckon.policy('awaab.summary')), done: summary?.on })
  const five = () => reckon.workingDays(i.on, reckon.policy('awaab.safety'))
  if (i.safetyWork && !isEmergency(f)) duties.push({ limit: 'H5', due: five(), done: safety?.on })
  if (!i.preventativeWork) return duties
  duties.push({ limit: 'H7', due: five(), done: p?.stepsOn ?? p?.startedOn })
  duties.push({ limit: 'H8', due: reckon.days(i.on, reckon.rule('awaab.preventative.backstop')), done: p?.startedOn })
  return duties
}

const inTime = ({ due, done }: Duty): boolean =>
  done !== undefined &&
  (isDay(due) ? (isDay(done) ? done : dayOf(done)) <= due : isDay(done) ? endOf(done) <= due : done <= due)
const judged = ({ due, done }: Duty, asAt: Day): boolean =>
  (done !== undefined && (isDay(done) ? done : dayOf(done)) <= asAt) || endsAt(due) <= endOf(asAt)

export const hazardTally = (asked: Question) => {
  const byKind = new Map<string, string[]>()
  const met = new Map<Limit, { all: string[]; missed: string[] }>(
    limitNames.map(name => [name, { all: [], missed: [] }]),
  )
  const open: { caseId: string; kind: string; days: number }[] = []
  const lists = {
    recurrences: [] as string[],
    offered: [] as string[],
    resting: [] as string[],
    breached: [] as string[],
  }

  const add = (c: Case): void => {
    if (c.workflow !== 'hazard') return
    const f = c.facts as Facts
    const aware = dayOf(f.awareAt)
    if (aware > asked.asAt) return
    if (within(aware, asked)) {
      push(byKind, f.kind, c.id)
      if (f.recurrenceOf !== undefined) lists.recurrences.push(c.id)
    }
    if (f.accommodation?.some(a => a.what === 'offered' && within(a.on, asked))) lists.offered.push(c.id)
    const isOpen = !closedBy(c, asked.asAt)
    if (isOpen) open.push({ caseId: c.id, kind: f.kind, days: daysBetween(aware, asked.asAt) })
    if (isOpen && f.rest && f.rest.on <= asked.asAt) lists.resting.push(c.id)
    for (const duty of dutiesOf(f, asked)) {
      const late = !inTime(duty)
      if (isOpen && late && duty.done === undefined && endsAt(duty.due) <= endOf(asked.asAt)) lists.breached.push(c.id)
      if (!within(isDay(duty.due) ? duty.due : dayOf(duty.due), asked) || !judged(duty, asked.asAt)) continue
      const held = met.get(duty.limit)!
      held.all.push(c.id)
      if (late) held.missed.push(c.id)
    }
  }

  const limitFigure = (name: Limit): Figure => {
    const { all, missed } = met.get(name)!
    const [title, from] = limits[name]
    return share(
      {
        id: `hazards.${name}`,
        title,
        definition: `Of the duties that fell due from ${longDay(asked.from)} to ${longDay(asked.asAt)} (${from}), those met in time. A failed visit stops no limit.`,
        asAt: asked.asAt,
        behind: { what: 'not met in time', of: 'cases', ids: missed.sort() },
      },
      all.length - missed.length,
      all.length,
    )
  }
  const done = () => {
    const threshold = asked.reckon.rule('rkk17.threshold')
    const damp = open.filter(one => one.kind === 'damp_mould')
    const long = damp.filter(one => one.days > threshold)
    return {
      reports: [...byKind]
        .map(([kind, ids]) => ({ kind, ids: ids.sort() }))
        .sort((a, b) => b.ids.length - a.ids.length || byText(a.kind, b.kind)),
      limits: limitNames.map(limitFigure),
      /** of each limit, the cases whose duty fell due and those that met it */
      judged: limitNames.map(name => {
        const { all, missed } = met.get(name)!
        const late = new Set(missed)
        return { name, due: all.sort(), met: all.filter(id => !late.has(id)) }
      }),
      rkk17: share(
        {
          id: 'hazards.RKK17',
          title: `Open damp and mould cases open for more than ${threshold} days`,
          definition: `Open damp and mould cases for which the end of ${longDay(asked.asAt)} is more than ${threshold} days after awareness, of all open damp and mould cases. Lower is better.`,
          asAt: asked.asAt,
          behind: {
            what: `open for more than ${threshold} days`,
            of: 'cases',
            ids: long.map(one => one.caseId).sort(),
          },
        },
        long.length,
        damp.length,
      ),
      damp: { open: damp.map(one => one.caseId).sort(), long: long.map(one => one.caseId).sort() },
      open: open.sort((a, b) => b.days - a.days || byText(a.caseId, b.caseId)),
      recurrences: lists.recurrences.sort(),
      alternativeAccommodation: lists.offered.sort(),
      resting: lists.resting.sort(),
      breached: [...new Set(lists.breached)].sort(),
    }
  }
  return { add, done }
}
export type Hazards = ReturnType<ReturnType<typeof hazardTally>['done']>
