/**
 * What comes if nobody acts: copies of the cases are woken by the engine itself, in the order of their wakes, as the
 * tick would wake them. So it is exact, as far as it goes.
 */
import type { Case, Notice } from '../../shared/core/case.ts'
import { running } from '../../shared/core/clocks.ts'
import { fire } from '../../shared/core/fire.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import { addDays, type Day, dayOf, type Instant, isDay } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'

export type Falls = { day: Day; caseId: string; workflow: string; assetId?: string; clock: string; due: string }
export type Forecast = {
  falls: Falls[]
  notices: Notice[]
  /** the last day that is whole; before today when not even today is */
  through: Day
}

/** A heap by wake, the earliest on top: ten thousand cases are woken some hundred thousand times. */
const heap = () => {
  const items: Case[] = []
  const before = (a: number, b: number): boolean => (items[a]?.wake ?? '~') < (items[b]?.wake ?? '~')
  const swap = (a: number, b: number): void => {
    const held = items[a]!
    items[a] = items[b]!
    items[b] = held
  }
  const rise = (at: number): void => {
    for (let i = at; i > 0; ) {
      const parent = (i - 1) >> 1
      if (!before(i, parent)) return
      swap(i, parent)
      i = parent
    }
  }
  const sink = (): void => {
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      const least = right < items.length && before(right, left) ? right : left
      if (least >= items.length || !before(least, i)) return
      swap(i, least)
      i = least
    }
  }
  return {
    push: (c: Case) => {
      items.push(c)
      rise(items.length - 1)
    },
    pop: (): Case | undefined => {
      const top = items[0]
      const last = items.pop()
      if (items.length > 0 && last) {
        items[0] = last
        sink()
      }
      return top
    },
  }
}

export type Ask = {
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  now: Instant
  until: Instant
  /** wakings and notices at most: beyond them it stops, and says how far it came */
  most: { wakings: number; notices: number }
}

export const forecast = (cases: Iterable<Case>, { workflows, reckon, now, until, most }: Ask): Forecast => {
  const [today, last] = [dayOf(now), dayOf(until)]
  const queue = heap()
  const falls = new Map<string, Falls>()
  const notices: Notice[] = []
  const look = (workflow: AnyWorkflow, c: Case): void => {
    for (const { name, due } of running(workflow, c, reckon)) {
      const on = isDay(due) ? due : dayOf(due)
      if (on < today || on > last) continue
      const { id: caseId, assetId } = c
      const fall = { day: on, caseId, workflow: c.workflow, clock: name, due, ...(assetId ? { assetId } : {}) }
      falls.set(`${caseId} ${name} ${due}`, fall)
    }
  }
  for (const c of cases) {
    const workflow = workflows[c.workflow]
    if (!workflow || c.closedAt !== undefined) continue
    look(workflow, c)
    if (c.wake !== undefined) queue.push(c)
  }
  let through = last
  for (let wakings = 0; ; wakings++) {
    const c = queue.pop()
    if (c?.wake === undefined || c.wake > until) break
    if (wakings >= most.wakings || notices.length >= most.notices) {
      through = addDays(dayOf(c.wake < now ? now : c.wake), -1)
      break
    }
    const at = c.wake < now ? now : c.wake
    const workflow = workflows[c.workflow]!
    const decision = fire(workflow, c, { instant: at, today: dayOf(at), reckon })
    if (!decision) continue
    notices.push(...decision.notices)
    look(workflow, decision.case)
    if (decision.case.wake !== undefined) queue.push(decision.case)
  }
  return { falls: [...falls.values()], notices, through }
}
