/** The week's two lists by mail: the roll-up for directors, and what leads acknowledged and has not moved. */

import * as z from 'zod'
import type { Case } from '../core/case.ts'
import { addDays, at, type Day, dayOf, longDay } from '../core/time.ts'
import { titled } from '../law/roles.ts'
import { gravestOrder } from '../position/reports/gravest.ts'
import type { Report } from '../position/reports/report.ts'
import { rollUp } from '../position/reports/roll-up.ts'
import {
  askAbout,
  clockOf,
  escalatedTable,
  levelTable,
  onDay,
  serviceTable,
  signed,
} from '../position/reports/roll-up-tables.ts'
import { graverStuck, stuck } from '../position/stuck.ts'
import type { Store } from '../store/store.ts'
import { pages, placesOf } from './gather.ts'
import type { ReportDeps } from './make.ts'
import { type StuckCase, stuckBefore } from './readers.ts'

const SHARES = 4

const walk = async (deps: ReportDeps, seen: (c: Case) => void): Promise<void> => {
  const share = async (segment: number): Promise<void> => {
    for await (const cases of pages(cursor => deps.store.everyCase({ segment, of: SHARES }, { cursor, limit: 500 })))
      cases.forEach(seen)
  }
  await Promise.all(Array.from({ length: SHARES }, (_, segment) => share(segment)))
}

/** Where a case is, as people call it. */
const namer = async (deps: ReportDeps) => {
  const [places] = await placesOf(deps.store, [dayOf(deps.now())])
  return (assetId: string | undefined, otherwise: string): string =>
    (assetId === undefined ? undefined : (places?.get(assetId)?.address ?? assetId)) ?? otherwise
}

const base = (deps: ReportDeps, from: Day): Omit<Report, 'id' | 'title' | 'parts'> => {
  const today = dayOf(deps.now())
  return { landlord: deps.landlord.name, from, asAt: addDays(today, -1), knownOn: today, made: deps.now() }
}

/** What the roll-up of a week said, so that the next can say how that has changed. */
const kept = z.record(z.string(), z.int())
const nameOf = (day: Day): string => `roll-up:${day}`

/** Of the week before the roll-up's day; the figures are kept for the next. */
export const rollUpReport = async (deps: ReportDeps, day: Day): Promise<Report> => {
  const since = at(addDays(day, -7), '08:00')
  const counting = rollUp(deps.workflows, deps.reckon, { now: deps.now(), since })
  await walk(deps, counting.add)
  const week = counting.done()
  const told = { workflows: deps.workflows, roleName: titled(deps.landlord.roles), where: await namer(deps) }
  const held = await deps.store.getSetting(nameOf(addDays(day, -7)))
  const before = held && kept.parse(held.value)
  await deps.store.putSetting(nameOf(day), Object.fromEntries(week.services.map(one => [one.workflow, one.overdue])), 0)
  const overdue = week.services.reduce((sum, one) => sum + one.overdue, 0)
  const statutory = week.services.reduce((sum, one) => sum + one.statutory, 0)
  const earlier = before && Object.values(before).reduce((sum, n) => sum + n, 0)
  const lines = [
    `${overdue} overdue in all${statutory > 0 ? `, ${statutory} by law` : ''}${earlier === undefined ? '' : `, ${signed(overdue - earlier)}${overdue === earlier ? ' as' : ' than'} a week ago`}.`,
    `${week.escalated.length} came up to directors or above since ${longDay(addDays(day, -7))}.`,
    ...(earlier === undefined ? ['This is the first roll-up: the change is shown from the next one on.'] : []),
  ]
  return {
    ...base(deps, addDays(day, -7)),
    id: 'roll-up',
    title: `Weekly roll-up for directors, ${longDay(day)}`,
    leadsTo: 'All overdue cases, on the pages',
    parts: [
      { kind: 'note', title: 'In short', lines },
      ...askAbout(told, week),
      { kind: 'table', table: escalatedTable(told, week) },
      { kind: 'table', table: serviceTable(told, week, before) },
      { kind: 'table', table: levelTable(told, week) },
    ],
  }
}

export const stuckCases = async (deps: ReportDeps & { store: Pick<Store, 'takenOn'> }): Promise<StuckCase[]> => {
  const now = deps.now()
  const before = stuckBefore(deps.reckon, now)
  const found: StuckCase[] = []
  for await (const cases of pages(cursor => deps.store.takenOn(before, { cursor, limit: 500 })))
    for (const c of cases)
      for (const one of stuck([c], deps.workflows, deps.reckon, { now, before })) found.push({ ...one, case: c })
  return found.sort(graverStuck)
}

/** `nameOf`: a person by address; whoever has left our list is not named. */
export const stuckReport = async (
  deps: ReportDeps,
  day: Day,
  found: readonly StuckCase[],
  personName: (email: string) => string | undefined,
): Promise<Report> => {
  const where = await namer(deps)
  const late = found.filter(one => one.overdue).length
  return {
    ...base(deps, addDays(day, -7)),
    id: 'stuck',
    title: `Acknowledged and not moved, ${longDay(day)}`,
    leadsTo: 'All overdue cases, on the pages',
    parts: [
      {
        kind: 'note',
        title: 'What to do',
        lines: [
          `${found.length} taken on more than ${deps.reckon.policy('weekly.stuck')} working days ago and not moved since; ${late} of them ${late === 1 ? 'is' : 'are'} overdue.`,
          'Ask whoever took it on what stands in the way today, or give it to somebody else.',
          'An acknowledgement makes no home safe: each of them still counts, and the next level is told on its day.',
        ],
      },
      {
        kind: 'table',
        table: {
          id: 'stuck',
          title: 'Taken on and not moved',
          definition: `${gravestOrder} Moved means that the case went on to another state.`,
          columns: [
            { key: 'where', title: 'Where' },
            { key: 'what', title: 'What' },
            { key: 'due', title: 'Due', as: 'day' },
            { key: 'late', title: 'Days late', as: 'number' },
            { key: 'by', title: 'Taken on by' },
            { key: 'since', title: 'On', as: 'day' },
          ],
          rows: found.map(one => ({
            where: where(one.case.assetId, one.caseId),
            what: clockOf(deps, one.workflow, one.clock),
            due: onDay(one.due),
            late: one.overdue ? one.late : undefined,
            by: personName(one.by) ?? 'somebody who has left',
            since: dayOf(one.since),
          })),
          empty: 'Nothing was taken on and left.',
          spoken: true,
          most: true,
        },
      },
    ],
  }
}
