/**
 * What comes if nobody acts, counted, for a stock of any size: one case after the other, so that no more than one is
 * held. What a rung opens is followed; what it tells a case that is counted by itself is not.
 */
import type { Case } from '../../core/case.ts'
import { isOverdue, running } from '../../core/clocks.ts'
import type { Reckon } from '../../core/reckon.ts'
import { dayOf, type Instant, isDay } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import { type Ask, ahead, runAhead } from './ahead.ts'

export type Outlook = {
  /** `day workflow role urgency` → notices */
  mails: Map<string, number>
  /** `day workflow clock` → dates that fall on it */
  falls: Map<string, number>
  /** workflow → open cases, and those with an overdue clock now and at the end */
  overdue: Map<string, { open: number; now: number; later: number }>
}

export const emptyOutlook = (): Outlook => ({ mails: new Map(), falls: new Map(), overdue: new Map() })

const count = (map: Map<string, number>, key: string, by = 1): void => void map.set(key, (map.get(key) ?? 0) + by)

const standing = (outlook: Outlook, workflow: string) => {
  const held = outlook.overdue.get(workflow) ?? { open: 0, now: 0, later: 0 }
  outlook.overdue.set(workflow, held)
  return held
}

/** A case that never rests is a fault of its workflow, which `check` cannot see; four a day is no ladder's repeat. */
const MOST_WAKINGS = 5_000

const isLate = (workflow: AnyWorkflow, c: Case, reckon: Reckon, now: Instant): boolean =>
  c.closedAt === undefined && running(workflow, c, reckon).some(({ due }) => isOverdue(due, now))

/** Adds one open case to the outlook. Throws when it never rests. */
export const addCase = (outlook: Outlook, c: Case, ask: Ask): void => {
  const workflow = ask.workflows[c.workflow]
  if (!workflow || c.closedAt !== undefined) return
  const [from, last] = [dayOf(ask.now), dayOf(ask.until)]
  const dates = new Set<string>()
  const ends = new Map<string, Case>()
  const same = (a: Case | undefined, b: Case): boolean => a?.facts === b.facts && a.state === b.state
  const through = runAhead(
    ahead(
      [c],
      { ...ask, most: MOST_WAKINGS },
      {
        told: ({ at, workflow: name, role, urgency }) =>
          count(outlook.mails, `${dayOf(at)} ${name} ${role} ${urgency}`),
        seen: one => {
          const before = ends.get(one.id)
          ends.set(one.id, one)
          // A rung that moved nothing moved no date.
          if (one.closedAt !== undefined || same(before, one)) return
          for (const { name, due } of running(ask.workflows[one.workflow]!, one, ask.reckon)) {
            const on = isDay(due) ? due : dayOf(due)
            if (on >= from && on <= last) dates.add(`${on} ${one.workflow} ${name}`)
          }
        },
      },
    ),
  )
  if (through < last) throw new Error(`${c.id} wakes and wakes`)
  for (const date of dates) count(outlook.falls, date)
  const held = standing(outlook, c.workflow)
  held.open += 1
  if (isLate(workflow, c, ask.reckon, ask.now)) held.now += 1
  for (const end of ends.values())
    if (isLate(ask.workflows[end.workflow]!, end, ask.reckon, ask.until)) standing(outlook, end.workflow).later += 1
}

/** Two parts of a stock, looked at apart. */
export const together = (a: Outlook, b: Outlook): Outlook => {
  const sum = emptyOutlook()
  for (const one of [a, b]) {
    for (const [key, value] of one.mails) count(sum.mails, key, value)
    for (const [key, value] of one.falls) count(sum.falls, key, value)
    for (const [workflow, { open, now, later }] of one.overdue) {
      const held = standing(sum, workflow)
      held.open += open
      held.now += now
      held.later += later
    }
  }
  return sum
}
