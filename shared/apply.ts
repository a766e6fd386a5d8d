/**
 * load → decide → commit, and again when somebody else was faster. Every function goes through here; nothing else
 * writes a case. A request writes one transaction and no more; the rest follows from the table's stream.
 */
import { approvals } from './approvals.ts'
import { commitOf } from './commit-of.ts'
import type { Case, Decision, Errand, Recorded, Rejection } from './core/case.ts'
import { engineEvents } from './core/engine-events.ts'
import { fire } from './core/fire.ts'
import { allowedIn, current, decide, type Input } from './core/machine.ts'
import { type Opening, open } from './core/open.ts'
import type { Reckon } from './core/reckon.ts'
import { redate } from './core/redate.ts'
import { dayOf, type Instant } from './core/time.ts'
import type { AnyWorkflow, Now } from './core/workflow.ts'
import { unknownCases } from './named-cases.ts'
import type { Order } from './orders/order.ts'
import type { Directory } from './people/person.ts'
import { type LetterReader, lacking, readLetter } from './read-letter.ts'
import { Transient } from './store/faults.ts'
import type { Words } from './store/records.ts'
import type { Committed, Message, Store } from './store/store.ts'
import { carried, type Parted, parted } from './words.ts'

export type ApplyDeps = {
  store: Pick<Store, 'load' | 'commit' | 'commitAll' | 'seen' | 'words'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  now: () => Instant
  /** a new random text of 16 characters or more; without it a hash of few words could be guessed */
  salt: () => string
  /** what contractors are owed when a case moves on; absent: nothing */
  orders?: (before: Case | undefined, after: Case) => Order[]
  /** reads a letter that an event says was sent, while its words are words; absent: letters are not read */
  letters?: LetterReader
  /** the register of people, as it is now, to hold approvals to; absent: whoever is named is believed */
  people?: () => Promise<Directory>
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

/** Names come from outside, and every object has a `constructor`. */
const knows = (workflow: AnyWorkflow, type: string): boolean =>
  Object.hasOwn(workflow.events, type) || Object.hasOwn(engineEvents, type)

const stranger = (workflow: AnyWorkflow, c: Case, event: string): Rejection => {
  const { state } = current(workflow, c)
  return { ok: false, kind: 'not_allowed', event, state, allowed: allowedIn(workflow, state) }
}

export const apply = (deps: ApplyDeps) => {
  const moment = (): Now => {
    const instant = deps.now()
    return { instant, today: dayOf(instant), reckon: deps.reckon }
  }

  const committing = commitOf(deps)
  const commit = (...of: Parameters<typeof committing>): Promise<Committed> => deps.store.commit(committing(...of))

  const outcome = (decision: Decision, committed: Committed): Applied | undefined => {
    if (committed.kind === 'committed') return { kind: 'done', case: decision.case, event: decision.event }
    if (committed.kind === 'conflict') return undefined
    return { kind: committed.kind, ...committed.first }
  }

  /** Decides on what is stored until a commit holds. */
  const settle = async (
    caseId: string,
    step: (
      workflow: AnyWorkflow,
      c: Case,
      now: Now,
    ) => Decision | Rejection | undefined | Promise<Decision | Rejection>,
    seen?: Message,
    words: () => readonly Words[] = () => [],
  ): Promise<Applied> => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (attempt > 0) await deps.pause(attempt)
      const loaded = await deps.store.load(caseId)
      if (!loaded) return unknown(`case ${caseId}`)
      const workflow = deps.workflows[loaded.case.workflow]
      if (!workflow) return unknown(`workflow ${loaded.case.workflow}`)
      const decision = await step(workflow, loaded.case, moment())
      if (!decision) return { kind: 'nothing' }
      if (!decision.ok) return { kind: 'rejected', rejection: decision }
      const owed = deps.orders?.(loaded.case, decision.case) ?? []
      const done = outcome(decision, await commit(decision, loaded.case.version, loaded.head, seen, words(), owed))
      if (done) return done
    }
    throw new Transient(`case ${caseId} is busy: ${TRIES} attempts met other writers`)
  }

  /**
   * A message that came before is answered as then, although the case has moved on and would refuse it now. Asked after a
   * refusal alone: what is accepted meets its first coming in the transaction, so nothing is read for it.
   */
  const unlessRepeated = async <T extends Applied | { kind: 'exists' }>(
    done: T,
    message: Message | undefined,
  ): Promise<T | Applied> => {
    if (done.kind !== 'rejected' || !message) return done
    const { source, id, alias } = message
    const first = (await deps.store.seen(source, id)) ?? (alias ? await deps.store.seen(source, alias) : undefined)
    if (!first) return done
    return {
      kind: first.bodyHash === message.bodyHash ? 'duplicate' : 'mismatch',
      caseId: first.caseId,
      seq: first.seq,
    }
  }

  /** The words are parted once: however often it is decided again, the same references stand in the history. */
  const tell = async (
    caseId: string,
    input: Input,
    message: Message | undefined,
    brought: readonly Words[],
  ): Promise<Applied> => {
    let own: Parted | undefined
    const step = async (workflow: AnyWorkflow, c: Case, now: Now): Promise<Decision | Rejection> => {
      if (!knows(workflow, input.type)) return stranger(workflow, c, input.type)
      const nobody = await unknownCases(deps.store, workflow, input.type, input.data)
      if (nobody.length > 0) return { ok: false, kind: 'invalid', event: input.type, issues: nobody }
      const approved = await approvals(deps.people, workflow, input)
      const read = await readLetter(deps, workflow, { ...now, case: c }, input)
      own ??= parted.event(workflow, { ...input, data: read?.data ?? approved.data }, deps.salt)
      const taken = decide(workflow, c, { ...input, data: own.value }, now)
      return lacking(workflow, c, input.type, taken, [...(read?.lacks ?? []), ...approved.refused])
    }
    return unlessRepeated(await settle(caseId, step, message, () => [...brought, ...(own?.words ?? [])]), message)
  }

  type Begun = Omit<Opening, 'at'> & { at?: Instant }

  const begun = (name: string, opening: Begun): { decision: Decision | Rejection; words: readonly Words[] } => {
    const workflow = deps.workflows[name]
    if (!workflow) return { decision: { ok: false, kind: 'unknown', what: `workflow ${name}` }, words: [] }
    const now = moment()
    const { value: facts, words } = parted.facts(workflow, opening.facts, deps.salt)
    return { decision: open(workflow, { ...opening, facts, at: opening.at ?? now.instant }, now), words }
  }

  /** Somebody else opened it, or it was there before. */
  const there = async (id: string): Promise<{ kind: 'exists'; case: Case }> => {
    const loaded = await deps.store.load(id)
    if (loaded) return { kind: 'exists', case: loaded.case }
    throw new Transient(`case ${id} could not be opened`)
  }

  const begin = async (
    name: string,
    opening: Begun,
    message: Message | undefined,
    brought: readonly Words[],
    imported: boolean,
  ): Promise<Applied | { kind: 'exists'; case: Case }> =>
    unlessRepeated(await opened(name, opening, message, brought, imported), message)

  const opened = async (
    name: string,
    opening: Begun,
    message: Message | undefined,
    brought: readonly Words[],
    /** an import says what is so already: who is to be sent out is found by the search for overlooked jobs */
    imported: boolean,
  ): Promise<Applied | { kind: 'exists'; case: Case }> => {
    const { decision, words } = begun(name, opening)
    if (!decision.ok) return { kind: 'rejected', rejection: decision }
    const owed = imported ? [] : (deps.orders?.(undefined, decision.case) ?? [])
    const done = outcome(decision, await commit(decision, 0, undefined, message, [...brought, ...words], owed))
    return done ?? there(opening.id)
  }

  return {
    /** One event to one case. Personal text in its data is kept beside the history. */
    event: (caseId: string, input: Input, message?: Message): Promise<Applied> => tell(caseId, input, message, []),

    /** Opens a case; where it exists already, `exists` says so. Personal text in its facts is kept beside the history. */
    open: (name: string, opening: Omit<Opening, 'at'> & { at?: Instant }, message?: Message) =>
      begin(name, opening, message, [], message === undefined),

    /** Opens many, each as by `open`, in far fewer calls. Answers in the order given. */
    openAll: async (list: readonly { workflow: string; opening: Begun }[]) => {
      const decided = list.map(({ workflow, opening }) => begun(workflow, opening))
      const good = decided.flatMap(({ decision, words }) => (decision.ok ? [{ decision, words }] : []))
      const committed = await deps.store.commitAll(
        good.map(({ decision, words }) => committing(decision, 0, undefined, undefined, words, [])),
      )
      const answers = good.map(({ decision }, at) => outcome(decision, committed[at]!))
      return Promise.all(
        decided.map(async ({ decision }, at) => {
          if (!decision.ok) return { kind: 'rejected' as const, rejection: decision }
          return answers.shift() ?? there(list[at]!.opening.id)
        }),
      )
    },

    /** Looks at a case because a timer said so. Early, late, twice, or for nothing: harmless. */
    fire: (caseId: string): Promise<Applied> => settle(caseId, (workflow, c, now) => fire(workflow, c, now)),

    /** The rules have changed since the regime `from`: what moves is recorded (`clocks.redated`), then told as it falls. */
    redate: (caseId: string, from: string): Promise<Applied> =>
      settle(caseId, (workflow, c, now) => redate(workflow, c, from, now)),

    /**
     * Runs an errand of one case at another: opens it if it is not there, then tells it. Its id is its message id, so
     * twice is once. A refusal by the other case is no failure of the errand: it is noted on the other's history by
     * nobody, and returned.
     */
    errand: async (errand: Errand): Promise<Applied> => {
      const message: Message = { source: 'errand', id: errand.id, bodyHash: errand.id }
      if (errand.open) {
        const { workflow, ...rest } = errand.open
        const brought = await carried(deps.store, errand, rest.facts)
        const opened = await begin(
          workflow,
          { ...rest, id: errand.to, by: errand.by, at: errand.at },
          undefined,
          brought,
          false,
        )
        if (opened.kind === 'rejected') return opened
        if (!errand.event) return opened.kind === 'exists' ? { kind: 'nothing' } : opened
      }
      if (!errand.event) return { kind: 'nothing' }
      const brought = await carried(deps.store, errand, errand.event.data)
      return tell(errand.to, { ...errand.event, by: errand.by, errand: true }, message, brought)
    },
  }
}

export type Apply = ReturnType<typeof apply>
