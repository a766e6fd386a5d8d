import { childId } from '../../core/ids.ts'
import { type Day, dayOf } from '../../core/time.ts'
import type { Raise, Situation } from '../../core/workflow.ts'
import { headOrAbove, type Role, roles } from '../../law/roles.ts'
import type { StageNumber } from './complaint-clocks.ts'
import type { events } from './complaint-events.ts'
import type { Facts } from './complaint-facts.ts'

type Events = typeof events
export type Of<E extends keyof Events> = Events[E]

export const everybody = Object.keys(roles) as Role[]
export const approvers = ['operationalManager', 'complaintsLead', ...headOrAbove] as const
export const heads = headOrAbove

export const receivedOn = (f: Facts): Day => dayOf(f.receivedAt)
export const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 && a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n')
export const refs = (f: Facts): string[] => f.persons.flatMap(p => (p.ref === undefined ? [] : [p.ref]))

/** Everybody who decided at stage 1 (6.13). */
export const stage1People = (f: Facts): string[] =>
  [f.s1.handler, f.s1.draft?.by, f.s1.respondedBy].filter(who => who !== undefined)
export const fresh = (f: Facts, n: StageNumber, who: string): boolean => n === 1 || !stage1People(f).includes(who)
export const unconflicted = (f: Facts, who: string): boolean => !(f.about ?? []).includes(who)

/** Numbered as every complaint is: a resident reads it out. */
export const PREFIX = 'CMP'
const besideId = (now: Situation, key: string): string => childId('complaint', now.case.id, key, PREFIX)

/** A complaint that this case gives rise to; its clock starts when it was said, not when we opened it. */
export const another = (f: Facts, now: Situation, key: string, given: Record<string, unknown>): Raise => ({
  workflow: 'complaint',
  id: besideId(now, key),
  child: false,
  facts: {
    channel: f.channel,
    speaker: f.speaker,
    persons: f.persons,
    representative: f.representative,
    uprn: f.uprn,
    area: f.area,
    scheme: f.scheme,
    ...given,
  },
})
export const linked = (f: Facts, now: Situation, key: string, why: string): Facts['links'] => [
  ...f.links.filter(l => l.caseId !== besideId(now, key)),
  { caseId: besideId(now, key), why },
]

export const noneOpen = (now: Situation): boolean => Object.values(now.case.children).every(child => child.closed)

export const late = (on: Day, due: Day | undefined, now: Situation): string[] => [
  ...(due !== undefined && on > due ? [`late: due ${due}`] : []),
  ...(due !== undefined && on <= due && now.today > due ? ['backdated past a missed deadline'] : []),
]
