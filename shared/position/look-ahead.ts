/**
 * What comes if nobody acts, for a stock of any size: each case by itself is woken by the engine itself until the end
 * of the stretch, and counted. Cases do not hear of each other before errands run, so one at a time is exact for each
 * and holds no more than one. What a rung would open (`raises`) is not followed.
 */
import type { Case, Notice } from '../core/case.ts'
import { isOverdue, running } from '../core/clocks.ts'
import { fire } from '../core/fire.ts'
import type { Reckon } from '../core/reckon.ts'
import { dayOf, type Instant, isDay } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'

export type Ask = {
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  now: Instant
  until: Instant
}

export type Outlook = {
  /** `day workflow role urgency` → notices */
  mails: Map<string, number>
  /** `day workflow clock` → dates that fall on it */
  falls: Map<string, number>
  /** workflow → open cases, and those with an overdue statutory clock now and at the end */
  overdue: Map<string, { open: number; now: number; later: number }>
}

export const emptyOutlook = (): Outlook => ({ mails: new Map(), falls: new Map(), overdue: new Map() })

const count = (map: Map<string, number>, key: string, by = 1): void => void map.set(key, (map.get(key) ?? 0) + by)

/** A case that never rests is a fault of its workflow, which `check` cannot see; four a day is no ladder's repeat. */
const MOST_WAKINGS = 5_000

/** The case as it stands at the end; `told` hears of each notice on the way. */
export const aheadOf = (start: Case, ask: Ask, told: (notice: Notice) => void, seen: (c: Case) => void): Case => {
  const workflow = ask.workflows[start.workflow]
  if (!workflow) return start
  let c = start
  seen(c)
  for (let wakings = 0; c.wake !== undefined && c.wake <= ask.until; wakings++) {
    if (wakings === MOST_WAKINGS) throw new Error(`${c.id} wakes and wakes`)
    const instant = c.wake < ask.now ? ask.now : c.wake
    const decision = fire(workflow, c, { instant, today: dayOf(instant), reckon: ask.reckon })
    if (!decision) break
    decision.notices.forEach(told)
    c = decision.case
    seen(c)
  }
  return c
}

const isLate = (workflow: AnyWorkflow, c: Case, reckon: Reckon, now: Instant): boolean =>
  c.closedAt === undefined &&
  running(workflow, c, reckon).some(({ clock, due }) => {
    const kind = typeof clock.kind === 'function' ? clock.kind(c.facts) : clock.kind
    return kind === 'statutory' && isOverdue(due, now)
  })

/** Adds one open case to the outlook. */
export const addCase = (outlook: Outlook, c: Case, ask: Ask): void => {
  const workflow = ask.workflows[c.workflow]
  if (!workflow || c.closedAt !== undefined) return
  const [from, last] = [dayOf(ask.now), dayOf(ask.until)]
  const dates = new Set<string>()
  const end = aheadOf(
    c,
    ask,
    ({ at, role, urgency }) => count(outlook.mails, `${dayOf(at)} ${c.workflow} ${role} ${urgency}`),
    one => {
      for (const { name, due } of running(workflow, one, ask.reckon)) {
        const on = isDay(due) ? due : dayOf(due)
        if (on >= from && on <= last) dates.add(`${on} ${c.workflow} ${name}`)
      }
    },
  )
  for (const date of dates) count(outlook.falls, date)
  const held = outlook.overdue.get(c.workflow) ?? { open: 0, now: 0, later: 0 }
  outlook.overdue.set(c.workflow, {
    open: held.open + 1,
    now: held.now + (isLate(workflow, c, ask.reckon, ask.now) ? 1 : 0),
    later: held.later + (isLate(workflow, end, ask.reckon, ask.until) ? 1 : 0),
  })
}

/** Two halves of a stock, looked at apart. */
export const together = (a: Outlook, b: Outlook): Outlook => {
  const sum = emptyOutlook()
  for (const one of [a, b]) {
    for (const [key, value] of one.mails) count(sum.mails, key, value)
    for (const [key, value] of one.falls) count(sum.falls, key, value)
    for (const [workflow, { open, now, later }] of one.overdue) {
      const held = sum.overdue.get(workflow) ?? { open: 0, now: 0, later: 0 }
      sum.overdue.set(workflow, { open: held.open + open, now: held.now + now, later: held.later + later })
    }
  }
  return sum
}

/** What comes if this contractor does nothing more, and everybody else does all in time: their cases alone. */
export const ofContractor = function* (cases: Iterable<Case>, contractorId: string): Generator<Case> {
  for (const c of cases) if (c.facts.contractorId === contractorId) yield c
}
