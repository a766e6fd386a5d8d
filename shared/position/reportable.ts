/**
 * Dangers and notices that a landlord is asked about by name: RIDDOR reports, ID and AR, positive samples of legionella,
 * mandatory occurrences, enforcement notices of fire safety. Each on its own day, as known by the day asked for. RIDDOR
 * references and notices stand only in the histories, so the reader feeds those of the few cases that may hold one.
 */
import type { Case, Recorded } from '../core/case.ts'
import { type Day, dayOf, type Instant } from '../core/time.ts'
import { closedBy, type Question, within } from './question.ts'

const kinds = ['riddor', 'gasId', 'gasAr', 'samples', 'occurrences', 'fireNotices'] as const
export type ReportableKind = (typeof kinds)[number]
/** Cases, in order of their ids; one that did it twice stands there twice. */
export type Reportable = Record<ReportableKind, { found: string[]; open: string[]; openFromBefore: string[] }>

type Found = { caseId: string; on: Day; open: boolean }
type Facts = {
  kind?: string
  stream?: string
  source?: string
  raisedOn?: Day
  survivor?: string
  awareAt?: Instant
  riddorRef?: string
  defects?: { category: string; foundOn: Day }[]
  incidents?: { riddor?: string }[]
  checks?: { on: Day; knownOn: Day }[]
  trigger?: object
}

/** What an action tells of; a sample's is raised by its system alone, whatever else people call one. */
const kindOf = ({ parent }: Case, f: Facts): ReportableKind | undefined => {
  if (f.kind === 'gas.id') return 'gasId'
  if (f.kind === 'gas.ar') return 'gasAr'
  return f.stream === 'legionella' && f.source === 'sample' && parent !== undefined ? 'samples' : undefined
}

/** The actions of these kinds. A duplicate is the fault that it was merged into, and put right when that is. */
const actionsFound = (asked: Question) => {
  const found: { kind: ReportableKind; caseId: string; on: Day }[] = []
  const open = new Set<string>()
  const mergedInto = new Map<string, string>()
  const rootOf = (id: string): string => {
    const survivor = mergedInto.get(id)
    return survivor === undefined ? id : rootOf(survivor)
  }
  return {
    add: (c: Case): void => {
      const f = c.facts as Facts
      if (f.raisedOn === undefined || f.raisedOn > asked.asAt || dayOf(c.openedAt) > asked.knownOn) return
      if (!closedBy(c, asked.asAt)) open.add(c.id)
      if (c.state === 'closed_duplicate' && f.survivor !== undefined && closedBy(c, asked.knownOn))
        mergedInto.set(c.id, f.survivor)
      const kind = kindOf(c, f)
      if (kind) found.push({ kind, caseId: c.id, on: f.raisedOn })
    },
    done: (): { kind: ReportableKind; one: Found }[] => {
      const named = new Set(found.map(({ kind, caseId }) => `${kind} ${caseId}`))
      return found.flatMap(({ kind, caseId, on }) => {
        const root = rootOf(caseId)
        if (root !== caseId && named.has(`${kind} ${root}`)) return []
        return [{ kind, one: { caseId, on, open: open.has(root) } }]
      })
    },
  }
}

const isNotice = ({ type, data }: Recorded): boolean =>
  type === 'trigger.event' && (data as { kind?: string }).kind === 'enforcement_notice'

/** The reference under which it was reported, as written by the officer, the contractor or at an incident's end. */
const riddorOf = ({ type, data }: Recorded): string | undefined => {
  const said = data as { reference?: string; riddorRef?: string; riddor?: { reportable: boolean; reference?: string } }
  if (type === 'riddor.reported') return said.reference
  if (type === 'unsafe.found') return said.riddorRef
  return type === 'incident.closed' && said.riddor?.reportable ? said.riddor.reference : undefined
}

/** What is counted from histories. */
export const isReportable = (event: Recorded): boolean => isNotice(event) || riddorOf(event) !== undefined

/** A danger moves a gas case to its review, or leaves it there or waiting for the copy. */
const staysIn = ['evidence_review', 'copy_due']

/** Whether its history may hold a RIDDOR reference of the period, or a notice of the period or not yet put right. */
export const mayHoldReportable = (c: Case, { from }: Pick<Question, 'from'>): boolean => {
  if (c.version === 1) return false
  const f = c.facts as Facts
  const moved = dayOf(c.enteredAt) >= from
  if (c.workflow === 'asbestos') return f.incidents?.some(one => one.riddor !== undefined) === true
  if (c.workflow === 'lifts') return f.defects?.some(one => one.category === 'A' && one.foundOn >= from) === true
  // a notice stays in the facts until it is reviewed or something else asks for the review as well
  if (c.workflow === 'fra') return moved || f.trigger !== undefined
  if (c.workflow !== 'gas') return false
  const raised = Object.values(c.children).some(child => child.workflow === 'action')
  return f.riddorRef !== undefined || (raised && (moved || staysIn.includes(c.state)))
}

export const reportableTally = (asked: Question) => {
  const actions = actionsFound(asked)
  const others: { kind: ReportableKind; one: Found }[] = []
  const note = (kind: ReportableKind, one: Found): void => void others.push({ kind, one })

  const add = (c: Case): void => {
    if (c.workflow === 'action') actions.add(c)
    const { awareAt } = c.facts as Facts
    if (c.workflow !== 'mandatory-occurrence' || awareAt === undefined || dayOf(c.openedAt) > asked.knownOn) return
    if (c.state === 'not_notifiable' && closedBy(c, asked.knownOn)) return
    note('occurrences', { caseId: c.id, on: dayOf(awareAt), open: !closedBy(c, asked.asAt) })
  }
  const addHistory = (c: Case, events: readonly Recorded[]): void => {
    const references = new Set<string>()
    // what an assessment covers was there when it was made
    const covered = (on: Day): boolean =>
      (c.facts as Facts).checks?.some(
        check => check.on >= on && check.on <= asked.asAt && check.knownOn <= asked.knownOn,
      ) === true
    for (const event of events.filter(one => dayOf(one.received) <= asked.knownOn)) {
      const reference = riddorOf(event)?.trim().toUpperCase()
      if (reference !== undefined && !references.has(reference)) {
        references.add(reference)
        note('riddor', { caseId: c.id, on: dayOf(event.at), open: false })
      }
      if (c.workflow !== 'fra' || !isNotice(event)) continue
      const on = (event.data as { on?: Day }).on ?? dayOf(event.at)
      note('fireNotices', { caseId: c.id, on, open: !covered(on) && !closedBy(c, asked.asAt) })
    }
  }
  const done = (): Reportable => {
    const all = [...actions.done(), ...others]
    const idsOf = (kind: ReportableKind, which: (one: Found) => boolean): string[] =>
      all.flatMap(found => (found.kind === kind && which(found.one) ? [found.one.caseId] : [])).sort()
    const rowOf = (kind: ReportableKind) => ({
      found: idsOf(kind, one => within(one.on, asked)),
      open: idsOf(kind, one => within(one.on, asked) && one.open),
      openFromBefore: idsOf(kind, one => one.on < asked.from && one.open),
    })
    return {
      riddor: rowOf('riddor'),
      gasId: rowOf('gasId'),
      gasAr: rowOf('gasAr'),
      samples: rowOf('samples'),
      occurrences: rowOf('occurrences'),
      fireNotices: rowOf('fireNotices'),
    }
  }
  return { add, addHistory, done }
}
