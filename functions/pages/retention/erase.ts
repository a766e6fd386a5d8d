/** Erasing what was ticked, each judged anew: what the list says is as old as the night. */

import { evidenceKey } from '../../../shared/effects/evidence.ts'
import { decideErasure } from '../../../shared/erasing/decide.ts'
import { erasePersonOf } from '../../../shared/erasing/person.ts'
import type { Visit } from '../visit.ts'
import { type Chosen, chosenIn } from './lists.ts'

export type Outcome = {
  done: string[]
  /** where bytes lie that a person is to delete */
  left: string[]
  /** with the reason */
  refused: string[]
}

const eraseOne = async ({ deps, actor }: Visit, one: Chosen): Promise<Outcome> => {
  const by = actor.id
  const none: Outcome = { done: [], left: [], refused: [] }
  if ('email' in one) {
    const done = await erasePersonOf(deps, one.email, { by, ground: 'retention' })
    return done.ok ? { ...none, done: [one.email] } : { ...none, refused: [`${one.email}: ${done.detail}`] }
  }
  const { caseId, documents } = one
  const loaded = await deps.store.load(caseId)
  if (!loaded) return { ...none, refused: [`${caseId}: it is not known`] }
  const done = await decideErasure(deps, loaded.case, { ground: 'retention', documents, by })
  if (!done.ok) return { ...none, refused: [`${caseId}: ${done.detail}`] }
  const left = done.documents.left.map(sha256 => evidenceKey({ caseId, sha256 }))
  return { ...none, done: documents && done.documents.gone.length === 0 ? [] : [caseId], left }
}

export const eraseChosen = async (visit: Visit, values: readonly string[]): Promise<Outcome> => {
  const all: Outcome = { done: [], left: [], refused: [] }
  for (const value of values) {
    const chosen = chosenIn(value)
    const one = chosen
      ? await eraseOne(visit, chosen)
      : { done: [], left: [], refused: [`${value.slice(0, 60)}: not a row of this list`] }
    all.done.push(...one.done)
    all.left.push(...one.left)
    all.refused.push(...one.refused)
  }
  return all
}
