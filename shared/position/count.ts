/**
 * One walk over every case, everything counted: the source of the monthly report, the packs, the return and the
 * snapshot alike, so that no two of them can disagree. Feed it each case once, in any order.
 */
import type { Case, Recorded } from '../core/case.ts'
import type { Day } from '../core/time.ts'
import { accessTally } from './access-list.ts'
import { actionTally } from './actions.ts'
import { complaintTally } from './complaints/complaint-tally.ts'
import { promiseFigures } from './complaints/promises.ts'
import { contractorTally, isOfContractor, mayHoldMore } from './contractors.ts'
import { hazardTally } from './hazards.ts'
import { missingDuties } from './missing-duties.ts'
import { overlookedTally } from './overlooked.ts'
import { duties, type Held, isStock, measureNames, measures } from './projection.ts'
import { byText, closedBy, type Places, push, type Question, within } from './question.ts'
import { isReportable, mayHoldReportable, reportableTally } from './reportable.ts'
import { isEvidence, selfAssessment } from './self-assessment/assess.ts'
import { inDateTally } from './streams/stream-homes.ts'
import { streamTally } from './streams/streams.ts'
import type { HomeSurvey } from './surveys.ts'

const projected = new Set<string>(measureNames.flatMap(name => [...measures[name].workflows]))

type Finding = { finding: string }
type Others = {
  findings?: Finding[]
  determinedOn?: Day
  referredOn?: Day
  failures?: { type: string; issuedOn: Day }[]
  due?: Day
  decidedOn?: Day
}

const otherTally = (asked: Question) => {
  const found = {
    referred: [] as string[],
    severe: [] as string[],
    failures: [] as string[],
    ordersOverdue: [] as string[],
    restrictions: [] as string[],
  }
  const add = (c: Case): void => {
    const f = c.facts as Others
    const open = !closedBy(c, asked.asAt)
    if (c.workflow === 'ombudsman') {
      if (within(f.referredOn, asked)) found.referred.push(c.id)
      if (within(f.determinedOn, asked) && f.findings?.some(x => x.finding === 'severe_maladministration'))
        found.severe.push(c.id)
      if (f.failures?.some(x => within(x.issuedOn, asked))) found.failures.push(c.id)
    }
    if (c.workflow === 'ombudsman-order' && open && f.due !== undefined && f.due < asked.asAt)
      found.ordersOverdue.push(c.id)
    // decided to be imposed: appealed or not, it is in force until it ends
    if (c.workflow === 'restriction' && open && f.decidedOn !== undefined && f.decidedOn <= asked.asAt)
      found.restrictions.push(c.id)
  }
  return {
    add,
    done: () => Object.fromEntries(Object.entries(found).map(([name, ids]) => [name, ids.sort()])) as typeof found,
  }
}

/** Danger that somebody found: its own kinds of action, each with a clock of hours or days. */
const dangerKinds = ['gas.id', 'gas.ar', 'lift.a', 'eicr.c1', 'alarm.co']

const isGrave = ({ workflow }: Case, priority: string | undefined): boolean =>
  (workflow === 'action' && priority === 'P1') || workflow === 'hazard' || workflow === 'ombudsman'

/** What is counted from histories; the rest of them need not be kept in hand. */
export const isCounted = (event: Recorded): boolean => isOfContractor(event) || isReportable(event)

export const counter = (asked: Question, places: Places) => {
  const streams = streamTally(asked, places)
  const actions = actionTally(asked)
  const access = accessTally(asked, places)
  const hazards = hazardTally(asked)
  const complaints = complaintTally(asked)
  const contractors = contractorTally(asked)
  const others = otherTally(asked)
  const inDate = inDateTally()
  const held: Held[] = []
  const asb: { caseId: string; reportedOn: Day; category: string }[] = []
  const surveys: { assetId?: string | undefined; facts: HomeSurvey }[] = []
  const overlooked = overlookedTally(asked)
  const reportable = reportableTally(asked)
  const danger = new Set<string>()
  /** of grave cases, where they are */
  const where = new Map<string, string | undefined>()
  const evidence: Case[] = []

  const add = (c: Case): void => {
    const position = streams.add(c)
    if (position && c.assetId !== undefined) inDate.add(c.workflow, c.assetId, position)
    if (position && c.assetId !== undefined && projected.has(c.workflow)) {
      const { subType } = c.facts as { subType?: string }
      held.push({ assetId: c.assetId, workflow: c.workflow, subType, position })
    }
    if (c.workflow === 'asb') {
      const { reportedOn, category } = c.facts as { reportedOn: Day; category: string }
      asb.push({ caseId: c.id, reportedOn, category })
    }
    if (c.workflow === 'survey') surveys.push({ assetId: c.assetId, facts: c.facts as HomeSurvey })
    const { kind, priority } = c.facts as { kind?: string; priority?: string }
    if (c.workflow === 'action' && (priority === 'P0' || dangerKinds.includes(kind ?? ''))) danger.add(c.id)
    if (isGrave(c, priority) || danger.has(c.id)) where.set(c.id, c.assetId)
    overlooked.add(c)
    reportable.add(c)
    actions.add(c)
    access.add(c)
    hazards.add(c)
    complaints.add(c)
    if (isEvidence(c)) evidence.push(c)
    contractors.add(c)
    others.add(c)
  }
  const done = () => {
    const all = [...places.values()]
    const { inDate: casesInDate, ...counted } = streams.done()
    const falls = duties(all)
    const missing = missingDuties({ places, falls, held, asAt: asked.asAt })
    for (const one of missing) inDate.add(one.workflow, one.assetId, one.position)
    const entered = access.done()
    const rows = actions.done()
    return {
      asked,
      ...counted,
      casesInDate,
      actions: rows,
      access: entered,
      hazards: hazards.done(),
      complaints: complaints.done(),
      contractors: contractors.done(counted.lags, entered),
      others: others.done(),
      promises: promiseFigures(
        evidence.filter(c => c.workflow === 'promise'),
        asked,
      ),
      assessed: selfAssessment(evidence, asked),
      held: [...held, ...missing],
      /** homes and lifts that should have a duty of a stream and have none */
      missing,
      inDate: inDate.done(),
      asb: asb.sort((a, b) => byText(a.caseId, b.caseId)),
      surveys: surveys.sort((a, b) => byText(a.assetId ?? '', b.assetId ?? '')),
      dangers: rows.flatMap(row =>
        row.ids.overdue.filter(id => danger.has(id)).map(caseId => ({ caseId, assetId: where.get(caseId) })),
      ),
      where,
      overlooked: overlooked.done(),
      reportable: reportable.done(),
      stock: all.filter(place => isStock(place, asked.asAt)).length,
      places,
      falls,
    }
  }
  return {
    add,
    /** whether the tables of contractors and of reported dangers need its history */
    wantsHistory: (c: Case): boolean => mayHoldMore(c, asked) || mayHoldReportable(c, asked),
    addHistory: (c: Case, events: readonly Recorded[]): void => {
      contractors.addHistory(c, events)
      if (mayHoldReportable(c, asked)) reportable.addHistory(c, events)
    },
    done,
  }
}
export type Counted = ReturnType<ReturnType<typeof counter>['done']>

/** Homes that these fall on: a block's lateness is that of every home in it. */
export const homesBehind = ({ falls, places }: Pick<Counted, 'falls' | 'places'>) => {
  const below = new Map<string, string[]>()
  for (const [home, reached] of falls) {
    for (const asset of reached) if (asset !== home) push(below, asset, home)
  }
  return (items: readonly { assetId?: string | undefined }[]): string[] => {
    const homes = new Set<string>()
    for (const { assetId } of items) {
      if (assetId === undefined) continue
      if (places.get(assetId)?.type === 'dwelling') homes.add(assetId)
      for (const home of below.get(assetId) ?? []) homes.add(home)
    }
    return [...homes].sort()
  }
}
