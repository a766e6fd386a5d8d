/**
 * The rules have changed under an open case: what moved is recorded, clock by clock, before anything is told by the new
 * dates (G13). Clocks of law and Code are reckoned anew; the landlord's own stay as the case's regime has them.
 */
import type { Case, Decision } from './case.ts'
import { running, wakeOf } from './clocks.ts'
import { decided } from './consequences.ts'
import { current } from './machine.ts'
import { dayOf, daysBetween, isDay } from './time.ts'
import type { AnyWorkflow, Due, Now } from './workflow.ts'

const day = (due: Due) => (isDay(due) ? due : dayOf(due))

/** `from` is the regime in force before. Nothing when no date and no rung has moved. Throws when `from` is not known. */
export const redate = (workflow: AnyWorkflow, stored: Case, from: string, now: Now): Decision | undefined => {
  const c = current(workflow, stored)
  const { reckon, instant, today } = now
  if (c.closedAt !== undefined || !reckon.under) return undefined
  const before = new Map(running(workflow, c, reckon.under(from)).map(({ name, due }) => [name, due]))
  const clocks = running(workflow, c, reckon).flatMap(({ name, due: is }) => {
    const was = before.get(name)
    if (was === is) return []
    return [
      { clock: name, was: was ?? null, is, ...(was === undefined ? {} : { days: daysBetween(day(was), day(is)) }) },
    ]
  })
  const wake = wakeOf(workflow, c, reckon)
  if (clocks.length === 0 && wake === c.wake) return undefined
  const data = { was: c.wake ?? null, is: wake ?? null, from, to: reckon.version ?? null, clocks }
  const by = { kind: 'system' as const, id: 'system', roles: ['system' as const] }
  const event = { type: 'clocks.redated', at: instant, on: today, received: instant, by, data }
  return decided(workflow, c, c, event, now, { tells: [], raises: [], notes: [] })
}
