/**
 * A letter that an event says was sent is read before its words are parted from the history: a guard, which sees
 * references alone, could not tell what the text lacks.
 */
import type { Case, Decision, Rejection } from './core/case.ts'
import { allowedIn, codeOf, current, type Input } from './core/machine.ts'
import { isRecord, references } from './core/personal.ts'
import { dayOf } from './core/time.ts'
import type { AnyWorkflow, Situation } from './core/workflow.ts'
import type { Store } from './store/store.ts'
import { wordsOf } from './words.ts'

/** The event's data with what the text says, and what it lacks; undefined for an event without a letter of ours. */
export type LetterReader = (
  workflow: AnyWorkflow,
  now: Situation,
  input: Input,
  told: (reference: string) => string | undefined,
) => { data: Record<string, unknown>; lacks: string[] } | undefined

/** A letter is dated by its event: an acknowledgement recorded later than it was sent gives the dates of its own day. */
export const readLetter = async (
  { store, letters }: { store: Pick<Store, 'words'>; letters?: LetterReader },
  workflow: AnyWorkflow,
  now: Situation,
  input: Input,
): Promise<ReturnType<LetterReader>> => {
  if (!letters || !(isRecord(input.data) && isRecord(input.data.letter))) return undefined
  const words = await wordsOf(store, now.case.id, references(now.case.facts))
  return letters(workflow, { ...now, today: dayOf(input.at), case: current(workflow, now.case) }, input, words)
}

/** What the text of a letter lacks joins what the decision refuses: one answer names everything. */
export const lacking = (
  workflow: AnyWorkflow,
  c: Case,
  event: string,
  decided: Decision | Rejection,
  lacks: string[],
): Decision | Rejection => {
  if (lacks.length === 0) return decided
  if (!decided.ok && decided.kind !== 'guard' && !(decided.kind === 'invalid' && lacks[0]?.startsWith('LETTER_TEXT')))
    return decided
  const told = new Set(lacks.map(codeOf))
  const others = !decided.ok && decided.kind === 'guard' ? decided.failed.filter(one => !told.has(codeOf(one))) : []
  const failed = [...others, ...lacks]
  const { state } = current(workflow, c)
  const codes = [...new Set(failed.flatMap(one => codeOf(one) ?? []))]
  return { ok: false, kind: 'guard', event, state, failed, codes, allowed: allowedIn(workflow, state) }
}
