/**
 * load → decide → commit, and again when somebody else was faster. Every function goes through here; nothing else
 * writes a case. A request writes one transaction and no more; the rest follows from the table's stream.
 */
import type { Case, Decision, Errand, Recorded, Rejection } from './core/case.ts'
import { running } from './core/clocks.ts'
import { fire } from './core/fire.ts'
import { decide, type Input } from './core/machine.ts'
import { type Opening, open } from './core/open.ts'
import type { Reckon } from './core/reckon.ts'
import { bySoonest, dayOf, type Instant } from './core/time.ts'
import type { AnyWorkflow, Due, Now } from './core/workflow.ts'
import { Transient } from './store/faults.ts'
import type { Commit, Committed, Message, Store } from './store/store.ts'

export type ApplyDeps = {
  store: Pick<Store, 'load' | 'commit' | 'seen'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  now: () => Instant
  /** waits a little, longer each time, with jitter; attempt 1 is the first retry */
  pause: (attempt: number) => Promise<void>
}

export type Applied =
  | { kind: 'done'; case: Case; event: Recorded }
  /** the same message came before: what it did then */
  | { kind: 'duplicate'; caseId: string; seq: number }
  /** the same message id with another body */
  | { kind: 'mismatch'; caseId: string; seq: number }
  | { kind: 'rejected'; rejection: Rejection }
  | { kind: 'nothing' }

/** A transaction that lost this often is under a storm; the caller retries later. */
const TRIES = 5

const unknown = (what: string): Applied => ({ kind: 'rejected', rejection: { ok: false, kind: 'unknown', what } })

const dueOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Due | undefined =>
  running(workflow, c, reckon)
    .map(clock => clock.due)
    .sort(bySoonest)[0]

export const apply = (deps: ApplyDeps) => {
  const moment = (): Now => {
    const instant = deps.now()
    return { instant, today: dayOf(instant), reckon: deps.reckon }
  }

  const commit = (
    decision: Decision,
    expected: number,
    head: string | undefined,
    seen?: Message,
  ): Promise<Committed> => {
    const workflow = deps.workflows[decision.case.workflow]
    const due = workflow && dueOf(workflow, decision.case, deps.reckon)
    const input: Commit = {
      case: decision.case,
      expected,
      event: decision.event,
      notices: decision.notices,
      errands: decision.errands,
      ...(head === undefined ? {} : { head }),
      ...(seen ? { seen } : {}),
      ...(due ? { due } : {}),
    }
    return deps.store.commit(input)
  }

  const outcome = (decision: Decision, committed: Committed): Applied | undefined => {
    if (committed.kind === 'committed') return { kind: 'done', case: decision.case, event: decision.event }
    if (committed.kind === 'conflict') return undefined
    return { kind: committed.kind, ...committed.first }
  }

  /** Decides on what is stored until a commit holds. */
  const settle = async (
    caseId: string,
    step: (workflow: AnyWorkflow, c: Case, now: Now) => Decision | Rejection | undefined,
    seen?: Message,
  ): Promise<Applied> => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (attempt > 0) await deps.pause(attempt)
      const loaded = await deps.store.load(caseId)
      if (!loaded) return unknown(`case ${caseId}`)
      const workflow = deps.workflows[loaded.case.workflow]
      if (!workflow) return unknown(`workflow ${loaded.case.workflow}`)
      const decision = step(workflow, loaded.case, moment())
      if (!decision) return { kind: 'nothing' }
      if (!decision.ok) return { kind: 'rejected', rejection: decision }
      const done = outcome(decision, await commit(decision, loaded.case.version, loaded.head, seen))
      if (done) return done
    }
    throw new Transient(`case ${caseId} is busy: ${TRIES} attempts met other writers`)
  }

  /** A message that came before is answered as then, before anything is decided: the case has moved on since. */
  const before = async (message: Message | undefined): Promise<Applied | undefined> => {
    if (!message) return undefined
    const first = await deps.store.seen(message.source, message.id)
    if (!first) return undefined
    return {
      kind: first.bodyHash === message.bodyHash ? 'duplicate' : 'mismatch',
      caseId: first.caseId,
      seq: first.seq,
    }
  }

  return {
    /** One event to one case. */
    event: async (caseId: string, input: Input, message?: Message): Promise<Applied> =>
      (await before(message)) ?? settle(caseId, (workflow, c, now) => decide(workflow, c, input, now), message),

    /** Opens a case; where it exists already, `conflict` says so. */
    open: async (
      name: string,
      opening: Omit<Opening, 'at'> & { at?: Instant },
      message?: Message,
    ): Promise<Applied | { kind: 'exists'; case: Case }> => {
      const earlier = await before(message)
      if (earlier) return earlier
      const workflow = deps.workflows[name]
      if (!workflow) return unknown(`workflow ${name}`)
      const now = moment()
      const decision = open(workflow, { ...opening, at: opening.at ?? now.instant }, now)
      if (!decision.ok) return { kind: 'rejected', rejection: decision }
      const done = outcome(decision, await commit(decision, 0, undefined, message))
      if (done) return done
      const there = await deps.store.load(opening.id)
      if (there) return { kind: 'exists', case: there.case }
      throw new Transient(`case ${opening.id} could not be opened`)
    },

    /** Looks at a case because a timer said so. Early, late, twice, or for nothing: harmless. */
    fire: (caseId: string): Promise<Applied> => settle(caseId, (workflow, c, now) => fire(workflow, c, now)),

    /**
     * Runs an errand of one case at another: opens it if it is not there, then tells it. Its id is its message id, so
     * twice is once. A refusal by the other case is no failure of the errand: it is noted on the other's history by
     * nobody, and returned.
     */
    errand: async (errand: Errand): Promise<Applied> => {
      const message: Message = { source: 'errand', id: errand.id, bodyHash: errand.id }
      if (errand.open) {
        const { workflow, ...rest } = errand.open
        const opened = await apply(deps).open(workflow, { ...rest, id: errand.to, by: errand.by, at: errand.at })
        if (opened.kind === 'rejected') return opened
        if (!errand.event) return opened.kind === 'exists' ? { kind: 'nothing' } : opened
      }
      if (!errand.event) return { kind: 'nothing' }
      const input: Input = { ...errand.event, by: errand.by, errand: true }
      return apply(deps).event(errand.to, input, message)
    },
  }
}

export type Apply = ReturnType<typeof apply>
