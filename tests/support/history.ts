/** Given/when/then over the pure engine: opens a case, turns the clock, says what happens, and replays it all. */
import { expect } from 'vitest'
import {
  type Actor,
  type Case,
  caseRecord,
  type Decision,
  type Errand,
  type Notice,
  type Recorded,
  type Rejection,
} from '../../shared/core/case.ts'
import { isUnwatched } from '../../shared/core/clocks.ts'
import { fire } from '../../shared/core/fire.ts'
import { decide } from '../../shared/core/machine.ts'
import { open } from '../../shared/core/open.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { replay } from '../../shared/core/replay.ts'
import { at, type Day, dayOf, type Instant } from '../../shared/core/time.ts'
import type { AnyWorkflow, Now } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import type { PolicyValues } from '../../shared/law/policy.ts'
import type { Role } from '../../shared/law/roles.ts'
import { readAsTold } from './as-told.ts'

export const staff = (role: Role, id = `${role}@landlord.example`): Actor => ({
  kind: 'staff',
  id: id.toLowerCase(),
  roles: [role],
})
export const contractor = (id = 'sureheat'): Actor => ({ kind: 'contractor', id, roles: ['contractor'] })
export const admin: Actor = { kind: 'staff', id: 'admin@landlord.example', roles: ['administrator'] }
export const sha = (seed: string): string =>
  [...seed]
    .reduce((text, letter) => text + letter.charCodeAt(0).toString(16), '')
    .padEnd(64, '0')
    .slice(0, 64)

/** `2027-02-10` is nine in the morning there; with a time it is that London time. */
export const when = (text: string): Instant =>
  text.includes('T')
    ? (text as Instant)
    : text.length > 10
      ? at(text.slice(0, 10) as Day, text.slice(11))
      : at(text as Day, '09:00')

/** A child's closing comes by errand; everything else as people and contractors send it. */
const input = (type: string, at: Instant, by: Actor, data: object) => ({
  type,
  at,
  by,
  data,
  ...(type === 'child.closed' ? { errand: true } : {}),
})

export const history = (workflow: AnyWorkflow, policy: PolicyValues = {}) => {
  const reckon = reckoner(england, policy)
  const nowAt = (moment: Instant): Now => ({ instant: moment, today: dayOf(moment), reckon })
  let c: Case | undefined
  const events: Recorded[] = []
  const notices: Notice[] = []
  const errands: Errand[] = []

  const take = (decision: Decision | Rejection | undefined): Decision | Rejection | undefined => {
    if (!decision?.ok) return decision
    c = decision.case
    // No history may come to lean on the net under every workflow: a state needs a clock of its own.
    if (!c.closedAt && isUnwatched(workflow, c, reckon)) throw new Error(`${workflow.name} is unwatched in ${c.state}`)
    events.push(decision.event)
    notices.push(...decision.notices)
    // What a workflow can say is read as its readers have it, by every test that makes it say so.
    for (const notice of decision.notices) readAsTold(workflow, c, notice, { reckon, policy })
    errands.push(...decision.errands)
    return decision
  }
  const must = (decision: Decision | Rejection | undefined): Decision => {
    if (!decision?.ok) throw new Error(`expected a decision: ${JSON.stringify(decision)}`)
    return decision
  }
  const story = {
    get case(): Case {
      if (!c) throw new Error('nothing is open')
      return c
    },
    get state() {
      return story.case.state
    },
    events,
    notices,
    errands,
    reckon,
    opens: (on: string, facts: object, id = `${workflow.name}:H1`, by: Actor = admin) => {
      must(take(open(workflow, { id, facts, assetId: 'H1', by, at: when(on) }, nowAt(when(on)))))
      return story
    },
    opensNot: (on: string, facts: object): Rejection => {
      const decision = open(workflow, { id: 'x', facts, by: admin, at: when(on) }, nowAt(when(on)))
      if (decision.ok) throw new Error('it opened')
      return decision
    },
    /** something happens, and we learn of it at once unless `known` says later */
    does: (on: string, type: string, data: object = {}, by: Actor = admin, known: string = on) => {
      must(take(decide(workflow, story.case, input(type, when(on), by, data), nowAt(when(known)))))
      return story
    },
    refuses: (on: string, type: string, data: object = {}, by: Actor = admin, known: string = on): Rejection => {
      const decision = decide(workflow, story.case, { type, at: when(on), by, data }, nowAt(when(known)))
      if (decision.ok) throw new Error(`${type} was taken: now ${decision.case.state}`)
      return decision
    },
    /** something may happen: what became of it */
    tries: (on: string, type: string, data: object = {}, by: Actor = admin): Decision | Rejection => {
      const decision = decide(workflow, story.case, input(type, when(on), by, data), nowAt(when(on)))
      take(decision)
      return decision
    },
    /** the case is looked at, once */
    wakes: (on: string): Notice[] => {
      const decision = take(fire(workflow, story.case, nowAt(when(on))))
      return decision?.ok ? decision.notices : []
    },
    /** time passes: the case is looked at whenever it wants to be, until then */
    until: (on: string): Notice[] => {
      const before = notices.length
      for (let turns = 0; story.case.wake && story.case.wake <= when(on); turns++) {
        if (turns > 5000) throw new Error('it never rests')
        const version = story.case.version
        take(
          fire(
            workflow,
            story.case,
            nowAt(story.case.wake > story.case.openedAt ? story.case.wake : story.case.openedAt),
          ),
        )
        if (story.case.version === version) throw new Error(`woke at ${story.case.wake} for nothing`)
      }
      return notices.slice(before)
    },
    /** folding the events gives the case, byte for byte */
    replays: () => {
      expect(JSON.stringify(replay(workflow, events, reckon))).toBe(JSON.stringify(caseRecord.parse(story.case)))
      return story
    },
  }
  return story
}
