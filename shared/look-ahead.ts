/**
 * What falls due and who will be mailed, day by day, if nobody acts: read from the store as far as one answer can hold,
 * foreseen by the engine itself. Asked for one contractor, it is what comes if they stop and everybody else does all in
 * time: their cases alone.
 */
import { concerned, homesOf, type LookAheadDeps, MOST, type Most, owedAbout } from './concerned.ts'
import type { Case } from './core/case.ts'
import { running } from './core/clocks.ts'
import { addDays, addMinutes, type Day, dayOf, endOf, endsAt, instant, isDay, later } from './core/time.ts'
import type { Due } from './core/workflow.ts'
import { assetEnd, comesAt, eventOf } from './estate/ended.ts'
import { type Foreseen, foreseer } from './mail/foreseen.ts'
import { type Ahead, ahead } from './position/ahead/ahead.ts'
import { lateDays } from './position/ahead/late-days.ts'
import { reportsForeseen, sentBefore } from './report/foreseen.ts'
import type { Asset } from './store/records.ts'

export type Falls = { day: Day; caseId: string; workflow: string; assetId?: string; clock: string; due: Due }
export type LookAhead = {
  from: Day
  /** the last day that is whole; before today when not even today is */
  through: Day
  falls: Falls[]
  mails: Foreseen[]
  /** cases overdue at the end of each day, by workflow */
  overdue: Map<Day, Record<string, number>>
  /** there may be more overdue than counted: more than the lists were asked for, or, of one contractor's, than were read */
  overdueAtLeast: boolean
  /** of the cases that it looked at, by id; undefined where the register has none */
  homes: ReadonlyMap<string, Asset | undefined>
}

const driven = async (run: Ahead, load: (id: string) => Promise<Case | undefined>): Promise<Day> => {
  let step = run.next()
  while (!step.done) step = run.next(await load(step.value))
  return step.value
}

/** `theirs` chooses the cases of one contractor; `most` bounds what is read and reckoned. */
export const lookAhead = async (
  deps: LookAheadDeps,
  days: number,
  theirs?: (c: Case) => boolean,
  most: Most = MOST,
): Promise<LookAhead> => {
  const { workflows, reckon, window, store } = deps
  const now = deps.now()
  const directory = await deps.directory()
  const asked = addMinutes(endOf(addDays(dayOf(now), days)), -1)
  const [found, sent] = await Promise.all([
    concerned(deps, directory, asked, most),
    // Of one contractor's cases alone: what the landlord's reports say hangs on all of them.
    theirs ? undefined : sentBefore(store, { reckon, window, directory }, now),
  ])
  const cases = theirs ? found.cases.filter(theirs) : found.cases
  const homes = await homesOf(deps, found.cases)
  const waiting = theirs ? owedAbout(found.waiting, new Set(cases.map(c => c.id))) : found.waiting
  const areaOf = (id: string) => homes.get(id)?.area
  const desk = { workflows, reckon, window, directory, areaOf }
  const post = foreseer(desk)
  const reports = sent && reportsForeseen(desk, sent, post.mails)
  const begins = post.begins(waiting)
  const late = lateDays(workflows, reckon, dayOf(found.until))
  const falls = new Map<string, Falls>()
  const [from, last] = [dayOf(now), dayOf(found.until)]
  const stood = new Map<string, Case>()
  const unread = new Map(found.unread.map(one => [one.caseId, one]))
  const falling = (c: Case): void => {
    if (c.closedAt !== undefined) {
      for (const [key, one] of falls) if (one.caseId === c.id && endsAt(one.due) > c.closedAt) falls.delete(key)
      return
    }
    for (const { name, due } of running(workflows[c.workflow]!, c, reckon)) {
      const day = isDay(due) ? due : dayOf(due)
      if (day < from || day > last) continue
      const { id: caseId, workflow, assetId } = c
      falls.set(`${caseId} ${name} ${due}`, {
        day,
        caseId,
        workflow,
        ...(assetId ? { assetId } : {}),
        clock: name,
        due,
      })
    }
  }
  const load = async (id: string): Promise<Case | undefined> => {
    unread.delete(id)
    const one = (await store.load(id))?.case
    if (one?.assetId !== undefined && !homes.has(one.assetId)) homes.set(one.assetId, await store.getAsset(one.assetId))
    return one
  }
  // What is sold on a day ends its duties that day: nobody is mailed about them after it.
  const happens = [...homes.values()].flatMap(home => {
    const ended = home && assetEnd(home)
    return ended ? [{ at: comesAt(ended), assetId: ended.assetId, event: eventOf(ended) }] : []
  })
  const through = await driven(
    ahead(
      cases,
      {
        workflows,
        reckon,
        now,
        until: found.until,
        most: most.wakings,
        enough: () => post.mails.length > most.mails,
        happens,
      },
      {
        begins: line => {
          begins(line)
          reports?.(line)
        },
        told: post.told,
        seen: (c, at) => {
          const before = stood.get(c.id)
          stood.set(c.id, c)
          // A rung that moved nothing moved no date.
          if (before?.facts === c.facts && before.state === c.state) return
          late.seen(c, at)
          falling(c)
        },
      },
    ),
    load,
  )
  const rest = theirs ? [] : unread.values()
  for (const { workflow, ends } of rest) late.stays(workflow, later(from, dayOf(instant.parse(ends))))
  // A day that could not be read to its end is not whole.
  const whole = found.until === addMinutes(endOf(last), -1) ? through : [through, addDays(last, -1)].sort()[0]!
  const overdueAtLeast = found.more || (theirs !== undefined && unread.size > 0)
  const overdue = late.counts()
  return { from, through: whole, falls: [...falls.values()], mails: post.mails, overdue, overdueAtLeast, homes }
}
